import type { Counts } from './ports.ts'

/** Named counters in memory. */
export function createCounts(): Counts {
  const counts = new Map<string, number>()
  return {
    add: (name, by = 1) => void counts.set(name, (counts.get(name) ?? 0) + by),
    set: (name, value) => void counts.set(name, value),
    all: () => Object.fromEntries(counts),
  }
}
