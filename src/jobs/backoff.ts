import { VendorError } from '../errors.ts'

const FIRST = 1_000
/** What waits for a vendor is done within five minutes after it is well again. */
const LONGEST = 4 * 60_000
const MOST_AFTER_TOLD = 60_000

/**
 * Milliseconds to wait after that many failed attempts (1 = the first): anything up to 1 s · 2^attempts, at most four minutes.
 * Full jitter, so that what failed together does not come back together:
 * https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export function fullJitter(attempts: number): number {
  return Math.ceil(Math.random() * Math.min(LONGEST, FIRST * 2 ** attempts))
}

/**
 * The same, but never sooner than the vendor that failed asked for; who said when to come back is asked again within a minute from then,
 * however often it failed before.
 */
export function retryDelay(attempts: number, error: unknown): number {
  const told = error instanceof VendorError ? error.retryAfterMs : undefined
  return told === undefined ? fullJitter(attempts) : told + Math.min(fullJitter(attempts), MOST_AFTER_TOLD)
}
