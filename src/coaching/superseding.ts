// When a proposal is not needed any more: somebody booked a session with the agent by hand while its card was open.
import { isOurs, type Proposal } from './proposal.ts'
import type { Appointment } from './slot.ts'

interface Now {
  readonly now: number
  /** No two sessions of one agent start within this many ms of each other. */
  readonly spacingMs: number
}

/**
 * The session that takes the place of the proposed one: booked by hand since the proposal was made, and held since or within the
 * window in which sessions keep their distance, counted from now. Then no time is left in that window, and a second session behind it would
 * be about calls that were talked over in the first. One booked further ahead leaves earlier times, and one that stood before the rough calls was
 * not booked because of them: then the card goes on, with times at a distance.
 */
export function supersededBy({ agent, proposedAt }: Proposal, all: readonly Appointment[], at: Now): Appointment | undefined {
  return all.find(
    ({ attendees, status, description, bookedAt, at: { from } }) =>
      attendees.includes(agent.id) &&
      status !== 'invalid' &&
      !isOurs(description) &&
      (bookedAt ?? 0) > proposedAt &&
      from > proposedAt &&
      from <= at.now + at.spacingMs,
  )
}
