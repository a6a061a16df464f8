// What somebody hears who presses too late: how it stands, who decided, and when.
import type { PersonId } from './interaction.ts'
import type { Decision, Proposal } from './proposal.ts'
import { momentFor, type Reader, type Words } from './view.ts'

/** Who brought the proposal where it is; null where nobody did. */
export function decisionOf({ state, chosen, declined, undone, move, wish }: Proposal): Decision | null {
  switch (state) {
    case 'booked':
      return (wish?.outcome === 'kept' ? wish.by : chosen?.by) ?? null
    case 'booking':
      return chosen?.by ?? null
    case 'moving':
      return move?.by ?? null
    case 'undoing':
    case 'undone':
      return undone
    case 'declined':
      return declined
    case 'gathering':
    case 'open':
    case 'expired':
    case 'superseded':
      return null
    default:
      return state satisfies never
  }
}

interface Asking {
  readonly by: PersonId
  readonly reader: Reader
}

/** One sentence or two, to whoever pressed; to the one who decided, as "you". */
export function lateAnswer(proposal: Proposal, { by, reader }: Asking, words: Words): string {
  const { state, chosen, move, expiresAt, superseded } = proposal
  const decision = decisionOf(proposal)
  const closed = state === 'superseded' ? superseded?.at : expiresAt
  const session = state === 'superseded' ? superseded?.start : (move ?? chosen)?.slot.start
  const moment = (ms: number | undefined) => (ms === undefined ? '' : momentFor(ms, reader, words))
  return words.say(`decided.${state}${decision?.by === by ? '-you' : ''}`, {
    name: decision?.name ?? '',
    time: moment(decision?.at ?? closed),
    moment: moment(session),
  })
}
