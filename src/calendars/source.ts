// What each vendor's calendars offer to the union of them (calendars.ts).
import { DAY, type Interval } from '../coaching/slot.ts'
import { VendorError } from '../errors.ts'
import type { Calendar, Counts, Log } from '../ports.ts'

export type SourceName = 'microsoft' | 'google'

/** `absent`: the vendor knows no such mailbox. `unchecked`: it did not answer, so the mailbox may be there and may be full. */
export type Found = readonly Interval[] | 'unchecked' | 'absent'

/** `busy` never throws. The others throw VendorError, `not-found` where the organiser has no mailbox; removing what is gone is fine. */
export interface CalendarSource extends Omit<Calendar, 'busy'> {
  readonly name: SourceName
  busy(mailboxes: readonly string[], window: Interval): Promise<ReadonlyMap<string, Found>>
}

/** A window in portions of at most so many days, as much as a vendor answers at once. */
export function portions({ from, to }: Interval, days: number): Interval[] {
  const step = days * DAY
  return Array.from({ length: Math.ceil((to - from) / step) }, (_, n) => ({
    from: from + n * step,
    to: Math.min(to, from + (n + 1) * step),
  }))
}

/** What is known of one mailbox after another portion of the window was asked for. */
export function joined(before: Found | undefined, found: Found): Found {
  if (before === 'absent' || found === 'absent') return 'absent'
  if (before === 'unchecked' || found === 'unchecked') return 'unchecked'
  return [...(before ?? []), ...found]
}

interface Notes {
  readonly log: Log
  readonly counts: Counts
}

/** Counted and logged, without names. */
export function noAnswer({ log, counts }: Notes, source: SourceName, error: unknown, mailboxes = 1): 'unchecked' {
  const fields = error instanceof VendorError ? { trouble: error.trouble, status: error.status, code: error.code } : {}
  log.warn('Calendars could not be asked', { source, ...fields, mailboxes })
  counts.add(`${source}.unchecked`, mailboxes)
  return 'unchecked'
}
