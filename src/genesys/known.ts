import type { CoachingEvent, Score } from '../coaching/event.ts'
import { held } from './conversations.ts'
import type { Ended } from './parties.ts'

/** What to hand on: with its agent when the end of the conversation was heard, or a word for why it is none of ours. */
export function known(
  score: Score,
  ended: Ended | undefined,
  queues: readonly string[],
): CoachingEvent | 'no-agent' | 'other-queue' {
  const { conversation, customer, raw, trend } = score
  const moved = trend === undefined ? {} : { trend }
  if (!ended) return { kind: 'analysed', conversation, customer, raw, ...moved }
  const found = held(conversation, ended, queues)
  return typeof found === 'string'
    ? found
    : { kind: 'scored', interaction: { ...found, customer, agentScore: null, ...moved }, raw }
}
