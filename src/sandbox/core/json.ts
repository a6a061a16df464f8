// JSON as it comes from outside: nothing is known about it until it was looked at.

export type Json = Readonly<Record<string, unknown>>

export const isRecord = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

/** The record, or an empty one for anything else. */
export const recordOf = (value: unknown): Json => (isRecord(value) ? value : {})
