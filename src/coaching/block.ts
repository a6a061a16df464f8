import type { PersonId } from './interaction.ts'
import { DAY, HOUR, type Interval, MINUTE, type ScheduleRef } from './slot.ts'

/** What a session takes of an agent's schedule. */
export interface Block {
  /** Genesys's id of the appointment. */
  readonly appointment: string
  readonly agent: PersonId
  readonly at: Interval
  readonly schedule: ScheduleRef
}

export interface Standing {
  /** Genesys's own block for the appointment. */
  readonly genesys: boolean
  /** A block for coaching of exactly that time which no appointment stands behind: ours, or one added by hand. */
  readonly inserted: boolean
}

/** So long Genesys may take to add its own block before it is told to leave that to us. */
export const OWN_BLOCK_MS = MINUTE

/** When a schedule that Genesys did not fill by itself is looked at again, counted from the booking. */
const LOOKS = [10 * MINUTE, HOUR, 4 * HOUR, 12 * HOUR, DAY]

/** The next look, or null after the last: a day, or the start of the session, whichever is first. */
export function nextLookAtBlock({ booked, start, now }: { booked: number; start: number; now: number }): number | null {
  const end = Math.min(start, booked + DAY)
  if (now >= end) return null
  const due = LOOKS.map((after) => booked + after).find((at) => at > now) ?? end
  return Math.min(due, end)
}
