// Messages come into being, change and go; each is an effect in the world's ledger.
import type { Json } from '../core/json.ts'
import type { WorldPerson } from '../core/world.ts'
import { buttonsOf, cardText, readMarkdown } from './reading.ts'
import { type Card, type Conversation, chatOf, type TeamsMessage, type Tenant } from './tenant.ts'

export interface Content {
  readonly text: string
  readonly card?: Card | undefined
}

export interface Placing {
  readonly conversation: Conversation
  readonly content: Content
  /** Person id of the only one who sees it. */
  readonly onlyFor?: string
  readonly by?: 'bot' | 'other'
}

/** All visible text of a message, as this person sees it. */
export function visibleText(content: Content): string {
  const lines = [readMarkdown(content.text.replace(/<\/?at[^>]*>/g, '')), content.card ? cardText(content.card) : '']
  return lines.filter((line) => line !== '').join('\n')
}

/** The message with this id, unless it was deleted. */
export const living = (tenant: Tenant, id: string): TeamsMessage | undefined => {
  const message = tenant.messages.get(id)
  return message?.deleted ? undefined : message
}

const isoNow = ({ world }: Tenant): string => new Date(world.clock.now()).toISOString()

function rememberButtons(message: TeamsMessage, card: Card | undefined): void {
  if (card) for (const { id, action } of buttonsOf(card)) message.shown.set(id, { action, card })
}

interface Effect {
  readonly effect: string
  readonly by?: 'bot' | 'other' | undefined
  readonly content?: Content
  /** Whose private view this is. */
  readonly only?: string | undefined
}

function commit(
  tenant: Tenant,
  message: TeamsMessage,
  { effect, by = 'bot', content = message, only = message.onlyFor }: Effect,
): void {
  const user = only ?? message.conversation.person?.id
  const seen = { chat: chatOf(message.conversation), ...(user ? { user } : {}), text: visibleText(content) }
  const body = { ...seen, ephemeral: only !== undefined, native: nativeOf(content) }
  tenant.world.ledger.commit({ vendor: 'teams', effect, by, id: message.id, body })
}

/** Text alone is drawn as the card that would show it. */
export const nativeOf = ({ card, text }: Content): Json =>
  card ?? { type: 'AdaptiveCard', version: '1.5', body: [{ type: 'TextBlock', text, wrap: true }] }

export function place(tenant: Tenant, { conversation, content, onlyFor, by }: Placing): TeamsMessage {
  const id = tenant.nextId()
  const whole = conversation.room && !conversation.root ? { ...conversation, root: id } : conversation
  const message: TeamsMessage = {
    id,
    conversation: whole,
    ...(onlyFor ? { onlyFor } : {}),
    ...content,
    postedAt: isoNow(tenant),
    updatedAt: null,
    deleted: false,
    views: new Map(),
    shown: new Map(),
    typed: new Map(),
  }
  tenant.messages.set(id, message)
  rememberButtons(message, content.card)
  commit(tenant, message, { effect: 'message.posted', by })
  return message
}

/** Redraws for everybody; what single people saw instead is gone. */
export function redraw(tenant: Tenant, message: TeamsMessage, content: Content): void {
  Object.assign(message, { card: undefined, ...content, updatedAt: isoNow(tenant) })
  message.views.clear()
  rememberButtons(message, content.card)
  commit(tenant, message, { effect: 'message.updated' })
}

/** Redraws for one person, as the answer to a button does. In a personal chat that is everybody. */
export function redrawFor(tenant: Tenant, message: TeamsMessage, { person, card }: { person: WorldPerson; card: Card }): void {
  if (!message.conversation.room || message.onlyFor) return void redraw(tenant, message, { text: message.text, card })
  message.views.set(person.id, card)
  rememberButtons(message, card)
  commit(tenant, message, { effect: 'message.updated', content: { text: message.text, card }, only: person.id })
}

export function remove(tenant: Tenant, message: TeamsMessage, by: 'bot' | 'other'): void {
  message.deleted = true
  commit(tenant, message, { effect: 'message.deleted', by })
}
