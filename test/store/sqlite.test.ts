import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openSqlite } from '../../src/store/open.ts'
import { sqliteStore } from '../../src/store/sqlite.ts'
import { migrations, sql } from '../../src/store/statements.ts'
import { storeContract } from '../contracts/store.ts'
import { ownFolder } from './folder.ts'

storeContract('SQLite', async () => {
  const folder = ownFolder()
  const file = join(folder.path, 'halftime.db')
  let store = sqliteStore({ file })
  return {
    store,
    elsewhere: { module: new URL('../../src/store/sqlite.ts', import.meta.url).href, open: 'sqliteStore', options: { file } },
    async reopen() {
      store = sqliteStore({ file })
      return store
    },
    async dispose() {
      await store.close()
      folder.remove()
    },
  }
})

describe('the SQLite file', () => {
  let folder: ReturnType<typeof ownFolder>
  let file: string

  beforeEach(() => {
    folder = ownFolder()
    file = join(folder.path, 'deep', 'halftime.db')
  })
  afterEach(() => folder.remove())

  it('belongs to one Halftime at a time, which says where', async () => {
    const store = sqliteStore({ file })
    expect(() => sqliteStore({ file })).toThrow(
      `Another Halftime already uses ${join(folder.path, 'deep')}; stop it or set DATA_DIR`,
    )
    await store.close()
    await sqliteStore({ file }).close()
  })

  it('lies in a folder made for it that nobody else may read', async () => {
    await sqliteStore({ file }).close()
    expect(existsSync(file)).toBe(true)
    if (process.platform !== 'win32') expect(statSync(join(folder.path, 'deep')).mode & 0o077).toBe(0)
  })

  it('of a newer Halftime is left alone, and the folder is free again', async () => {
    await sqliteStore({ file }).close()
    const newer = new DatabaseSync(file)
    newer.exec(`PRAGMA user_version = ${migrations.length + 1}`)
    newer.close()
    for (let tries = 0; tries < 2; tries++) expect(() => sqliteStore({ file })).toThrow('was written by a newer Halftime')
  })

  it('is synced at every commit and overwrites what is erased', () => {
    const db = openSqlite({ file, migrations })
    const pragma = (name: string) => db.prepare(`PRAGMA ${name}`).get()?.[name]
    expect({ journal: pragma('journal_mode'), sync: pragma('synchronous') }).toEqual({ journal: 'wal', sync: 2 })
    expect(pragma('secure_delete')).toBe(1)
    db.close()
  })

  const planOf = (name: keyof typeof sql) => {
    const db = openSqlite({ file: ':memory:', migrations })
    const steps = db.prepare(`EXPLAIN QUERY PLAN ${sql[name]}`).all()
    db.close()
    return steps.map(({ detail }) => String(detail))
  }

  // Forgetting everything and looking for all that names somebody read everything, the latter page by page; nobody waits for it.
  const hot = Object.keys(sql).filter((name) => name !== 'forgetAllBut' && name !== 'mentions') as (keyof typeof sql)[]
  it.each(hot)('answers %s by an index, never by reading a whole table or sorting', (name) => {
    expect(planOf(name).filter((step) => /^SCAN (?!CONSTANT)|TEMP B-TREE/.test(step))).toEqual([])
  })

  it.each(['oldest', 'newest', 'beyond', 'wake'] as const)('goes straight to the key for %s', (name) => {
    expect(planOf(name).join()).toContain('USING COVERING INDEX indexes_order (kind=? AND name=? AND key=?')
  })
})
