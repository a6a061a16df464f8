import { existsSync } from 'node:fs'
import { DatabaseSync, type SQLOutputValue } from 'node:sqlite'
import type { RecordKind } from '../ports.ts'
import { sql } from './statements.ts'

/** An entry of a stream as it lies in the file, whatever it says. */
export interface RawEntry {
  readonly n: number
  readonly at: number
  readonly text: string
}

export interface Reading {
  record<T>(kind: RecordKind<T>, id: string): T | undefined
  /** In order, a few at a time, so that however many there are they fit in memory. */
  entries(stream: string, after?: number): IteratorObject<RawEntry>
}

/** So many entries are read at a time. */
const PAGE = 500

/**
 * What `look` finds in the file as it stands at this one moment, without the folder's lock: SQLite lets a reader look while a running
 * Halftime writes. Undefined when there is no file yet. Throws when the file is none of ours.
 */
export function lookInto<T>(file: string, look: (reading: Reading) => T): T | undefined {
  if (!existsSync(file)) return undefined
  const db = new DatabaseSync(file, { readOnly: true, timeout: 5000 })
  try {
    db.exec('BEGIN')
    return look(readingOf(db))
  } finally {
    db.close()
  }
}

/** One record as it stands; undefined when there is no such record, or no file yet. */
export function peek<T>(file: string, kind: RecordKind<T>, id: string): T | undefined {
  return lookInto(file, ({ record }) => record(kind, id))
}

function readingOf(db: DatabaseSync): Reading {
  return {
    record(kind, id) {
      const row = db.prepare(sql.get).get(kind.name, id)
      return row && kind.schema.parse(JSON.parse(String(row.body)))
    },
    *entries(stream, after = Number.MIN_SAFE_INTEGER) {
      const read = db.prepare(sql.read)
      let page: RawEntry[] = []
      do {
        page = read.all(stream, page.at(-1)?.n ?? after, PAGE).map(rawEntry)
        yield* page
      } while (page.length === PAGE)
    },
  }
}

const rawEntry = ({ n, at, entry }: Readonly<Record<string, SQLOutputValue>>): RawEntry => ({
  n: Number(n),
  at: Number(at),
  text: String(entry),
})
