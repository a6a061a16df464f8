// Several bookings under way in one bot, each stopped at a point of its own, are killed together: where they would stop each other, they are kept apart.
import { AGENTS, cardsFor, type Waiting } from './company.ts'
import type { Point } from './points.ts'
import type { Rig } from './rig.ts'
import type { Run } from './row.ts'

/** Two lives of a booking, and the point at which each of them ends. */
export interface Pair {
  readonly run: Run
  readonly first: Point
  readonly second: Point
}

/** A pair, and the agent (by number) whose booking lives it. */
export type Placed = Pair & { readonly agent: number }

/** Agents by number whose cards stand in the same chat: two of a supervisor, and, in Slack, those whose second copy goes to the room. */
const inOneSlackChat = (agent: number): string => (new Set([2, 3, 6, 7]).has(agent) ? 'room' : `supervisor ${agent >> 1}`)
const inOneTeamsChat = (agent: number): string =>
  new Set([2, 3, 6, 7]).has(agent) ? `supervisor ${agent >> 1}` : `thread ${agent}`
const ofOneSupervisor = (agent: number): string => `supervisor ${agent >> 1}`

/** What a stopped call keeps waiting behind it: messages of one chat go out in turn; a look into a calendar is told by its owner alone. */
const LANES = { 'slack card': inOneSlackChat, 'teams card': inOneTeamsChat, claim: ofOneSupervisor } as const
type Lane = keyof typeof LANES

function clash(one: Placed, other: Placed): boolean {
  const stopped = [one.first, one.second, other.first, other.second].map(({ call }) => call)
  return (Object.keys(LANES) as Lane[]).some(
    (lane) => stopped.includes(lane) && LANES[lane](one.agent) === LANES[lane](other.agent),
  )
}

/** A look into a Google calendar does not tell whose booking it is for, so there it is stopped for one booking alone (A1), not among several. */
const RITAS = new Set([4, 5])
const fitsAgent = ({ agent, first, second }: Placed): boolean =>
  !(RITAS.has(agent) && [first, second].some(({ call }) => call === 'claim'))

/** Takes as many of the pairs as go together, in order; answers them and what is left. */
export function together(pairs: readonly Pair[]): { readonly batch: readonly Placed[]; readonly left: readonly Pair[] } {
  const batch: Placed[] = []
  const left: Pair[] = []
  for (const pair of pairs) {
    const fits = AGENTS.map((_, agent): Placed => ({ ...pair, agent })).find(
      (placed) => fitsAgent(placed) && !batch.some((other) => other.agent === placed.agent || clash(placed, other)),
    )
    if (fits) batch.push(fits)
    else left.push(pair)
  }
  return { batch, left }
}

/** A booking with its card, ready to be clicked. */
export type Life = Placed & { readonly waiting: Waiting }

export async function livesOf({ world }: Rig, batch: readonly Placed[]): Promise<Life[]> {
  const cards = await cardsFor(
    world,
    batch.map(({ agent }) => AGENTS[agent]!),
  )
  return batch.map((placed, n): Life => ({ ...placed, waiting: cards[n]! }))
}

export interface Stopping {
  readonly rig: Rig
  /** Those that were on the way to a point that was not reached in time: on a slow machine the calls that were stopped first are given up before the last one is made. */
  readonly missed: Run[]
  /** The call is stopped when it is made for the nth time. */
  nth(life: Life): number
}

/** Everybody is clicked and stopped at their own first point. Blocks are looked for together with whatever else is asked of the schedule, so these come last, one by one. */
export async function stopAll(stopping: Stopping, lives: readonly Life[]): Promise<void> {
  const [last, others] = [true, false].map((block) => lives.filter(({ first }) => (first.call === 'block') === block))
  await Promise.all(others!.map((life) => beginAndStop(stopping, life)))
  for (const life of last!) await beginAndStop(stopping, life)
}

async function beginAndStop({ rig, missed, nth }: Stopping, life: Life): Promise<void> {
  const { run, first, waiting } = life
  await rig.hold(first, waiting, nth(life))
  rig.book(waiting, run)
  await rig.reached(waiting, first).catch(() => missed.push(run))
}
