// What the handlers need from the world, in our own words. Vendor words stay inside the vendors' folders.

import type { Block, Standing } from './coaching/block.ts'
import type { Score } from './coaching/event.ts'
import type { ConversationId, Interaction, PersonId } from './coaching/interaction.ts'
import type { Account, Card, Person, Place, Platform, RoomRef } from './coaching/people.ts'
import type { AgentSignal } from './coaching/policy.ts'
import type { Appointment, Interval, Live, Prediction, Shift, SuggestedSlot } from './coaching/slot.ts'
import type { Words } from './coaching/view.ts'
import type { House } from './house.ts'

export interface Ports {
  /** Epoch milliseconds: machine time, moved on by the sandbox's clock when there is one. */
  now(): number
  readonly log: Log
  readonly counts: Counts
  readonly store: Store
  readonly jobs: Jobs
  readonly centre: ContactCentre
  readonly chats: ReadonlyMap<Platform, Chat>
  readonly calendar: Calendar
  readonly house: House
  words(locale: string): Words
}

/** A fixed sentence plus fields, so that lines can be counted. Ids only: never names, words or secrets. */
export interface Log {
  info(sentence: string, fields?: LogFields): void
  warn(sentence: string, fields?: LogFields): void
  error(sentence: string, fields?: LogFields): void
}
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>

/** Named counters, shown by `/coaching status` and in tests. */
export interface Counts {
  add(name: string, by?: number): void
  /** How much there is now, where that goes up and down. */
  set(name: string, value: number): void
  all(): Readonly<Record<string, number>>
}

// ── Store ────────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** A kind of record and how its stored body is checked when read (a zod schema fits). */
export interface RecordKind<T> {
  readonly name: string
  readonly schema: { parse(body: unknown): T }
}

export interface Stored<T> {
  readonly id: string
  /** 1 when created, plus one on every write. */
  readonly version: number
  readonly body: T
  /** Epoch ms when somebody must look at it again. */
  readonly due?: number
}

/** Where a record can be found: under `key`, in order of `at` (then id). */
export interface IndexEntry {
  readonly key: string
  readonly at: number
}

export type Change =
  /** `expect`: the version read before; 0 = must not exist yet. `due` and `index` replace what was there. */
  | {
      readonly put: string
      readonly id: string
      readonly expect: number
      readonly body: unknown
      readonly due?: number
      readonly index?: Readonly<Record<string, IndexEntry>>
    }
  | { readonly drop: string; readonly id: string; readonly expect: number }
  /** Every record of the kind under that index key falls due then (its version grows, so that a writer at work notices). */
  | { readonly wake: string; readonly index: string; readonly key: string; readonly due: number }
  | { readonly append: string; readonly entry: unknown; readonly at: number }

/** Refuses the whole write when more than `most` records of the kind (those the write itself puts included) lie under the key at or after `since`. */
export interface Limit {
  readonly kind: string
  readonly index: string
  readonly key: string
  readonly since: number
  readonly most: number
}

/** `id`: the record that somebody else wrote, or the kind whose limit was reached. */
export type Written = { readonly ok: true } | { readonly ok: false; readonly why: 'conflict' | 'limit'; readonly id: string }

export interface Due {
  readonly kind: string
  readonly id: string
  readonly due: number
}

export interface Find {
  readonly index: string
  readonly key: string
  /** Inclusive bounds on the index entry's `at`. */
  readonly since?: number
  readonly until?: number
  /** Default 100. */
  readonly limit?: number
  /** Newest first; default oldest first. */
  readonly newest?: boolean
}

export interface Store {
  get<T>(kind: RecordKind<T>, id: string): Promise<Stored<T> | undefined>
  find<T>(kind: RecordKind<T>, where: Find): Promise<Stored<T>[]>
  /** Records whose `due` is at or before `now`, earliest first; `after` goes on behind one of them. */
  due(now: number, limit: number, after?: Due): Promise<Due[]>
  /** Those of one kind whose `due` is at or before `until`, earliest first. */
  dueOf<T>(kind: RecordKind<T>, until: number, limit: number): Promise<Stored<T>[]>
  /** All or nothing; resolves once it is durable. Every limit must hold. */
  write(changes: readonly Change[], ...limits: readonly Limit[]): Promise<Written>
  read<T>(
    stream: RecordKind<T>,
    after: number,
    limit: number,
  ): Promise<{ readonly n: number; readonly at: number; readonly entry: T }[]>
  /** True for exactly one owner until `until` (epoch ms) or release; the holder may claim again to prolong. */
  claim(name: string, owner: string, times: { readonly now: number; readonly until: number }): Promise<boolean>
  release(name: string, owner: string): Promise<void>
  /** Every record of any other kind is gone. */
  forgetAllBut(kind: string): Promise<void>
  close(): Promise<void>
}

// ── Jobs ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────

export interface Job {
  readonly queue: string
  readonly id: string
  /** Epoch ms; now or earlier = at once. */
  readonly at: number
  /** Does not hurry a job that waits for another try after a failure. */
  readonly patient?: boolean
}

/**
 * Makes due work prompt. At least once; one run at a time per queue and id; added again while waiting = one run at the earlier
 * time; added while running = one more run afterwards. A run that throws is tried again with growing, jittered delay.
 */
export interface Jobs {
  add(...jobs: readonly Job[]): Promise<void>
  /** Starts working a queue; `atOnce` runs side by side (default 8). */
  work(queue: string, run: (id: string) => Promise<void>, options?: { readonly atOnce?: number }): void
  /** Resolves when nothing that is due waits or runs, whatever time it is by then. Failed runs waiting for a retry do not count. */
  settled(): Promise<void>
  /** The clock jumped: look again at what is due. */
  wake(): void
  /** No new runs; resolves when the running ones ended. */
  close(): Promise<void>
}

// ── Genesys, in our words ────────────────────────────────────────────────────────────────────────────────────────────────

/** Throws VendorError on failure; `undefined` / empty means "there is none". */
export interface ContactCentre {
  /** `hurried`: somebody waits for this work, so what it asks may use the room that is kept for that. */
  paced<T>(pace: 'hurried' | 'calm', work: () => Promise<T>): Promise<T>
  /** Who held an ended conversation, and until when; questions asked at the same time are answered together. `unknown`: not yet, or never. */
  interaction(id: ConversationId): Promise<Held | 'unknown' | 'no-agent' | 'other-queue' | 'malformed'>
  /** The customers' scores that came about in a stretch of time, from every queue that is listened to. */
  scores(window: Interval): Promise<readonly Score[]>
  /** How the agent sounded (-1..1), from wherever the policy takes it; null when that has none. */
  agentSignal(conversation: ConversationId, agent: PersonId, from: AgentSignal): Promise<number | null>
  person(id: PersonId): Promise<Person | undefined>
  /** Active people whose e-mail equals this one, ignoring case. */
  peopleByEmail(email: string): Promise<Person[]>
  /** Undefined when Genesys knows of none. */
  manager(id: PersonId): Promise<Person | undefined>
  /** Manager first, then upward. */
  superiors(id: PersonId): Promise<Person[]>
  /** IANA zone of the agent's business unit; undefined without workforce management. */
  zone(agent: PersonId): Promise<string | undefined>
  /** Shifts with their activities between two instants; empty when the agent is off, 'unscheduled' when nobody plans the agent at all. */
  shifts(agent: PersonId, window: Interval): Promise<Shift[] | 'unscheduled'>
  /** Genesys's own suggestions, with staffing difference after booking. */
  suggestSlots(ask: { agent: PersonId; facilitator: PersonId; window: Interval; minutes: number }): Promise<SuggestedSlot[]>
  /** What is predicted for the agent's part of the business unit; `fresh`: as it is now, not a few minutes ago. */
  predicted(agent: PersonId, window: Interval, fresh?: boolean): Promise<Prediction[]>
  /** How the agent's queues are now; undefined when that cannot be told. */
  live(agent: PersonId): Promise<Live | undefined>
  appointments(people: readonly PersonId[], window: Interval): Promise<Appointment[]>
  appointment(id: string): Promise<Appointment | undefined>
  createAppointment(wanted: NewAppointment): Promise<{ readonly id: string } | 'taken'>
  removeAppointment(id: string): Promise<void>
  /** Which blocks for a session stand on the agent's schedule. */
  standing(block: Pick<Block, 'appointment' | 'agent' | 'at'>): Promise<Standing>
  /** From now on Genesys keeps an appointment off the schedule. */
  withhold(appointment: string): Promise<void>
  /** Puts the block where nothing but work on the queue lies, unless it stands; 'genesys' = Genesys's own does. Other planners' changes stay. */
  insert(block: Block, title: string): Promise<'inserted' | 'genesys'>
  /** Takes an inserted block out again, if it is still there. */
  takeOut(block: Block): Promise<void>
  recognise(thanks: { to: PersonId; title: string; note: string; conversation: ConversationId }): Promise<{ readonly id: string }>
  recognitionFor(to: PersonId, conversation: ConversationId, since: number): Promise<{ readonly id: string } | undefined>
}

/** A conversation without its scores. */
export type Held = Omit<Interaction, 'customer' | 'agentScore' | 'evaluation'>

export interface NewAppointment {
  readonly agent: PersonId
  readonly facilitator: PersonId
  readonly slot: SuggestedSlot
  readonly name: string
  /** Its last line is our marker. */
  readonly description: string
  readonly conversations: readonly ConversationId[]
}

// ── Calendars ────────────────────────────────────────────────────────────────────────────────────────────────────────────

export interface Calendar {
  /** Busy intervals by mailbox; 'unchecked' when there was no answer. Never "free" by default. */
  busy(mailboxes: readonly string[], window: Interval): Promise<ReadonlyMap<string, readonly Interval[] | 'unchecked'>>
  /** `key` makes a repeat harmless (Graph: transactionId). */
  create(event: NewEvent): Promise<{ readonly id: string }>
  find(organiser: string, at: Interval, key: string): Promise<{ readonly id: string } | undefined>
  remove(organiser: string, id: string): Promise<void>
}

export interface NewEvent {
  readonly organiser: string
  readonly attendees: readonly string[]
  readonly at: Interval
  readonly title: string
  readonly text: string
  readonly key: string
}

// ── Chat ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Where a card is posted: to one account directly, or into a room. */
export type Address = { readonly account: Account } | { readonly room: RoomRef }

/** What the platform needs to find a message again; opaque to everybody but its own client. */
export type Posted = Readonly<Record<string, string>>

export interface Chat {
  readonly platform: Platform
  /** The account of a member of our workspace with that e-mail. */
  find(email: string): Promise<Account | undefined>
  /** The e-mail the platform vouches for; 'stranger' = outsider, guest, bot or deleted. */
  vouch(account: Account): Promise<{ readonly email: string } | 'stranger'>
  room(room: RoomRef): Promise<{ readonly private: boolean; readonly members: readonly Account[] }>
  /** `marker` travels with the message invisibly where the platform allows. */
  post(to: Address, card: Card, marker: string): Promise<Posted>
  redraw(posted: Posted, card: Card): Promise<void>
  /** Our message with that marker; 'cannot' where the platform has no way to look. */
  lookup(to: Address, marker: string): Promise<Posted | undefined | 'cannot'>
  /** For one person's eyes, at the place where they acted. */
  whisper(place: Place, card: Card): Promise<void>
}
