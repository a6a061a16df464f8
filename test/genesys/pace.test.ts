// Room is kept for what people wait for, whatever kind of question it is.
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { PersonId } from '../../src/coaching/interaction.ts'
import { type Practice, practice } from './practice.ts'

let world: Practice
beforeEach(async () => {
  world = await practice()
})
afterEach(() => world.close())

/** Somebody unknown each time, one after another, so that each is a question of its own. */
const ask = async (): Promise<string> =>
  world.centre.superiors(PersonId.parse(crypto.randomUUID())).then(
    () => 'answered',
    (error: { code: string }) => error.code,
  )

it('calm work leaves room for hurried work, which is answered although nothing is left for the calm', async () => {
  const calmly: string[] = []
  while (calmly.at(-1) !== 'own-budget') calmly.push(await world.centre.paced('calm', ask))
  expect(calmly.length).toBeGreaterThan(100)
  expect(await world.centre.paced('hurried', ask)).toBe('answered')
  expect(await world.centre.paced('calm', ask)).toBe('own-budget')
  // Work begun by hurried work is as calm as it says itself.
  expect(await world.centre.paced('hurried', () => world.centre.paced('calm', ask))).toBe('own-budget')
})

it('hurried questions are not put together with calm ones that have to wait', async () => {
  while ((await world.centre.paced('calm', ask)) !== 'own-budget');
  const person = (pace: 'hurried' | 'calm', name: string) =>
    world.centre
      .paced(pace, () => world.centre.person(world.id(name)))
      .then(
        (found) => found?.name,
        (error: { code: string }) => error.code,
      )
  expect(await Promise.all([person('calm', 'ana'), person('hurried', 'ben')])).toEqual(['own-budget', 'Ben Becker'])
})

it('a question about one day waits for none about another, and does not fail with it', async () => {
  const [ana, ben] = [world.id('ana'), world.id('ben')]
  const shifts = (agent: PersonId, days: number) => {
    const from = Date.now() + days * 86_400_000
    return world.centre.shifts(agent, { from, to: from + 3_600_000 }).then(
      () => 'answered',
      (error: { trouble: string }) => error.trouble,
    )
  }
  const path = '/api/v2/workforcemanagement/businessunits/{businessUnitId}/agentschedules/search'
  await world.faults({ method: 'POST', path, about: ana, plan: ['403'] })
  expect(await Promise.all([shifts(ana, 1), shifts(ben, 2)])).toEqual(['unauthorised', 'answered'])
})

const MOST_OPEN = 32

it('however slow Genesys is, 32 calls are open at most, and what people wait for finds a lane among them', async () => {
  await ask()
  await world.faults({ plan: ['hold-request'], times: 1000 })
  const change = () => world.centre.withhold(crypto.randomUUID()).catch(() => undefined)
  const held = () => world.call<{ id: string }[]>('GET', '/held')
  const calm = Array.from({ length: 100 }, () => world.centre.paced('calm', change))
  const full = await vi.waitFor(async () => {
    const open = await held()
    expect(open.length).toBeGreaterThan(10)
    return open.length
  })
  const hurried = Array.from({ length: 100 }, () => world.centre.paced('hurried', change))
  await vi.waitFor(async () => expect((await held()).length).toBeGreaterThan(full + 10))
  await world.call('DELETE', '/faults')
  const most: number[] = []
  for (let open = await held(); open.length > 0; open = await held()) {
    most.push(open.length)
    for (const { id } of open) await world.call('POST', `/held/${id}`, { release: true })
  }
  expect(Math.max(...most)).toBeLessThanOrEqual(MOST_OPEN)
  await Promise.all([...calm, ...hurried])
})
