import * as z from 'zod'
import { type Interval, MINUTE } from '../coaching/slot.ts'

/** A time as Genesys writes it, ISO 8601 with a zone, read as epoch milliseconds. */
export const Instant = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text))

export const iso = (at: number): string => new Date(at).toISOString()

/** An interval as Genesys reads it, its end not included. */
export const range = ({ from, to }: Interval): string => `${iso(from)}/${iso(to)}`

const QUARTER_MS = 15 * MINUTE

/** Widened to whole quarters of an hour, so that questions of the same minute are the same question. */
export const quarters = ({ from, to }: Interval): Interval => ({
  from: Math.floor(from / QUARTER_MS) * QUARTER_MS,
  to: Math.ceil(to / QUARTER_MS) * QUARTER_MS,
})
