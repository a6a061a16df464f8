import * as z from 'zod'

export const PersonId = z.string().min(1).max(64).brand('PersonId')
export type PersonId = z.infer<typeof PersonId>

export const ConversationId = z.string().min(1).max(64).brand('ConversationId')
export type ConversationId = z.infer<typeof ConversationId>

/** -1 (very negative) to 1 (very positive). A number outside is refused, never clipped. */
export const SentimentScore = z.number().min(-1).max(1).brand('SentimentScore')
export type SentimentScore = z.infer<typeof SentimentScore>

/** A signal that was not measured is missing, never zero. */
export const Signal = SentimentScore.nullable()
export type Signal = z.infer<typeof Signal>

/** One conversation of one agent with one customer, ended and analysed. Times are epoch milliseconds. */
export const Interaction = z.strictObject({
  conversation: ConversationId,
  agent: PersonId,
  queue: z.string().max(64).nullable(),
  media: z.string().max(32),
  endedAt: z.number().int().nonnegative(),
  customer: Signal,
  agentScore: Signal,
})
export type Interaction = z.infer<typeof Interaction>

/** Which scale a source speaks: Genesys uses -1..1 in some places and -100..100 in others. */
export type SentimentScale = 'auto' | 'unit' | 'percent'

/** Brings a raw score to -1..1; undefined when it lies outside the scale or is no number. With `auto`, |x| > 1 means percent. */
export function normalised(raw: unknown, scale: SentimentScale = 'auto'): SentimentScore | undefined {
  if (typeof raw !== 'number') return undefined
  const percent = scale === 'percent' || (scale === 'auto' && Math.abs(raw) > 1)
  const parsed = SentimentScore.safeParse(percent ? raw / 100 : raw)
  return parsed.success ? parsed.data : undefined
}

/** Orders the interactions of an agent: by end time, then conversation id. */
export function byEnd(
  a: Pick<Interaction, 'endedAt' | 'conversation'>,
  b: Pick<Interaction, 'endedAt' | 'conversation'>,
): number {
  return a.endedAt - b.endedAt || (a.conversation < b.conversation ? -1 : a.conversation > b.conversation ? 1 : 0)
}
