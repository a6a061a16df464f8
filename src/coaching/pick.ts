// A time of one's own: what was filled in on the card, read as an instant.
import { GRID_MS } from './against.ts'
import type { Inputs } from './inputs.ts'

/** Ids of the two inputs. */
export const DAY_INPUT = 'day'
export const TIME_INPUT = 'time'

export type Read =
  | { readonly kind: 'start'; readonly start: number }
  /** The clocks go forward over that time. `start`: as long after the change as was meant, which is what calendars make of it. */
  | { readonly kind: 'gap'; readonly start: number; readonly wall: string }
  | { readonly kind: 'unclear' }

/** Day and time as they are in that zone; of an hour that the clocks go through twice, the earlier one. */
export function readPick(inputs: Inputs, zone: string): Read {
  const [day = '', time = ''] = [inputs[DAY_INPUT], inputs[TIME_INPUT]]
  if (!/^\d{4}-\d\d-\d\d$/.test(day) || !/^\d\d:\d\d$/.test(time)) return { kind: 'unclear' }
  try {
    const wall = Temporal.PlainDateTime.from(`${day}T${time}`)
    const at = wall.toZonedDateTime(zone, { disambiguation: 'compatible' })
    const start = at.epochMilliseconds
    return at.toPlainDateTime().equals(wall) ? { kind: 'start', start } : { kind: 'gap', start, wall: time }
  } catch {
    return { kind: 'unclear' }
  }
}

/** The quarters of an hour before and after. */
export function quartersAround(start: number): [number, number] {
  const before = Math.floor(start / GRID_MS) * GRID_MS
  return [before, before + GRID_MS]
}

/** As the inputs take it: "2026-11-24" and "14:30". */
export function wallOf(at: number, zone: string): { readonly day: string; readonly time: string } {
  const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone)
  return { day: local.toPlainDate().toString(), time: local.toPlainTime().toString({ smallestUnit: 'minute' }) }
}
