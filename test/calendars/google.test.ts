// Google calendars against the simulated Workspace, judged by the world's ledger.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DAY, HOUR, MINUTE } from '../../src/coaching/slot.ts'
import { type OpenWorld, openWorld } from '../sandbox/world.ts'
import { hour, iso, morning, type Places, placesIn, session } from './places.ts'

const RITA = 'rita@northwind.example'
const THEO = 'theo@northwind.example'
const FREEBUSY = '/calendar/v3/freeBusy'
const EVENTS = '/calendar/v3/calendars/{calendarId}/events'
const ONE = `${EVENTS}/{eventId}`

let world: OpenWorld
let places: Places
beforeEach(async () => {
  world = await openWorld()
  places = placesIn(world)
})
afterEach(async () => {
  const violations = await world.violations()
  await world.close()
  expect(violations).toEqual([])
})

const calls = async (template: string) => (await world.requests()).filter((one) => one.template === template)
const busyOf = async (mailbox: string, window = hour(morning(3))) => (await places.google.busy([mailbox], window)).get(mailbox)
const fault = (path: string, plan: unknown[], method = 'POST') => world.fault({ vendor: 'google', method, path, plan })

describe('Who is busy', () => {
  it('a meeting that somebody got blocks its time, for each in their own name', async () => {
    const at = hour(morning(4))
    await world.change({ kind: 'busy', person: 'rita', from: iso(at.from), to: iso(at.to) })
    const busy = await places.google.busy([RITA, THEO], at)
    expect(busy.get(RITA)).toEqual([at])
    expect(busy.get(THEO)).toEqual([])
  })

  it('whoever has no account is absent; whoever cannot be asked is unchecked', async () => {
    expect(await busyOf('sam@northwind.example')).toBe('absent')
    expect(await busyOf('olga@contoso.example')).toBe('unchecked')
    await world.change({ kind: 'permission', vendor: 'google', permission: 'calendar.freebusy', granted: false })
    expect(await busyOf(RITA)).toBe('unchecked')
    expect(places.counted.get('google.unchecked')).toBe(2)
    expect(places.logged.join('\n')).not.toMatch(/rita|olga/i)
  })

  it.each([
    ['refused for good', ['403']],
    ['out of order twice', ['503', '500']],
    ['in a hurry no longer', [{ '429': { retryAfter: 3 } }]],
    ['half an answer, twice', ['truncated', 'truncated']],
    ['another page', ['wrong-type']],
    ['cut off twice', ['reset', 'reset']],
  ])('nobody is free by default: %s', async (_, plan) => {
    await fault(FREEBUSY, plan)
    expect(await busyOf(RITA)).toBe('unchecked')
  })

  it('a passing failure is asked again', async () => {
    await fault(FREEBUSY, ['503'])
    expect(await busyOf(RITA)).toEqual([])
  })

  it('more than the quota is no answer', async () => {
    await world.change({ kind: 'quota', perMinute: 0 })
    expect(await busyOf(RITA)).toBe('unchecked')
    expect(places.logged.join()).toContain('rate-limited')
  })

  it('more than two months are asked for in portions', async () => {
    const busy = await busyOf(RITA, { from: morning(1), to: morning(1) + 100 * DAY })
    expect(busy?.length).toBeGreaterThan(90)
    expect(await calls(FREEBUSY)).toHaveLength(2)
  })

  it('a token is asked for once and kept until it is about to expire', async () => {
    await Promise.all([busyOf(RITA), busyOf(RITA)])
    await busyOf(RITA)
    expect(await calls('/token')).toHaveLength(1)
    places.clock.ahead = HOUR - 4 * MINUTE
    await busyOf(RITA)
    expect(await calls('/token')).toHaveLength(2)
  })

  it('a token that Google no longer knows is replaced at once', async () => {
    await busyOf(RITA)
    await world.advance('PT2H')
    expect(await busyOf(RITA)).toEqual([])
    expect(await calls('/token')).toHaveLength(2)
  })
})

describe('An event', () => {
  it('is made once however often it is asked for, found by its key, and taken away', async () => {
    const wanted = session(RITA)
    const made = await places.google.create(wanted)
    expect(await places.google.create(wanted)).toEqual(made)
    expect(await places.google.find(RITA, wanted.at, wanted.key)).toEqual(made)
    expect(await busyOf(RITA, wanted.at)).toEqual([wanted.at])
    await places.google.remove(RITA, made.id)
    await places.google.remove(RITA, made.id)
    expect(await places.google.find(RITA, wanted.at, wanted.key)).toBeUndefined()
    expect(await world.deeds()).toEqual(['bot event.created', 'bot event.deleted'])
  })

  it('is in her own calendar, invites the agent and tells them, with a room to meet in', async () => {
    await places.google.create(session(RITA))
    const [entry] = await world.effects('event.created')
    expect(entry?.body).toMatchObject({
      mailbox: RITA,
      summary: '1:1',
      attendees: [{ email: 'emil@northwind.example' }],
      sendUpdates: 'all',
      requestId: expect.any(String),
    })
  })

  it('goes without a room where Meet is switched off', async () => {
    await world.change({ kind: 'meet', on: false })
    await places.google.create(session(RITA))
    const entries = await world.effects('event.created')
    expect(entries.map(({ body }) => body.requestId)).toEqual([undefined])
  })

  it('that was taken back can be made again at the same time, and at another', async () => {
    const wanted = session(RITA)
    const first = await places.google.create(wanted)
    await places.google.remove(RITA, first.id)
    const second = await places.google.create(wanted)
    const third = await places.google.create({ ...wanted, at: hour(morning(5)) })
    expect(new Set([first.id, second.id, third.id]).size).toBe(3)
    expect(await places.google.find(RITA, wanted.at, wanted.key)).toEqual(second)
  })

  it('that somebody moved is still found', async () => {
    const wanted = session(RITA)
    const { id } = await places.google.create(wanted)
    await world.change({ kind: 'event', action: 'move', id, from: iso(morning(9)) })
    expect(await places.google.find(RITA, wanted.at, wanted.key)).toEqual({ id })
  })

  it.each([
    ['commit-then-reset', 'unavailable'],
    ['commit-then-500', 'unavailable'],
    ['truncated', 'unavailable'],
    ['wrong-type', 'malformed'],
  ])('is not asked for again after a doubtful answer (%s); looking it up settles the doubt', async (plan, trouble) => {
    const wanted = session(RITA)
    await fault(EVENTS, [plan])
    await expect(places.google.create(wanted)).rejects.toMatchObject({ vendor: 'Google', trouble, inDoubt: true })
    expect(await calls(EVENTS)).toHaveLength(1)
    expect(await places.google.find(RITA, wanted.at, wanted.key)).toMatchObject({ id: expect.any(String) })
  })

  it.each([
    ['somebody without an account', 'sam@northwind.example', 'not-found'],
    ['somebody of another domain', 'olga@contoso.example', 'unauthorised'],
  ])('for %s is refused as %s: %s', async (_, organiser, trouble) => {
    await expect(places.google.create(session(organiser))).rejects.toMatchObject({ vendor: 'Google', trouble })
    await expect(places.google.find(organiser, hour(morning(3)), 'k')).rejects.toMatchObject({ trouble })
  })

  it('that is refused because the scope is not delegated was not made', async () => {
    await world.change({ kind: 'permission', vendor: 'google', permission: 'calendar.events.owned', granted: false })
    await expect(places.google.create(session(RITA))).rejects.toMatchObject({ trouble: 'unauthorised', inDoubt: false })
    expect(await world.deeds()).toEqual([])
  })

  it('whose removal fails for now is said to be there still', async () => {
    const { id } = await places.google.create(session(RITA))
    await fault(ONE, ['503', '503'], 'DELETE')
    await expect(places.google.remove(RITA, id)).rejects.toMatchObject({ trouble: 'unavailable' })
    await places.google.remove(RITA, id)
    expect(await world.effects('event.deleted')).toHaveLength(1)
  })
})
