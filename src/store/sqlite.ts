import type { SQLOutputValue } from 'node:sqlite'
import type { Due, Find, RecordKind, Store, Stored } from '../ports.ts'
import { type Statements, stepOf, takeAll } from './changes.ts'
import { type Group, groupCommit } from './group.ts'
import { lockFolder } from './lock.ts'
import { openSqlite, prepareAll } from './open.ts'
import { migrations, sql } from './statements.ts'

type Row = Readonly<Record<string, SQLOutputValue>>

const ALWAYS = Number.MAX_SAFE_INTEGER

/**
 * The Store port over one SQLite file on a local disk, one process per folder: throws `Another Halftime already uses …` while another
 * holds it. Every promise of a write resolves after the commit; reads see committed writes only. ':memory:' is for tests.
 */
export function sqliteStore({ file }: { readonly file: string }): Store {
  const unlock = lockFolder(file)
  const db = openLocked(file, unlock)
  const run = prepareAll(db, sql)
  const group = groupCommit(db)
  const close = async () => {
    group.close()
    if (!db.isOpen) return
    db.close()
    unlock()
  }
  // https://www.sqlite.org/pragma.html#pragma_wal_checkpoint
  const scrub = async () => db.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  return { ...reads(run), ...writes(run, group), scrub, close }
}

function openLocked(file: string, unlock: () => void) {
  try {
    return openSqlite({ file, migrations })
  } catch (error) {
    unlock()
    throw error
  }
}

/** Before every record. */
const FIRST: Due = { due: Number.MIN_SAFE_INTEGER, kind: '', id: '' }

function reads(run: Statements): Pick<Store, 'get' | 'find' | 'due' | 'dueOf' | 'read' | 'mentions'> {
  return {
    async get(kind, id) {
      const row = run.get.get(kind.name, id)
      return row && storedOf(kind, row)
    },
    async find(kind, where) {
      return findRows(run, kind.name, where).map((row) => storedOf(kind, row))
    },
    async due(now, limit, after = FIRST) {
      const { due, kind, id } = after
      return run.due
        .all({ now, due, kind, id, limit: atMost(limit) })
        .map(({ kind, id, due }) => ({ kind: String(kind), id: String(id), due: Number(due) }))
    },
    async dueOf(kind, until, limit) {
      return run.dueOf.all({ kind: kind.name, until, limit: atMost(limit) }).map((row) => storedOf(kind, row))
    },
    async read(stream, after, limit) {
      return run.read.all(stream.name, after, atMost(limit)).map((row) => entryOf(stream, row))
    },
    async mentions(texts, { kind, id }, limit) {
      const looked = run.mentions.all({ texts: JSON.stringify(texts.map((text) => text.toLowerCase())), kind, id, limit })
      const spots = looked.map((row) => ({ kind: String(row.kind), id: String(row.id), version: Number(row.version) }))
      const found = spots.filter((_, n) => Number(looked[n]!.found) > 0)
      return { found, next: spots.length < limit ? undefined : spots.at(-1) }
    },
  }
}

function writes(run: Statements, group: Group): Pick<Store, 'write' | 'claim' | 'release' | 'forgetAllBut'> {
  return {
    async write(changes, ...limits) {
      const steps = changes.map((change) => stepOf(run, change))
      return group.write(
        () => takeAll(run, steps, limits),
        (written) => written.ok,
      )
    },
    claim(name, owner, { now, until }) {
      return group.write(() => {
        run.lapse.run(now)
        return Number(run.claim.run(name, owner, until).changes) > 0
      })
    },
    release(name, owner) {
      return group.write(() => void run.release.run(name, owner))
    },
    forgetAllBut(...kinds) {
      return group.write(() => void run.forgetAllBut.run(JSON.stringify(kinds)))
    },
  }
}

function findRows(run: Statements, kind: string, where: Find): Row[] {
  const { index: name, key, since = -ALWAYS, until = ALWAYS, limit = 100, newest = false } = where
  return (newest ? run.newest : run.oldest).all({ kind, name, key, since, until, limit: atMost(limit) })
}

// SQLite takes no infinite LIMIT.
function atMost(limit: number): number {
  return Math.min(limit, ALWAYS)
}

function storedOf<T>(kind: RecordKind<T>, row: Row): Stored<T> {
  const stored = { id: String(row.id), version: Number(row.version), body: parsed(kind, row.id, row.body) }
  return row.due === null ? stored : { ...stored, due: Number(row.due) }
}

function entryOf<T>(stream: RecordKind<T>, row: Row) {
  return { n: Number(row.n), at: Number(row.at), entry: parsed(stream, row.n, row.entry) }
}

function parsed<T>(kind: RecordKind<T>, id: unknown, text: unknown): T {
  try {
    return kind.schema.parse(JSON.parse(String(text)))
  } catch (cause) {
    throw new Error(`Stored ${kind.name} ${id} does not fit its kind`, { cause })
  }
}
