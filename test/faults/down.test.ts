// A11: Genesys is down for a quarter of an hour, and comes back.

import { expect } from 'vitest'
import { inAny } from '../said.ts'
import { AGENTS, cardsFor, type Waiting } from './company.ts'
import { type Rig, withRig } from './rig.ts'
import { type Account, faultRow, type Run } from './row.ts'

const STEP = { duration: 'PT30S', ms: 30_000 }
const DOWN_MS = 15 * 60_000
const DRAINED_MS = 5 * 60_000
const PROBE_EVERY_MS = 10_000
/** Failures in a row until Genesys is known to be down: see src/genesys/calls/gate.ts. */
const FAILURES = 5
/** The world's clock and the bot's differ by as long as a step takes to be told. */
const LATE_MS = 1000
const STATUSES = ['500', '502', '503', '504']

/** Every call of Genesys's since that request, in world time. */
async function callsAfter({ world }: Rig, after: number): Promise<number[]> {
  const requests = await world.requests(after)
  return requests.filter(({ vendor }) => vendor === 'genesys').map(({ at }) => Date.parse(at))
}

async function pass(rig: Rig, ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += STEP.ms) await rig.world.advance(STEP.duration)
}

/** Once it is known to be down, whatever follows what was under way then must lie ten seconds apart. */
function tooDense(calls: readonly number[]): number[] {
  const known = calls[FAILURES - 1] ?? Number.POSITIVE_INFINITY
  const probes = calls.filter((at) => at > known + LATE_MS)
  return probes.filter((at, n) => n > 0 && at - probes[n - 1]! < PROBE_EVERY_MS - LATE_MS)
}

async function livedThrough(account: Account, rig: Rig, runs: readonly Run[]): Promise<void> {
  await rig.start()
  const cards = await cardsFor(rig.world)
  const clicked = cards.slice(0, runs.length)
  const before = (await rig.world.requests()).length
  const status = STATUSES[runs[0]!.chance(STATUSES.length)]!
  await rig.world.fault({ vendor: 'genesys', plan: [status], times: 100_000 })
  for (const [n, run] of runs.entries()) rig.book(clicked[n]!, run)
  await pass(rig, DOWN_MS)
  await expectAdmitted(rig, clicked)
  const calls = await callsAfter(rig, before)
  expect(tooDense(calls)).toEqual([])
  await rig.world.call('DELETE', '/faults')
  await pass(rig, DRAINED_MS)
  for (const waiting of clicked) expect((await rig.ended(waiting)).end).toBe('booked')
  await rig.expectSound()
  account.saw('told that Genesys does not answer, and booked once within 5 min after', clicked.length)
  account.measured('calls in those 15 min', calls.length)
}

const NO_ANSWER = new RegExp(['failure.delayed', 'proposal.waiting'].map((key) => inAny(key, { vendor: 'Genesys' })).join('|'))

/** Everybody who pressed was told what is waited for, on the card or, where Genesys could not be asked who they are, privately. */
async function expectAdmitted({ world }: Rig, clicked: readonly Waiting[]): Promise<void> {
  for (const { supervisor } of clicked) await world.message({ user: supervisor.first }, NO_ANSWER)
}

faultRow(
  {
    id: 'A11',
    injected: 'every call of Genesys answers 5xx for 15 min while ten sessions are booked, then all is well',
    expected: 'whoever clicked is told, 0 lost, at most one probe in 10 s, all booked within 5 min after',
    whole: 100,
    sample: AGENTS.length,
  },
  async (account) => {
    for (let first = 0; first < account.runs.length; first += AGENTS.length) {
      const runs = account.runs.slice(first, first + AGENTS.length)
      await withRig((rig) => account.inRun(runs[0]!, () => livedThrough(account, rig, runs)))
    }
  },
)
