// A1: the bot is killed at every outside write of a booking, and goes on after the restart.
import { expect } from 'vitest'
import { isWhole } from '../intake/extent.ts'
import { livesOf, type Placed, type Stopping, stopAll, together } from './batches.ts'
import { AGENTS, cardsFor, type Waiting } from './company.ts'
import { POINTS, type Point } from './points.ts'
import { restartsOf } from './restarts.ts'
import { type Ended, type Rig, withRig } from './rig.ts'
import { type Account, faultRow, type Run } from './row.ts'

const CARDS = new Set(['slack card', 'teams card'])
const pointOf = ({ n }: Run): Point => POINTS[n % POINTS.length]!

/** A card is drawn at least twice: when it is being booked, and when it is. The schedule is looked at before the appointment, too. */
function nthOf(run: Run, { call }: Point): number {
  if (CARDS.has(call)) return 1 + run.chance(2)
  return call === 'block' ? 2 : 1
}

interface Row {
  readonly account: Account
  readonly restarts: ReturnType<typeof restartsOf>
}

faultRow(
  {
    id: 'A1',
    injected: 'SIGKILL before and after each of the seven calls of a booking (14 points), restart after 0 to 5 s',
    expected: 'resumes, finishes or undoes: 0 double, 0 orphan, all at an end within 60 s of the restart',
    whole: POINTS.length * 25,
    sample: Math.ceil(POINTS.length * 2.5),
  },
  async (account) => {
    const restarts = restartsOf(account)
    await (isWhole ? oneByOne : sideBySide)({ account, restarts })
    restarts.tell()
  },
)

/** Every booking has a kill of its own. */
async function oneByOne({ account, restarts }: Row): Promise<void> {
  for (let first = 0; first < account.runs.length; first += AGENTS.length)
    await withRig(async (rig) => {
      await rig.start()
      const cards = await cardsFor(rig.world)
      for (const run of account.runs.slice(first, first + AGENTS.length))
        await account.inRun(run, async () => restarts.ended(await killedOnce(rig, run, cards[run.n % AGENTS.length]!)))
      restarts.repeated(await rig.repeats())
    })
}

async function killedOnce(rig: Rig, run: Run, waiting: Waiting): Promise<Ended> {
  const point = pointOf(run)
  await rig.hold(point, waiting, nthOf(run, point))
  rig.book(waiting, run)
  await rig.reached(waiting, point)
  await restarted(rig, run)
  const ended = await rig.ended(waiting)
  await rig.expectSound()
  return ended
}

/** Up to ten bookings die together, each at a point of its own. */
async function sideBySide(row: Row): Promise<void> {
  const missed: Run[] = []
  let left = row.account.runs.map((run) => ({ run, first: pointOf(run), second: pointOf(run) }))
  while (left.length > 0) {
    const next = together(left)
    await withRig((rig) => killedTogether(row, { rig, missed, nth: ({ run, first }) => nthOf(run, first) }, next.batch))
    left = [...next.left]
  }
  expect(missed.length).toBeLessThanOrEqual(Math.ceil(row.account.runs.length / 20))
}

async function killedTogether({ account, restarts }: Row, stopping: Stopping, batch: readonly Placed[]): Promise<void> {
  const { rig } = stopping
  await rig.start()
  const lives = await livesOf(rig, batch)
  await stopAll(stopping, lives)
  await restarted(rig, batch[0]!.run)
  for (const { run, waiting } of lives) await account.inRun(run, async () => restarts.ended(await rig.ended(waiting)))
  await account.inRun(batch[0]!.run, rig.expectSound)
  restarts.repeated(await rig.repeats())
}

async function restarted(rig: Rig, run: Run): Promise<void> {
  await rig.kill(() => run.chance(2) === 1)
  await rig.world.advance(`PT${run.chance(6)}S`)
  await rig.start()
}
