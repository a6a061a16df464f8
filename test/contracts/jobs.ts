import { afterEach, beforeEach, describe } from 'vitest'
import type { Jobs } from '../../src/ports.ts'
import { type Bench, setUp } from './jobs-bench.ts'
import { jobsOutliveTheirEngine } from './jobs-endings.ts'
import { jobsRunWhenDue } from './jobs-runs.ts'
import { jobsRetryAndSettle } from './jobs-trouble.ts'
import type { Elsewhere } from './killed.ts'

/** What the suite wants to decide itself. */
export interface JobsSettings {
  readonly now: () => number
  readonly onFailure: (queue: string, id: string, error: unknown, attempts: number) => void
  readonly retryIn: (attempts: number) => number
}

export interface JobsUnderTest {
  readonly jobs: Jobs
  /** Opens the same again; what was open must be closed before, or dead. */
  reopen(): Promise<Jobs>
  /** Closes whatever is open and takes everything away. */
  dispose(): Promise<void>
  readonly elsewhere: Elsewhere
}

export type OpenJobs = (settings: JobsSettings) => Promise<JobsUnderTest>

/** What every engine of the Jobs port keeps, whatever it runs on. */
export function jobsContract(name: string, open: OpenJobs): void {
  describe(`the jobs on ${name}`, () => {
    let bench: Bench
    beforeEach(async () => {
      bench = await setUp(open)
    })
    afterEach(() => bench.opened.dispose())

    jobsRunWhenDue(() => bench)
    jobsRetryAndSettle(() => bench)
    jobsOutliveTheirEngine(() => bench)
  })
}
