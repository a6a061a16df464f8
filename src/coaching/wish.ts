// What an agent may say about a booked session, and until when.
import type { Proposal } from './proposal.ts'

/** So often an agent may ask for another time; after that the two should talk. */
export const MOST_WISHES = 2

/** The agent asks for another time, and nobody has answered yet; the session stands meanwhile. */
export const isWished = ({ state, wish }: Pick<Proposal, 'state' | 'wish'>): boolean =>
  state === 'booked' && wish?.outcome === 'open'

/** Whether the agent can still say something: only before the session begins. */
const mayAnswer = ({ state, answersUntil }: Proposal): boolean => state === 'booked' && answersUntil !== null

export const mayAcknowledge = (proposal: Proposal): boolean => mayAnswer(proposal) && proposal.seenAt === null

export const wishesLeft = ({ wish }: Pick<Proposal, 'wish'>): number => MOST_WISHES - (wish?.times ?? 0)

export const mayWish = (proposal: Proposal): boolean => mayAnswer(proposal) && !isWished(proposal) && wishesLeft(proposal) > 0
