import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { expiryOf } from '../../src/coaching/expiry.ts'
import { type Hours, OFFICE_HOURS, openings } from '../../src/coaching/hours.ts'
import { DEFAULTS, type Settings } from '../../src/coaching/settings.ts'
import { DAY, HOUR } from '../../src/coaching/slot.ts'

const BERLIN = 'Europe/Berlin'
const at = (wall: string, zone = BERLIN): number => Temporal.PlainDateTime.from(wall).toZonedDateTime(zone).epochMilliseconds
const wall = (ms: number, zone = BERLIN): string =>
  Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone).toPlainDateTime().toString({ smallestUnit: 'minute' })
const settings = (expiryDays: number, session: Partial<Settings['session']> = {}): Settings => ({
  ...DEFAULTS,
  expiryDays,
  session: { ...DEFAULTS.session, ...session },
})
const SHORT: Hours = { from: '08:00', to: '12:00', days: [6] }
const NIGHT: Hours = { from: '22:00', to: '06:00', days: [1, 2, 3, 4, 5] }
const ALWAYS: Hours = { from: '00:00', to: '00:00', days: [1, 2, 3, 4, 5, 6, 7] }

describe('an open card expires', () => {
  it.each([
    { when: 'on a Tuesday', shown: '2026-11-24T12:00', days: 3, until: '2026-11-27T12:00' },
    { when: 'over a weekend', shown: '2026-11-27T16:00', days: 1, until: '2026-11-30T16:00' },
    { when: 'on a Saturday', shown: '2026-11-28T20:00', days: 1, until: '2026-11-30T17:00' },
    { when: 'at night', shown: '2026-11-24T03:00', days: 1, until: '2026-11-24T17:00' },
    { when: 'in the evening', shown: '2026-11-24T17:00', days: 1, until: '2026-11-25T17:00' },
    { when: 'as the clocks go back', shown: '2026-10-23T10:00', days: 1, until: '2026-10-26T10:00' },
    { when: 'as they go forward', shown: '2026-03-27T10:00', days: 1, until: '2026-03-30T10:00' },
  ])('after $days working days, shown $when', ({ shown, days, until }) => {
    expect(wall(expiryOf(settings(days), at(shown), BERLIN))).toBe(until)
  })

  it.each([
    { name: 'one short day a week', hours: SHORT, shown: '2026-11-24T12:00', days: 2, until: '2026-12-05T12:00' },
    { name: 'nights', hours: NIGHT, shown: '2026-11-27T23:00', days: 1, until: '2026-11-30T23:00' },
    { name: 'around the clock', hours: ALWAYS, shown: '2026-11-24T23:00', days: 3, until: '2026-11-27T23:00' },
  ])('by the hours that are set: $name', ({ hours, shown, days, until }) => {
    expect(wall(expiryOf(settings(days, { hours }), at(shown), BERLIN))).toBe(until)
  })

  it('later by the holidays in between', () => {
    const blackouts = [
      { first: '2026-12-24', last: '2026-12-26' },
      { first: '2026-12-31', last: '2027-01-01' },
    ]
    expect(wall(expiryOf(settings(3, { blackouts }), at('2026-12-23T10:00'), BERLIN))).toBe('2026-12-30T10:00')
    const around = settings(3, { blackouts, hours: ALWAYS })
    expect(wall(expiryOf(around, at('2026-12-23T10:00'), BERLIN))).toBe('2026-12-29T10:00')
  })

  it('by the clock of the zone, wherever that is', () => {
    const shown = at('2026-11-24T12:00', 'America/New_York')
    expect(wall(expiryOf(settings(1), shown, 'America/New_York'), 'America/New_York')).toBe('2026-11-25T12:00')
  })

  it('never but in working hours, after so many days’ worth of them', () => {
    const when = fc.integer({ min: at('2026-01-01T00:00') / HOUR, max: at('2027-01-01T00:00') / HOUR }).map((hour) => hour * HOUR)
    const hours = fc.constantFrom(OFFICE_HOURS, SHORT, { ...OFFICE_HOURS, days: [2, 7] })
    fc.assert(
      fc.property(when, hours, fc.integer({ min: 1, max: 30 }), (shown, open, days) => {
        const until = expiryOf(settings(days, { hours: open }), shown, BERLIN)
        const worked = openings(open, { from: shown, to: until }, BERLIN).map(
          ({ from, to }) => Math.min(to, until) - Math.max(from, shown),
        )
        const day = open === SHORT ? 4 * HOUR : 8 * HOUR
        expect(worked.reduce((sum, one) => sum + one, 0)).toBe(days * day)
        expect(openings(open, { from: until - 1, to: until }, BERLIN)).toHaveLength(1)
        expect(until - shown).toBeLessThan((days + 1) * 7 * DAY)
      }),
      { numRuns: 60 },
    )
  })
})
