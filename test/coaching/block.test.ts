import { expect, it } from 'vitest'
import { nextLookAtBlock } from '../../src/coaching/block.ts'
import { DAY, HOUR, MINUTE } from '../../src/coaching/slot.ts'

it.each([
  { now: MINUTE, start: 9 * DAY, next: 10 * MINUTE },
  { now: 10 * MINUTE, start: 9 * DAY, next: HOUR },
  { now: 5 * HOUR, start: 9 * DAY, next: 12 * HOUR },
  { now: 12 * HOUR, start: 9 * DAY, next: DAY },
  { now: DAY, start: 9 * DAY, next: null },
  { now: 2 * HOUR, start: 3 * HOUR, next: 3 * HOUR },
  { now: 3 * HOUR, start: 3 * HOUR, next: null },
])('$now ms after a booking, with the session at $start, the next look is at $next', ({ next, ...when }) => {
  expect(nextLookAtBlock({ booked: 0, ...when })).toBe(next)
})
