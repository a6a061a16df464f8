// When a booked session must be looked at again.
import type { Proposal } from './proposal.ts'
import { HOUR, SECOND } from './slot.ts'
import { isWished } from './wish.ts'

/** Genesys adds the block to the schedule in its own time: usually at once, so it is looked for soon, then less and less often. */
const LOOK_FIRST_MS = SECOND / 4
const LOOK_LAST_MS = 8 * SECOND
/** Where no other time was found, times are asked for again this often. */
const LOOK_AGAIN_MS = HOUR

/** When a booked session must be looked at again; undefined when nothing more can become of it. */
export function nextLook(body: Proposal, now: number): number | undefined {
  const { appointment, undoUntil, answersUntil } = body
  const times = [
    ...(appointment?.scheduled === 'pending' ? [now + pauseAfter(now - appointment.at)] : []),
    ...[undoUntil, answersUntil, appointment?.look ?? null].filter((until) => until !== null),
    ...(isWished(body) ? [timesNeededAt(body)] : []),
  ]
  return times.length > 0 ? Math.min(...times) : undefined
}

const pauseAfter = (waited: number): number => Math.min(LOOK_LAST_MS, Math.max(LOOK_FIRST_MS, Math.round(waited / 2)))

/** At once, and again when the first of those offered has passed. */
export function timesNeededAt({ offeredAt, slots }: Proposal): number {
  if (offeredAt === null) return 0
  return slots.length > 0 ? Math.min(...slots.map(({ start }) => start)) : offeredAt + LOOK_AGAIN_MS
}
