import { VendorError } from '../errors.ts'

const FIRST = 1_000
const LONGEST = 5 * 60_000

/**
 * Milliseconds to wait after that many failed attempts (1 = the first): anything up to 1 s · 2^attempts, at most five minutes.
 * Full jitter, so that what failed together does not come back together:
 * https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export function fullJitter(attempts: number): number {
  return Math.ceil(Math.random() * Math.min(LONGEST, FIRST * 2 ** attempts))
}

/** The same, but never sooner than the vendor that failed asked for. */
export function retryDelay(attempts: number, error: unknown): number {
  return Math.max(fullJitter(attempts), error instanceof VendorError ? (error.retryAfterMs ?? 0) : 0)
}
