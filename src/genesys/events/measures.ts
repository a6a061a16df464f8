// What Genesys measured: the customer's score, the agents' empathy, an evaluation. Undefined answers: not of the documented shape.
import * as z from 'zod'
import type { Evaluated, Score } from '../../coaching/event.ts'
import { ConversationId, Evaluation, normalised, PersonId, type SentimentScale } from '../../coaching/interaction.ts'

export interface Empathy {
  readonly conversation: ConversationId
  /** Per agent, as Genesys sends it. */
  readonly empathy: ReadonlyMap<string, unknown>
}

const Sentiment = z.object({
  conversationId: ConversationId,
  sentimentOverallScore: z.unknown(),
  sentimentTrendScore: z.unknown().optional(),
  queueIds: z.array(z.string()).nullish(),
})

/** `queues`: those it went through, as far as they are told. */
export function scoreIn(
  body: unknown,
  scale: SentimentScale,
): (Score & { readonly queues: readonly string[] }) | 'outside' | undefined {
  const parsed = Sentiment.safeParse(body)
  if (!parsed.success) return undefined
  const { conversationId: conversation, sentimentOverallScore: raw, sentimentTrendScore, queueIds } = parsed.data
  const customer = normalised(raw, scale)
  if (customer === undefined) return 'outside'
  const trend = normalised(sentimentTrendScore, scale)
  return { conversation, customer, raw: raw as number, ...(trend === undefined ? {} : { trend }), queues: queueIds ?? [] }
}

const Empathies = z.object({
  conversationId: ConversationId,
  agents: z
    .array(z.object({ agentId: z.string(), overallEmpathyScore: z.unknown() }))
    .max(100)
    .nullish(),
})

export function empathyIn(body: unknown): Empathy | undefined {
  const parsed = Empathies.safeParse(body)
  if (!parsed.success) return undefined
  const { conversationId: conversation, agents } = parsed.data
  return {
    conversation,
    empathy: new Map((agents ?? []).map(({ agentId, overallEmpathyScore }) => [agentId, overallEmpathyScore])),
  }
}

const Evaluating = z.object({
  id: z.string(),
  version: z.number().nullish(),
  conversationId: ConversationId.nullish(),
  agent: z.object({ id: PersonId }).nullish(),
  status: z.string().nullish(),
  releaseDate: z.string().nullish(),
  scoringSet: z.object({ totalScore: z.number().nullish() }).nullish(),
})

/** Only what is finished and released may count: until then it is nobody's business but the evaluator's. */
export function evaluationIn(body: unknown): Evaluated | 'unreleased' | 'outside' | undefined {
  const parsed = Evaluating.safeParse(body)
  if (!parsed.success) return undefined
  const { id, version, conversationId: conversation, agent, status, releaseDate, scoringSet } = parsed.data
  const score = scoringSet?.totalScore ?? undefined
  if (status !== 'Finished' || !releaseDate || !conversation || !agent || score === undefined) return 'unreleased'
  const evaluation = Evaluation.safeParse({ id, version: version ?? 0, score })
  return evaluation.success ? { conversation, agent: agent.id, evaluation: evaluation.data } : 'outside'
}
