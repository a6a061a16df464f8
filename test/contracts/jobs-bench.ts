import type { Jobs } from '../../src/ports.ts'
import type { JobsUnderTest, OpenJobs } from './jobs.ts'

export const START = Date.UTC(2026, 5, 1, 9)
export const HOUR = 3_600_000

/** What one test works with: jobs under a clock it sets, and what happened to them. */
export interface Bench {
  jobs: Jobs
  now: () => number
  readonly opened: JobsUnderTest
  readonly clock: { at: number }
  /** Ids, in the order they ran. */
  readonly ran: string[]
  /** What onFailure was told. */
  readonly failures: unknown[][]
  /** A run that only notes its id. */
  note(id: string): Promise<void>
  /** Sets the clock and waits until everything due then has run. */
  jump(at: number): Promise<void>
}

/** Failed runs come back after as many hours as there were attempts. */
export async function setUp(open: OpenJobs): Promise<Bench> {
  const clock = { at: START }
  const ran: string[] = []
  const failures: unknown[][] = []
  const opened = await open({
    now: () => bench.now(),
    onFailure: (...told) => failures.push(told),
    retryIn: (attempts) => attempts * HOUR,
  })
  const note = async (id: string) => void ran.push(id)
  const jump = (at: number) => {
    clock.at = at
    bench.jobs.wake()
    return bench.jobs.settled()
  }
  const bench: Bench = { jobs: opened.jobs, now: () => clock.at, opened, clock, ran, failures, note, jump }
  return bench
}

export function asked(id: string, at = START, queue = 'mail') {
  return { queue, id, at }
}
