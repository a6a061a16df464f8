// Working hours and blackouts: times of day on some days of the week, or whole dates, in somebody's zone.
import * as z from 'zod'
import { DAY, type Interval, merged } from './slot.ts'

const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)

/** "09:00" to "17:30" on these days (1 = Monday … 7 = Sunday); ending at or before its beginning, it lasts into the next day. */
export const Hours = z.strictObject({
  from: TimeOfDay,
  to: TimeOfDay,
  days: z.array(z.number().int().min(1).max(7)).min(1).max(7),
})
export type Hours = z.infer<typeof Hours>

/** Dates from the first to the last, both included. */
export const Dates = z.strictObject({ first: z.iso.date(), last: z.iso.date() })
export type Dates = z.infer<typeof Dates>

export const Blackout = z.union([Hours, Dates])
export type Blackout = z.infer<typeof Blackout>

/** Where nothing else is known: Monday to Friday, nine to five. */
export const OFFICE_HOURS: Hours = { from: '09:00', to: '17:00', days: [1, 2, 3, 4, 5] }

/** When those hours are, as far as they touch the window; in order, none touching another. */
export function openings(hours: Hours, window: Interval, zone: string): Interval[] {
  const overnight = hours.to <= hours.from ? 1 : 0
  const found: Interval[] = []
  const last = dateAt(window.to, zone)
  for (
    let day = dateAt(window.from, zone).subtract({ days: 1 });
    Temporal.PlainDate.compare(day, last) <= 0;
    day = day.add({ days: 1 })
  ) {
    if (!hours.days.includes(day.dayOfWeek)) continue
    const at = { from: instantOf(day, hours.from, zone), to: instantOf(day.add({ days: overnight }), hours.to, zone) }
    if (at.from < at.to && at.from < window.to && at.to > window.from) found.push(at)
  }
  return merged(found)
}

/** The earliest moment from then on that lies in these hours. */
export function nextOpen(hours: Hours, at: number, zone: string): number {
  const [next] = openings(hours, { from: at, to: at + 8 * DAY }, zone)
  return Math.max(at, next?.from ?? at)
}

/** When a blackout is, as far as it touches the window. */
export function blackedOut(blackout: Blackout, window: Interval, zone: string): Interval[] {
  if (!('first' in blackout)) return openings(blackout, window, zone)
  const from = instantOf(Temporal.PlainDate.from(blackout.first), '00:00', zone)
  const to = instantOf(Temporal.PlainDate.from(blackout.last).add({ days: 1 }), '00:00', zone)
  return from < window.to && to > window.from ? [{ from, to }] : []
}

/** The instants at which a morning or an afternoon begins, from the day of `from` on until after `to`. */
export function halfDays({ from, to }: Interval, zone: string): number[] {
  const edges: number[] = []
  const last = dateAt(to, zone)
  for (let day = dateAt(from, zone); Temporal.PlainDate.compare(day, last) <= 0; day = day.add({ days: 1 }))
    edges.push(instantOf(day, '00:00', zone), instantOf(day, '12:00', zone))
  return edges
}

/** The whole day around an instant. */
export function dayOf(at: number, zone: string): Interval {
  const day = dateAt(at, zone)
  return { from: instantOf(day, '00:00', zone), to: instantOf(day.add({ days: 1 }), '00:00', zone) }
}

/** The date there at an instant: "2026-11-24". */
export const dateOf = (at: number, zone: string): string => dateAt(at, zone).toString()

const dateAt = (at: number, zone: string): Temporal.PlainDate =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate()

const instantOf = (day: Temporal.PlainDate, time: string, zone: string): number =>
  day.toZonedDateTime({ timeZone: zone, plainTime: Temporal.PlainTime.from(time) }).epochMilliseconds

/** As people type them: "9-17:30", "mon-fri 9:00-17:30", "sat,sun 10-14". Undefined when it is none of these. */
export function readHours(typed: string): Hours | undefined {
  const found = /^(?:([a-z,-]+)\s+)?(\d{1,2}(?::\d\d)?)\s*-\s*(\d{1,2}(?::\d\d)?)$/.exec(typed.trim())
  if (!found) return undefined
  const [, days = 'mon-fri', from = '', to = ''] = found
  const parsed = Hours.safeParse({ from: timeOf(from), to: timeOf(to), days: days.split(',').flatMap(daysOf).toSorted() })
  return parsed.success && new Set(parsed.data.days).size === parsed.data.days.length ? parsed.data : undefined
}

/** The same as hours, or dates: "2026-12-24..2026-12-26", "2026-12-24". */
export function readBlackout(typed: string): Blackout | undefined {
  const [, first, last = first] = /^(\d{4}-\d\d-\d\d)(?:\.\.(\d{4}-\d\d-\d\d))?$/.exec(typed.trim()) ?? []
  if (first === undefined) return readHours(typed)
  const parsed = Dates.safeParse({ first, last })
  return parsed.success && parsed.data.first <= parsed.data.last ? parsed.data : undefined
}

/** Several, joined by "and". */
export function readBlackouts(typed: string): Blackout[] | undefined {
  const all = typed.split(/\s+and\s+/).map(readBlackout)
  return all.every((each) => each !== undefined) ? all : undefined
}

/** What `readBlackouts` reads back; null when there are none. */
export const sayBlackouts = (all: readonly Blackout[]): string | null =>
  all.length > 0 ? all.map(sayBlackout).join(' and ') : null

const timeOf = (typed: string): string => {
  const [hour = '', minute = '00'] = typed.split(':')
  return `${hour.padStart(2, '0')}:${minute}`.replace(/^24:00$/, '00:00')
}

/** "mon-fri" or "sat"; whatever is no day is 0, which no hours allow. */
function daysOf(typed: string): number[] {
  const [first, last = first] = typed.split('-').map((day) => WEEKDAYS.findIndex((name) => day.startsWith(name)) + 1)
  if (!first || !last || typed.split('-').length > 2) return [0]
  return Array.from({ length: ((last - first + 7) % 7) + 1 }, (_, n) => ((first - 1 + n) % 7) + 1)
}

/** "mon-fri 09:00-17:30", "2026-12-24..2026-12-26": what `readBlackout` reads back. */
export function sayBlackout(blackout: Blackout): string {
  if ('first' in blackout) return blackout.first === blackout.last ? blackout.first : `${blackout.first}..${blackout.last}`
  return `${sayDays(blackout.days)} ${blackout.from}-${blackout.to}`
}

function sayDays(days: readonly number[]): string {
  const [first, last] = [days[0]!, days.at(-1)!]
  const name = (day: number) => WEEKDAYS[day - 1]!
  return days.length > 2 && last - first === days.length - 1 ? `${name(first)}-${name(last)}` : days.map(name).join(',')
}
