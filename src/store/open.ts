import { chmodSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync, type StatementSync } from 'node:sqlite'

export const MEMORY = ':memory:'

export interface SqliteFile {
  /** Path of the file, its folder is created; ':memory:' keeps nothing. */
  readonly file: string
  /** The schema's steps, oldest first; a step that has shipped is never edited. */
  readonly migrations: readonly string[]
}

// WAL with FULL syncs at every commit (https://www.sqlite.org/pragma.html#pragma_synchronous), so what was acknowledged survives a
// power cut; secure_delete overwrites what was erased (https://www.sqlite.org/pragma.html#pragma_secure_delete).
// A flood writes the same pages again and again: they are moved from the log to the file every 32 MB instead of every 4, and kept in
// memory up to 32 MB, which together takes in twice as many events a second.
const PRAGMAS = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA busy_timeout = 5000;
  PRAGMA secure_delete = ON;
  PRAGMA foreign_keys = ON;
  PRAGMA wal_autocheckpoint = 8000;
  PRAGMA cache_size = -32768;
`

/** Opens a SQLite file for durable writes and brings its schema up to date. Throws when a newer Halftime wrote the file. */
export function openSqlite({ file, migrations }: SqliteFile): DatabaseSync {
  createFolder(file)
  const db = new DatabaseSync(file)
  try {
    if (file !== MEMORY) chmodSync(file, 0o600)
    db.exec(PRAGMAS)
    migrate(db, { file, migrations })
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

/** Only the operating system's user of the bot may look into the folder and its files: people's records are in them. */
export function createFolder(file: string): void {
  if (file === MEMORY) return
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  } catch (cause) {
    throw new Error(`${dirname(file)} is no folder Halftime can keep its data in; set DATA_DIR to another one.`, { cause })
  }
}

/** Prepares every statement once, under its name. */
export function prepareAll<Name extends string>(db: DatabaseSync, sql: Readonly<Record<Name, string>>) {
  const prepared = Object.entries<string>(sql).map(([name, text]) => [name, db.prepare(text)] as const)
  return Object.fromEntries(prepared) as Readonly<Record<Name, StatementSync>>
}

function migrate(db: DatabaseSync, { file, migrations }: SqliteFile): void {
  const reached = Number(db.prepare('PRAGMA user_version').get()?.user_version)
  if (reached > migrations.length) throw new Error(`${file} was written by a newer Halftime; start that one or set DATA_DIR`)
  for (const [before, step] of migrations.entries()) {
    if (before >= reached) db.exec(`BEGIN; ${step}; PRAGMA user_version = ${before + 1}; COMMIT`)
  }
}
