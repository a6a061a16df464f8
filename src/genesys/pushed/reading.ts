// What a pushed body holds: an EventBridge envelope, a plain notification, a few fields from a workflow, or a list of those.
import type { SentimentScale } from '../../coaching/interaction.ts'
import { type Heard, score, understand } from '../events/understand.ts'

/** More come in several requests. */
export const MOST_EVENTS = 1000

type Fields = Readonly<Record<string, unknown>>
const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value)

/** The single events of a body: those of a list, of `{events: […]}`, or the body itself. */
export function eventsIn(body: unknown): readonly unknown[] {
  if (Array.isArray(body)) return body
  return isObject(body) && Array.isArray(body.events) ? body.events : [body]
}

/**
 * One of them, understood; never throws. EventBridge wraps the notification into `detail`
 * (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html); a Data Action sends the fields of the score
 * alone (https://help.mypurecloud.com/articles/about-the-data-actions-integrations/).
 */
export function readPushed(event: unknown, scale: SentimentScale): Heard {
  if (!isObject(event)) return { kind: 'refused', why: 'unexpected shape' }
  if (isObject(event.detail)) return understand(event.detail, scale)
  if (event.topicName !== undefined) return understand(event, scale)
  return event.sentimentOverallScore === undefined ? { kind: 'refused', why: 'unexpected shape' } : score(event, scale)
}
