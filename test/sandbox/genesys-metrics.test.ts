import { afterEach, beforeEach, expect, it } from 'vitest'
import { genesysResponse } from '../../src/sandbox/contracts/contracts.ts'
import { ANA, BEN, type OpenWorld, openWorld, signedIn } from './world.ts'

let world: OpenWorld
let sdk: Awaited<ReturnType<typeof signedIn>>
beforeEach(async () => {
  world = await openWorld()
  sdk = await signedIn(world)
})
afterEach(() => world.close())

const KUDOS = { name: 'Kudos', unit: 'Number', precision: 0, defaultObjectiveType: 'HigherIsBetter', enabled: true }
const define = (more: object = {}) =>
  sdk.gamification.postEmployeeperformanceExternalmetricsDefinitions({ body: { ...KUDOS, ...more } })
const record = (...items: object[]) =>
  sdk.gamification.postEmployeeperformanceExternalmetricsData({ body: { items: items as never } })
const refusal = (call: Promise<unknown>) =>
  call.then(
    () => ({ status: 200 }),
    (error) => error as { status: number; code: string; message: string },
  )
const day = (metricId: string, more: object = {}) => ({ userId: ANA, metricId, dateOccurred: '2026-11-24', value: 1, ...more })
const recorded = async () =>
  (await world.ledger())
    .filter(({ effect }) => effect === 'metric.recorded')
    .map(({ body }) => [body.agent, body.day, body.value])

it('is defined, and found by its name among others in their order', async () => {
  await define({ name: 'Zeal' })
  const made = await define()
  expect(genesysResponse('postEmployeeperformanceExternalmetricsDefinitions', made)).toEqual([])
  const listed = await sdk.gamification.getEmployeeperformanceExternalmetricsDefinitions({ pageSize: 1 })
  expect(genesysResponse('getEmployeeperformanceExternalmetricsDefinitions', listed)).toEqual([])
  expect(listed).toMatchObject({ entities: [{ id: made.id, name: 'Kudos' }], pageCount: 2 })
})

it('takes totals, which replace what stood there, and adds up what is cumulative; what changes nothing is no effect', async () => {
  const { id } = await define()
  await record(day(id!), day(id!, { userId: BEN }))
  await record(day(id!))
  const answer = await record(day(id!, { value: 2, type: 'Total' }))
  expect(genesysResponse('postEmployeeperformanceExternalmetricsData', answer)).toEqual([])
  expect(answer.processedEntities).toMatchObject([{ totalValue: 2, totalCount: 1 }])
  await record(day(id!, { value: 3, type: 'Cumulative' }))
  expect(await recorded()).toEqual([
    [ANA, '2026-11-24', 1],
    [BEN, '2026-11-24', 1],
    [ANA, '2026-11-24', 2],
    [ANA, '2026-11-24', 5],
  ])
})

it('leaves out one by one what it does not know, and takes the rest', async () => {
  const { id } = await define()
  const sleeping = await define({ name: 'Asleep', enabled: false })
  const bad = [
    day('nobody’s'),
    day(sleeping.id!),
    day(id!, { userId: 'x-gil' }),
    day(id!, { userId: undefined }),
    day(id!, { userEmail: 'ana@northwind.example' }),
  ]
  const { processedEntities, unprocessedEntities } = await record(...bad, day(id!))
  expect(processedEntities).toHaveLength(1)
  expect(unprocessedEntities!.map(({ code }) => code)).toEqual([
    'metric.not.found',
    'metric.not.enabled',
    'user.not.found',
    'bad.user',
    'bad.user',
  ])
})

it('refuses a hundred and one, none, a date that is none, and definitions without a name or a unit', async () => {
  const { id } = await define()
  for (const call of [
    record(...Array.from({ length: 101 }, () => day(id!))),
    record(),
    record(day(id!, { dateOccurred: '24.11.2026' })),
    record(day(id!, { type: 'Daily' })),
    define({ name: ' ' }),
    define({ precision: 6 }),
    define({ unit: 'Smiles' }),
  ])
    expect(await refusal(call)).toMatchObject({ status: 400 })
  expect(await recorded()).toEqual([])
})

it.each(['externalMetricDefinition:view', 'externalMetricDefinition:add', 'externalMetricData:add'])(
  'wants the permission %s',
  async (what) => {
    const permission = `employeePerformance:${what}`
    await world.change({ kind: 'permission', vendor: 'genesys', permission, granted: false })
    const calls = [() => sdk.gamification.getEmployeeperformanceExternalmetricsDefinitions(), define, () => record(day('any'))]
    const answers = await Promise.all(calls.map((call) => refusal(call())))
    expect(answers.filter(({ status }) => status === 403)).toMatchObject([{ message: expect.stringContaining(permission) }])
  },
)
