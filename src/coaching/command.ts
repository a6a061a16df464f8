// The grammar of /coaching: what may be typed, and what is meant by it. Pure; who may do it is decided elsewhere.
import { COMMANDS, type Grammar } from './commands.ts'
import { SCOPE_KINDS, type Scope } from './scope.ts'
import type { Setting, SettingValue } from './settings.ts'
import { plain } from './view.ts'

export type Command =
  | { readonly kind: 'help' }
  | { readonly kind: 'status' }
  /** Where whoever types it is reached from now on; `off`: wherever they acted last. */
  | { readonly kind: 'here'; readonly off: boolean }
  /** `value`: undefined = as it is for everybody, or, for everybody, as Halftime came. */
  | {
      readonly kind: 'set'
      readonly what: Setting
      readonly value: SettingValue | undefined
      readonly scope: AskedScope | null
      readonly because: string | null
    }
  | { readonly kind: 'thresholds'; readonly scope: AskedScope | null }
  | { readonly kind: 'history'; readonly count: number }
  | { readonly kind: 'diff'; readonly version: number }
  | { readonly kind: 'rollback'; readonly version: number; readonly because: string | null }
  /** `who`: an agent's e-mail, null = everybody; `hours`: null = until somebody resumes. */
  | { readonly kind: 'pause'; readonly who: string | null; readonly hours: number | null }
  | { readonly kind: 'resume'; readonly who: string | null; readonly drop: boolean }
  /** An agent's e-mail or a conversation's id. */
  | { readonly kind: 'why'; readonly about: string }

/** A queue or team by its name, an agent by e-mail; null = everybody. */
export interface AskedScope {
  readonly kind: Scope['kind']
  readonly name: string
}

export type NotUnderstood =
  /** `meant`: a command it comes close to, ready to be typed. */
  | { readonly kind: 'unclear'; readonly meant?: string }
  /** A number outside the range of what was to be set, as it was typed (made harmless). */
  | { readonly kind: 'out-of-range'; readonly what: Setting; readonly typed: string }

const MOST = 300

/**
 * What a person typed after `/coaching`, or to the bot in Teams (its mention and a leading "coaching" are taken off). Never throws; only the
 * first 300 characters are looked at. Numbers may use a comma, or the real minus sign that phones put in.
 */
export function parseCommand(text: string): Command | NotUnderstood {
  const { asked, because } = reasonIn(text.slice(0, MOST))
  const { words, scope } = scopeIn(wordsOf(asked))
  const [first = 'help', ...rest] = words
  if (SCOPED.has(first)) return inScope(first, rest, { scope, because })
  return (scope ? undefined : spoken(first, rest, because)) ?? unclear(words)
}

/** What may be said of a queue, a team or an agent. */
const SCOPED: ReadonlySet<string> = new Set(['set', 'limit', 'shadow', 'thresholds'])

interface About {
  readonly scope: AskedScope | null
  readonly because: string | null
}

function inScope(first: string, rest: readonly string[], about: About): Said {
  if (first === 'thresholds') return rest.length === 0 ? { kind: first, scope: about.scope } : unclear([first, ...rest])
  if (first === 'shadow') return inShadow(rest, about)
  return first === 'set' ? inSet(rest, about) : inSet([first, ...rest], about)
}

function inShadow(rest: readonly string[], about: About): Said {
  const [word] = rest
  if (rest.length !== 1 || (word !== 'on' && word !== 'off' && word !== DEFAULT)) return { kind: 'unclear', meant: 'shadow off' }
  return { kind: 'set', what: 'shadow', value: word === DEFAULT ? undefined : word, ...about }
}

function inSet(rest: readonly string[], about: About): Said {
  const [what, ...more] = rest
  const entry = COMMANDS.find((one) => one.setting !== undefined && one.setting.what === what)
  const typed = more.join(' ')
  if (!entry?.setting || typed === '' || (more.length > 1 && !entry.setting.free)) return unclearSet(rest)
  if (typed === DEFAULT) return { kind: 'set', what: entry.setting.what, value: undefined, ...about }
  const value = valueIn(typed, entry.setting)
  if (value === undefined) return { kind: 'unclear', meant: entry.example }
  if (value === 'out-of-range') return { kind: 'out-of-range', what: entry.setting.what, typed: plain(typed, 20) }
  return { kind: 'set', what: entry.setting.what, value: value.is, ...about }
}

const DEFAULT = 'default'

/** "set customer -0.7 for Billing" lacks what Billing is. */
function unclearSet(rest: readonly string[]): NotUnderstood {
  const place = rest.indexOf('for')
  const said = place > 0 ? inSet(rest.slice(0, place), { scope: null, because: null }) : undefined
  if (said?.kind !== 'set') return unclear(['set', ...rest])
  return {
    kind: 'unclear',
    meant: plain(`set ${rest.slice(0, place).join(' ')} for queue ${rest.slice(place + 1).join(' ')}`, 120),
  }
}

/** "… for queue Billing", "… for agent ana@example.com"; the name may stand in quotation marks. */
function scopeIn(words: readonly string[]): { readonly words: readonly string[]; readonly scope: AskedScope | null } {
  const place = words.findLastIndex((word, n) => word === 'for' && SCOPE_KINDS.some((kind) => kind === words[n + 1]))
  const name = words
    .slice(place + 2)
    .map(addressIn)
    .join(' ')
  const bare = plain(/^["“„](.*)["“”]$/.exec(name)?.[1] ?? name, 100)
  if (place < 1 || bare === '') return { words, scope: null }
  return { words: words.slice(0, place), scope: { kind: words[place + 1] as AskedScope['kind'], name: bare } }
}

const SHOWN = 10
const MOST_SHOWN = 20

type Said = Command | NotUnderstood

/** The commands of one word and what may follow it; undefined = it is none of these. */
function spoken(first: string, rest: readonly string[], because: string | null): Said | undefined {
  const [what, ...more] = rest
  if (first === 'pause' || first === 'resume') return inPause(first, rest)
  if (more.length > 0) return undefined
  if (what === undefined && (first === 'help' || first === '?')) return { kind: 'help' }
  if (what === undefined && first === 'status') return { kind: first }
  if (first === 'here' && (what === undefined || what === 'off')) return { kind: 'here', off: what === 'off' }
  if (first === 'history') return inHistory(what)
  if (first === 'why' && what !== undefined) return { kind: 'why', about: addressIn(what) }
  const version = /^\d{1,6}$/.test(what ?? '') ? Number(what) : undefined
  if (version !== undefined && first === 'diff') return { kind: 'diff', version }
  if (version !== undefined && first === 'rollback') return { kind: 'rollback', version, because }
  return undefined
}

function inHistory(typed: string | undefined): Said {
  if (typed === undefined) return { kind: 'history', count: SHOWN }
  const count = /^\d{1,3}$/.test(typed) ? Number(typed) : 0
  return count > 0 ? { kind: 'history', count: Math.min(count, MOST_SHOWN) } : { kind: 'unclear', meant: 'history' }
}

/** "all for 2h", "ana@example.com for 3 days", "drop". */
function inPause(kind: 'pause' | 'resume', rest: readonly string[]): Said {
  const [, who = 'all', length, unit, drop] =
    /^(all|\S+@\S+)?\s*(?:for\s+(\d{1,3})\s*(h|hours?|d|days?))?\s*(drop)?$/.exec(rest.map(addressIn).join(' ')) ?? []
  const read = rest.length === 0 || who !== 'all' || rest[0] === 'all' || length !== undefined || drop !== undefined
  if (!read || (kind === 'pause' ? drop : length) !== undefined)
    return { kind: 'unclear', meant: kind === 'pause' ? 'pause all for 2h' : 'resume' }
  const about = who === 'all' ? null : who
  if (kind === 'resume') return { kind, who: about, drop: drop !== undefined }
  return { kind, who: about, hours: length === undefined ? null : Number(length) * (unit!.startsWith('d') ? 24 : 1) }
}

/** Slack writes an address as <mailto:ana@example.com|ana@example.com>. */
const addressIn = (typed: string): string => /^<mailto:([^|>]+)/.exec(typed)?.[1] ?? typed

/** "… because it was too strict": kept as it was typed, made harmless. */
function reasonIn(text: string): { readonly asked: string; readonly because: string | null } {
  const [, asked = text, because = ''] = /^(.*?)\sbecause\s(.*)$/is.exec(text) ?? []
  return { asked, because: plain(because, MOST) || null }
}

function valueIn(
  typed: string,
  { words = {}, range, free }: Grammar,
): { readonly is: SettingValue } | 'out-of-range' | undefined {
  if (Object.hasOwn(words, typed)) return { is: words[typed] ?? null }
  const read = free?.read(typed)
  if (read !== undefined) return { is: read }
  const number = range && numberIn(typed, range.decimals)
  if (number === undefined) return undefined
  return number < range!.least || number > range!.most ? 'out-of-range' : { is: number }
}

function wordsOf(text: string): string[] {
  const heard = text
    .replace(/<at[^<>]*>[^<>]*<\/at>/gi, ' ')
    .replaceAll('\u00a0', ' ')
    .replaceAll('&nbsp;', ' ')
    .toLowerCase()
  const words = heard.split(/\s+/u).filter((word) => word !== '')
  return words[0] === '/coaching' || words[0] === 'coaching' ? words.slice(1) : words
}

function numberIn(typed: string, decimals: number): number | undefined {
  const plainNumber = typed.replace(/^[\u2212\u2013]/u, '-').replace(',', '.')
  const unit = 10 ** decimals
  return /^[+-]?(\d{1,9}(\.\d{0,15})?|\.\d{1,15})$/.test(plainNumber) ? Math.round(Number(plainNumber) * unit) / unit : undefined
}

/** The nearest command by its fixed words, when only a letter or two are off. */
function unclear(typed: readonly string[]): NotUnderstood {
  const near = COMMANDS.map((entry) => {
    const spoken = typed.slice(0, entry.name.split(' ').length).join(' ')
    return { entry, off: distance(spoken.slice(0, 30), entry.name) }
  }).toSorted((a, b) => a.off - b.off)[0]
  if (!near || near.off > allowed(near.entry.name)) return { kind: 'unclear' }
  const value = near.entry.setting && valueIn(typed[2] ?? '', near.entry.setting)
  if (value === undefined || value === 'out-of-range') return { kind: 'unclear', meant: near.entry.example }
  return { kind: 'unclear', meant: `${near.entry.name} ${value.is ?? 'off'}` }
}

const allowed = (name: string): number => (name.length > 6 ? 3 : 2)

/** Levenshtein: letters to add, drop or change. Both words are short, so the square stays small. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, n) => n)
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1]
    for (const [j, other] of [...b].entries()) {
      next.push(Math.min(next[j]! + 1, row[j + 1]! + 1, row[j]! + (letter === other ? 0 : 1)))
    }
    row = next
  }
  return row.at(-1)!
}
