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

/** A suggested time that survived every check; `supervisorFree` is false when the calendar could not be asked. */
export const Slot = SuggestedSlot.extend({ supervisorChecked: z.boolean() })
export type Slot = z.infer<typeof Slot>

export interface Shift {
  readonly at: Interval
  readonly activities: readonly Activity[]
}

export interface Activity {
  readonly at: Interval
  readonly kind: 'work' | 'break' | 'meal' | 'meeting' | 'time-off' | 'coaching' | 'other'
  /** Genesys's id of the appointment behind a coaching block. */
  readonly external: string | null
}

export interface Appointment {
  readonly id: string
  readonly at: Interval
  readonly status: 'scheduled' | 'in-progress' | 'completed' | 'invalid'
  readonly attendees: readonly PersonId[]
  readonly facilitator: PersonId | null
  readonly description: string
}

/** Everything known about the time around a proposal, gathered beforehand. */
export interface Surroundings {
  readonly suggested: readonly SuggestedSlot[]
  readonly shifts: readonly Shift[]
  readonly peaks: readonly Interval[]
  readonly appointments: readonly Appointment[]
  /** The supervisor's calendar; 'unchecked' = it could not be asked. */
  readonly calendar: readonly Interval[] | 'unchecked'
}

export interface SlotRules {
  readonly agent: PersonId
  readonly now: number
  /** No slot starts earlier than this many ms from now. */
  readonly leadMs: number
  /** Starts that were offered and passed over: not offered again, but fine when chosen all the same. */
  readonly passed?: ReadonlySet<number>
  /** Times that stand on other open cards of the same supervisor: not offered a second time. */
  readonly held?: readonly Interval[]
  /** No session of the same agent starts within this many ms of another's start. */
  readonly spacingMs: number
}

export const overlaps = (a: Interval, b: Interval): boolean => a.from < b.to && b.from < a.to
export const within = (inner: Interval, outer: Interval): boolean => inner.from >= outer.from && inner.to <= outer.to
export const spanOf = (slot: Pick<SuggestedSlot, 'start' | 'minutes'>): Interval => ({
  from: slot.start,
  to: slot.start + slot.minutes * MINUTE,
})

export type Refusal =
  | 'past'
  | 'outside-shift'
  | 'agent-busy'
  | 'peak'
  | 'supervisor-busy'
  | 'appointment'
  | 'too-close'
  | 'understaffed'

/** Why a time does not serve, or undefined when it does. The same rules choose slots and check one again at the click. */
export function refusal(slot: SuggestedSlot, around: Surroundings, rules: SlotRules): Refusal | undefined {
  const span = spanOf(slot)
  const shift = around.shifts.find(({ at }) => within(span, at))
  if (span.from < rules.now + rules.leadMs) return 'past'
  if (!shift) return 'outside-shift'
  if (shift.activities.some((activity) => activity.kind !== 'work' && overlaps(activity.at, span))) return 'agent-busy'
  if (around.peaks.some((peak) => overlaps(peak, span))) return 'peak'
  if (slot.spare !== null && slot.spare < 0) return 'understaffed'
  if (around.calendar !== 'unchecked' && around.calendar.some((busy) => overlaps(busy, span))) return 'supervisor-busy'
  return sessionRefusal(span, around.appointments, rules)
}

function sessionRefusal(span: Interval, appointments: readonly Appointment[], rules: SlotRules): Refusal | undefined {
  const live = appointments.filter(({ status }) => status !== 'invalid')
  if (live.some(({ at }) => overlaps(at, span))) return 'appointment'
  const own = live.filter(({ attendees }) => attendees.includes(rules.agent))
  return own.some(({ at }) => Math.abs(at.from - span.from) < rules.spacingMs) ? 'too-close' : undefined
}

const isFree = (slot: SuggestedSlot, { passed, held = [] }: SlotRules): boolean =>
  !passed?.has(slot.start) && !held.some((other) => overlaps(other, spanOf(slot)))

/**
 * The best three of Genesys's suggestions that survive every rule: most agents to spare first, then the earlier one; at most one
 * per half day, so that the three are a real choice, as long as there are enough half days. Answered in order of time.
 */
export function chooseSlots(around: Surroundings, rules: SlotRules, wanted = 3): Slot[] {
  const fit = around.suggested
    .filter((slot) => isFree(slot, rules) && refusal(slot, around, rules) === undefined)
    .toSorted((a, b) => (b.spare ?? 0) - (a.spare ?? 0) || a.start - b.start)
  const chosen: SuggestedSlot[] = []
  for (const apart of [DAY / 4, HOUR, 0]) {
    for (const slot of fit) {
      if (chosen.length === wanted) break
      const clear = chosen.every((other) => Math.abs(other.start - slot.start) >= Math.max(apart, slot.minutes * MINUTE))
      if (clear && !chosen.includes(slot)) chosen.push(slot)
    }
  }
  const supervisorChecked = around.calendar !== 'unchecked'
  return chosen.toSorted((a, b) => a.start - b.start).map((slot) => ({ ...slot, supervisorChecked }))
}
