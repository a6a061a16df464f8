import * as z from 'zod'
import { PersonId } from './interaction.ts'

export const Platform = z.enum(['slack', 'teams'])
export type Platform = z.infer<typeof Platform>

/** Somebody as Genesys knows them. */
export const Person = z.strictObject({
  id: PersonId,
  name: z.string(),
  email: z.string(),
  active: z.boolean(),
  team: z.strictObject({ id: z.string(), name: z.string() }).nullable(),
  /** Its id in Genesys; left out where nobody told. */
  division: z.string().max(64).optional(),
})
export type Person = z.infer<typeof Person>

/** Somebody as a chat platform knows them: a Slack user id, or an Entra object id. */
export const Account = z.strictObject({
  platform: Platform,
  id: z.string().min(1).max(128),
  /** IANA zone and BCP 47 language, where the platform tells. */
  zone: z.string().max(64).optional(),
  language: z.string().max(16).optional(),
})
export type Account = z.infer<typeof Account>

/** A Slack or Teams channel. */
export const RoomRef = z.strictObject({ platform: Platform, id: z.string().min(1).max(200) })
export type RoomRef = z.infer<typeof RoomRef>

/** Where somebody acted: who, in which chat, on which message. `reply` opens an answer that is still awaited (in memory only). */
export const Place = z.strictObject({
  account: Account,
  chat: z.string().max(300),
  message: z.string().max(300).optional(),
  room: RoomRef.optional(),
  reply: z.string().max(64).optional(),
  /** Opens the dialog that stands before them (in memory only). */
  dialog: z.string().max(64).optional(),
})
export type Place = z.infer<typeof Place>

/** The cards there are; each has a template of that name in cards/. */
export type CardName = 'proposal' | 'session' | 'kudos' | 'notice' | 'settings-form'

/** What a dialog shows: its title, the words of the button that closes it, and a card whose main button sends what was filled in. */
export interface Dialog {
  readonly title: string
  readonly close: string
  readonly card: Card
  /** What is said beside the inputs of these ids; the card says it, too, for where the platform has no place for it. */
  readonly errors?: Readonly<Record<string, string>>
}

/** What is to be shown: a template's name and what goes into it. `summary` is a full sentence for notifications and screen readers. */
export interface Card {
  readonly name: CardName
  readonly view: Readonly<Record<string, unknown>>
  readonly summary: string
}
