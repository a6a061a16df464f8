// What became of each proposal, read from the world's ledger.
import type { Entry } from '../control.ts'
import { anyone, inAny } from '../said.ts'

const WEEK = 7 * 24 * 60 * 60 * 1000

/** What became of a proposal, as its cards say it. */
export type End = 'booked' | 'undone' | 'declined' | 'expired'

const SCHEDULES = ['seen', 'none', 'absent'].map((key) => inAny(`proposal.schedule-${key}`))
export const DECLINED: readonly string[] = ['false-alarm', 'already-handled', 'not-now', 'other'].map(
  (reason) => `proposal.declined-${reason}`,
)

const ENDS: readonly (readonly [End, RegExp])[] = [
  ['booked', new RegExp(`^${inAny('proposal.booked')}\n(?:${SCHEDULES.join('|')})`, 'm')],
  ['undone', anyone('proposal.undone')],
  ['declined', new RegExp(`^(?:${DECLINED.map((key) => inAny(key)).join('|')})`, 'm')],
  ['expired', anyone('proposal.expired')],
]

/** A message as it reads now. */
export interface Copy {
  readonly id: string
  readonly vendor: string
  readonly chat: string
  readonly text: string
  /** Ids in the buttons and links it ever showed. */
  readonly mentions: ReadonlySet<string>
}

export interface Appointment {
  readonly id: string
  readonly proposal: string | undefined
  readonly agent: string
  readonly facilitator: string
  readonly start: number
  readonly conversations: readonly string[]
}

/** Everything about one proposal. */
export interface Case {
  readonly proposal: string
  readonly cards: readonly Copy[]
  /** What its agent was told of the session. */
  readonly told: readonly Copy[]
  /** Live ones. */
  readonly appointments: readonly Appointment[]
}

const TOLD = new RegExp(`^(?:${inAny('session.title')}|${inAny('session.title-cancelled')})`)
const isTold = ({ text }: Copy): boolean => TOLD.test(text)

/** Every message of the bot that everybody in its chat sees, as it reads now. */
export function copiesIn(ledger: readonly Entry[]): Copy[] {
  const copies = new Map<string, Copy>()
  for (const { effect, by, vendor, id, body } of ledger) {
    if (by !== 'bot' || body.ephemeral === true) continue
    if (effect === 'message.deleted') copies.delete(id)
    if (effect !== 'message.posted' && effect !== 'message.updated') continue
    const mentions = (copies.get(id)?.mentions ?? new Set()).union(mentionedIn(body.native))
    copies.set(id, { id, vendor, chat: String(body.chat), text: String(body.text), mentions })
  }
  return [...copies.values()]
}

/** A button carries its proposal's id, a link that of its conversation. */
const IDS = /\b(?:[0-9a-f]{20}(?=\.[a-z0-9]{1,20}\b)|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b)/g
const known = new WeakMap<object, ReadonlySet<string>>()

/** Read once: a ledger is looked at again whenever it grows. */
function mentionedIn(native: unknown): ReadonlySet<string> {
  const shown = Object(native) as object
  const found = known.get(shown) ?? new Set(JSON.stringify(shown).match(IDS))
  known.set(shown, found)
  return found
}

const proposalOf = ({ mentions }: Copy): string | undefined => [...mentions].find((id) => id.length === 20)

function appointmentIn({ id, body }: Entry): Appointment {
  const ids = (list: unknown) => (list as readonly { id: string }[]).map((each) => each.id)
  return {
    id,
    proposal: /\nHalftime ref ([0-9a-f]{20})\s*$/.exec(String(body.description))?.[1],
    agent: ids(body.attendees)[0] ?? '',
    facilitator: (body.facilitator as { id: string } | undefined)?.id ?? '',
    start: Date.parse(String(body.dateStart)),
    conversations: ids(body.conversations ?? []),
  }
}

/** Every one that the bot ever made. */
export const appointmentsIn = (ledger: readonly Entry[]): Appointment[] =>
  ledger.filter(({ effect, by }) => effect === 'appointment.created' && by === 'bot').map(appointmentIn)

/** Those of the bot that stand at the end, and the pairs that stood at one moment although they must not. */
export function replay(ledger: readonly Entry[]) {
  const live = new Map<string, Appointment>()
  const doubles: (readonly [Appointment, Appointment])[] = []
  for (const entry of ledger) {
    if (entry.effect === 'appointment.deleted') live.delete(entry.id)
    if (entry.effect !== 'appointment.created' || entry.by !== 'bot') continue
    const made = appointmentIn(entry)
    for (const other of live.values()) {
      const near = other.agent === made.agent && Math.abs(other.start - made.start) < WEEK
      if (near || other.proposal === made.proposal) doubles.push([other, made])
    }
    live.set(made.id, made)
  }
  return { live: [...live.values()], doubles }
}

/** Proposals whose cards were posted, each with whatever came of it. */
export function casesIn(ledger: readonly Entry[]): Case[] {
  const copies = copiesIn(ledger)
  const { live } = replay(ledger)
  const made = appointmentsIn(ledger)
  const cards = Map.groupBy(
    copies.filter((copy) => proposalOf(copy) && !isTold(copy)),
    (copy) => proposalOf(copy)!,
  )
  return [...cards].map(([proposal, own]) => {
    const about = made.find((each) => each.proposal === proposal)?.conversations[0]
    return {
      proposal,
      cards: own,
      told: about ? copies.filter((copy) => isTold(copy) && copy.mentions.has(about)) : [],
      appointments: live.filter((each) => each.proposal === proposal),
    }
  })
}

export const endOf = ({ text }: Copy): End | undefined => ENDS.find(([, words]) => words.test(text))?.[0]

/** What all of its cards agree on; undefined while they do not, or nothing is decided yet. */
export function endOfCase({ cards }: Case): End | undefined {
  const ends = new Set(cards.map(endOf))
  return ends.size === 1 ? [...ends][0] : undefined
}
