import type { DatabaseSync } from 'node:sqlite'

/** Writes that arrive in one turn of the event loop, committed together. */
export interface Group {
  /**
   * Runs `change` with the others of this turn and resolves with its answer once that is durable. An answer that `keep` refuses, or
   * a throw, takes back this change alone. Rejects with what `change` threw, or, everybody alike, when the commit failed.
   */
  write<T>(change: () => T, keep?: (answer: T) => boolean): Promise<T>
  /** Commits what waits; later writes are rejected. */
  close(): void
}

interface Waiting {
  /** Runs the change; answers how to tell the caller once the group is committed. */
  attempt(): () => void
  reject(error: unknown): void
}

/**
 * Group commit: one disk sync per turn instead of one per write, six to eight times the throughput. Changes run only inside
 * the commit, in one go, so a reader on the same connection never sees a group half done. Each has its own savepoint
 * (https://www.sqlite.org/lang_savepoint.html).
 */
export function groupCommit(db: DatabaseSync): Group {
  const inSavepoint = savepoints(db)
  let waiting: Waiting[] = []
  let closed = false

  function commit(): void {
    const group = waiting
    waiting = []
    if (group.length > 0) commitAll(db, group)
  }

  function write<T>(change: () => T, keep: (answer: T) => boolean = () => true): Promise<T> {
    return new Promise((resolve, reject) => {
      if (closed) return reject(new Error('Closed: nothing more can be written'))
      if (waiting.length === 0) setImmediate(commit)
      waiting.push({ attempt: () => inSavepoint({ change, keep, resolve, reject }), reject })
    })
  }

  function close(): void {
    closed = true
    commit()
  }

  return { write, close }
}

function commitAll(db: DatabaseSync, group: readonly Waiting[]): void {
  try {
    db.exec('BEGIN IMMEDIATE')
    const answers = group.map(({ attempt }) => attempt())
    db.exec('COMMIT')
    for (const answer of answers) answer()
  } catch (error) {
    // A full disk has rolled back by itself: https://www.sqlite.org/lang_transaction.html#response_to_errors_within_a_transaction
    if (db.isTransaction) db.exec('ROLLBACK')
    for (const { reject } of group) reject(error)
  }
}

interface Attempt<T> {
  change(): T
  keep(answer: T): boolean
  resolve(answer: T): void
  reject(error: unknown): void
}

function savepoints(db: DatabaseSync) {
  const begin = db.prepare('SAVEPOINT one')
  const back = db.prepare('ROLLBACK TO one')
  const release = db.prepare('RELEASE one')

  return <T>({ change, keep, resolve, reject }: Attempt<T>): (() => void) => {
    begin.run()
    try {
      const answer = change()
      if (!keep(answer)) back.run()
      release.run()
      return () => resolve(answer)
    } catch (error) {
      if (!db.isTransaction) throw error
      back.run()
      release.run()
      return () => reject(error)
    }
  }
}
