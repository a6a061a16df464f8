import { normalised, type SentimentScale, type SentimentScore } from '../coaching/interaction.ts'
import type { Counts } from '../ports.ts'

/** Where Genesys tells scores, and which scale each place speaks. The documents disagree, so each can be set. */
export interface Scales {
  /** Notifications, pushed or listened to. */
  readonly events: SentimentScale
  readonly metrics: SentimentScale
  readonly aggregates: SentimentScale
  readonly transcripts: SentimentScale
  readonly empathy: SentimentScale
}

/** The score on -1 to 1; what lies outside is refused and counted, never clipped. */
export function scaled(raw: unknown, scale: SentimentScale, counts: Counts): SentimentScore | undefined {
  const score = normalised(raw, scale)
  if (score === undefined) counts.add('score refused')
  return score
}
