import type { Inputs } from './inputs.ts'
import type { ConversationId, Evaluation, Interaction, PersonId, SentimentScore } from './interaction.ts'
import type { Place } from './people.ts'

/** The customer's score of one conversation, and the number it was read from. */
export interface Score {
  readonly conversation: ConversationId
  readonly customer: SentimentScore
  readonly raw: number
  /** How the mood moved (-1 to 1), where the source tells. */
  readonly trend?: SentimentScore
}

export interface Evaluated {
  readonly conversation: ConversationId
  readonly agent: PersonId
  readonly evaluation: Evaluation
}

/** What reaches us from outside, after the doorway turned bytes into meaning. What we do not know is an event too. */
export type CoachingEvent =
  /** Genesys analysed a conversation whose agent is not known yet. `raw`: the score as it came. */
  | ({ readonly kind: 'analysed' } & Score)
  /** The same with its agent and its end. */
  | { readonly kind: 'scored'; readonly interaction: Interaction; readonly raw: number }
  /** An evaluation of an agent's conversation was released. */
  | ({ readonly kind: 'evaluated' } & Evaluated)
  /** A button of a card was pressed; `delivery` is the same for every repeat of one press. `inputs`: left out where nothing was filled in. */
  | {
      readonly kind: 'pressed'
      readonly button: string
      readonly inputs?: Inputs
      readonly place: Place
      readonly delivery: string
    }
  | { readonly kind: 'commanded'; readonly text: string; readonly place: Place; readonly delivery: string }
  | { readonly kind: 'unsupported'; readonly what: string }
