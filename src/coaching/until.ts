// "until 2026-12-01", "until 14:30", "until monday": as people say how long something lasts. Pure.

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const

/** A date, a weekday (1 = Monday), a time of day, or a time on one of the former. */
export interface Until {
  readonly date: string | null
  readonly weekday: number | null
  /** "14:30"; null = as the day begins. */
  readonly time: string | null
}

const DATE = /^\d{4}-\d\d-\d\d$/
const TIME = /^([01]?\d|2[0-3]):([0-5]\d)$/

/** Undefined when it is none of these. */
export function readUntil(typed: string): Until | undefined {
  const [first = '', second, ...more] = typed.trim().toLowerCase().split(/\s+/)
  if (more.length > 0) return undefined
  if (second === undefined && TIME.test(first)) return { date: null, weekday: null, time: first.padStart(5, '0') }
  if (second !== undefined && !TIME.test(second)) return undefined
  const time = second === undefined ? null : second.padStart(5, '0')
  if (DATE.test(first)) return isDate(first) ? { date: first, weekday: null, time } : undefined
  const weekday = first.length < 3 ? 0 : WEEKDAYS.findIndex((name) => name.startsWith(first)) + 1
  return weekday === 0 ? undefined : { date: null, weekday, time }
}

function isDate(typed: string): boolean {
  try {
    return Temporal.PlainDate.from(typed, { overflow: 'reject' }).toString() === typed
  } catch {
    return false
  }
}

/** The next moment from then on that is meant, epoch ms; a time alone is today's or tomorrow's. Undefined when that is over. */
export function untilAt({ date, weekday, time }: Until, now: number, zone: string): number | undefined {
  const here = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone)
  const plainTime = Temporal.PlainTime.from(time ?? '00:00')
  const on = (day: Temporal.PlainDate) => day.toZonedDateTime({ timeZone: zone, plainTime }).epochMilliseconds
  const today = here.toPlainDate()
  if (date !== null) return after(on(Temporal.PlainDate.from(date)), now)
  const days = weekday === null ? 0 : (weekday - here.dayOfWeek + 7) % 7
  return after(on(today.add({ days })), now) ?? on(today.add({ days: days + (weekday === null ? 1 : 7) }))
}

const after = (at: number, now: number): number | undefined => (at > now ? at : undefined)
