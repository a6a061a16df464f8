import type { Job } from '../ports.ts'
import { groupCommit } from '../store/group.ts'
import { openSqlite, prepareAll } from '../store/open.ts'

/** A job's row, without its time. */
export interface JobId {
  readonly queue: string
  readonly id: string
}

export interface DueJob extends JobId {
  /** Runs that failed so far. */
  readonly attempts: number
}

/** `again`: when to run once more, asked for while it was running. */
export const migrations = [
  `CREATE TABLE jobs (
     queue TEXT NOT NULL, id TEXT NOT NULL, at INTEGER NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, again INTEGER,
     PRIMARY KEY (queue, id)
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX jobs_at ON jobs (queue, at, id)`,
]

const one = 'queue = :queue AND id = :id'

export const sql = {
  add: `INSERT INTO jobs (queue, id, at) VALUES (:queue, :id, :at) ON CONFLICT DO UPDATE SET at = min(at, excluded.at)`,
  addPatient: `INSERT INTO jobs (queue, id, at) VALUES (:queue, :id, :at)
    ON CONFLICT DO UPDATE SET at = CASE WHEN attempts > 0 THEN at ELSE min(at, excluded.at) END`,
  again: `UPDATE jobs SET again = min(ifnull(again, :at), :at) WHERE ${one}`,
  retry: `UPDATE jobs SET at = min(ifnull(again, :at), :at), again = NULL, attempts = attempts + 1 WHERE ${one}`,
  done: `DELETE FROM jobs WHERE ${one} AND again IS NULL`,
  next: `UPDATE jobs SET at = again, again = NULL, attempts = 0 WHERE ${one}`,
  due: 'SELECT queue, id, attempts FROM jobs WHERE queue = ? AND at <= ? ORDER BY at, id LIMIT ?',
  later: 'SELECT at FROM jobs WHERE queue = ? AND at > ? ORDER BY at LIMIT 1',
} as const

/**
 * The jobs that still have to run, on disk. A row stays until its run has ended, so what a crash interrupts is found again at the
 * next start. Which rows are running is known in memory only: one process per file.
 */
export function jobTable(file: string) {
  const db = openSqlite({ file, migrations })
  const run = prepareAll(db, sql)
  const group = groupCommit(db)
  const running = new Set<string>()
  /** When those wait that surely stand on the disk: adding one of them again for later says nothing new. */
  const waiting = new Map<string, number>()

  function addOne({ queue, id, at, patient }: Job): void {
    const isRunning = running.has(keyOf({ queue, id }))
    if (isRunning && patient) return
    const statement = isRunning ? run.again : patient ? run.addPatient : run.add
    statement.run({ queue, id, at })
  }

  const isNews = (job: Job): boolean =>
    running.has(keyOf(job)) || !((waiting.get(keyOf(job)) ?? Number.POSITIVE_INFINITY) <= job.at)

  /** Adds what is not known to wait already, and answers whether that was anything; most of a flood asks for the same few jobs, and pays nothing. */
  async function add(jobs: readonly Job[]): Promise<boolean> {
    const news = jobs.filter(isNews)
    if (news.length === 0) return false
    await group.write(() => news.forEach(addOne))
    for (const job of news)
      if (!running.has(keyOf(job)) && !job.patient) waiting.set(keyOf(job), Math.min(job.at, waiting.get(keyOf(job)) ?? job.at))
    return true
  }

  async function end(job: JobId, write: () => void): Promise<void> {
    try {
      await group.write(() => {
        write()
        running.delete(keyOf(job))
      })
    } catch (error) {
      running.add(keyOf(job))
      throw error
    }
  }

  return {
    add,
    begin(job: JobId): void {
      running.add(keyOf(job))
      waiting.delete(keyOf(job))
    },
    /** The run ended well: gone, or waiting again when it was added meanwhile. */
    finish: (job: JobId): Promise<void> =>
      end(job, () => {
        const { changes } = run.done.run(rowOf(job))
        if (Number(changes) === 0) run.next.run(rowOf(job))
      }),
    /** The run failed: waiting until `at`, or until the earlier time at which it was added meanwhile. */
    retry: (job: JobId, at: number): Promise<void> => end(job, () => void run.retry.run({ ...rowOf(job), at: Math.ceil(at) })),
    due: (queue: string, now: number, limit: number): DueJob[] => run.due.all(queue, now, limit).map(dueJob),
    later: (queue: string, now: number): number => Number(run.later.get(queue, now)?.at ?? Number.POSITIVE_INFINITY),
    isOpen: (): boolean => db.isOpen,
    close(): void {
      group.close()
      if (db.isOpen) db.close()
    },
  }
}

// SQLite refuses parameters it does not know.
function rowOf({ queue, id }: JobId) {
  return { queue, id }
}

function keyOf({ queue, id }: JobId): string {
  return JSON.stringify([queue, id])
}

function dueJob({ queue, id, attempts }: Readonly<Record<string, unknown>>): DueJob {
  return { queue: String(queue), id: String(id), attempts: Number(attempts) }
}
