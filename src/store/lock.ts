import { dirname, join, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { createFolder, MEMORY } from './open.ts'

// https://www.sqlite.org/rescode.html#busy
const SQLITE_BUSY = 5

/** One that is just ending lets go within this. */
const PATIENCE_MS = 1_500

/**
 * Takes the folder of `file` for this process until the answered function is called. The lock is an open exclusive transaction on
 * `halftime.lock`, so the operating system releases it when the process dies, however it dies: no stale pid files.
 * Throws a sentence for the operator when another Halftime holds it.
 */
export function lockFolder(file: string): () => void {
  if (file === MEMORY) return () => {}
  createFolder(file)
  const lock = new DatabaseSync(join(dirname(file), 'halftime.lock'), { timeout: PATIENCE_MS })
  try {
    lock.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    lock.close()
    throw isBusy(error) ? new Error(`Another Halftime already uses ${resolve(dirname(file))}; stop it or set DATA_DIR`) : error
  }
  return () => lock.close()
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY
}
