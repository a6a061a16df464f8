// What a pushed body holds: an EventBridge envelope, a plain notification, a few fields from a workflow, or a list of those.
import * as z from 'zod'
import type { SentimentScale } from '../../coaching/interaction.ts'
import { type Heard, score, understand } from '../events/understand.ts'

/** More come in several requests. */
export const MOST_EVENTS = 1000

const Batch = z.union([z.array(z.unknown()), z.object({ events: z.array(z.unknown()) }).transform(({ events }) => events)])
/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html */
const Envelope = z.object({ detail: z.object({ topicName: z.string() }).loose() })
/** From a Data Action: https://help.mypurecloud.com/articles/about-the-data-actions-integrations/ */
const Flat = z.object({ conversationId: z.string(), sentimentOverallScore: z.unknown(), topicName: z.undefined().optional() })

/** The single events of a body. */
export function eventsIn(body: unknown): readonly unknown[] {
  return Batch.safeParse(body).data ?? [body]
}

/** One of them, understood; never throws. */
export function readPushed(event: unknown, scale: SentimentScale): Heard {
  if (typeof event !== 'object' || event === null) return { kind: 'refused', why: 'unexpected shape' }
  const wrapped = Envelope.safeParse(event)
  if (wrapped.success) return understand(wrapped.data.detail, scale)
  if ('topicName' in event) return understand(event, scale)
  return Flat.safeParse(event).success ? score(event, scale) : { kind: 'refused', why: 'unexpected shape' }
}
