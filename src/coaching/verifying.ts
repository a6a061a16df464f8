// Looks at the audit's chain record by record, in bounded memory, and names the first that is not as it was written. Pure.
import { BEGINNING, canonical, type Digest, hashOf, type Link, Sealed, textToSign } from './chain.ts'

/** A record as it lies in the store. */
export interface Lying {
  readonly n: number
  readonly at: number
  readonly text: string
}

export interface Head extends Link {
  readonly signature: string
}

/** What is wrong, and at which record. */
export interface Broken {
  readonly why:
    | 'changed'
    | 'missing'
    | 'added'
    /** This one and the next do not fit together. */
    | 'apart'
    /** `n`: the last one the head knows. */
    | 'end-cut'
    | 'head-missing'
    | 'head-changed'
    /** `n`: the first one that is left. */
    | 'beginning-cut'
    /** `n`: the checkpoint whose signature does not fit. */
    | 'not-signed'
  readonly n: number
  /** The last record there is. */
  readonly last?: number
}

export interface Whole {
  readonly records: number
  /** When the first and the last were written, epoch ms; null where there are none. */
  readonly from: number | null
  readonly to: number | null
}

export interface Marks {
  readonly digest: Digest
  readonly sign: Digest
}

interface Seen {
  readonly first: Sealed
  readonly last: Sealed
  readonly records: number
  /** Whether a checkpoint says that the chain rightly begins where it does; or the one whose signature does not fit. */
  readonly vouched: boolean
  readonly unsigned: number | null
}

/** `take` every record in order until one is broken, then `end` with the head. */
export function verifier(marks: Marks) {
  let seen: Seen | undefined

  function take(row: Lying): Broken | undefined {
    const found = readRow(row, seen?.last, marks.digest)
    if ('why' in found) return found
    const first = seen?.first ?? found
    const vouches = vouching(found, first, marks)
    seen = {
      first,
      last: found,
      records: (seen?.records ?? 0) + 1,
      vouched: (seen?.vouched ?? first.n === 1) || vouches === 'signed',
      unsigned: vouches === 'not-signed' ? found.n : (seen?.unsigned ?? null),
    }
    return undefined
  }

  return { take, end: (head: Head | undefined): Broken | Whole => ending(seen, head, marks) }
}

function readRow(row: Lying, last: Sealed | undefined, digest: Digest): Sealed | Broken {
  const { n } = row
  const before = last ?? (n === 1 ? BEGINNING : undefined)
  if (n < 1) return { why: 'added', n }
  if (last && n > last.n + 1) return { why: 'missing', n: last.n + 1 }
  const found = parsed(row.text)
  if (found && found.n > n) return { why: 'missing', n }
  if (found && found.n < n) return { why: 'added', n: found.n }
  if (!found || found.at !== row.at || found.hash !== hashOf(found, digest)) return { why: 'changed', n }
  if (before && found.previous !== before.hash) return last ? { why: 'apart', n: last.n } : { why: 'changed', n }
  return found
}

/** Undefined when it is no record of ours, or not letter by letter as we write one. */
function parsed(text: string): Sealed | undefined {
  try {
    const body: unknown = JSON.parse(text)
    // What lies there is hashed, not a copy, in which a field could be missing.
    return canonical(body) === text && Sealed.safeParse(body).success ? (body as Sealed) : undefined
  } catch {
    return undefined
  }
}

/** Whether this is the checkpoint that says where the first record there is comes from. */
function vouching({ entry: { what, about } }: Sealed, first: Sealed, { sign }: Marks): 'signed' | 'not-signed' | undefined {
  if (what !== 'checkpoint' || typeof about !== 'object' || about === null) return undefined
  const { through, hash, signature } = about as Record<string, unknown>
  if (through !== first.n - 1 || hash !== first.previous) return undefined
  return signature === sign(textToSign('begins after', { n: through, hash })) ? 'signed' : 'not-signed'
}

function ending(seen: Seen | undefined, head: Head | undefined, { sign }: Marks): Broken | Whole {
  if (!seen && !head) return { records: 0, from: null, to: null }
  if (!seen) return { why: 'end-cut', n: head!.n, last: 0 }
  const { first, last, records, vouched, unsigned } = seen
  if (!head) return { why: 'head-missing', n: last.n }
  if (head.n > last.n) return { why: 'end-cut', n: head.n, last: last.n }
  if (head.n < last.n) return { why: 'added', n: head.n + 1 }
  if (head.hash !== last.hash) return { why: 'changed', n: last.n }
  if (head.signature !== sign(textToSign('ends at', head))) return { why: 'head-changed', n: head.n }
  if (!vouched) return unsigned === null ? { why: 'beginning-cut', n: first.n } : { why: 'not-signed', n: unsigned }
  return { records, from: first.at, to: last.at }
}
