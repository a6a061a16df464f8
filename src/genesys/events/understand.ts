// What a notification says: https://developer.genesys.cloud/notificationsalerts/notifications/available-topics
import * as z from 'zod'
import type { Evaluated, Score } from '../../coaching/event.ts'
import type { SentimentScale } from '../../coaching/interaction.ts'
import { type Empathy, empathyIn, evaluationIn, scoreIn } from './measures.ts'
import { type Talk, talkIn } from './talk.ts'

export type Refused = 'not JSON' | 'no topic' | 'unexpected shape' | 'score outside the scale'

/** A notification, understood. */
export type Heard =
  | { readonly kind: 'alive' }
  /** The server is about to hang up. */
  | { readonly kind: 'closing' }
  /** Subscriptions or token are no longer what we believe. */
  | { readonly kind: 'lapsed'; readonly why: string }
  | ({ readonly kind: 'talk' } & Talk)
  | ({ readonly kind: 'score'; readonly queues: readonly string[] } & Score)
  | ({ readonly kind: 'empathy' } & Empathy)
  | ({ readonly kind: 'evaluation' } & Evaluated)
  /** Known, and nothing to us. */
  | { readonly kind: 'ignored'; readonly what: string }
  | { readonly kind: 'refused'; readonly why: Refused }
  | { readonly kind: 'unsupported'; readonly what: string }

export const EVALUATIONS = 'v2.quality.evaluations'
export const talkTopic = (queue: string): string => `v2.routing.queues.${queue}.conversations`
export const scoreTopic = (conversation: string): string => `v2.speechandtextanalytics.conversation.${conversation}.sentiment`
export const empathyTopic = (conversation: string): string => `v2.speechandtextanalytics.conversation.${conversation}.empathy`

const TALK = /^v2\.routing\.queues\.[^.]+\.conversations$/
const SCORE = /^v2\.speechandtextanalytics\.conversation\.[^.]+\.sentiment$/
const EMPATHY = /^v2\.speechandtextanalytics\.conversation\.[^.]+\.empathy$/
const LAPSED = /^v2\.system\.(?:no_longer_subscribed|token_revoked|user_tokens_revoked)\b/

const Envelope = z.object({ topicName: z.string().max(500), eventBody: z.unknown() })

const refused = (why: Refused): Heard => ({ kind: 'refused', why })
const SHAPE = refused('unexpected shape')
const OUTSIDE = refused('score outside the scale')

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Reads one text frame. Never throws: what makes no sense is `refused`, what we do not know `unsupported`. */
export function hear(text: string, scale: SentimentScale): Heard {
  const frame = json(text)
  return frame === undefined ? refused('not JSON') : understand(frame, scale)
}

/** The same for a frame that was read already. */
export const understand = (frame: unknown, scale: SentimentScale): Heard => unlessTooDeep(() => meaningOf(frame, scale))

/** The same for the body of a score alone. */
export const score = (body: unknown, scale: SentimentScale): Heard => unlessTooDeep(() => scoreOf(body, scale))

/** A schema compares whatever claims to have a length: thousands of nested lists there exhaust the stack. */
function unlessTooDeep(read: () => Heard): Heard {
  try {
    return read()
  } catch {
    return SHAPE
  }
}

function meaningOf(frame: unknown, scale: SentimentScale): Heard {
  const envelope = Envelope.safeParse(frame)
  if (!envelope.success) return refused('no topic')
  const { topicName, eventBody } = envelope.data
  if (SCORE.test(topicName)) return scoreOf(eventBody, scale)
  if (TALK.test(topicName)) return talk(eventBody)
  if (topicName === EVALUATIONS) return evaluation(eventBody)
  if (EMPATHY.test(topicName)) return empathy(eventBody)
  if (topicName === 'channel.metadata' || topicName === 'v2.subscription.updated') return { kind: 'alive' }
  if (topicName === 'v2.system.socket_closing') return { kind: 'closing' }
  if (LAPSED.test(topicName)) return { kind: 'lapsed', why: topicName.split('.')[2] ?? '' }
  return { kind: 'unsupported', what: topicName.slice(0, 100) }
}

function scoreOf(body: unknown, scale: SentimentScale): Heard {
  const found = scoreIn(body, scale)
  if (!found) return SHAPE
  return found === 'outside' ? OUTSIDE : { kind: 'score', ...found }
}

function talk(body: unknown): Heard {
  const found = talkIn(body)
  return found ? { kind: 'talk', ...found } : SHAPE
}

function empathy(body: unknown): Heard {
  const found = empathyIn(body)
  return found ? { kind: 'empathy', ...found } : SHAPE
}

function evaluation(body: unknown): Heard {
  const found = evaluationIn(body)
  if (!found) return SHAPE
  if (found === 'outside') return OUTSIDE
  return found === 'unreleased' ? { kind: 'ignored', what: 'evaluation not released' } : { kind: 'evaluation', ...found }
}
