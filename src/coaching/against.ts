// What speaks against a time: the hard rules, each written once. They choose the times on a card and judge one again at the click.
import { type Blackout, blackedOut, type Hours, OFFICE_HOURS, openings } from './hours.ts'
import type { PersonId } from './interaction.ts'
import {
  type Activity,
  type Appointment,
  DAY,
  gapsBetween,
  HOUR,
  type Interval,
  type Live,
  MINUTE,
  overlaps,
  type Prediction,
  type SuggestedSlot,
  type Surroundings,
  spanOf,
  wider,
} from './slot.ts'

export interface SlotRules {
  readonly agent: PersonId
  /** The appointment that a new time would replace, so that it need not keep away from it; null when there is none. */
  readonly replaces: string | null
  readonly now: number
  /** No slot starts earlier than this many ms from now, */
  readonly leadMs: number
  /** nor later than this many. */
  readonly horizonMs: number
  /** No session of the same agent starts within this many ms of another's start. */
  readonly spacingMs: number
  /** So many agents more than needed must be left. */
  readonly margin: number
  /** So far from the beginning and the end of a shift. */
  readonly edgeMs: number
  /** Whether a slot may touch a break or a meal. */
  readonly besideBreak: boolean
  /** Null = any time of the shift; without a schedule, office hours. */
  readonly hours: Hours | null
  readonly blackouts: readonly Blackout[]
  /** IANA zone of hours and blackouts. */
  readonly zone: string
}

export const REFUSALS = [
  'off-grid',
  'past',
  'too-far',
  'outside-shift',
  'agent-busy',
  'outside-hours',
  'blackout',
  'peak',
  'queue-full',
  'understaffed',
  'supervisor-busy',
  'appointment',
  'too-close',
  'shift-edge',
  'beside-break',
] as const
export type Refusal = (typeof REFUSALS)[number]

/** Schedules everywhere are drawn in quarters of an hour, and so are sessions; none lasts longer than an hour. */
export const GRID_MS = 15 * MINUTE
const LONGEST_MINUTES = 60
/** Genesys plans six weeks ahead. */
export const FARTHEST_MS = 42 * DAY

/** Contact centres plan for 80 % answered in time; ten points below, one person fewer is felt by those who wait. */
export const LEVEL_FLOOR = 70
/** Above this share of talking time people get no breath between calls, which planners treat as the bearable maximum. */
const OCCUPANCY_CEILING = 88
/** A queue that is too full now is expected to be so for a while. */
export const LIVE_MS = 2 * HOUR

/** Something that rules out every slot it overlaps. */
export interface Block {
  readonly why: Refusal
  readonly at: Interval
}

/** Everything that stands in the way of somebody, in the order of REFUSALS for the same time. Covers at least the window. */
export function blocks(around: Surroundings, rules: SlotRules, window: Interval): Block[] {
  const { now, zone } = rules
  const because = (why: Refusal, at: readonly Interval[]): Block[] => at.map((each) => ({ why, at: each }))
  const open = hoursOf(around, rules)
  return [
    ...planned(around.shifts, rules),
    ...(open
      ? because('outside-hours', outside(openings(open, window, zone), around.shifts === 'unscheduled' ? rules.edgeMs : 0))
      : []),
    ...because(
      'blackout',
      rules.blackouts.flatMap((each) => blackedOut(each, window, zone)),
    ),
    ...because(
      'peak',
      around.predicted.filter(isPeak).map(({ at }) => at),
    ),
    ...because('queue-full', isFull(around.live) ? [{ from: now, to: now + LIVE_MS }] : []),
    ...because('supervisor-busy', around.calendar.times),
    ...because(
      'appointment',
      around.appointments.filter(isLive).map(({ at }) => at),
    ),
  ]
}

/** Without a shift, working hours have its edges. */
const outside = (open: readonly Interval[], edgeMs: number): Interval[] => gapsBetween(open).map((gap) => wider(gap, edgeMs))

const hoursOf = ({ shifts }: Surroundings, { hours }: SlotRules): Hours | null =>
  hours ?? (shifts === 'unscheduled' ? OFFICE_HOURS : null)

/** Outside the shift, something else planned in it, and what is too near to its ends or to a break. */
function planned(shifts: Surroundings['shifts'], { edgeMs, besideBreak }: SlotRules): Block[] {
  if (shifts === 'unscheduled') return []
  const around = gapsBetween(shifts.map(({ at }) => at))
  const activities = shifts.flatMap((shift) => shift.activities)
  const busy = activities.filter(({ kind }) => kind !== 'work')
  return [
    ...around.map((at): Block => ({ why: 'outside-shift', at })),
    ...busy.map(({ kind, at }): Block => ({ why: kind === 'coaching' ? 'appointment' : 'agent-busy', at })),
    ...(edgeMs > 0 ? around.map((at): Block => ({ why: 'shift-edge', at: wider(at, edgeMs) })) : []),
    ...(besideBreak ? [] : activities.filter(isRest).map(({ at }): Block => ({ why: 'beside-break', at: wider(at, GRID_MS) }))),
  ]
}

const isRest = ({ kind }: Activity): boolean => kind === 'break' || kind === 'meal'
const isLive = ({ status }: Appointment): boolean => status !== 'invalid'

/** Whether customers would feel one person fewer. */
export const isPeak = ({ level, occupancy }: Omit<Prediction, 'at'>): boolean =>
  (level ?? LEVEL_FLOOR) < LEVEL_FLOOR || (occupancy ?? 0) > OCCUPANCY_CEILING

/** More customers wait than could be answered at once. */
const isFull = (live: Live | null): boolean => live !== null && live.waiting > live.ready

/** What is wrong with a slot whatever else happens then. */
export function ownRefusal(slot: Omit<SuggestedSlot, 'schedule' | 'rating'>, rules: SlotRules): Refusal | undefined {
  const { start, minutes, spare } = slot
  if (start % GRID_MS !== 0 || minutes > LONGEST_MINUTES || (minutes * MINUTE) % GRID_MS !== 0) return 'off-grid'
  if (start < rules.now + rules.leadMs) return 'past'
  if (start > rules.now + Math.min(rules.horizonMs, FARTHEST_MS)) return 'too-far'
  return spare !== null && spare < rules.margin ? 'understaffed' : undefined
}

/** The starts of the agent's other sessions, from which a new one must keep its distance. */
export const sessionsOf = ({ appointments }: Surroundings, { agent, replaces }: SlotRules): number[] =>
  appointments.filter((each) => isLive(each) && each.attendees.includes(agent) && each.id !== replaces).map(({ at }) => at.from)

/** Why a time does not serve, or undefined when it does; of several reasons, the first of REFUSALS. */
export function refusal(slot: SuggestedSlot, around: Surroundings, rules: SlotRules): Refusal | undefined {
  const span = spanOf(slot)
  const found = new Set(blocks(around, rules, span).flatMap(({ why, at }) => (overlaps(at, span) ? [why] : [])))
  const own = ownRefusal(slot, rules)
  if (own) found.add(own)
  if (sessionsOf(around, rules).some((start) => Math.abs(start - slot.start) < rules.spacingMs)) found.add('too-close')
  return REFUSALS.find((why) => found.has(why))
}

/** The same rules for a time that somebody has chosen: how near it is to a break is theirs to judge, and an open card never starts too soon. */
export const chosen = (rules: SlotRules): SlotRules => ({ ...rules, leadMs: 0, edgeMs: 0, besideBreak: true })
