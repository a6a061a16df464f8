// Several bookings under way in one bot, each stopped at a point of its own, are killed together: where they would stop each other, they are kept apart.
import { AGENTS } from './company.ts'
import type { Point } from './points.ts'
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
