import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { isPeak } from '../../src/coaching/against.ts'
import { ConversationId, PersonId } from '../../src/coaching/interaction.ts'
import { HOUR, type Interval, merged, type Shift } from '../../src/coaching/slot.ts'
import { AUTO, type Practice, practice } from './practice.ts'

let world: Practice
beforeAll(async () => {
  world = await practice()
})
afterEach(() => world.call('DELETE', '/faults'))
afterAll(async () => {
  expect(await world.violations()).toEqual([])
  await world.close()
})

/** The agent's whole next local day, by the clock of the business unit. */
function tomorrow(): Interval {
  const today = Temporal.Instant.fromEpochMilliseconds(world.now()).toZonedDateTimeISO('Europe/Berlin').startOfDay()
  return { from: today.add({ days: 1 }).epochMilliseconds, to: today.add({ days: 2 }).epochMilliseconds }
}

const analysed = async (body: object) => {
  const id = await world.happens({ via: 'backfill', delayScore: 0, ...body })
  return vi.waitFor(async () => {
    const found = await world.centre.interaction(id)
    expect(found).not.toBe('unknown')
    return { id, found }
  })
}

describe('an analysed conversation', () => {
  it('tells agent, queue, media and end', async () => {
    const { id, found } = await analysed({ agent: 'ana', customer: -0.8, agentScore: -0.5 })
    expect(found).toMatchObject({ conversation: id, agent: world.id('ana'), media: 'voice' })
    expect((found as { endedAt: number }).endedAt).toBeLessThanOrEqual(world.now())
  })

  it('tells its score among those of its time, and none where none was measured', async () => {
    const from = world.now() - 1000
    const [rough, unmeasured] = [
      await analysed({ agent: 'ana', customer: -0.8 }),
      await analysed({ agent: 'ana', customer: null }),
    ]
    const scores = await world.centre.scores({ from, to: world.now() + 1000 })
    expect(scores).toContainEqual({ conversation: rough.id, customer: -0.8, raw: -80 })
    expect(scores.map(({ conversation }) => conversation)).not.toContain(unmeasured.id)
  })

  it.each([-0.3, -0.301, 0.7, 0])('has an agent signal of exactly %d', async (agentScore) => {
    const { id } = await analysed({ agent: 'ana', customer: -0.8, agentScore })
    expect(await world.centre.agentSignal(id, world.id('ana'), AUTO)).toBe(agentScore)
  })

  it('whose agent was not measured has no agent signal', async () => {
    const { id } = await analysed({ agent: 'ana', customer: -0.8, agentScore: null })
    expect(await world.centre.agentSignal(id, world.id('ana'), AUTO)).toBeNull()
  })
})

describe('a conversation', () => {
  it('is unknown when there never was one', async () => {
    expect(await world.centre.interaction(ConversationId.parse(crypto.randomUUID()))).toBe('unknown')
  })
})

describe('queues and teams by name', () => {
  const namesOf = async (kind: 'division' | 'queue' | 'team' | 'language', name: string) =>
    (await world.centre.named(kind, name)).map((one) => one.name)

  it.each([
    { kind: 'queue', name: 'billing questions', found: ['Billing questions'] },
    { kind: 'queue', name: 'quest', found: ['Billing questions'] },
    { kind: 'queue', name: 'nowhere', found: [] },
    { kind: 'team', name: 'cla', found: ['Claims'] },
    { kind: 'division', name: 'hom', found: ['Home'] },
    { kind: 'language', name: 'germ', found: ['German'] },
    { kind: 'language', name: 'welsh', found: [] },
    { kind: 'division', name: 'branch', found: [] },
    { kind: 'team', name: 'aims', found: [] },
  ] as const)('$kind "$name": $found', async ({ kind, name, found }) => {
    expect(await namesOf(kind, name)).toEqual(found)
  })
})

describe('people', () => {
  it('come with e-mail and team', async () => {
    expect(await world.centre.person(world.id('ana'))).toEqual({
      id: world.id('ana'),
      name: 'Ana Alvarez',
      email: 'ana@northwind.example',
      active: true,
      team: { id: world.someone('ana').team, name: 'Billing' },
      division: '00000000-0000-4000-8004-000000000001',
    })
  })

  it('who do not exist are undefined', async () => {
    expect(await world.centre.person(PersonId.parse(crypto.randomUUID()))).toBeUndefined()
  })

  it('are found by e-mail whatever its case, and not by half of it', async () => {
    expect(await world.centre.peopleByEmail('ANA@Northwind.example')).toMatchObject([{ id: world.id('ana') }])
    expect(await world.centre.peopleByEmail('ana')).toEqual([])
  })

  it('have superiors, manager first', async () => {
    expect((await world.centre.superiors(world.id('ana'))).map(({ name }) => name)).toEqual(['Sam Sato', 'Helena Holm'])
  })

  it('who ask for nobody above them get nobody', async () => {
    expect(await world.centre.superiors(world.id('helena'))).toEqual([])
  })

  it('are asked for once for many who want to know at the same time', async () => {
    const before = (await world.requests()).length
    await Promise.all(Array.from({ length: 20 }, () => world.centre.person(world.id('ben'))))
    expect((await world.requests(before)).length).toBe(1)
  })
})

describe('whom somebody leads', () => {
  const names = (people: readonly { name: string }[]) => people.map(({ name }) => name)
  const team = (n: number) => `00000000-0000-4000-8002-00000000000${n}`
  const pages = (path: string, ...bodies: object[]) =>
    world.call('POST', '/faults', { vendor: 'genesys', path, plan: bodies.map((body) => ({ status: 200, body })) })
  const next = (after: string) => ({ nextUri: `/api/v2/teams/x/members?pageSize=100&after=${after}` })

  it('are the active people whose manager they are', async () => {
    expect(names(await world.centre.reports(world.id('sam')))).toEqual(['Ana Alvarez', 'Ben Becker'])
    expect(await world.centre.reports(world.id('ana'))).toEqual([])
  })

  it('is in a team: everybody on every page, nobody where there is none', async () => {
    expect(await world.centre.teamMembers(team(1))).toEqual([world.id('ana'), world.id('ben')])
    expect(await world.centre.teamMembers(team(9))).toBeUndefined()
    await pages(`/api/v2/teams/${team(2)}/members`, { entities: [{ id: 'u1' }], ...next('u1') }, { entities: [{ id: 'u2' }] })
    expect(await world.centre.teamMembers(team(2))).toEqual(['u1', 'u2'])
  })

  it('of a team without an end is not told', async () => {
    const endless = Array.from({ length: 10 }, (_, n) => ({ entities: [{ id: `u${n}` }], ...next(`u${n}`) }))
    await pages(`/api/v2/teams/${team(3)}/members`, ...endless)
    expect(await world.centre.teamMembers(team(3))).toBeUndefined()
  })
})

describe('a day of an agent', () => {
  it('has a shift with work, breaks and a meal, in the zone of the business unit', async () => {
    const shifts = await world.centre.shifts(world.id('ana'), tomorrow())
    const [shift] = shifts as Shift[]
    const kinds = shift!.activities.map(({ kind }) => kind)
    expect(kinds).toEqual(expect.arrayContaining(['work', 'break', 'meal']))
    expect((shift!.at.to - shift!.at.from) / HOUR).toBeGreaterThan(6)
    expect(await world.centre.zone(world.id('ana'))).toBe('Europe/Berlin')
  })

  it('is empty for somebody outside workforce management', async () => {
    expect(await world.centre.shifts(world.id('helena'), tomorrow())).toBe('unscheduled')
    expect(await world.centre.zone(world.id('helena'))).toBeUndefined()
    expect(await world.centre.predicted(world.id('helena'), tomorrow())).toEqual([])
  })

  it('is predicted with peaks, and with one more when the world expects a rush', async () => {
    const peaksOf = async (window: Interval) =>
      merged((await world.centre.predicted(world.id('ana'), window)).filter(isPeak).map(({ at }) => at))
    const usual = await peaksOf(tomorrow())
    expect(usual.length).toBeGreaterThanOrEqual(2)
    const rush = { from: tomorrow().from + 13 * HOUR, to: tomorrow().from + 14 * HOUR }
    const busy = (windows: Interval[]) => windows.some(({ from, to }) => from <= rush.from && to >= rush.to)
    expect(busy(usual)).toBe(false)
    const iso = (at: number) => new Date(at).toISOString()
    await world.changes({ kind: 'peak', from: iso(rush.from), to: iso(rush.to) })
    await world.pass(HOUR)
    expect(busy(await peaksOf({ from: rush.from - 12 * HOUR, to: rush.to }))).toBe(true)
  })

  it('is unscheduled without a licence, or without a place in the schedules; a licence alone still tells the unit', async () => {
    await world.changes({ kind: 'unplanned', agent: 'ben', lost: 'schedule' })
    expect(await world.centre.shifts(world.id('ben'), tomorrow())).toBe('unscheduled')
    expect(await world.centre.zone(world.id('ben'))).toBe('Europe/Berlin')
    await world.changes({ kind: 'unplanned', agent: 'cleo', lost: 'licence' })
    expect(await world.centre.shifts(world.id('cleo'), tomorrow())).toBe('unscheduled')
    expect(await world.centre.zone(world.id('cleo'))).toBeUndefined()
  })
})

describe('the queues of an agent, as they are now', () => {
  it('tell who waits and who is ready, asked once a minute for everybody of the same queues', async () => {
    await world.changes({ kind: 'queue', queue: 'Billing', waiting: 7, ready: 1 })
    expect(await world.centre.live(world.id('ana'))).toEqual({ waiting: 7, ready: 1 })
    await world.changes({ kind: 'queue', queue: 'Billing', waiting: 0, ready: 2 })
    expect(await world.centre.live(world.id('ben'))).toEqual({ waiting: 7, ready: 1 })
    await world.pass(60_000)
    expect(await world.centre.live(world.id('ben'))).toEqual({ waiting: 0, ready: 2 })
  })

  it('are unknown without the permission, or for somebody in none', async () => {
    expect(await world.centre.live(world.id('helena'))).toBeUndefined()
    await world.changes({ kind: 'permission', permission: 'analytics:queueObservation:view', granted: false })
    expect(await world.centre.live(world.id('gus'))).toBeUndefined()
  })
})

describe('suggested slots', () => {
  it('come with staffing and schedule, over a window longer than Genesys takes at once', async () => {
    const window = { from: world.now(), to: world.now() + 10 * 24 * HOUR }
    const ask = { agent: world.id('ana'), facilitator: world.id('sam'), window, minutes: 30 }
    const slots = await world.centre.suggestSlots(ask)
    expect(slots.at(-1)!.start - slots[0]!.start).toBeGreaterThan(7 * 24 * HOUR)
    expect(new Set(slots.map(({ start }) => start)).size).toBe(slots.length)
    expect(slots[0]).toMatchObject({ minutes: 30, spare: expect.any(Number), schedule: { id: expect.any(String) } })
    expect(slots.every(({ start }) => start >= window.from)).toBe(true)
  })
})
