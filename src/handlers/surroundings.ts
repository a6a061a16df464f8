import type { Person } from '../coaching/people.ts'
import type { Proposal } from '../coaching/proposal.ts'
import { limitMs, type Settings } from '../coaching/settings.ts'
import {
  chooseSlots,
  DAY,
  type Interval,
  MINUTE,
  type Slot,
  type SlotRules,
  type SuggestedSlot,
  type Surroundings,
  spanOf,
  within,
} from '../coaching/slot.ts'
import type { Ports } from '../ports.ts'
import { PROPOSAL } from './kinds.ts'

type Asking = Pick<Ports, 'centre' | 'calendar' | 'now' | 'house' | 'store'>

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
    passed: new Set(proposal.passed),
  }
}

/** Soon is best, and costs half as many questions as looking all the way. */
const SOON_MS = 7 * DAY
const ENOUGH = 3

/** The best three times of the next week; where there are not that many, of the whole time ahead that is set. */
export async function findSlots(ports: Asking, session: Session): Promise<Slot[]> {
  const { leadMinutes, horizonDays } = session.settings.session
  const from = ports.now() + leadMinutes * MINUTE
  const all = { from, to: from + horizonDays * DAY }
  const soon = { from, to: Math.min(all.to, from + SOON_MS) }
  const slots = await slotsWithin(ports, session, soon)
  return slots.length >= ENOUGH || soon.to === all.to ? slots : slotsWithin(ports, session, all)
}

/** Suggestions, sessions and the supervisor's calendar are asked for at once; the shifts after them, since suggestions tell where the agent is planned. */
async function slotsWithin(ports: Asking, session: Session, window: Interval): Promise<Slot[]> {
  const { settings, proposal, supervisor } = session
  const ask = { agent: proposal.agent.id, facilitator: supervisor.id, window, minutes: settings.session.minutes }
  const suggesting = ports.centre.suggestSlots(ask)
  const looking = lookAround(ports, session, { window, after: suggesting })
  const [suggested, around, held] = await Promise.all([suggesting, looking, heldElsewhere(ports, session)])
  return outsidePeaks(ports, session, { ...around, suggested }, held)
}

/** So many of a supervisor's latest proposals are looked at: an open one lives a few days. */
const LATEST = 50

/** What other open cards offer the same supervisor; free again with whatever becomes of those cards. */
async function heldElsewhere({ store }: Asking, { proposal, supervisor }: Session): Promise<Interval[]> {
  const latest = await store.find(PROPOSAL, { index: 'supervisor', key: supervisor.id, newest: true, limit: LATEST })
  const others = latest.filter(({ id, body }) => id !== proposal.id && body.state === 'open')
  return others.flatMap(({ body }) => body.slots.map(spanOf))
}

/** Peaks cost a call a day, so they are asked for only on the days that would be offered, until all of the three have been. */
async function outsidePeaks(ports: Asking, session: Session, around: Surroundings, held: readonly Interval[]): Promise<Slot[]> {
  const agent = session.proposal.agent.id
  const zone = (await ports.centre.zone(agent)) ?? ports.house.zone
  const days: Interval[] = []
  let peaks: readonly Interval[] = []
  for (;;) {
    const slots = chooseSlots({ ...around, peaks }, { ...rulesFor(ports, session), held })
    const unseen = slots.map((slot) => dayOf(slot.start, zone)).filter((day) => !days.some((seen) => within(day, seen)))
    const fresh = [...new Map(unseen.map((day) => [day.from, day])).values()]
    if (fresh.length === 0) return slots
    days.push(...fresh)
    peaks = [...peaks, ...(await Promise.all(fresh.map((day) => ports.centre.peaks(agent, day)))).flat()]
  }
}

function dayOf(at: number, zone: string): Interval {
  const start = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).startOfDay()
  return { from: start.epochMilliseconds, to: start.add({ days: 1 }).epochMilliseconds }
}

/** Everything about one chosen time, asked again at the click: the shift, the queue's peaks, sessions booked since, the calendar. */
export async function lookAgain(ports: Asking, session: Session, slot: SuggestedSlot): Promise<Surroundings> {
  const span = spanOf(slot)
  const [around, peaks] = await Promise.all([
    lookAround(ports, session, { window: span }),
    ports.centre.peaks(session.proposal.agent.id, span, true),
  ])
  return { ...around, suggested: [slot], peaks }
}

interface Look {
  readonly window: Interval
  /** The shifts are asked for once this has been answered. */
  readonly after?: Promise<unknown>
}

async function lookAround(
  ports: Asking,
  { proposal, supervisor, settings }: Session,
  { window, after }: Look,
): Promise<Surroundings> {
  const agent = proposal.agent.id
  const wide = { from: window.from - limitMs(settings), to: window.to + limitMs(settings) }
  const [shifts, appointments, calendars] = await Promise.all([
    Promise.resolve(after).then(() => ports.centre.shifts(agent, window)),
    ports.centre.appointments([agent, supervisor.id], wide),
    ports.calendar.busy([supervisor.email], window),
  ])
  return { suggested: [], shifts, peaks: [], appointments, calendar: calendars.get(supervisor.email) ?? 'unchecked' }
}
