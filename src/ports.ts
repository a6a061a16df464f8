// What the handlers need from the world, in our own words. Vendor words stay inside the vendors' folders.

import type { Account, Card, Dialog, Place, Platform, RoomRef } from './coaching/people.ts'
import type { Busy, Interval } from './coaching/slot.ts'
import type { Words } from './coaching/view.ts'
import type { ContactCentre } from './contact-centre.ts'
import type { House } from './house.ts'

export type { ContactCentre, Held, Measured, Named, NewAppointment, Thanks } from './contact-centre.ts'

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
  /** Undefined where there is no mailbox to send from. */
  readonly mail?: Mail | undefined
  readonly house: House
  /** Vouches for where the audit begins and ends, with a key that lies outside the store. */
  sign(text: string): string
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
  /** Entries up to and including that number go; the last one of the stream always stays, so that no number is ever given twice. */
  | { readonly cut: string; readonly through: number }

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

/** Records in order of kind and id; the first is behind `{ kind: '', id: '' }`. */
export interface Spot {
  readonly kind: string
  readonly id: string
}

export interface Mentions {
  readonly found: readonly (Spot & { readonly version: number })[]
  /** Where to go on; undefined at the end. */
  readonly next: Spot | undefined
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
  /** Of the next `limit` records behind a spot, those whose id or body holds one of the texts (at least one letter each), ignoring case. */
  mentions(texts: readonly string[], behind: Spot, limit: number): Promise<Mentions>
  /** What was overwritten or dropped leaves the disk as well. */
  scrub(): Promise<void>
  /** True for exactly one owner until `until` (epoch ms) or release; the holder may claim again to prolong. */
  claim(name: string, owner: string, times: { readonly now: number; readonly until: number }): Promise<boolean>
  release(name: string, owner: string): Promise<void>
  /** Every record of any other kind is gone; streams stay. */
  forgetAllBut(...kinds: readonly string[]): Promise<void>
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

// ── Calendars ────────────────────────────────────────────────────────────────────────────────────────────────────────────

export interface Calendar {
  /** By mailbox. Never "free" by default: who could not be asked everywhere is not checked. */
  busy(mailboxes: readonly string[], window: Interval): Promise<ReadonlyMap<string, Busy>>
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

// ── Mail ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────

export interface Mail {
  /** Plain text. Not repeatable: an error that says `inDoubt` may have sent it. */
  send(message: { readonly to: string; readonly subject: string; readonly text: string }): Promise<void>
}

// ── Chat ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Where a card is posted: to one account directly, or into a room. */
export type Address = { readonly account: Account } | { readonly room: RoomRef }

/** What the platform needs to find a message again; opaque to everybody but its own client. */
export type Posted = Readonly<Record<string, string>>

export type Vouched = { readonly email: string } & Pick<Account, 'zone' | 'language'>

export interface Chat {
  readonly platform: Platform
  /** The account of a member of our workspace with that e-mail. */
  find(email: string): Promise<Account | undefined>
  /** The e-mail the platform vouches for, and how that person reads; 'stranger' = outsider, guest, bot or deleted. */
  vouch(account: Account): Promise<Vouched | 'stranger'>
  /** Whoever is in a group that administrators keep there, as it was at most a minute ago. Throws when there is none of that id. */
  groupMembers(group: string): Promise<readonly Account[]>
  room(room: RoomRef): Promise<{ readonly private: boolean; readonly members: readonly Account[] }>
  /** `marker` travels with the message invisibly where the platform allows. */
  post(to: Address, card: Card, marker: string): Promise<Posted>
  redraw(posted: Posted, card: Card): Promise<void>
  /** Our message with that marker; 'cannot' where the platform has no way to look. */
  lookup(to: Address, marker: string): Promise<Posted | undefined | 'cannot'>
  /** The message that was pressed, unless it is one of those known. */
  stray(place: Place, known: readonly Posted[]): Posted | undefined
  /** What is remembered of an account, to write to it, goes. */
  forget(account: Account): Promise<void>
  /** For one person's eyes, at the place where they acted. */
  whisper(place: Place, card: Card): Promise<void>
  /** In the dialog that stands before them there, in place of what it shows; false when none stands there any more. */
  dialog(place: Place, shown: Dialog): Promise<boolean>
}
