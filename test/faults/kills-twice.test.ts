// A2: the bot is killed twice in one booking, at every pair of points.
import { expect } from 'vitest'
import { seed } from '../intake/extent.ts'
import { type Life, livesOf, type Pair, type Placed, stopAll, together } from './batches.ts'
import type { Waiting } from './company.ts'
import { POINTS, type Point } from './points.ts'
import { restartsOf } from './restarts.ts'
import { type Rig, withRig } from './rig.ts'
import { type Account, faultRow, type Run } from './row.ts'

const PAIRS = POINTS.length ** 2
/** Has no divisor in common with the number of pairs, so that few runs are spread over all of them, and many meet each equally often. */
const STRIDE = 71

function pairOf(run: Run): Pair {
  const n = (run.n * STRIDE + seed) % PAIRS
  return { run, first: POINTS[Math.floor(n / POINTS.length)]!, second: POINTS[n % POINTS.length]! }
}

faultRow(
  {
    id: 'A2',
    injected: 'two SIGKILLs in one booking, at all 14 × 14 ordered pairs of points; up to ten bookings die together',
    expected: 'at most one session, no orphan, all cards the same end, within 60 s of the restart',
    whole: PAIRS * 2,
    sample: Math.ceil(PAIRS / 5),
  },
  async (account) => {
    const restarts = restartsOf(account)
    const missed: Run[] = []
    let left: readonly Pair[] = account.runs.map(pairOf)
    while (left.length > 0) {
      const next = together(left)
      await withRig((rig) => killedTwice({ account, restarts, rig, missed }, next.batch))
      left = next.left
    }
    restarts.tell()
    expect(missed.length).toBeLessThanOrEqual(Math.ceil(account.runs.length / 20))
  },
)

interface Scene {
  readonly account: Account
  readonly restarts: ReturnType<typeof restartsOf>
  readonly rig: Rig
  readonly missed: Run[]
}

async function killedTwice(scene: Scene, batch: readonly Placed[]): Promise<void> {
  const { account, restarts, rig, missed } = scene
  await rig.start()
  const lives = await livesOf(rig, batch)
  const late = () => batch[0]!.run.chance(2) === 1
  await stopAll({ rig, missed, nth: ({ first }) => (first.call === 'block' ? 2 : 1) }, lives)
  await rig.kill(late)
  await secondLife(scene, lives)
  await rig.kill(late)
  await rig.start()
  for (const { run, waiting } of lives) await account.inRun(run, async () => restarts.ended(await rig.ended(waiting)))
  await account.inRun(batch[0]!.run, rig.expectSound)
  restarts.repeated(await rig.repeats())
}

const SECOND = {
  held: 'killed at the second point',
  late: 'killed on the way to the second point',
  elsewhere: 'killed where it was, as the second point was not met again',
} as const

/** What was done in the first life is not done again: then the second point is not met, and the bot dies when this booking is at its end. */
async function secondLife(scene: Scene, lives: readonly Life[]): Promise<void> {
  const { account, rig } = scene
  for (const { second, waiting } of lives) await rig.hold(second, waiting, await timesUntil(rig, second, waiting))
  await rig.start()
  for (const where of await Promise.all(lives.map((life) => whereNext(scene, life)))) account.saw(SECOND[where])
}

async function whereNext({ rig, missed }: Scene, { run, second, waiting }: Life): Promise<keyof typeof SECOND> {
  try {
    return await rig.reachedOrNot(waiting, second)
  } catch {
    missed.push(run)
    return 'late'
  }
}

/** The schedule is looked at once before the appointment is made, and not again when it is found there. */
async function timesUntil(rig: Rig, { call }: Point, waiting: Waiting): Promise<number> {
  return call === 'block' && (await rig.caseOf(waiting)).appointments.length === 0 ? 2 : 1
}
