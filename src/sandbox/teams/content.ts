// What an activity of the bot says, and what Teams refuses of it. https://learn.microsoft.com/microsoftteams/platform/bots/how-to/format-your-bot-messages

import { adaptiveCard } from '../contracts/contracts.ts'
import { isRecord, type Json } from '../core/json.ts'
import type { Content } from './messages.ts'
import type { Card } from './tenant.ts'

export const CARD = 'application/vnd.microsoft.card.adaptive'

const SIZES = {
  /** What a card should stay under to be safe everywhere. */
  cardBudget: 25 * 1024,
  card: 28 * 1024,
  /** The whole message, counted as UTF-16. */
  message: 100 * 1024,
} as const

/** A whole text that nothing was filled into; inside a sentence it may be what somebody wrote. */
const PLACEHOLDER = /"\$\{[^"}]*\}"/

export interface Trouble {
  readonly status: number
  readonly code: string
  readonly message: string
}

const attachmentsOf = (activity: Json): readonly Json[] =>
  Array.isArray(activity.attachments) ? activity.attachments.filter(isRecord) : []

const sizeOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value) ?? '')

/** Breaches of the card contract, in words. Teams itself would often show nothing and say nothing. */
export function cardFaults(card: unknown): string[] {
  const faults = adaptiveCard(card)
  if (PLACEHOLDER.test(JSON.stringify(card) ?? '')) faults.push('an unfilled placeholder of a template is visible')
  if (sizeOf(card) > SIZES.cardBudget) faults.push(`the card has ${sizeOf(card)} bytes, over ${SIZES.cardBudget}`)
  return faults
}

/** A refusal of the whole activity, or undefined. */
export function troubleOf(activity: Json): Trouble | undefined {
  const attachments = attachmentsOf(activity)
  const large =
    attachments.some(({ content }) => sizeOf(content) > SIZES.card) || JSON.stringify(activity).length * 2 > SIZES.message
  if (large) return { status: 413, code: 'MessageSizeTooBig', message: 'Message size too large.' }
  if (attachments.length === 0 && typeof activity.text !== 'string') return bad('Activity must have text or attachments.')
  if (attachments.length > 1) return bad('This simulated Teams shows one card a message.')
  const other = attachments.find(({ contentType }) => contentType !== CARD)
  return other && bad(`Unknown attachment type ${String(other.contentType)}.`)
}

export const bad = (message: string): Trouble => ({ status: 400, code: 'BadSyntax', message })

export function contentOf(activity: Json): Content {
  const card = attachmentsOf(activity)[0]?.content
  return { text: typeof activity.text === 'string' ? activity.text : '', card: card as Card | undefined }
}
