import { createHash, createHmac } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BEGINNING, canonical, type Link, type Sealed, sealed, textToSign } from '../../src/coaching/chain.ts'
import { type Broken, type Lying, verifier, type Whole } from '../../src/coaching/verifying.ts'

const digest = (text: string) => createHash('sha256').update(text).digest('hex')
const signWith = (key: string) => (text: string) => createHmac('sha256', key).update(text).digest('hex')
const sign = signWith('the operator’s')

type Told = Pick<Sealed, 'at' | 'entry'>

function chainOf(told: readonly Told[]): Sealed[] {
  const chain: Sealed[] = []
  for (const one of told) chain.push(sealed(chain.at(-1) ?? BEGINNING, one, digest))
  return chain
}

const lying = (chain: readonly Sealed[]): Lying[] => chain.map((one) => ({ n: one.n, at: one.at, text: JSON.stringify(one) }))
const headOf = ({ n, hash }: Link) => ({ n, hash, signature: sign(textToSign('ends at', { n, hash })) })

function verify(rows: readonly Lying[], head: ReturnType<typeof headOf> | undefined): Broken | Whole {
  const { take, end } = verifier({ digest, sign })
  for (const row of rows) {
    const broken = take(row)
    if (broken) return broken
  }
  return end(head)
}

const some = (count: number): Told[] =>
  Array.from({ length: count }, (_, n) => ({ at: 1000 + n, entry: { what: 'proposed', n } }))
const FIVE = chainOf(some(5))
const HEAD = headOf(FIVE.at(-1)!)
const rows = lying(FIVE)
/** The same chain with one record written anew, rightly hashed, as somebody would who knows how. */
const forged = (n: number): Lying[] => lying(FIVE.with(n - 1, sealed(FIVE[n - 2] ?? BEGINNING, { at: 1, entry: {} }, digest)))
const without = (n: number) => rows.filter((row) => row.n !== n)
const instead = (n: number, row: Partial<Lying>) => rows.map((one) => (one.n === n ? { ...one, ...row } : one))
const shifted = (from: number, by: number, all = rows) => all.map((row) => (row.n >= from ? { ...row, n: row.n + by } : row))

describe('the chain', () => {
  it('is whole as it was written, and says from when to when', () => {
    expect(verify(rows, HEAD)).toEqual({ records: 5, from: 1000, to: 1004 })
    expect(verify([], undefined)).toEqual({ records: 0, from: null, to: null })
  })

  it('is stored letter by letter as it was hashed', () => {
    for (const one of FIVE) expect(JSON.stringify(one)).toBe(canonical(one))
    expect(canonical({ b: [{ d: 1, c: null }], a: 'x' })).toBe('{"a":"x","b":[{"c":null,"d":1}]}')
  })

  it.each<[string, readonly Lying[], ReturnType<typeof headOf> | undefined, Broken]>([
    ['a changed record', instead(3, { text: rows[2]!.text.replace('proposed', 'declined') }), HEAD, { why: 'changed', n: 3 }],
    ['a changed time of a row', instead(3, { at: 7 }), HEAD, { why: 'changed', n: 3 }],
    ['a space more', instead(3, { text: rows[2]!.text.replace('{', '{ ') }), HEAD, { why: 'changed', n: 3 }],
    ['no JSON at all', instead(3, { text: 'gone' }), HEAD, { why: 'changed', n: 3 }],
    ['a record changed and hashed anew', forged(3), HEAD, { why: 'apart', n: 3 }],
    ['the first one changed and hashed anew', forged(1), HEAD, { why: 'apart', n: 1 }],
    ['the last one changed and hashed anew', forged(5), HEAD, { why: 'changed', n: 5 }],
    ['a missing record', without(3), HEAD, { why: 'missing', n: 3 }],
    ['a missing record, the rest moved up', shifted(4, -1, without(3)), HEAD, { why: 'missing', n: 3 }],
    ['a record between', [...shifted(3, 1).slice(0, 2), rows[2]!, ...shifted(3, 1).slice(2)], HEAD, { why: 'added', n: 3 }],
    ['a record before all', [{ ...rows[0]!, n: 0 }, ...rows], HEAD, { why: 'added', n: 0 }],
    ['a record behind all', lying(chainOf(some(6))), HEAD, { why: 'added', n: 6 }],
    ['no beginning', rows.slice(2), HEAD, { why: 'beginning-cut', n: 3 }],
    ['no end', rows.slice(0, 3), HEAD, { why: 'end-cut', n: 5, last: 3 }],
    ['nothing left', [], HEAD, { why: 'end-cut', n: 5, last: 0 }],
    [
      'no end, and the head moved back without a signature',
      rows.slice(0, 3),
      { ...HEAD, ...link(FIVE[2]!) },
      { why: 'head-changed', n: 3 },
    ],
    ['no head', rows, undefined, { why: 'head-missing', n: 5 }],
  ])('names what is wrong with %s', (_, found, head, broken) => {
    expect(verify(found, head)).toEqual(broken)
  })
})

function link({ n, hash }: Link): Link {
  return { n, hash }
}

describe('a chain whose beginning is gone', () => {
  const at = FIVE[2]!
  const checkpoint = (key: string): Sealed[] => {
    const signature = signWith(key)(textToSign('begins after', link(at)))
    const about = { through: at.n, hash: at.hash, signature }
    return [...FIVE, sealed(FIVE[4]!, { at: 2000, entry: { what: 'checkpoint', about } }, digest)]
  }

  it('is whole when a signed checkpoint says where it begins, also when nothing else is left', () => {
    const chain = checkpoint('the operator’s')
    expect(verify(lying(chain).slice(3), headOf(chain[5]!))).toEqual({ records: 3, from: 1003, to: 2000 })
    expect(verify(lying(chain), headOf(chain[5]!))).toMatchObject({ records: 6 })
  })

  it('is not when it begins elsewhere, or somebody else signed', () => {
    const chain = checkpoint('the operator’s')
    expect(verify(lying(chain).slice(4), headOf(chain[5]!))).toEqual({ why: 'beginning-cut', n: 5 })
    const others = checkpoint('somebody’s')
    expect(verify(lying(others).slice(3), headOf(others[5]!))).toEqual({ why: 'not-signed', n: 6 })
  })
})

describe('whatever is done to one record of any chain', () => {
  const told = fc.array(fc.record({ at: fc.nat(), entry: fc.dictionary(fc.string(), fc.jsonValue()) }), {
    minLength: 3,
    maxLength: 8,
  })
  const place = fc.nat(100)
  /** Each answers what lies there afterwards, and the first record that is not as it was. */
  const DEEDS: Record<string, (chain: Sealed[], n: number, other: number) => [Lying[], number]> = {
    changed: (chain, n) => [edit(chain, n, (one) => ({ ...one, entry: { ...one.entry, 'a field of ours': 1 } })), n],
    'changed and hashed anew': (chain, n) => [
      edit(chain, n, ({ at }) => ({ ...sealed(chain[n - 2] ?? BEGINNING, { at, entry: { ours: 1 } }, digest) })),
      n,
    ],
    moved: (chain, n) => [edit(chain, n, (one) => ({ ...one, at: one.at + 1 })), n],
    // Without the first, the second is where it begins without anybody vouching for that.
    deleted: (chain, n) => [lying(chain).filter((row) => row.n !== n), n === 1 ? 2 : n],
    'deleted, the rest moved up': (chain, n) => [
      lying(chain)
        .filter((row) => row.n !== n)
        .map((row, at) => ({ ...row, n: at + 1 })),
      n,
    ],
    doubled: (chain, n) => [
      lying(chain)
        .toSpliced(n - 1, 0, lying(chain)[n - 1]!)
        .map((row, at) => ({ ...row, n: at + 1 })),
      n,
    ],
    swapped: (chain, n, other) => {
      const [a, b] = [lying(chain)[n - 1]!, lying(chain)[other - 1]!]
      const swap = (row: Lying) => (row.n === n ? { ...b, n } : row.n === other ? { ...a, n: other } : row)
      return [lying(chain).map(swap), Math.min(n, other)]
    },
    'cut off behind it': (chain, n) => [lying(chain).slice(0, n - 1), chain.length],
    'cut off before it': (chain, n) => [lying(chain).slice(n), n + 1],
  }

  function edit(chain: Sealed[], n: number, change: (one: Sealed) => object): Lying[] {
    return lying(chain).map((row, at) => (row.n === n ? { ...row, text: canonical(change(chain[at]!)) } : row))
  }

  it.each(Object.keys(DEEDS))('it is named when it was %s', (deed) => {
    const property = fc.property(told, place, place, (entries, a, b) => {
      const chain = chainOf(entries)
      expect(verify(lying(chain), headOf(chain.at(-1)!))).toMatchObject({ records: chain.length })
      const n = 1 + (a % chain.length)
      const other = 1 + ((n + (b % (chain.length - 1))) % chain.length)
      const [found, first] = DEEDS[deed]!(chain, n, other)
      const verdict = verify(found, headOf(chain.at(-1)!))
      expect(verdict).toHaveProperty('why')
      expect((verdict as Broken).n).toBe(found.length > 0 ? first : chain.length)
    })
    fc.assert(property, { numRuns: 60 })
  })
})
