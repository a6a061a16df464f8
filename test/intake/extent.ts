// How much is tried: a tenth with all the other tests, everything with `npm run test:intake` or HALFTIME_FULL=1.

export const isWhole = process.env.HALFTIME_FULL === '1' || process.env.MODE === 'whole'

/** HALFTIME_SEED repeats what was tried before; every run prints its own. */
export const seed = Number(process.env.HALFTIME_SEED ?? Math.floor(Math.random() * 2 ** 31))

/** Long enough for the whole on a slow machine. */
export const TIMEOUT = isWhole ? 15 * 60_000 : 60_000

/** Small and repeatable: https://en.wikipedia.org/wiki/Linear_congruential_generator */
export function chances(seed: number): (most: number) => number {
  let state = seed % 2147483647 || 1
  return (most) => {
    state = (state * 48271) % 2147483647
    return state % most
  }
}
