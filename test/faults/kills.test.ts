// A1: the bot is killed at every outside write of a booking, and goes on after the restart.
import { AGENTS, cardsFor, type Waiting } from './company.ts'
import { POINTS } from './points.ts'
import { restartsOf } from './restarts.ts'
import { type Ended, type Rig, withRig } from './rig.ts'
import { faultRow, type Run } from './row.ts'

const CARDS = new Set(['slack card', 'teams card'])

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
    for (let first = 0; first < account.runs.length; first += AGENTS.length)
      await withRig(async (rig) => {
        await rig.start()
        const cards = await cardsFor(rig.world)
        for (const run of account.runs.slice(first, first + AGENTS.length))
          await account.inRun(run, async () => restarts.ended(await killedOnce(rig, run, cards[run.n % AGENTS.length]!)))
        restarts.repeated(await rig.repeats())
      })
    restarts.tell()
  },
)

async function killedOnce(rig: Rig, run: Run, waiting: Waiting): Promise<Ended> {
  const point = POINTS[run.n % POINTS.length]!
  // A card is drawn at least twice: when it is being booked, and when it is. The schedule is looked at before the appointment, too.
  const nth = CARDS.has(point.call) ? 1 + run.chance(2) : point.call === 'block' ? 2 : 1
  await rig.hold(point, waiting, nth)
  rig.book(waiting, run)
  await rig.reached(waiting, point)
  await rig.kill(() => run.chance(2) === 1)
  await rig.world.advance(`PT${run.chance(6)}S`)
  await rig.start()
  const ended = await rig.ended(waiting)
  await rig.expectSound()
  return ended
}
