// "pause queue Billing until monday", "resume ana@example.com drop": who rests, and for how long. Pure.
import { addressIn } from './command-words.ts'
import type { Scope } from './scope.ts'
import { readUntil, type Until } from './until.ts'
import { plain } from './view.ts'

/** A queue by its name, or an agent by e-mail; null = everybody. */
type Whom = { readonly kind: Scope['kind']; readonly name: string } | null

export type PauseSaid =
  /** Neither `hours` nor `until`: until somebody resumes. */
  | { readonly kind: 'pause'; readonly who: Whom; readonly hours: number | null; readonly until: Until | null }
  | { readonly kind: 'resume'; readonly who: Whom; readonly drop: boolean }

type Said = PauseSaid | { readonly kind: 'unclear'; readonly meant: string }

/** "all for 2h", "ana@example.com for 3 days", "drop". */
export function inPause(kind: 'pause' | 'resume', rest: readonly string[]): Said {
  const typed = rest.map(addressIn).join(' ')
  const found = /^(all|queue .+?|\S+@\S+)?\s*(?:\bfor (\d{1,3})\s*(h|hours?|d|days?)|\buntil (\S+(?: \S+)?))?\s*(drop)?$/.exec(
    typed,
  )
  const [, whom = 'all', length, unit = '', end, drop] = found ?? []
  const until = end === undefined ? null : readUntil(end)
  const strange = kind === 'pause' ? drop !== undefined : (length ?? end) !== undefined
  if (!found || until === undefined || strange) return { kind: 'unclear', meant: meantBy(kind, typed) }
  const [who, hours] = [whomIn(whom), length === undefined ? null : Number(length) * (unit.startsWith('d') ? 24 : 1)]
  return kind === 'pause' ? { kind, who, hours, until } : { kind, who, drop: drop !== undefined }
}

function whomIn(typed: string): Whom {
  if (typed === 'all') return null
  return typed.startsWith('queue ')
    ? { kind: 'queue', name: plain(typed.slice('queue '.length), 100) }
    : { kind: 'agent', name: typed }
}

/** Never about more people than were named. */
function meantBy(kind: PauseSaid['kind'], typed: string): string {
  const [, whom = ''] = /^(\S+@\S+|queue .+?)(?: (?:for|until|drop)\b.*)?$/.exec(typed) ?? /^(\S+@\S+)/.exec(typed) ?? []
  const named = whom === '' ? 'all' : plain(whom, 100)
  return kind === 'pause' ? `pause ${named} for 2h` : whom === '' ? 'resume' : `resume ${named}`
}
