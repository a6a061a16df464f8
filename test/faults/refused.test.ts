// A10: Genesys is too busy for three in ten of our calls, and says when to come back.
import { expect } from 'vitest'
import { endOfCase } from './cases.ts'
import { AGENTS, cardsFor, type Waiting } from './company.ts'
import { breachesOf } from './invariants.ts'
import { type Rig, withRig } from './rig.ts'
import { type Account, faultRow, type Run } from './row.ts'

const MINUTE = 60_000
const REFUSING_MS = 5 * MINUTE
const BUDGET = 300
const STEP = { duration: 'PT10S', ms: 10_000 }
const LONGEST_WAIT = 60
/** What was under way when Genesys asked for peace may still arrive. */
const UNDER_WAY_MS = 1000

/** So many calls, three in ten of them refused for a second to a minute. */
const refusals = ({ chance }: Run): unknown[] =>
  Array.from({ length: 2000 }, () => (chance(10) < 3 ? { 429: { retryAfter: 1 + chance(LONGEST_WAIT) } } : 'ok'))

interface Call {
  readonly at: number
  readonly status: number
  readonly retryAfter?: number
}

async function callsAfter({ world }: Rig, after: number): Promise<Call[]> {
  const requests = await world.requests(after)
  return requests
    .filter(({ vendor, path }) => vendor === 'genesys' && /^\/(api|oauth)\//.test(path))
    .map(({ at, ...call }) => ({ ...call, at: Date.parse(at) }))
}

/** Calls made although Genesys had asked for peace, and not only under way at that moment. */
const inside = (calls: readonly Call[], { real }: Steps): Call[] =>
  calls.flatMap(({ at, retryAfter = 0 }) =>
    calls.filter((each) => real(each.at) > real(at) + UNDER_WAY_MS && each.at < at + retryAfter * 1000),
  )

type Steps = Awaited<ReturnType<typeof stepsOf>>

/** The world's time goes on in steps, and what is under way meanwhile arrives much later by it: the machine's clock tells how much. */
async function stepsOf({ world }: Rig) {
  const { now } = await world.call<{ now: string }>('GET', '')
  const ahead = Date.parse(now) - Date.now()
  const taken: number[] = []
  return {
    async step(): Promise<void> {
      await world.advance(STEP.duration)
      taken.push(Date.now())
    },
    /** What the machine's clock showed when the world's showed that. */
    real(at: number): number {
      const past = taken.findIndex((end, n) => at - ahead - n * STEP.ms <= end)
      return at - ahead - (past === -1 ? taken.length : past) * STEP.ms
    },
  }
}

/** The most that fell into any minute, whenever it began. */
const mostAMinute = (calls: readonly Call[]): number =>
  Math.max(...calls.map(({ at: from }) => calls.filter(({ at }) => at >= from && at < from + MINUTE).length))

const isOver = async (rig: Rig, waiting: Waiting): Promise<boolean> => {
  const one = await rig.caseOf(waiting)
  return breachesOf(one).length === 0 && endOfCase(one) === 'booked'
}

/** Time passes until all are booked; answers how much of it. */
async function passUntilBooked(rig: Rig, cards: readonly Waiting[], { step }: Steps): Promise<number> {
  const passed = async (ms: number): Promise<number> => {
    const over = await Promise.all(cards.map((each) => isOver(rig, each)))
    if (over.every(Boolean)) return ms
    expect(ms).toBeLessThan(10 * MINUTE)
    if (ms === REFUSING_MS) await rig.world.call('DELETE', '/faults')
    await step()
    return passed(ms + STEP.ms)
  }
  return passed(0)
}

async function bookedAllTheSame(account: Account, rig: Rig, runs: readonly Run[]): Promise<void> {
  await rig.start()
  const cards = await cardsFor(rig.world)
  const before = (await rig.world.requests()).length
  const steps = await stepsOf(rig)
  await rig.world.fault({ vendor: 'genesys', plan: refusals(runs[0]!) })
  for (const [n, run] of runs.entries()) rig.book(cards[n]!, run)
  const ms = await passUntilBooked(rig, cards.slice(0, runs.length), steps)
  const calls = await callsAfter(rig, before)
  expect(inside(calls, steps)).toEqual([])
  expect(mostAMinute(calls)).toBeLessThanOrEqual(BUDGET)
  await rig.expectSound()
  account.saw('booked once', runs.length)
  account.saw('calls', calls.length)
  account.saw('calls refused', calls.filter(({ status }) => status === 429).length)
  account.measured('seconds until ten at once were booked', Math.round(ms / 1000))
  account.measured('calls in the fullest minute', mostAMinute(calls))
}

faultRow(
  {
    id: 'A10',
    injected: 'Genesys refuses 30 % of all calls (429, Retry-After 1 to 60 s) for 5 min while ten sessions are booked at once',
    expected: '0 calls inside the wait, at most 300 a minute, all booked within 10 min',
    whole: 100,
    sample: AGENTS.length,
  },
  async (account) => {
    for (let first = 0; first < account.runs.length; first += AGENTS.length) {
      const runs = account.runs.slice(first, first + AGENTS.length)
      await withRig((rig) => account.inRun(runs[0]!, () => bookedAllTheSame(account, rig, runs)))
    }
  },
)
