import * as fc from 'fast-check'
import { DateTime } from 'luxon'
import { describe, expect, it } from 'vitest'
import {
  blackedOut,
  Dates,
  type Hours,
  halfDays,
  nextOpen,
  OFFICE_HOURS,
  openings,
  readBlackouts,
  readHours,
  sayBlackouts,
} from '../../src/coaching/hours.ts'
import { DAY, HOUR, type Interval, MINUTE, merged } from '../../src/coaching/slot.ts'

const ZONES = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Africa/Casablanca'] as const
const utc = (text: string): number => Date.parse(`${text}Z`)
const iso = ({ from, to }: Interval) => `${new Date(from).toISOString().slice(0, 16)}/${new Date(to).toISOString().slice(0, 16)}`
const weekOf = (monday: string): Interval => ({ from: utc(`${monday}T00:00`), to: utc(`${monday}T00:00`) + 7 * DAY })

describe('working hours', () => {
  it('are those days and times in that zone, wherever the clocks stand', () => {
    const found = openings(OFFICE_HOURS, { from: utc('2026-10-23T12:00'), to: utc('2026-10-26T12:00') }, 'Europe/Berlin')
    expect(found.map(iso)).toEqual(['2026-10-23T07:00/2026-10-23T15:00', '2026-10-26T08:00/2026-10-26T16:00'])
  })

  it.each([
    { at: '2026-11-24T10:00', opens: '2026-11-24T10:00' },
    { at: '2026-11-24T06:00', opens: '2026-11-24T08:00' },
    { at: '2026-11-24T16:00', opens: '2026-11-25T08:00' },
    { at: '2026-11-27T18:00', opens: '2026-11-30T08:00' },
    { at: '2026-10-23T18:00', opens: '2026-10-26T08:00' },
  ])('at $at (UTC) they are next open at $opens, in Berlin', ({ at, opens }) => {
    expect(nextOpen(OFFICE_HOURS, utc(at), 'Europe/Berlin')).toBe(utc(opens))
  })

  it('may last over midnight, into a day that is not named', () => {
    const night = { from: '22:00', to: '06:00', days: [5] }
    expect(openings(night, weekOf('2026-11-23'), 'UTC').map(iso)).toEqual(['2026-11-27T22:00/2026-11-28T06:00'])
    expect(openings(night, { from: utc('2026-11-28T01:00'), to: utc('2026-11-28T02:00') }, 'UTC')).toHaveLength(1)
  })

  it('around the clock are one stretch', () => {
    const always = { from: '00:00', to: '00:00', days: [1, 2, 3, 4, 5, 6, 7] }
    expect(openings(always, weekOf('2026-11-23'), 'Africa/Casablanca')).toHaveLength(1)
  })

  it('that begin in the hour the clocks skip begin when it is over', () => {
    const early = { from: '02:30', to: '04:00', days: [7] }
    expect(openings(early, weekOf('2026-03-23'), 'Europe/Berlin').map(iso)).toEqual(['2026-03-29T01:30/2026-03-29T02:00'])
  })
})

describe('a blackout of dates', () => {
  it('takes whole days in that zone, both included', () => {
    const christmas = Dates.parse({ first: '2026-12-24', last: '2026-12-26' })
    expect(
      blackedOut(christmas, { from: utc('2026-12-25T00:00'), to: utc('2026-12-25T01:00') }, 'America/New_York').map(iso),
    ).toEqual(['2026-12-24T05:00/2026-12-27T05:00'])
    expect(blackedOut(christmas, weekOf('2026-11-23'), 'America/New_York')).toEqual([])
  })
})

describe('what admins type', () => {
  it.each([
    ['9-17', 'mon-fri 09:00-17:00'],
    ['9:30-17:45', 'mon-fri 09:30-17:45'],
    ['sat,sun 10-14', 'sat,sun 10:00-14:00'],
    ['fri-mon 22-6', 'mon,fri,sat,sun 22:00-06:00'],
    ['tuesday 8-24', 'tue 08:00-00:00'],
    ['2026-12-24..2026-12-26 and 12-13', '2026-12-24..2026-12-26 and mon-fri 12:00-13:00'],
    ['2026-12-24', '2026-12-24'],
  ])('%s is understood', (typed, said) => {
    const read = readBlackouts(typed)
    expect(sayBlackouts(read!)).toBe(said)
    expect(readBlackouts(said)).toEqual(read)
  })

  it.each([
    '',
    '9',
    '25-26',
    '9-17:60',
    'mon-fri',
    'someday 9-17',
    'mon,mon 9-17',
    '2026-13-01',
    '2026-12-26..2026-12-24',
    '9-17 and',
  ])('"%s" is not', (typed) => {
    expect(readBlackouts(typed)).toBeUndefined()
    expect(readHours(typed)).toBeUndefined()
  })
})

/** Days around which clocks are changed somewhere, and others. */
const SOME_DAYS = [
  '2026-03-08',
  '2026-03-29',
  '2026-04-05',
  '2026-10-04',
  '2026-10-25',
  '2026-11-01',
  '2027-02-07',
  '2026-03-22',
  '2026-07-01',
]

describe('a second library of dates agrees', () => {
  const time = fc
    .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom(0, 15, 30, 45))
    .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`)
  const hours = fc.record({ from: time, to: time, days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }) })
  const window = fc
    .tuple(fc.constantFrom(...SOME_DAYS), fc.integer({ min: -72, max: 72 }), fc.integer({ min: 1, max: 24 * 16 }))
    .map(([day, off, length]) => ({ from: utc(`${day}T00:00`) + off * HOUR, to: utc(`${day}T00:00`) + (off + length) * HOUR }))

  function elsewhere({ from, to, days }: Hours, around: Interval, zone: string): Interval[] {
    const at = (day: DateTime, clock: string) => {
      const [hour, minute] = clock.split(':').map(Number)
      return day.set({ hour: hour!, minute: minute! }).toMillis()
    }
    const found: Interval[] = []
    for (let n = -2; n * DAY < around.to - around.from + 2 * DAY; n += 1) {
      const day = DateTime.fromMillis(around.from, { zone }).startOf('day').plus({ days: n })
      const span = { from: at(day, from), to: at(to <= from ? day.plus({ days: 1 }) : day, to) }
      if (days.includes(day.weekday) && span.from < span.to && span.from < around.to && span.to > around.from) found.push(span)
    }
    return merged(found)
  }

  it.each(ZONES)('on working hours in %s', (zone) => {
    fc.assert(
      fc.property(hours, window, (of, around) => {
        expect(openings(of, around, zone)).toEqual(elsewhere(of, around, zone))
      }),
      { numRuns: 400 },
    )
  })

  it.each(ZONES)('on the halves of days in %s', (zone) => {
    fc.assert(
      fc.property(window, (around) => {
        const edges = halfDays(around, zone)
        for (const [n, edge] of edges.entries()) {
          const there = DateTime.fromMillis(edge, { zone })
          expect([there.hour, there.minute]).toEqual([n % 2 === 0 ? 0 : 12, 0])
        }
        expect(edges[0]!).toBeLessThanOrEqual(around.from)
        expect(edges.at(-1)! + 13 * HOUR).toBeGreaterThan(around.to - MINUTE)
      }),
    )
  })
})
