// What must be true of the world whatever went wrong meanwhile, read from its ledger alone.
import type { Entry } from '../control.ts'
import { says } from '../said.ts'
import { type Appointment, appointmentsIn, type Case, type Copy, casesIn, type End, endOf, endOfCase, replay } from './cases.ts'

export interface Breach {
  readonly kind: 'double' | 'orphan' | 'unfinished' | 'disagreement' | 'unasked' | 'told'
  readonly what: string
}

/** Whatever is wrong, in words. `decided`: proposals on which somebody decided, which must have come to an end. */
export function breachesIn(ledger: readonly Entry[], decided: ReadonlySet<string>): Breach[] {
  const cases = casesIn(ledger)
  const { live, doubles } = replay(ledger)
  const unasked = appointmentsIn(ledger).filter(({ proposal }) => !proposal || !decided.has(proposal))
  return [
    ...doubles.map(([one, other]): Breach => ({ kind: 'double', what: `appointments ${one.id} and ${other.id}` })),
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
  const own = new Set(appointmentsIn(ledger).map(({ id }) => id))
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
  const cancelled = told.filter(({ text }) => says(text, 'session.title-cancelled'))
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
