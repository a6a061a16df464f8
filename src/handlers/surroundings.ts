import type { Person } from '../coaching/people.ts'
import type { Proposal } from '../coaching/proposal.ts'
import { limitMs, type Settings } from '../coaching/settings.ts'
import { DAY, type Interval, MINUTE, type SlotRules, type SuggestedSlot, type Surroundings, spanOf } from '../coaching/slot.ts'
import type { Ports } from '../ports.ts'

type Asking = Pick<Ports, 'centre' | 'calendar' | 'now'>

export interface Session {
  readonly proposal: Proposal
  readonly supervisor: Person
  readonly settings: Settings
}

/** The rules a slot of this session must keep, at this moment. */
export function rulesFor(ports: Pick<Ports, 'now'>, { proposal, settings }: Session): SlotRules {
  return {
    agent: proposal.agent.id,
    now: ports.now(),
    leadMs: settings.session.leadMinutes * MINUTE,
    spacingMs: limitMs(settings),
  }
}

/** Everything around the next days, asked at once: suggestions, shifts, peaks, sessions already booked, the supervisor's calendar. */
export async function lookAround(ports: Asking, session: Session): Promise<Surroundings> {
  const { settings, proposal, supervisor } = session
  const from = ports.now() + settings.session.leadMinutes * MINUTE
  const window = { from, to: from + settings.session.horizonDays * DAY }
  const ask = { agent: proposal.agent.id, facilitator: supervisor.id, window, minutes: settings.session.minutes }
  return around(ports, { session, window, suggested: ports.centre.suggestSlots(ask) })
}

/** The same for one chosen slot, asked again at the click: the shift, the queue's peaks, sessions booked since, the calendar. */
export async function lookAgain(ports: Asking, session: Session, slot: SuggestedSlot): Promise<Surroundings> {
  const span = spanOf(slot)
  return around(ports, { session, window: span, suggested: Promise.resolve([slot]) })
}

interface Look {
  readonly session: Session
  readonly window: Interval
  readonly suggested: Promise<readonly SuggestedSlot[]>
}

async function around(ports: Asking, { session, window, suggested }: Look): Promise<Surroundings> {
  const { proposal, supervisor, settings } = session
  const agent = proposal.agent.id
  const wide = { from: window.from - limitMs(settings), to: window.to + limitMs(settings) }
  const [suggestions, shifts, peaks, appointments, calendars] = await Promise.all([
    suggested,
    ports.centre.shifts(agent, window),
    ports.centre.peaks(agent, window),
    ports.centre.appointments([agent, supervisor.id], wide),
    ports.calendar.busy([supervisor.email], window),
  ])
  return { suggested: suggestions, shifts, peaks, appointments, calendar: calendars.get(supervisor.email) ?? 'unchecked' }
}
