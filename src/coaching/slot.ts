import * as z from 'zod'
import type { PersonId } from './interaction.ts'

/** Half-open: `from` belongs to it, `to` does not. Epoch milliseconds. */
export const Interval = z.strictObject({ from: z.number().int(), to: z.number().int() })
export type Interval = z.infer<typeof Interval>

export const SECOND = 1000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** Genesys's reference to the schedule a slot lies on; handed back when booking. */
export const ScheduleRef = z.strictObject({ id: z.string(), businessUnit: z.string(), weekDate: z.string() })
export type ScheduleRef = z.infer<typeof ScheduleRef>

/** A time that Genesys suggests. `spare`: agents more (or, negative, fewer) than needed once the session is booked. */
export const SuggestedSlot = z.strictObject({
  start: z.number().int(),
  minutes: z.number().int().positive(),
  spare: z.number().nullable(),
  rating: z.enum(['good', 'neutral', 'poor']).nullable(),
  schedule: ScheduleRef.nullable(),
})
export type SuggestedSlot = z.infer<typeof SuggestedSlot>

/** A suggested time that survived every check, with what speaks for it. */
export const Slot = SuggestedSlot.extend({
  /** False when a calendar could not be asked. */
  supervisorChecked: z.boolean(),
  /** The smallest share of customers answered in time that is predicted meanwhile, in percent; null when nothing is predicted. */
  level: z.number().nullable().default(null),
  /** False when the forecast of that day could not be asked. */
  foreseen: z.boolean().default(true),
  /** False when the agent has no schedule, so that only calendars and working hours were looked at. */
  scheduled: z.boolean().default(true),
})
export type Slot = z.infer<typeof Slot>

export interface Shift {
  readonly at: Interval
  /** The published schedule it stands in, where that is told. */
  readonly schedule?: ScheduleRef
  readonly activities: readonly Activity[]
}

export interface Activity {
  readonly at: Interval
  readonly kind: 'work' | 'break' | 'meal' | 'meeting' | 'time-off' | 'coaching' | 'other'
  /** Genesys's id of the appointment behind a coaching block. */
  readonly external: string | null
}

/** What is predicted for a stretch of time, for all who wait for this agent's team; percent, null = not predicted. */
export interface Prediction {
  readonly at: Interval
  /** Customers answered in time. */
  readonly level: number | null
  /** Time that agents spend talking. */
  readonly occupancy: number | null
}

/** The agent's queues as they are this minute. */
export interface Live {
  readonly waiting: number
  /** Agents who could take a customer at once. */
  readonly ready: number
}

export interface Appointment {
  readonly id: string
  readonly at: Interval
  readonly status: 'scheduled' | 'in-progress' | 'completed' | 'invalid'
  readonly attendees: readonly PersonId[]
  readonly facilitator: PersonId | null
  readonly description: string
  /** Null where Genesys does not say. */
  readonly bookedAt: number | null
}

/** When somebody is busy, by their calendars; without `checked` one of these did not answer, and they may be busy at other times too. */
export interface Busy {
  readonly times: readonly Interval[]
  readonly checked: boolean
}

/** Everything known about the time around a proposal, gathered beforehand. */
export interface Surroundings {
  readonly suggested: readonly SuggestedSlot[]
  /** The agent's own plan; 'unscheduled' = nobody plans this agent. */
  readonly shifts: readonly Shift[] | 'unscheduled'
  readonly predicted: readonly Prediction[]
  /** Times whose predictions could not be asked for. */
  readonly unforeseen: readonly Interval[]
  /** Null where it does not matter, or could not be asked. */
  readonly live: Live | null
  readonly appointments: readonly Appointment[]
  /** Everybody's calendars together. */
  readonly calendar: Busy
}

export const overlaps = (a: Interval, b: Interval): boolean => a.from < b.to && b.from < a.to
export const within = (inner: Interval, outer: Interval): boolean => inner.from >= outer.from && inner.to <= outer.to
export const spanOf = (slot: Pick<SuggestedSlot, 'start' | 'minutes'>): Interval => ({
  from: slot.start,
  to: slot.start + slot.minutes * MINUTE,
})
export const wider = ({ from, to }: Interval, by: number): Interval => ({ from: from - by, to: to + by })

/** Touching and overlapping intervals become one. */
export function merged(intervals: readonly Interval[]): Interval[] {
  const whole: Interval[] = []
  for (const { from, to } of intervals.toSorted((a, b) => a.from - b.from)) {
    const last = whole.at(-1)
    if (last && from <= last.to) whole[whole.length - 1] = { from: last.from, to: Math.max(last.to, to) }
    else whole.push({ from, to })
  }
  return whole
}

/** What lies between: everything outside the intervals, from the beginning of time to its end. */
export function gapsBetween(intervals: readonly Interval[]): Interval[] {
  const edges = merged(intervals)
  const starts = [Number.NEGATIVE_INFINITY, ...edges.map(({ to }) => to)]
  const ends = [...edges.map(({ from }) => from), Number.POSITIVE_INFINITY]
  return starts.map((from, n) => ({ from, to: ends[n]! }))
}
