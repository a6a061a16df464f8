// A2: the bot is killed twice in one booking, at every pair of points.
import { expect } from 'vitest'
import { seed } from '../intake/extent.ts'
import { type Pair, type Placed, together } from './batches.ts'
import { AGENTS, cardsFor, type Waiting } from './company.ts'
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
    // On a slow machine the calls that were stopped first are given up before the last one is made.
    expect(missed.length).toBeLessThanOrEqual(Math.ceil(account.runs.length / 20))
  },
)

interface Scene {
  readonly account: Account
  readonly restarts: ReturnType<typeof restartsOf>
  readonly rig: Rig
  /** Killed on the way to a point that was not reached in time. */
  readonly missed: Run[]
}

type Life = Placed & { readonly waiting: Waiting }

async function killedTwice(scene: Scene, batch: readonly Placed[]): Promise<void> {
  const { account, restarts, rig } = scene
  await rig.start()
  const cards = await cardsFor(
    rig.world,
    batch.map(({ agent }) => AGENTS[agent]!),
  )
  const lives = batch.map((placed, n): Life => ({ ...placed, waiting: cards[n]! }))
  const late = () => batch[0]!.run.chance(2) === 1
  await firstLife(scene, lives)
  await rig.kill(late)
  await secondLife(scene, lives)
  await rig.kill(late)
  await rig.start()
  for (const { run, waiting } of lives) await account.inRun(run, async () => restarts.ended(await rig.ended(waiting)))
  await account.inRun(batch[0]!.run, rig.expectSound)
  restarts.repeated(await rig.repeats())
}

/** Everybody at their own first point. Blocks are looked for together with whatever else is asked of the schedule, so these come last, one by one. */
async function firstLife(scene: Scene, lives: readonly Life[]): Promise<void> {
  const [last, others] = [true, false].map((block) => lives.filter(({ first }) => (first.call === 'block') === block))
  await Promise.all(others!.map((life) => beginAndStop(scene, life)))
  for (const life of last!) await beginAndStop(scene, life)
}

async function beginAndStop({ rig, missed }: Scene, { run, first, waiting }: Life): Promise<void> {
  await rig.hold(first, waiting, first.call === 'block' ? 2 : 1)
  rig.book(waiting, run)
  await rig.reached(waiting, first).catch(() => missed.push(run))
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
