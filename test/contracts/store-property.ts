import fc from 'fast-check'
import { expect } from 'vitest'
import type { Change, IndexEntry, Limit, Store, Stored, Written } from '../../src/ports.ts'

/** The same promises, kept by plain maps. */
interface Oracle {
  readonly records: Map<string, Stored<unknown> & { readonly index: Readonly<Record<string, IndexEntry>> }>
  readonly stream: { readonly n: number; readonly at: number; readonly entry: unknown }[]
}

const ids = ['a', 'b', 'c']
const keys = ['ana', 'ben']
const Note = { name: 'note', schema: { parse: (body: unknown) => body } }

const id = fc.constantFrom(...ids)
const key = fc.constantFrom(...keys)
const at = fc.integer({ min: -3, max: 9 })
const expected = fc.nat(4)
const optional = { requiredKeys: [] }
const entry = fc.record({ key, at })
const rest = fc.record({ due: at, index: fc.record({ agent: entry, team: entry }, optional) }, optional)
const body = fc.oneof(fc.string(), fc.integer(), fc.constant(null), fc.array(fc.boolean()))

// Changes over a small world, so that conflicts, limits and wakes happen often.
const change: fc.Arbitrary<Change> = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(fc.record({ put: fc.constant('note'), id, expect: expected, body }), rest).map(merged) },
  fc.record({ drop: fc.constant('note'), id, expect: expected }),
  fc.record({ wake: fc.constant('note'), index: fc.constantFrom('agent', 'team'), key, due: at }),
  fc.record({ append: fc.constant('note'), entry: body, at }),
  fc.record({ cut: fc.constant('note'), through: fc.nat(6) }),
)
const limit = fc.record({ kind: fc.constant('note'), index: fc.constant('agent'), key, since: at, most: fc.nat(2) })
const write = fc.record({ changes: fc.array(change, { maxLength: 4 }), limits: fc.array(limit, { maxLength: 2 }) })
const turns = fc.array(fc.array(write, { minLength: 1, maxLength: 3 }), { maxLength: 12 })

function merged<A extends object, B extends object>([a, b]: [A, B]): A & B {
  return { ...a, ...b }
}

/** Any sequence of writes, some of them in the same turn, answers and leaves behind what the oracle says. */
export async function storeBehavesLikeAMap(open: () => Promise<{ store: Store; dispose(): Promise<void> }>): Promise<void> {
  const property = fc.asyncProperty(turns, async (turns) => {
    const { store, dispose } = await open()
    try {
      await expectSame(store, await written(store, turns))
    } finally {
      await dispose()
    }
  })
  await fc.assert(property, { numRuns: 60 })
}

type Turns = readonly (readonly { readonly changes: readonly Change[]; readonly limits: readonly Limit[] }[])[]

async function written(store: Store, turns: Turns): Promise<Oracle> {
  let oracle: Oracle = { records: new Map(), stream: [] }
  for (const turn of turns) {
    const answers = await Promise.all(turn.map(({ changes, limits }) => store.write(changes, ...limits)))
    const told = turn.map(({ changes, limits }) => {
      const { next, written } = apply(oracle, changes, limits)
      oracle = next
      return written
    })
    expect(answers).toEqual(told)
  }
  return oracle
}

function apply(before: Oracle, changes: readonly Change[], limits: readonly Limit[]): { next: Oracle; written: Written } {
  const next: Oracle = { records: new Map(before.records), stream: [...before.stream] }
  for (const change of changes) {
    const refused = take(next, change)
    if (refused !== undefined) return { next: before, written: { ok: false, why: 'conflict', id: refused } }
  }
  const beyond = limits.find(
    (limit) => lying(next, limit).filter(({ index }) => index[limit.index]!.at >= limit.since).length > limit.most,
  )
  if (beyond) return { next: before, written: { ok: false, why: 'limit', id: beyond.kind } }
  return { next, written: { ok: true } }
}

function take({ records, stream }: Oracle, change: Change): string | undefined {
  const last = stream.at(-1)
  if ('append' in change) return void stream.push({ n: (last?.n ?? 0) + 1, at: change.at, entry: change.entry })
  if ('cut' in change)
    return void stream.splice(
      0,
      stream.findIndex((each) => each.n > change.through || each === last),
    )
  if ('wake' in change) return wake({ records, stream }, change)
  const version = records.get(change.id)?.version ?? 0
  if (version !== change.expect || ('drop' in change && version === 0)) return change.id
  if ('drop' in change) return void records.delete(change.id)
  const { id, body, due, index = {} } = change
  records.set(id, { id, version: version + 1, body, index, ...(due === undefined ? {} : { due }) })
  return undefined
}

function wake(oracle: Oracle, { index, key, due }: { index: string; key: string; due: number }): undefined {
  for (const record of lying(oracle, { index, key }))
    oracle.records.set(record.id, { ...record, version: record.version + 1, due: Math.min(record.due ?? due, due) })
}

function lying({ records }: Oracle, { index, key }: { index: string; key: string }) {
  const found = [...records.values()].filter((record) => record.index[index]?.key === key)
  return found.toSorted((a, b) => a.index[index]!.at - b.index[index]!.at || (a.id < b.id ? -1 : 1))
}

async function expectSame(store: Store, oracle: Oracle): Promise<void> {
  for (const id of ids) expect(plain(await store.get(Note, id))).toEqual(plain(oracle.records.get(id)))
  for (const index of ['agent', 'team'])
    for (const key of keys) {
      expect((await store.find(Note, { index, key })).map(plain)).toEqual(lying(oracle, { index, key }).map(plain))
    }
  const due = [...oracle.records.values()].flatMap(({ id, due }) => (due === undefined ? [] : [{ kind: 'note', id, due }]))
  expect(await store.due(100, 100)).toEqual(due.toSorted((a, b) => a.due - b.due || (a.id < b.id ? -1 : 1)))
  expect(await store.read(Note, 0, 1000)).toEqual(oracle.stream)
}

function plain(stored: Stored<unknown> | undefined) {
  return stored && { id: stored.id, version: stored.version, body: stored.body, due: stored.due }
}
