import { describe, expect, it } from 'vitest'
import { readUntil, untilAt } from '../../src/coaching/until.ts'

/** A Tuesday, 15:00 in Berlin. */
const NOW = Date.parse('2026-11-24T14:00:00Z')
const at = (typed: string, zone = 'Europe/Berlin') => {
  const until = readUntil(typed)
  const found = until && untilAt(until, NOW, zone)
  return found && new Date(found).toISOString()
}

describe('until', () => {
  it.each([
    ['2026-12-01', '2026-11-30T23:00:00.000Z'],
    ['2026-12-01 8:30', '2026-12-01T07:30:00.000Z'],
    ['17:00', '2026-11-24T16:00:00.000Z'],
    ['9:00', '2026-11-25T08:00:00.000Z'],
    ['monday', '2026-11-29T23:00:00.000Z'],
    ['Tue', '2026-11-30T23:00:00.000Z'],
    ['tue 16:00', '2026-11-24T15:00:00.000Z'],
    ['fri 07:00', '2026-11-27T06:00:00.000Z'],
    // The clocks change in between.
    ['2027-04-01', '2027-03-31T22:00:00.000Z'],
  ])('"%s" is %s', (typed, instant) => expect(at(typed)).toBe(instant))

  it.each(['', 'tomorrow or so', '2026-02-30', '2026-11-01', '25:00', 'mo', '17:00 monday', '2026-12-01 8'])(
    '"%s" is no time to come',
    (typed) => expect(at(typed)).toBeUndefined(),
  )

  it('is read in the zone of whoever types it', () => {
    expect(at('17:00', 'America/New_York')).toBe('2026-11-24T22:00:00.000Z')
  })
})
