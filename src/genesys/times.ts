import * as z from 'zod'
import type { Interval } from '../coaching/slot.ts'

/** A time as Genesys writes it, ISO 8601 with a zone, read as epoch milliseconds. */
export const Instant = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text))

export const iso = (at: number): string => new Date(at).toISOString()

/** An interval as Genesys reads it, its end not included. */
export const range = ({ from, to }: Interval): string => `${iso(from)}/${iso(to)}`
