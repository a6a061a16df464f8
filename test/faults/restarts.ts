// How everything ended after the restarts, how soon, and whether enough of it went as it goes without trouble.
import { expect } from 'vitest'
import type { End } from './cases.ts'
import type { Account } from './row.ts'

/** So much of what is booked without trouble must be booked in spite of it: nothing is double where nothing happens at all. */
const PROGRESS = 0.95

export function restartsOf(account: Account) {
  const spans: number[] = []
  const ends: End[] = []
  let repeats = 0
  return {
    ended({ end, ms }: { readonly end: End; readonly ms: number }): void {
      spans.push(ms)
      ends.push(end)
      account.saw(end)
    },
    repeated(count: number): void {
      repeats += count
    },
    tell(): void {
      const sorted = spans.toSorted((a, b) => a - b)
      account.note(
        `at an end ${seconds(sorted[sorted.length >> 1])} after the restart in the median, ${seconds(sorted.at(-1))} at most`,
      )
      account.note(`${repeats} messages stood twice in Teams, which cannot be asked whether one is there`)
      expect(ends.filter((end) => end === 'booked').length).toBeGreaterThanOrEqual(PROGRESS * ends.length)
    },
  }
}

const seconds = (ms = 0): string => `${(ms / 1000).toFixed(1)} s`
