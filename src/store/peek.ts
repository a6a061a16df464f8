import { existsSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import type { RecordKind } from '../ports.ts'
import { sql } from './statements.ts'

/**
 * One record as it stands, without the folder's lock: SQLite lets a reader look while a running Halftime writes. Undefined when there is
 * no such record, or no file yet. Throws when the file is none of ours.
 */
export function peek<T>(file: string, kind: RecordKind<T>, id: string): T | undefined {
  if (!existsSync(file)) return undefined
  const db = new DatabaseSync(file, { readOnly: true })
  try {
    const row = db.prepare(sql.get).get(kind.name, id)
    return row && kind.schema.parse(JSON.parse(String(row.body)))
  } finally {
    db.close()
  }
}
