import { describe, expect, it } from 'vitest'
import { PersonId } from '../../src/coaching/interaction.ts'
import { type Appointment, DAY, HOUR, MINUTE } from '../../src/coaching/slot.ts'
import { supersededBy } from '../../src/coaching/superseding.ts'
import { proposal, TUESDAY } from './proposals.ts'

const proposedAt = TUESDAY - DAY
const at = { now: TUESDAY, spacingMs: 7 * DAY }

function session(from: number, changed: Partial<Appointment> = {}): Appointment {
  return {
    id: 'a1',
    at: { from, to: from + 30 * MINUTE },
    status: 'scheduled',
    attendees: [PersonId.parse('anaberg')],
    facilitator: null,
    description: '',
    bookedAt: proposedAt + HOUR,
    ...changed,
  }
}

describe('a proposal is superseded', () => {
  it.each([
    { what: 'a session tomorrow', found: session(TUESDAY + DAY), gone: true },
    { what: 'one at the end of the window', found: session(TUESDAY + 7 * DAY), gone: true },
    { what: 'one that was held meanwhile', found: session(TUESDAY - HOUR, { status: 'completed' }), gone: true },
    { what: 'one behind the window, which leaves earlier times', found: session(TUESDAY + 7 * DAY + 1), gone: false },
    { what: 'one from before the proposal', found: session(TUESDAY + DAY, { bookedAt: proposedAt - 1 }), gone: false },
    { what: 'one of which nobody knows since when it stands', found: session(TUESDAY + DAY, { bookedAt: null }), gone: false },
    { what: 'one that is not on any schedule', found: session(TUESDAY + DAY, { status: 'invalid' }), gone: false },
    { what: 'one of a colleague', found: session(TUESDAY + DAY, { attendees: [PersonId.parse('ben')] }), gone: false },
    { what: 'one of our own', found: session(TUESDAY + DAY, { description: 'Two\nHalftime ref 8e5c1f00' }), gone: false },
  ])('by $what: $gone', ({ found, gone }) => {
    expect(supersededBy(proposal({ proposedAt }), [found], at)).toBe(gone ? found : undefined)
  })
})
