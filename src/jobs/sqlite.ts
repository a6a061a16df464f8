import { setTimeout as delay } from 'node:timers/promises'
import type { Jobs } from '../ports.ts'
import { retryDelay } from './backoff.ts'
import { type DueJob, jobTable } from './table.ts'

export interface SqliteJobsOptions {
  /** Path of the jobs' own SQLite file; ':memory:' keeps nothing. The store beside it holds the folder's lock. */
  readonly file: string
  /** Epoch ms; may jump, then call `wake()`. */
  readonly now: () => number
  /** Told after each run that threw; `attempts` = 1 at the first. */
  readonly onFailure?: (queue: string, id: string, error: unknown, attempts: number) => void
  /** Milliseconds (of `now()`) until the next attempt; default: full jitter up to 1 s · 2^attempts, at most four minutes; soon after the time that a vendor told. */
  readonly retryIn?: (attempts: number, error: unknown) => number
}

interface Worker {
  readonly queue: string
  readonly run: (id: string) => Promise<void>
  readonly atOnce: number
  readonly busy: Set<string>
}

// A longer delay would fire at once: https://nodejs.org/api/timers.html#settimeoutcallback-delay-args
const LONGEST_TIMER = 2 ** 31 - 1

/**
 * The Jobs port over one SQLite file. A job is durable when `add` resolves and stays on disk until its run has ended: what a crash
 * interrupts runs again. `settled()` looks at the queues somebody works; jobs for other queues wait on disk until `work` is called.
 */
export function sqliteJobs({ file, now, onFailure = () => {}, retryIn = retryDelay }: SqliteJobsOptions): Jobs {
  const table = jobTable(file)
  const workers = new Map<string, Worker>()
  const closing = new AbortController()
  let settling: (() => void)[] = []
  let adding = 0
  let looking = false
  let timer: NodeJS.Timeout | undefined

  /** Looks once at what is due, however often it is asked to in one turn. */
  function look(): void {
    if (looking) return
    looking = true
    queueMicrotask(() => {
      looking = false
      if (table.isOpen() && !closing.signal.aborted) startDue()
      if (adding === 0 && [...workers.values()].every(({ busy }) => busy.size === 0)) tellSettled()
    })
  }

  function startDue(): void {
    // One moment for both: what falls due between two readings of the clock would be neither due nor still to come.
    const moment = now()
    for (const worker of workers.values()) {
      // Rows of running jobs are still due, and at most `atOnce` run: so many rows hold everything that may start now.
      const due = worker.busy.size < worker.atOnce ? table.due(worker.queue, moment, worker.atOnce) : []
      const fresh = due.filter(({ id }) => !worker.busy.has(id))
      for (const job of fresh.slice(0, worker.atOnce - worker.busy.size)) void start(worker, job)
    }
    arm(moment)
  }

  function arm(moment: number): void {
    clearTimeout(timer)
    const at = Math.min(...[...workers.keys()].map((queue) => table.later(queue, moment)))
    if (Number.isFinite(at)) timer = setTimeout(look, Math.min(at - now(), LONGEST_TIMER))
  }

  async function start({ run, busy }: Worker, job: DueJob): Promise<void> {
    busy.add(job.id)
    table.begin(job)
    const failed = await attempt(() => run(job.id))
    const attempts = job.attempts + 1
    await insist(() => (failed ? table.retry(job, now() + retryIn(attempts, failed.error)) : table.finish(job)))
    busy.delete(job.id)
    look()
    if (failed) onFailure(job.queue, job.id, failed.error, attempts)
  }

  /** The end of a run is written sooner or later (the disk may be full for a while); until then it counts as running. */
  async function insist(write: () => Promise<void>): Promise<void> {
    for (let failures = 1; ; failures++) {
      const failed = await attempt(write)
      if (!failed || closing.signal.aborted) return
      await attempt(() => delay(retryIn(failures, failed.error), undefined, { signal: closing.signal }))
    }
  }

  function tellSettled(): void {
    const told = settling
    settling = []
    for (const tell of told) tell()
  }

  function settled(): Promise<void> {
    return new Promise((resolve) => {
      settling.push(resolve)
      look()
    })
  }

  return {
    async add(...jobs) {
      adding++
      let news = true
      try {
        news = await table.add(jobs)
      } finally {
        adding--
        if (news || settling.length > 0) look()
      }
    },
    work(queue, run, { atOnce = 8 } = {}) {
      if (workers.has(queue)) throw new Error(`The queue ${queue} is already worked`)
      workers.set(queue, { queue, run, atOnce, busy: new Set() })
      look()
    },
    settled,
    wake: look,
    async close() {
      closing.abort()
      clearTimeout(timer)
      await settled()
      table.close()
    },
  }
}

async function attempt(act: () => Promise<void>): Promise<{ readonly error: unknown } | undefined> {
  try {
    await act()
    return undefined
  } catch (error) {
    return { error }
  }
}
