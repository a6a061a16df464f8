// The chain of the audit's records: each carries the hash of the one before, so that none can be changed alone. Pure; whoever calls brings the hash function.
import * as z from 'zod'

/** A record in the chain. `entry` is sealed as it lies there, whatever version of Halftime wrote it. */
export const Sealed = z.strictObject({
  n: z.number().int().positive(),
  at: z.number(),
  entry: z.record(z.string(), z.unknown()),
  previous: z.string(),
  hash: z.string(),
})
export type Sealed = z.infer<typeof Sealed>

/** The end of the chain so far, or any other place in it. */
export type Link = Pick<Sealed, 'n' | 'hash'>

export const BEGINNING: Link = { n: 0, hash: '0'.repeat(64) }

/** SHA-256, in hexadecimal digits. */
export type Digest = (text: string) => string

/** The same text for the same thing, whoever wrote its keys in which order. */
export const canonical = (value: unknown): string => JSON.stringify(sorted(value))

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const keys = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(keys.map(([key, each]) => [key, sorted(each)]))
}

/** The next record, its keys in the order in which it is hashed, so that what is stored is what was hashed. */
export function sealed(after: Link, { at, entry }: Pick<Sealed, 'at' | 'entry'>, digest: Digest): Sealed {
  const record = { n: after.n + 1, at, entry, previous: after.hash }
  return sorted({ ...record, hash: hashOf(record, digest) }) as Sealed
}

export const hashOf = ({ n, at, entry, previous }: Omit<Sealed, 'hash'>, digest: Digest): string =>
  digest(canonical({ n, at, entry, previous }))

/** What is signed to vouch for a chain that begins after that place, or ends there. */
export const textToSign = (place: 'begins after' | 'ends at', { n, hash }: Link): string => `the audit ${place} ${n} ${hash}`
