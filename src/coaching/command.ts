// The grammar of /coaching: what may be typed, and what is meant by it. Pure; who may do it is decided elsewhere.
import { addressIn, nearest, reasonIn, valueIn, wordsOf } from './command-words.ts'
import { COMMANDS, TOPICS, type Topic } from './commands.ts'
import { type Kudos, kudosIn } from './kudos.ts'
import { inPause, type PauseSaid } from './pause-command.ts'
import { type RuleChange, ruleIn } from './rule-command.ts'
import { SCOPE_KINDS, type Scope } from './scope.ts'
import type { Setting, SettingValue } from './setting-places.ts'
import { plain } from './view.ts'

export type Command =
  | { readonly kind: 'help'; readonly topic: Topic }
  | { readonly kind: 'status' }
  /** Where whoever types it is reached from now on; `off`: wherever they acted last. */
  | { readonly kind: 'here'; readonly off: boolean }
  | ({ readonly kind: 'set'; readonly because: string | null } & Change)
  /** What the same conversations would have led to, over so many days. */
  | ({ readonly kind: 'what-if'; readonly days: number } & (Change | RuleChange))
  | { readonly kind: 'rules' }
  /** Somebody's e-mail or, when they have left, id; `sure`: for good. */
  | { readonly kind: 'erase'; readonly who: string; readonly sure: boolean }
  | { readonly kind: 'readmit'; readonly who: string }
  | ({ readonly kind: 'rule'; readonly because: string | null } & RuleChange)
  | { readonly kind: 'thresholds'; readonly scope: AskedScope | null }
  /** The common settings to fill in; `card`: as a message, where a dialog does not open. */
  | { readonly kind: 'form'; readonly card: boolean; readonly scope: AskedScope | null }
  | { readonly kind: 'history'; readonly count: number }
  /** The settings as commands; long ones in parts, from 1. */
  | { readonly kind: 'export'; readonly part: number }
  | { readonly kind: 'diff'; readonly version: number }
  | { readonly kind: 'rollback'; readonly version: number; readonly because: string | null }
  | PauseSaid
  /** An agent's e-mail or a conversation's id. */
  | { readonly kind: 'why'; readonly about: string }
  | { readonly kind: 'kudos'; readonly asked: Kudos }

/** `value`: undefined = as it is for everybody, or, for everybody, as Halftime came. */
export interface Change {
  readonly what: Setting
  readonly value: SettingValue | undefined
  readonly scope: AskedScope | null
}

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
 * first 300 characters are looked at, but for kudos. Numbers may use a comma, or the real minus sign that phones put in.
 */
export function parseCommand(text: string): Command | NotUnderstood {
  const kudos = kudosIn(text)
  if (kudos) return { kind: 'kudos', asked: kudos }
  const { asked, because } = reasonIn(text.slice(0, MOST))
  const { words: typed, days } = spanIn(wordsOf(asked))
  const { words, scope } = scopeIn(typed)
  const [first = 'help', ...rest] = words.map((word) => word.toLowerCase())
  const about = first === WHAT_IF ? words.slice(1) : words
  if (about[0]?.toLowerCase() === RULE) return inRule(about.slice(1), { scope, because, days, asks: first === WHAT_IF })
  if (!SCOPED.has(first)) return (scope ? undefined : spoken(first, rest, because)) ?? unclear([first, ...rest])
  const meant = scope ? undefined : scopeMeant(words, because)
  if (meant) return { kind: 'unclear', meant: plain(meant, MOST) }
  const said = inScope(first, rest, { scope, because, days })
  if (said.kind !== 'unclear' || !scope || !said.meant) return said
  // What was not understood is no reason to forget whom it was about.
  return { kind: 'unclear', meant: plain(`${said.meant} for ${scope.kind} ${scope.name}`, MOST) }
}

/** A scope that was named in another way than this grammar has it: never is a change for one queue taken for one for everybody. */
function scopeMeant(words: readonly string[], because: string | null): string | undefined {
  const lower = words.map((word) => word.toLowerCase())
  const late = /^(.*?)\s*\bfor (division|queue|team|agent)\s+(\S.*)$/i.exec(because ?? '')
  if (late) return `${words.join(' ')} for ${late[2]!.toLowerCase()} ${late[3]} because ${late[1] || '…'}`
  const bare = lower.findIndex((word, n) => n > 0 && isKind(word) && !(n === 1 && lower[0] === 'set'))
  if (bare > 0 && bare < words.length - 1) return `${words.slice(0, bare).join(' ')} for ${words.slice(bare).join(' ')}`
  const place = lower.indexOf('for')
  const name = words.slice(place + 1).map(addressIn)
  if (place < 1 || name.length === 0) return undefined
  return `${words.slice(0, place).join(' ')} for ${name.join('').includes('@') ? 'agent' : 'queue'} ${name.join(' ')}`
}

const isKind = (word: string | undefined): boolean => SCOPE_KINDS.some((kind) => kind === word)

const WHAT_IF = 'what-if'
const RULE = 'rule'

/** What may be said of a queue, a team or an agent. */
const SCOPED: ReadonlySet<string> = new Set(['set', 'limit', 'shadow', 'thresholds', 'form', WHAT_IF])

interface About {
  readonly scope: AskedScope | null
  readonly because: string | null
  /** Null = as many as are usual. */
  readonly days: number | null
}

function inScope(first: string, rest: readonly string[], about: About): Said {
  if (first === 'thresholds') return rest.length === 0 ? { kind: first, scope: about.scope } : unclear([first, ...rest])
  if (first === WHAT_IF) return inWhatIf(rest, about)
  if (first === 'form') return inForm(rest, about)
  if (first === 'shadow') return inShadow(rest, about)
  return first === 'set' ? inSet(rest, about) : inSet([first, ...rest], about)
}

function inForm(rest: readonly string[], { scope }: About): Said {
  const card = rest[0] === 'card'
  return rest.length > (card ? 1 : 0) ? { kind: 'unclear', meant: 'form' } : { kind: 'form', card, scope }
}

/** Over so many days it is asked what a change would have meant, unless others are named. */
export const USUAL_DAYS = 30
const MOST_DAYS = 366

/** "customer -0.5 for queue Billing over 30 days": what might be set, and over which time. */
function inWhatIf(rest: readonly string[], { days, ...about }: About): Said {
  const [first = '', ...more] = rest[0] === 'set' ? rest.slice(1) : rest
  const said = inScope(first === 'shadow' ? first : 'set', first === 'shadow' ? more : [first, ...more], { ...about, days: null })
  if (said.kind === 'unclear')
    return { kind: 'unclear', meant: `${WHAT_IF} ${(said.meant ?? '').replace(/^set |^help.*/, '') || 'customer -0.5'}` }
  if (said.kind !== 'set') return said
  const { because: _, ...change } = said
  return { ...change, kind: WHAT_IF, days: days ?? USUAL_DAYS }
}

/** "… over 30 days", "… over the last 30 days", at the end of a question. */
function spanIn(words: readonly string[]): { readonly words: readonly string[]; readonly days: number | null } {
  const [, asked = '', days] = /^(.*?)\s+over\s+(?:the\s+last\s+)?(\d{1,3})\s*d(?:ays?)?$/is.exec(words.join(' ')) ?? []
  if (words[0]?.toLowerCase() !== WHAT_IF || days === undefined) return { words, days: null }
  return { words: asked.split(' '), days: Math.min(MOST_DAYS, Math.max(1, Number(days))) }
}

/** One rule, made or asked about. Which conversations it is about is one of its parts, not whom a setting is for. */
function inRule(words: readonly string[], { scope, because, days, asks }: About & { readonly asks: boolean }): Said {
  const lead = asks ? `${WHAT_IF} ` : ''
  if (scope)
    return {
      kind: 'unclear',
      meant: plain(`${lead}${RULE} ${words.join(' ')} ${scope.kind === 'team' ? 'teams' : 'queues'} ${scope.name}`, MOST),
    }
  const said = ruleIn(words)
  if (said.kind === 'unclear') return { kind: 'unclear', meant: plain(lead + said.meant, MOST) }
  return asks ? { ...said, kind: WHAT_IF, days: days ?? USUAL_DAYS } : { ...said, because }
}

function inShadow(rest: readonly string[], { days: _, ...about }: About): Said {
  const [word] = rest
  if (rest.length !== 1 || (word !== 'on' && word !== 'off' && word !== DEFAULT)) return { kind: 'unclear', meant: 'shadow off' }
  return { kind: 'set', what: 'shadow', value: word === DEFAULT ? undefined : word, ...about }
}

function inSet(rest: readonly string[], { days: _, ...about }: About): Said {
  const [what, ...more] = rest
  const entry = COMMANDS.find((one) => one.setting !== undefined && one.setting.what === what)
  const typed = more.join(' ')
  if (!entry?.setting || typed === '' || (more.length > 1 && !entry.setting.free)) return unclear(['set', ...rest])
  if (typed === DEFAULT) return { kind: 'set', what: entry.setting.what, value: undefined, ...about }
  const value = valueIn(typed, entry.setting)
  if (value === undefined) return { kind: 'unclear', meant: entry.example }
  if (value === 'out-of-range') return { kind: 'out-of-range', what: entry.setting.what, typed: plain(typed, 20) }
  return { kind: 'set', what: entry.setting.what, value: value.is, ...about }
}

const DEFAULT = 'default'

/** "… for queue Billing", "… for agent ana@example.com"; the name may stand in quotation marks. */
function scopeIn(words: readonly string[]): { readonly words: readonly string[]; readonly scope: AskedScope | null } {
  const lower = words.map((word) => word.toLowerCase())
  const place = lower.findLastIndex((word, n) => word === 'for' && isKind(lower[n + 1]))
  const name = words
    .slice(place + 2)
    .map(addressIn)
    .join(' ')
  const bare = plain(/^["“„](.*)["“”]$/.exec(name)?.[1] ?? name, 100)
  if (place < 1 || bare === '') return { words, scope: null }
  return { words: words.slice(0, place), scope: { kind: lower[place + 1] as AskedScope['kind'], name: bare } }
}

/** Something to go by even where nothing comes close. */
function unclear(typed: readonly string[]): NotUnderstood {
  const meant = nearest(typed) ?? (typed[0] === 'set' ? 'help set' : undefined)
  return meant === undefined ? { kind: 'unclear' } : { kind: 'unclear', meant }
}

const SHOWN = 10
const MOST_SHOWN = 20

type Said = Command | NotUnderstood

/** The commands of one word and what may follow it; undefined = it is none of these. */
function spoken(first: string, rest: readonly string[], because: string | null): Said | undefined {
  const [what, ...more] = rest
  if (first === 'pause' || first === 'resume') return inPause(first, rest)
  if (first === 'erase' && what !== undefined) return inErase(what, more)
  if (more.length > 0) return undefined
  if (first === 'readmit' && what !== undefined) return { kind: first, who: addressIn(what) }
  if (first === 'help' || first === 'hilfe' || first === '?') return inHelp(what)
  if (what === undefined && (first === 'status' || first === 'rules')) return { kind: first }
  if (first === 'here' && (what === undefined || what === 'off')) return { kind: 'here', off: what === 'off' }
  if (first === 'history') return inHistory(what)
  if (first === 'export') return inExport(what)
  if (first === 'why' && what !== undefined) return { kind: 'why', about: addressIn(what) }
  const version = /^\d{1,6}$/.test(what ?? '') ? Number(what) : undefined
  if (version !== undefined && first === 'diff') return { kind: 'diff', version }
  if (version !== undefined && first === 'rollback') return { kind: 'rollback', version, because }
  return undefined
}

const FOR_GOOD = 'for good'

function inErase(what: string, more: readonly string[]): Said {
  const said = more.join(' ')
  if (said !== '' && said !== FOR_GOOD) return { kind: 'unclear', meant: plain(`erase ${addressIn(what)}`, MOST) }
  return { kind: 'erase', who: addressIn(what), sure: said === FOR_GOOD }
}

function inHelp(about: string | undefined): Said {
  if (about === undefined) return { kind: 'help', topic: 'all' }
  const topic = TOPICS.find((each) => each === about)
  return topic
    ? { kind: 'help', topic }
    : { kind: 'unclear', meant: COMMANDS.some(({ name }) => name.startsWith(`set ${about}`)) ? 'help set' : 'help' }
}

function inHistory(typed: string | undefined): Said {
  if (typed === undefined) return { kind: 'history', count: SHOWN }
  const count = /^\d{1,3}$/.test(typed) ? Number(typed) : 0
  return count > 0 ? { kind: 'history', count: Math.min(count, MOST_SHOWN) } : { kind: 'unclear', meant: 'history' }
}

function inExport(typed = '1'): Said {
  const part = /^\d{1,3}$/.test(typed) ? Number(typed) : 0
  return part > 0 ? { kind: 'export', part } : { kind: 'unclear', meant: 'export' }
}
