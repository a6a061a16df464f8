// A row of the fault matrix: so many runs of one kind of trouble, each with a seed of its own, and an account of what was seen.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { chances, isWhole, seed } from '../intake/extent.ts'

export interface Row {
  /** As in the matrix: `A4`; with a word behind it when several tests share one row: `A15 client`. */
  readonly id: string
  readonly injected: string
  readonly expected: string
  /** How many runs `npm run test:faults` makes, and how many `npm test`: a tenth at least. */
  readonly whole: number
  readonly sample: number
}

export interface Run {
  /** From 0; HALFTIME_RUN repeats one alone. */
  readonly n: number
  /** A whole number from 0 to below `most`, by this run's own seed. */
  chance(most: number): number
}

/** `seen`: counted sentences, or a failure's. What the report is written from. */
export interface Outcome extends Omit<Row, 'whole' | 'sample'> {
  readonly seen: string
  readonly failed: boolean
  readonly date: string
  readonly seed: number
  readonly ms: number
}

export type Account = ReturnType<typeof accountOf>

const MINUTE = 60_000
const HOUR = 60 * MINUTE
/** Beside three other files of tests everything takes longer. */
const BUSY = 5
const { HALFTIME_RUN: alone, HALFTIME_FAULTS: folder } = process.env

/** The runs of one row, and the book in which they write down what they saw. */
function accountOf({ id, whole, sample }: Row) {
  const many = isWhole ? whole : sample
  const runs = Array.from({ length: many }, (_, n): Run => ({ n, chance: chances(seed + n * 1009) }))
  const counts = new Map<string, number>()
  const notes: string[] = []
  const figures = new Map<string, number[]>()
  const rangeOf = (all: readonly number[]) => [...new Set([Math.min(...all), Math.max(...all)])].join(' to ')
  return {
    runs: alone === undefined ? runs : runs.filter(({ n }) => n === Number(alone)),
    /** Counts one run, or more, of which this can be said: `exactly one appointment`. */
    saw: (what: string, by = 1): void => void counts.set(what, (counts.get(what) ?? 0) + by),
    /** Something measured in several runs; its least and its most are told. */
    measured: (what: string, value: number): void => void figures.set(what, [...(figures.get(what) ?? []), value]),
    /** A figure that is no count. */
    note: (what: string): void => void notes.push(what),
    /** Notes how long somebody waited, at most and as 99 of 100 did; the bound is meant for a machine that does nothing else. */
    waited(what: string, all: readonly number[], mostMs: number): void {
      const sorted = all.toSorted((a, b) => a - b)
      const [p99, longest] = [sorted[Math.ceil(sorted.length * 0.99) - 1] ?? 0, sorted.at(-1) ?? 0].map(Math.round)
      notes.push(`${what}: 99 of 100 within ${p99} ms, the longest ${longest} ms`)
      expect(p99, what).toBeLessThanOrEqual(isWhole ? mostMs : mostMs * BUSY)
    },
    /** A failure in it says how this run can be repeated alone. */
    async inRun(run: Run, work: () => Promise<void>): Promise<void> {
      try {
        await work()
      } catch (error) {
        const again = `${id}, run ${run.n}: repeat it with HALFTIME_SEED=${seed} HALFTIME_RUN=${run.n}`
        throw new Error(`${again}\n${error instanceof Error ? error.message : error}`, { cause: error })
      }
    },
    told: (): string =>
      [
        ...[...counts].map(([what, count]) => `${count} × ${what}`),
        ...[...figures].map(([what, all]) => `${what}: ${rangeOf(all)}`),
        ...notes,
      ].join('; '),
  }
}

function keep(row: Row, outcome: Pick<Outcome, 'seen' | 'failed' | 'ms'>): void {
  const { whole: _, sample: __, ...about } = row
  const kept: Outcome = { ...about, ...outcome, date: Temporal.Now.plainDateISO('UTC').toString(), seed }
  if (folder === undefined) return
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, `${row.id}.json`), JSON.stringify(kept))
}

const firstLines = (error: unknown): string => (error instanceof Error ? error.message : String(error)).slice(0, 300)

/** The test of one row. `test` gets all runs at once, since one scene often serves many; whatever it throws fails the row. */
export function faultRow(row: Row, test: (account: Account) => Promise<void>): void {
  it(`${row.id}: ${row.injected}: ${row.expected} (seed ${seed})`, { timeout: isWhole ? HOUR : 15 * MINUTE }, async () => {
    const account = accountOf(row)
    const began = performance.now()
    const ms = () => Math.round(performance.now() - began)
    keep(row, { seen: 'did not end', failed: true, ms: 0 })
    try {
      await test(account)
    } catch (error) {
      keep(row, { seen: firstLines(error), failed: true, ms: ms() })
      throw error
    }
    keep(row, { seen: account.told(), failed: false, ms: ms() })
    console.log(`${row.id} (seed ${seed}, ${ms()} ms): ${account.told()}`)
  })
}
