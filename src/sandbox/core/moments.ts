import { unclear } from '../control/asking.ts'
import type { WorldPerson } from './world.ts'

const hasOffset = (text: string): boolean => /(Z|[+-]\d\d:?\d\d)$/i.test(text)

/** Reads ISO text: with an offset as it says, without one as wall-clock time of the zone. Epoch milliseconds; undefined when it makes no time. */
export function wallClock(text: string, zone: string): number | undefined {
  try {
    if (hasOffset(text)) return Temporal.Instant.from(text).epochMilliseconds
    return Temporal.PlainDateTime.from(text).toZonedDateTime(zone).epochMilliseconds
  } catch {
    return undefined
  }
}

/** An instant, or wall-clock time in that person's zone, as somebody typed it. */
export function timeOf(value: unknown, { name, zone }: WorldPerson): number {
  const at = typeof value === 'string' ? wallClock(value, zone) : undefined
  return at ?? unclear(`"from" and "to" must be ISO times such as 2026-11-24T14:30 (in ${name}'s zone) or 2026-11-24T13:30:00Z.`)
}

/** Where a meeting that others move or put somewhere begins and ends. */
export function spanOf({ from, to }: { readonly from?: unknown; readonly to?: unknown }, owner: WorldPerson, length?: number) {
  const start = timeOf(from, owner)
  const end = to === undefined && length !== undefined ? start + length : timeOf(to, owner)
  return end > start ? { from: start, to: end } : unclear('"to" must be after "from".')
}
