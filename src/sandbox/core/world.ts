// What the simulated vendors share: one world of people, one clock, one ledger. Types only; each neighbour file makes one of them.
import type { FilledIn, SeenDialog } from './dialogs.ts'

export type Vendor = 'genesys' | 'slack' | 'teams' | 'microsoft' | 'google'
export type CalendarVendor = 'microsoft' | 'google'
export type Platform = 'slack' | 'teams'

/** Somebody in the world. `id` is the Genesys user id, or `x-…` for people unknown to Genesys (outsiders, guests). */
export interface WorldPerson {
  readonly id: string
  readonly name: string
  readonly role: 'agent' | 'supervisor' | 'admin' | 'outsider' | 'guest'
  readonly email: string
  /** Where they are reached first. */
  readonly platform: Platform
  /** `chatId`: Slack user id (U…) or Entra object id (guid). */
  readonly accounts: readonly { readonly platform: Platform; readonly chatId: string }[]
  supervisor?: string
  /** Where this person has a mailbox. */
  calendars: readonly CalendarVendor[]
  /** IANA zone. */
  readonly zone: string
  /** BCP 47. */
  readonly language: string
  readonly team?: string
  active: boolean
}

export interface WorldRoom {
  /** Slack channel id (C…) or Teams channel id (19:…@thread.tacv2). */
  readonly id: string
  readonly platform: Platform
  readonly name: string
  readonly private: boolean
  /** Person ids. */
  readonly members: string[]
}

export interface WorldQueue {
  readonly id: string
  readonly name: string
}

export interface WorldTeam {
  readonly id: string
  readonly name: string
}

/** The seed everybody starts from, and the changes others made to it since. */
export interface Cast {
  readonly people: WorldPerson[]
  readonly rooms: WorldRoom[]
  readonly queues: readonly WorldQueue[]
  readonly teams: readonly WorldTeam[]
  person(id: string): WorldPerson | undefined
  byEmail(email: string): WorldPerson | undefined
  byChat(platform: Platform, chatId: string): WorldPerson | undefined
  /** By id or name, on that platform when one is named. */
  room(name: string, platform?: Platform): WorldRoom | undefined
}

export interface LedgerEntry {
  readonly n: number
  readonly at: string
  readonly vendor: Vendor
  /** `appointment.created`, `message.posted` … */
  readonly effect: string
  readonly by: 'bot' | 'other'
  readonly id: string
  readonly body: unknown
}

export interface Ledger {
  /** Every committed effect, in order; the only thing tests judge the bot by. */
  commit(entry: Pick<LedgerEntry, 'vendor' | 'effect' | 'by' | 'id' | 'body'>): LedgerEntry
  after(n: number): readonly LedgerEntry[]
  /** Called after each commit; answers how to stop listening. The page's live updates hang on it. */
  watch(listener: (entry: LedgerEntry) => void): () => void
}

export interface RequestEntry {
  readonly n: number
  readonly at: string
  readonly vendor: Vendor
  readonly method: string
  /** The vendor's own path, without the sandbox's prefix. */
  readonly path: string
  /** The vendor's path template, as in its documentation. */
  readonly template: string
  /** 0 when the connection was cut. */
  status: number
  ms: number
  /** The Retry-After of the answer, in seconds. */
  retryAfter?: number
}

export interface Violation {
  readonly at: string
  readonly vendor: Vendor
  readonly method: string
  readonly path: string
  /** What the contract refuses, in words. */
  readonly what: string
}

/** Machine time plus an offset that only grows. Rate windows, token and channel lives follow it; signatures and sockets do not. */
export interface Clock {
  now(): number
  readonly offset: number
  advance(ms: number): void
  /** Called on every advance (slots expire, shifts begin …). */
  watch(listener: () => void): () => void
}

export interface World {
  readonly clock: Clock
  readonly cast: Cast
  readonly ledger: Ledger
  /** Notes a refused call; the wire does it for schema failures, a vendor for rules of its own. */
  violate(violation: Omit<Violation, 'at'>): void
  /** Where webhooks go next: a linked bot's base URL (in turn), else the configured one. */
  botUrl(): string
  readonly deliveries: Deliveries
  /** Called with the base URL of each bot that links itself, once the link stands. */
  onLinked(listener: (botUrl: string) => void): void
  /** The sandbox's own base URL, e.g. http://127.0.0.1:3979 */
  url(): string
}

/** One vendor call as a simulated vendor sees it, after faults and before the answer. */
export interface Call {
  readonly method: string
  readonly path: string
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly raw: Buffer
  /** Parsed when the body was JSON or a form; undefined otherwise. */
  readonly body: unknown
  /** Absolute base of this vendor on the sandbox, e.g. http://127.0.0.1:3979/genesys */
  readonly base: string
}

export interface Answer {
  readonly status: number
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** Registers a route: `template` is the vendor's own path with {params}; faults, request log and held calls are the wire's affair. */
export type Route = (method: string, template: string, handle: (call: Call) => Answer | Promise<Answer>) => void

/** A change that others make in a vendor's system: answers what became of it, or a sentence saying why not. */
export type ChangeHandler = (change: Readonly<Record<string, unknown>>) => unknown

/** What a simulated vendor offers the sandbox. Each is made by `genesys(world, route)`, `slack(world, route)` … */
export interface VendorRoom {
  readonly vendor: Vendor
  /** What this one does not do, shown by GET /world/limits and read by people. */
  readonly omits: readonly string[]
  /** Kinds of POST /world/changes it answers. */
  readonly changes?: Readonly<Record<string, ChangeHandler>>
  /** Keys the operator would type into .env to reach this vendor here. */
  readonly env: Readonly<Record<string, string>>
  close?(): void | Promise<void>
}

/** A message as somebody sees it now. */
export interface SeenMessage {
  readonly platform: Platform
  readonly id: string
  /** Where: a room id, or `dm:<person id>`. */
  readonly chat: string
  readonly text: string
  readonly buttons: readonly { readonly id: string; readonly label: string }[]
  readonly inputs: readonly { readonly id: string; readonly label: string; readonly type: string }[]
  readonly ephemeral: boolean
  readonly postedAt: string
  readonly updatedAt: string | null
  /** As sent: Block Kit blocks, or the Adaptive Card. The page draws it. */
  readonly native: unknown
}

export interface Clicked {
  readonly by: WorldPerson
  readonly message: string
  readonly button: string
  readonly inputs: Readonly<Record<string, string>>
}

/** `room`: said there instead of in the direct chat. */
export interface Said {
  readonly text: string
  readonly room?: string | undefined
}

/** Slack and Teams also let people act. */
export interface ChatRoom extends VendorRoom {
  readonly platform: Platform
  messages(where: { readonly user?: string; readonly room?: string }): readonly SeenMessage[]
  /** Whether there is such a message, whoever sees it. */
  has(message: string): boolean
  /** Delivers the click as the vendor does; answers what the bot answered. */
  click(by: WorldPerson, message: string, button: string, inputs: Readonly<Record<string, string>>): Promise<Delivered>
  /** What stands before that person; at most one. */
  dialogs(user: string): readonly SeenDialog[]
  /** Fills in a dialog and presses one of its buttons; undefined when it was only closed, which nobody hears of. */
  fill(filled: FilledIn): Promise<Delivered | undefined>
  /** A slash command (Slack) or a message / mention (Teams). `room`: said there instead of in the direct chat. */
  say(by: WorldPerson, text: string, room?: string): Promise<Delivered>
}

/** Clicks and commands on their way to a bot. `send` is told how often it was sent before: 0, 1 … */
export interface Deliveries {
  first(send: (repeat: number) => Promise<Delivered>): Promise<Delivered>
  /** Undefined when nothing of that name was delivered. */
  again(delivery: string): Promise<Delivered> | undefined
}

/** What the bot answered to a delivery: HTTP status (0 = not reached), milliseconds, body; and the name under which it can be repeated. */
export interface Delivered {
  readonly delivery?: string
  readonly status: number
  readonly ms: number
  readonly body: unknown
}
