// Until when an open card waits for an answer, counted in hours at which somebody could give it.
import { blackedOut, type Hours, OFFICE_HOURS, openings } from './hours.ts'
import type { Settings } from './settings.ts'
import { DAY, gapsBetween, HOUR, type Interval, MINUTE } from './slot.ts'

/** Holidays put an expiry off; so many weeks of them are looked past. */
const SPARE_WEEKS = 10

/**
 * When a card expires that is shown `from` then on: once as many working days' worth of working hours have passed. Nights, weekends and
 * dates on which no session is held do not count, so it never runs out while nobody could have looked. `zone`: the agent's unit's.
 */
export function expiryOf({ session, expiryDays }: Settings, from: number, zone: string): number {
  const hours = session.hours ?? OFFICE_HOURS
  const window = { from, to: from + (expiryDays + SPARE_WEEKS) * 7 * DAY }
  const holidays = session.blackouts.flatMap((each) => ('first' in each ? blackedOut(each, window, zone) : []))
  let left = expiryDays * lengthOf(hours)
  for (const at of shared(openings(hours, window, zone), gapsBetween(holidays))) {
    const begins = Math.max(at.from, from)
    if (at.to - begins >= left) return begins + left
    left -= at.to - begins
  }
  return window.to
}

/** What lies in both; each list in order. */
const shared = (some: readonly Interval[], others: readonly Interval[]): Interval[] =>
  some
    .flatMap((one) => others.map((other) => ({ from: Math.max(one.from, other.from), to: Math.min(one.to, other.to) })))
    .filter(({ from, to }) => from < to)

/** How long a working day is: 9:00 to 17:00, eight hours; from and to the same time, the whole day. */
function lengthOf({ from, to }: Hours): number {
  const length = timeOf(to) - timeOf(from)
  return length > 0 ? length : length + DAY
}

function timeOf(clock: string): number {
  const [hour, minute] = clock.split(':').map(Number)
  return hour! * HOUR + minute! * MINUTE
}
