// Two who may decide, each with a copy of the card: the supervisor where they are, and Helena, above all of them, in a room of the other platform.
import type { Entry, Seen, World } from '../control.ts'
import { bookButtons } from '../journeys/acts.ts'
import { says } from '../said.ts'
import { BOTH_PLATFORMS } from './company.ts'
import type { Turn, Watch } from './weeks.ts'

export const IN_BOTH = { DELIVER: BOTH_PLATFORMS }

const ROOMS = ['C0SUPPORTLEADS', '19:returns-leads@thread.tacv2']
const HEAD = { first: 'helena', name: 'Helena Holm' }

/** Somebody in front of a copy of the card. */
export interface Presser {
  readonly first: string
  readonly name: string
  readonly card: Seen
}

export interface Pair extends Turn {
  readonly proposal: string
  readonly pressers: readonly [Presser, Presser]
}

/** A button carries its proposal's id. */
const proposalIn = ({ body }: Entry): string | undefined =>
  /\b([0-9a-f]{20})\.[a-z0-9]{1,20}\b/.exec(JSON.stringify(body.native))?.[1]

/** The turns of a week, once the copies in the rooms offer times, too. */
export async function pairsOf(world: World, seen: Watch, turns: readonly Turn[]): Promise<Pair[]> {
  const shown = (id: string) => seen.entries.findLast((entry) => entry.id === id && entry.effect.startsWith('message.'))!
  const proposals = turns.map(({ card }) => proposalIn(shown(card.id))!)
  const copyOf = (turn: Turn, n: number) =>
    seen.entries.findLast(
      (entry) =>
        entry.id !== turn.card.id &&
        entry.body.ephemeral === false &&
        ROOMS.includes(String(entry.body.chat)) &&
        proposalIn(entry) === proposals[n],
    )?.id
  await seen.until('a copy in a room for everybody', () =>
    turns.every((turn, n) => says(seen.text(copyOf(turn, n) ?? ''), 'button.book')),
  )
  const inRooms = (await Promise.all(ROOMS.map((room) => world.messages({ room })))).flat()
  return turns.map((turn, n) => {
    const copy = inRooms.find(({ id }) => id === copyOf(turn, n))!
    const own = { first: turn.supervisor.first, name: turn.supervisor.name, card: turn.card }
    return { ...turn, proposal: proposals[n]!, pressers: [own, { ...HEAD, card: copy }] }
  })
}

/** One of the buttons that book, by the run's own choice. */
export const someTime = ({ run }: Turn, { card }: Presser): string => {
  const buttons = bookButtons(card)
  return buttons[run.chance(buttons.length)]!
}
