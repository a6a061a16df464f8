// Thanks counted in Genesys for gamification, where an admin asked for it: the right number for each day, whatever happens to the calls.
import { describe, expect, it } from 'vitest'
import { EMPTY_JOURNAL } from '../../src/coaching/journal.ts'
import { JOURNAL } from '../../src/handlers/kinds.ts'
import { sceneForEach } from '../world.ts'
import { CASTS } from './cast.ts'

const scene = sceneForEach()

const GENESYS = { vendor: 'genesys', method: 'POST' }
const DEFINE = { ...GENESYS, path: '/api/v2/employeeperformance/externalmetrics/definitions' }
const RECORD = { ...GENESYS, path: '/api/v2/employeeperformance/externalmetrics/data' }
const counted = (what: string) => scene.bot.ports.counts.all()[what] ?? 0

it('a metric that somebody deleted in Genesys is made anew', async () => {
  const { store } = scene.bot.ports
  const body = { ...EMPTY_JOURNAL, steps: { definition: { state: 'done', at: 1, ref: 'deleted' } } }
  await store.write([{ put: JOURNAL.name, id: 'metric-kudos', expect: 0, body }])
  await scene.world.command('ada', '/coaching set praise-metric on', { platform: 'slack' })
  await scene.world.message({ user: 'ada' }, /metric Kudos\): on/)
  await scene.world.interaction({ agent: 'ana', customer: 0.95 })
  await scene.world.until('the count', async () => {
    await scene.world.advance('PT5S')
    return (await scene.world.effects('metric.recorded')).length === 1
  })
  expect(await scene.world.effects('metric.defined')).toHaveLength(1)
})

describe.each(CASTS)('the thanks of an agent on $platform', ({ platform, agent, agentName, colleague }) => {
  const switchOn = async (scope = '') => {
    await scene.world.command('ada', `/coaching set praise-metric on${scope}`, { platform })
    await scene.world.message({ user: 'ada' }, /counted in Genesys for gamification \(external metric Kudos\): on/)
  }
  const brilliant = (who: string = agent) => scene.world.interaction({ agent: who, customer: 0.95 })
  const recorded = async () => (await scene.world.effects('metric.recorded')).map(({ body }) => body.value)
  const definitions = () => scene.world.effects('metric.defined')
  const recordedAre = (...values: number[]) =>
    scene.world.until(`the days to be worth ${values}`, async () => {
      await scene.world.advance('PT1S')
      return JSON.stringify(await recorded()) === JSON.stringify(values)
    })

  it('are counted by the day, in a metric that is made when it is first needed', async () => {
    await switchOn()
    await brilliant()
    await recordedAre(1)
    await brilliant()
    await recordedAre(1, 2)
    await scene.world.advance('P1D')
    await brilliant()
    await recordedAre(1, 2, 1)
    const made = await definitions()
    expect(made).toMatchObject([{ body: { name: 'Kudos', unit: 'Number' } }])
    const { people } = await scene.world.people()
    const { id } = people.find(({ name }) => name === agentName)!
    const [first, , next] = await scene.world.effects('metric.recorded')
    expect(first!.body).toMatchObject({ metric: made[0]!.id, agent: id, day: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) })
    expect(Temporal.PlainDate.from(String(first!.body.day)).add({ days: 1 }).toString()).toBe(next!.body.day)
  })

  it('are not counted as long as nobody asked for it, and only where somebody did', async () => {
    await switchOn(` for agent ${colleague}@northwind.example`)
    await brilliant()
    await scene.world.message({ user: agent }, /Well done/)
    await brilliant(colleague)
    await recordedAre(1)
    expect(await definitions()).toHaveLength(1)
  })

  it('are right, and the metric is one, when answers are lost, scores come by several ways and several are thanked at once', async () => {
    await switchOn()
    await scene.world.fault({ ...DEFINE, plan: ['commit-then-reset'] })
    await scene.world.fault({ ...RECORD, plan: ['commit-then-500', '503', 'commit-then-reset'] })
    await scene.world.change({ kind: 'limits', pushCopies: 3 })
    const heard = (who: string) => scene.world.interaction({ agent: who, customer: 0.95, via: ['live', 'push'] })
    await Promise.all([heard(agent), heard(agent), heard(colleague)])
    await scene.world.until('everything to be counted', async () => {
      await scene.world.advance('PT10S')
      const last = new Map((await scene.world.effects('metric.recorded')).map(({ id, body }) => [id, body.value]))
      return JSON.stringify([...last.values()].toSorted()) === '[1,2]'
    })
    await scene.world.advance('PT1H')
    expect((await recorded()).toSorted().at(-1)).toBe(2)
    expect(await definitions()).toHaveLength(1)
  })

  it('go out all the same when Genesys will not count them, and are made up for once it does', async () => {
    const permission = (granted: boolean) =>
      scene.world.change({
        kind: 'permission',
        vendor: 'genesys',
        permission: 'employeePerformance:externalMetricDefinition:add',
        granted,
      })
    await permission(false)
    await switchOn()
    await brilliant()
    await scene.world.message({ user: agent }, /Well done/)
    await scene.world.message({ user: 'ada' }, /does not let Halftime do its work[\s\S]*npm run doctor/)
    await scene.world.until('the refusal', async () => counted('kudos refused') === 1)
    await permission(true)
    await brilliant()
    await recordedAre(2)
  })
})
