// Microsoft 365 calendars against the simulated tenant, judged by the world's ledger.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { microsoftCalendar } from '../../src/calendars/microsoft.ts'
import type { CalendarSource } from '../../src/calendars/source.ts'
import { DAY, HOUR, type Interval, MINUTE } from '../../src/coaching/slot.ts'
import type { NewEvent } from '../../src/ports.ts'
import type { LedgerEntry, RequestEntry, Violation } from '../../src/sandbox/core/world.ts'
import { type Sandbox, startSandbox } from '../../src/sandbox/main.ts'

const TESSA = 'tessa@northwind.example'
const THEO = 'theo@northwind.example'
const SCHEDULE = '/v1.0/users/{id}/calendar/getSchedule'

let sandbox: Sandbox
let calendar: CalendarSource
let seen = { ledger: 0, requests: 0 }
let counts: Map<string, number>

const world = async <T>(path: string, body?: unknown): Promise<T> => {
  const init =
    body === undefined ? {} : { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
  return (await fetch(`${sandbox.url}/world/${path}`, init)).json() as Promise<T>
}
const effects = async () => (await world<LedgerEntry[]>(`ledger?after=${seen.ledger}`)).filter(({ by }) => by === 'bot')
const requests = async () =>
  (await world<RequestEntry[]>(`requests?after=${seen.requests}`)).filter(({ path }) => path.startsWith('/v1.0/'))

/** Ten in the morning in Berlin, so many days from now: away from the seeded meetings of nights. */
const morning = (days: number): number =>
  Temporal.Now.plainDateISO('Europe/Berlin').add({ days }).toZonedDateTime({ timeZone: 'Europe/Berlin', plainTime: '10:00' })
    .epochMilliseconds
const hour = (from: number): Interval => ({ from, to: from + HOUR })
const iso = (ms: number) => new Date(ms).toISOString()

const event = (more: Partial<NewEvent> = {}): NewEvent => ({
  organiser: TESSA,
  attendees: ['cleo@northwind.example'],
  at: hour(morning(3)),
  title: 'Coaching',
  text: 'Two calls to talk about.\nHalftime ref p1',
  key: randomUUID(),
  ...more,
})

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, botUrl: 'http://127.0.0.1:1' })
  counts = new Map()
  const { env } = sandbox
  calendar = microsoftCalendar({
    clientId: env.GRAPH_CLIENT_ID!,
    clientSecret: env.GRAPH_CLIENT_SECRET!,
    tenantId: env.GRAPH_TENANT_ID!,
    loginUrl: env.GRAPH_LOGIN_URL!,
    url: env.GRAPH_URL!,
    now: Date.now,
    log: { info() {}, warn() {}, error() {} },
    counts: {
      add: (name, by = 1) => void counts.set(name, (counts.get(name) ?? 0) + by),
      set: (name, value) => void counts.set(name, value),
      all: () => Object.fromEntries(counts),
    },
  })
})
afterAll(async () => {
  expect(await world<Violation[]>('violations')).toEqual([])
  await sandbox.close()
})
beforeEach(async () => {
  await fetch(`${sandbox.url}/world/faults`, { method: 'DELETE' })
  seen = {
    ledger: (await world<LedgerEntry[]>('ledger')).at(-1)?.n ?? 0,
    requests: (await world<RequestEntry[]>('requests')).at(-1)?.n ?? 0,
  }
})

describe('Who is busy', () => {
  it('a meeting that somebody got blocks its time, in UTC', async () => {
    const at = hour(morning(4))
    await world('changes', { kind: 'busy', person: 'tessa', from: iso(at.from), to: iso(at.to) })
    const window = { from: at.from - 2 * HOUR, to: at.to + 2 * HOUR }
    const busy = await calendar.busy([TESSA, THEO], window)
    expect(busy.get(TESSA)).toContainEqual(at)
    expect(busy.get(THEO)).not.toContainEqual(at)
  })

  it('a mailbox that does not exist is absent, which is no silence, and does not spoil the others', async () => {
    const busy = await calendar.busy(['nobody@northwind.example', TESSA], hour(morning(5)))
    expect(busy.get('nobody@northwind.example')).toBe('absent')
    expect(busy.get(TESSA)).toBeInstanceOf(Array)
  })

  it('somebody whose calendar is elsewhere is absent, asked for alone or beside others', async () => {
    const rita = 'rita@northwind.example'
    expect((await calendar.busy([rita], hour(morning(5)))).get(rita)).toBe('absent')
    expect((await calendar.busy([TESSA, rita], hour(morning(5)))).get(rita)).toBe('absent')
  })

  it('more than twenty mailboxes and more than two months are asked in portions', async () => {
    const many = [TESSA, ...Array.from({ length: 24 }, (_, n) => `nobody${n}@northwind.example`)]
    await calendar.busy([TESSA], { from: morning(1), to: morning(1) + 100 * DAY })
    expect(await requests()).toHaveLength(2)
    const busy = await calendar.busy(many, hour(morning(1)))
    expect(busy.size).toBe(25)
    expect((await requests()).every(({ status }) => status === 200 || status === 404)).toBe(true)
  })

  it('nobody is free by default: without an answer everybody is unchecked', async () => {
    await world('faults', { vendor: 'microsoft', method: 'POST', path: SCHEDULE, plan: ['500'], times: 5 })
    const before = counts.get('microsoft.unchecked') ?? 0
    const busy = await calendar.busy([TESSA, THEO], hour(morning(1)))
    expect([...busy.values()]).toEqual(['unchecked', 'unchecked'])
    expect(counts.get('microsoft.unchecked')).toBe(before + 2)
  })

  it('a passing failure is asked again', async () => {
    await world('faults', { vendor: 'microsoft', method: 'POST', path: SCHEDULE, plan: ['503'], times: 1 })
    expect((await calendar.busy([TESSA], hour(morning(1)))).get(TESSA)).toBeInstanceOf(Array)
  })
})

describe('An event', () => {
  it('is made once however often it is asked for, found by its key, and taken away', async () => {
    const wanted = event()
    const made = await calendar.create(wanted)
    expect(await calendar.create(wanted)).toEqual(made)
    expect((await effects()).map(({ effect }) => effect)).toEqual(['event.created'])
    expect(await calendar.find(TESSA, wanted.at, wanted.key)).toEqual(made)
    expect((await calendar.busy([TESSA], wanted.at)).get(TESSA)).toContainEqual(wanted.at)
    await calendar.remove(TESSA, made.id)
    await calendar.remove(TESSA, made.id)
    expect(await calendar.find(TESSA, wanted.at, wanted.key)).toBeUndefined()
    expect((await effects()).map(({ effect }) => effect)).toEqual(['event.created', 'event.deleted'])
  })

  it('that was moved by a few hours is still found', async () => {
    const wanted = event({ at: hour(morning(6)) })
    const { id } = await calendar.create(wanted)
    const moved = { from: iso(wanted.at.from + 5 * HOUR), to: iso(wanted.at.to + 5 * HOUR) }
    await world('changes', { kind: 'event', action: 'move', id, ...moved })
    expect(await calendar.find(TESSA, wanted.at, wanted.key)).toEqual({ id })
  })

  it('with another key is not found', async () => {
    expect(await calendar.find(TESSA, hour(morning(3)), randomUUID())).toBeUndefined()
  })

  it('is not asked for again after a doubtful answer; looking it up settles the doubt', async () => {
    const wanted = event({ at: { from: morning(7), to: morning(7) + 30 * MINUTE } })
    const path = '/v1.0/users/{id}/events'
    await world('faults', { vendor: 'microsoft', method: 'POST', path, plan: ['commit-then-reset'], times: 1 })
    await expect(calendar.create(wanted)).rejects.toMatchObject({ vendor: 'Microsoft', trouble: 'unavailable', inDoubt: true })
    expect((await requests()).filter(({ method }) => method === 'POST')).toHaveLength(1)
    expect(await calendar.find(TESSA, wanted.at, wanted.key)).toMatchObject({ id: expect.any(String) })
  })

  it('for somebody without a mailbox is not found', async () => {
    await expect(calendar.create(event({ organiser: 'nobody@northwind.example' }))).rejects.toMatchObject({
      trouble: 'not-found',
    })
  })
})
