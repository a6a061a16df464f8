import type { ConversationId, Interaction } from './interaction.ts'
import type { Place } from './people.ts'

/** What reaches us from outside, after the doorway turned bytes into meaning. What we do not know is an event too. */
export type CoachingEvent =
  /** Genesys analysed a conversation; who the agent was may be known already. */
  | { readonly kind: 'analysed'; readonly conversation: ConversationId; readonly customer: number }
  | { readonly kind: 'scored'; readonly interaction: Interaction }
  /** A button of a card was pressed; `delivery` is the same for every repeat of one press. */
  | { readonly kind: 'pressed'; readonly button: string; readonly place: Place; readonly delivery: string }
  | { readonly kind: 'commanded'; readonly text: string; readonly place: Place; readonly delivery: string }
  | { readonly kind: 'unsupported'; readonly what: string }
