// What must be true of the world whatever went wrong meanwhile, read from its ledger alone.
import type { Entry } from '../control.ts'

const WEEK = 7 * 24 * 60 * 60 * 1000

export interface Breach {
  readonly kind: 'double' | 'orphan' | 'unfinished' | 'disagreement' | 'unasked' | 'told'
  readonly what: string
}

/** What became of a proposal, as its cards say it. */
export type End = 'booked' | 'undone' | 'declined' | 'expired'

const ENDS: readonly (readonly [End, RegExp])[] = [
  ['booked', /^Booked: .*\n(It stands on|Not on) /m],
  ['undone', /^Taken back by /m],
  ['declined', /^Declined by /m],
  ['expired', /^Expired: /m],
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

interface Appointment {
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

const isTold = ({ text }: Copy): boolean => /^(A coaching session with|Cancelled: the coaching session)/.test(text)

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

/** Those of the bot that stand at the end, and what was never allowed to be at any moment. */
function replay(ledger: readonly Entry[]): { readonly live: readonly Appointment[]; readonly doubles: readonly Breach[] } {
  const live = new Map<string, Appointment>()
  const doubles: Breach[] = []
  for (const entry of ledger) {
    if (entry.effect === 'appointment.deleted') live.delete(entry.id)
    if (entry.effect !== 'appointment.created' || entry.by !== 'bot') continue
    const made = appointmentIn(entry)
    for (const other of live.values()) {
      const near = other.agent === made.agent && Math.abs(other.start - made.start) < WEEK
      if (near || other.proposal === made.proposal)
        doubles.push({ kind: 'double', what: `appointments ${other.id} and ${made.id} of proposal ${made.proposal}` })
    }
    live.set(made.id, made)
  }
  return { live: [...live.values()], doubles }
}

/** Proposals whose cards were posted, each with whatever came of it. */
export function casesIn(ledger: readonly Entry[]): Case[] {
  const copies = copiesIn(ledger)
  const { live } = replay(ledger)
  const made = ledger.filter(({ effect, by }) => effect === 'appointment.created' && by === 'bot').map(appointmentIn)
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

/** Whatever is wrong, in words. `decided`: proposals on which somebody decided, which must have come to an end. */
export function breachesIn(ledger: readonly Entry[], decided: ReadonlySet<string>): Breach[] {
  const cases = casesIn(ledger)
  const { live, doubles } = replay(ledger)
  const made = ledger.filter(({ effect, by }) => effect === 'appointment.created' && by === 'bot').map(appointmentIn)
  const unasked = made.filter(({ proposal }) => !proposal || !decided.has(proposal))
  return [
    ...doubles,
    ...doubleEvents(ledger),
    ...unasked.map(({ id }): Breach => ({ kind: 'unasked', what: `appointment ${id} without a click` })),
    ...orphans(ledger, live, cases),
    ...cases.filter(({ proposal }) => decided.has(proposal)).flatMap(breachesOf),
  ]
}

interface CalendarEvent {
  readonly id: string
  readonly person: string
  readonly start: number
}

/** The bot's calendar events that stand, and those that ever stood twice at once. */
function events(ledger: readonly Entry[]): { readonly live: readonly CalendarEvent[]; readonly doubles: readonly string[] } {
  const live = new Map<string, CalendarEvent>()
  const doubles: string[] = []
  for (const { effect, by, id, body } of ledger) {
    if (effect === 'event.deleted') live.delete(id)
    if (effect !== 'event.created' || by !== 'bot') continue
    const made = { id, person: String(body.person), start: Date.parse(String(body.start)) }
    if ([...live.values()].some(({ person, start }) => person === made.person && start === made.start)) doubles.push(id)
    live.set(id, made)
  }
  return { live: [...live.values()], doubles }
}

const doubleEvents = (ledger: readonly Entry[]): Breach[] =>
  events(ledger).doubles.map((id) => ({ kind: 'double', what: `calendar event ${id} beside another one of the same session` }))

/** Blocks that Genesys put on a schedule and did not take off again, by their appointment. */
function blocks(ledger: readonly Entry[]): Set<string> {
  const standing = new Set<string>()
  for (const { effect, body, id } of ledger) {
    const appointment = String(body.appointmentId ?? id)
    if (effect === 'schedule.activity-added') standing.add(appointment)
    if (effect === 'schedule.activity-removed') standing.delete(appointment)
  }
  return standing
}

function orphans(ledger: readonly Entry[], live: readonly Appointment[], cases: readonly Case[]): Breach[] {
  const own = new Set(ledger.filter(({ effect, by }) => effect === 'appointment.created' && by === 'bot').map(({ id }) => id))
  const lost = live.filter(({ proposal }) => !cases.some((each) => each.proposal === proposal))
  const loose = events(ledger).live.filter(
    ({ person, start }) => !live.some((each) => each.facilitator === person && each.start === start),
  )
  const left = [...blocks(ledger)].filter((id) => own.has(id) && !live.some((each) => each.id === id))
  return [
    ...lost.map(({ id }): Breach => ({ kind: 'orphan', what: `appointment ${id} without a proposal` })),
    ...loose.map(({ id }): Breach => ({ kind: 'orphan', what: `calendar event ${id} without an appointment` })),
    ...left.map((id): Breach => ({ kind: 'orphan', what: `a block on the schedule without its appointment ${id}` })),
  ]
}

/** What is wrong with one proposal on which somebody decided; nothing when it is at its end. */
export function breachesOf(one: Case): Breach[] {
  const { proposal, cards, appointments } = one
  const end = endOfCase(one)
  const said = cards.map((card) => `${card.vendor} ${card.chat}: ${endOf(card) ?? card.text.split('\n')[1]}`).join('; ')
  if (!end) return [{ kind: 'unfinished', what: `proposal ${proposal}: ${said}` }]
  const stands = appointments.length === 1 ? 'booked' : 'not booked'
  const agrees = (end === 'booked') === (stands === 'booked')
  return [
    ...(agrees ? [] : [{ kind: 'disagreement', what: `proposal ${proposal}: cards say ${end}, Genesys ${stands}` } as const]),
    ...twice(proposal, cards),
    ...wronglyTold(one, end),
  ]
}

/** In Slack a message of ours is found again, so there is never a second one in the same chat. */
function twice(proposal: string, copies: readonly Copy[]): Breach[] {
  const chats = copies.filter(({ vendor }) => vendor === 'slack').map(({ chat }) => chat)
  return chats
    .filter((chat, n) => chats.indexOf(chat) !== n)
    .map((chat) => ({ kind: 'told', what: `two messages of proposal ${proposal} in ${chat}` }))
}

/** The agent hears of a session exactly once, and of one that was taken back, if anything, that it does not take place. */
function wronglyTold({ proposal, told }: Case, end: End): Breach[] {
  const cancelled = told.filter(({ text }) => text.startsWith('Cancelled'))
  // In Teams an outdated message may stand above the one that says so.
  const clear = told.every((copy) => cancelled.includes(copy) || copy.vendor === 'teams') && cancelled.includes(told.at(-1)!)
  const right = end === 'booked' ? told.length > 0 && cancelled.length === 0 : told.length === 0 || (end === 'undone' && clear)
  const wrong: Breach[] = right
    ? []
    : [
        {
          kind: 'told',
          what: `the agent of proposal ${proposal} (${end}): ${told.map(({ text }) => text.split('\n')[0]).join('; ')}`,
        },
      ]
  return [...wrong, ...twice(proposal, told)]
}

/** Second copies in Teams, which cannot be asked whether a message stands there already: known, and counted. */
export function repeatsInTeams(ledger: readonly Entry[]): number {
  const chats = casesIn(ledger).flatMap(({ proposal, cards, told }) =>
    [...cards.map(({ vendor, chat }) => [vendor, chat, 'card']), ...told.map(({ vendor, chat }) => [vendor, chat, 'told'])]
      .filter(([vendor]) => vendor === 'teams')
      .map((each) => `${proposal} ${each.join(' ')}`),
  )
  return chats.length - new Set(chats).size
}
