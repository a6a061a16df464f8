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

/** A released evaluation of a conversation, 0 to 100. A newer version of the same evaluation replaces the older. */
export const Evaluation = z.strictObject({
  id: z.string().min(1).max(64),
  version: z.number().int().nonnegative(),
  score: z.number().min(0).max(100),
})
export type Evaluation = z.infer<typeof Evaluation>

/** Several agents held the conversation: how many, and how much of the talk was this one's (0 to 1). */
export const Shared = z.strictObject({ agents: z.number().int().min(2), share: z.number().min(0).max(1) })
export type Shared = z.infer<typeof Shared>

/** One conversation of one agent with one customer, ended and analysed or evaluated. Times are epoch milliseconds. */
export const Interaction = z.strictObject({
  conversation: ConversationId,
  agent: PersonId,
  queue: z.string().max(64).nullable(),
  media: z.string().max(32),
  /** Id of the language it was routed by, in Genesys. */
  language: z.string().max(64).optional(),
  endedAt: z.number().int().nonnegative(),
  customer: Signal,
  agentScore: Signal,
  evaluation: Evaluation.optional(),
  shared: Shared.optional(),
  /** How long the agent took part; left out where nobody knows. */
  seconds: z.number().int().nonnegative().optional(),
  /** How the customer's mood moved, from the beginning to the end (-1 to 1). */
  trend: Signal.optional(),
})
export type Interaction = z.infer<typeof Interaction>

/** The same conversation heard of in several ways: its scores and, of its evaluations, the newest versions' lowest. */
export function joined(heard: readonly [Interaction, ...Interaction[]]): Interaction {
  const measured = heard.find(({ customer }) => customer !== null) ?? heard[0]
  const newest = new Map<string, Evaluation>()
  for (const { evaluation } of heard)
    if (evaluation && evaluation.version >= (newest.get(evaluation.id)?.version ?? 0)) newest.set(evaluation.id, evaluation)
  const lowest = [...newest.values()].toSorted((a, b) => a.score - b.score)[0]
  return lowest ? { ...measured, evaluation: lowest } : measured
}

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
