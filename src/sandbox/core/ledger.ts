import type { Clock, Ledger, LedgerEntry } from './world.ts'

/** The list of committed effects. Bodies are copied, so that what a vendor does to its own records later does not rewrite history. */
export function createLedger(clock: Clock): Ledger {
  const entries: LedgerEntry[] = []
  const listeners = new Set<(entry: LedgerEntry) => void>()
  return {
    commit({ vendor, effect, by, id, body }) {
      const at = new Date(clock.now()).toISOString()
      const entry = { n: entries.length + 1, at, vendor, effect, by, id, body: structuredClone(body) }
      entries.push(entry)
      for (const listener of listeners) listener(entry)
      return entry
    },
    after: (n) => entries.slice(Math.max(0, n)),
    watch(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
