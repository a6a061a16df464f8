// The grammar of /coaching: what may be typed, and what is meant by it. Pure; who may do it is decided elsewhere.
import { readBlackouts, readHours, sayBlackout, sayBlackouts } from './hours.ts'
import { SIGNAL_SOURCES, WITHOUT_SIGNAL } from './policy.ts'
import type { Setting, SettingValue } from './settings.ts'
import { plain } from './view.ts'

export type Command =
  | { readonly kind: 'help' }
  | { readonly kind: 'status' }
  | { readonly kind: 'set'; readonly what: Setting; readonly value: SettingValue; readonly because: string | null }
  | { readonly kind: 'history'; readonly count: number }
  | { readonly kind: 'diff'; readonly version: number }
  | { readonly kind: 'rollback'; readonly version: number; readonly because: string | null }

export type NotUnderstood =
  /** `meant`: a command it comes close to, ready to be typed. */
  | { readonly kind: 'unclear'; readonly meant?: string }
  /** A number outside the range of what was to be set, as it was typed (made harmless). */
  | { readonly kind: 'out-of-range'; readonly what: Setting; readonly typed: string }

/** How a setting's value is typed: a number within bounds, one of some words, or either. */
interface Grammar {
  readonly range?: { readonly least: number; readonly most: number; readonly decimals: number }
  readonly words?: Readonly<Record<string, SettingValue>>
  /** Anything else, possibly of several words: how it is written down, undefined when it makes no sense. */
  readonly free?: { readonly usage: string; read(typed: string): string | undefined }
}

export interface CommandEntry {
  /** Its fixed words: "set customer". */
  readonly name: string
  /** What to type after the slash command: "set customer <-1..1>". */
  readonly usage: string
  readonly example: string
  /** The sentence that explains it, in cards/text. */
  readonly about: string
  readonly setting?: { readonly what: Setting } & Grammar
  /** Whether the platforms' own lists of commands show it; Teams has room for ten. */
  readonly listed: boolean
}

// Two decimals, as scores are shown: what is stored is what is read back.
const SCORE = { range: { least: -1, most: 1, decimals: 2 } }
const oneOf = (words: readonly SettingValue[]): Grammar => ({
  words: Object.fromEntries(words.map((word) => [String(word), word])),
})
const whole = (least: number, most: number): Grammar => ({ range: { least, most, decimals: 0 } })
const HOURS = {
  usage: '<days> <from>-<to>',
  read(typed: string) {
    const hours = readHours(typed)
    return hours && sayBlackout(hours)
  },
}
const BLACKOUTS = {
  usage: '<days> <from>-<to>|<date>..<date>',
  read: (typed: string) => sayBlackouts(readBlackouts(typed) ?? []) ?? undefined,
}

function setting(what: Setting, example: string, grammar: Grammar, listed = true): CommandEntry {
  const range = grammar.range && `<${grammar.range.least}..${grammar.range.most}>`
  const choices = [range, grammar.free?.usage, ...Object.keys(grammar.words ?? {})].filter((choice) => choice !== undefined)
  const name = `set ${what}`
  return {
    name,
    usage: `${name} ${choices.join('|')}`,
    example: `${name} ${example}`,
    about: `command.set-${what}.about`,
    setting: { what, ...grammar },
    listed,
  }
}

/** Every command there is; both manifests and the help name exactly these. */
export const COMMANDS: readonly CommandEntry[] = [
  { name: 'help', usage: 'help', example: 'help', about: 'command.help.about', listed: true },
  { name: 'status', usage: 'status', example: 'status', about: 'command.status.about', listed: true },
  { name: 'history', usage: 'history [n]', example: 'history', about: 'command.history.about', listed: true },
  { name: 'diff', usage: 'diff <version>', example: 'diff 1', about: 'command.diff.about', listed: false },
  { name: 'rollback', usage: 'rollback <version>', example: 'rollback 1', about: 'command.rollback.about', listed: false },
  setting('customer', '-0.65', SCORE),
  setting('agent', '-0.35', SCORE),
  setting('praise', '0.85', SCORE),
  setting('evaluation', '60', { range: { least: 0, most: 100, decimals: 0 }, words: { off: null } }),
  setting('signal', 'transcript', oneOf(SIGNAL_SOURCES)),
  setting('missing', 'customer-only', oneOf(WITHOUT_SIGNAL)),
  setting('phrases', '3', { range: { least: 1, most: 50, decimals: 0 } }),
  setting('minutes', '30', oneOf([15, 30, 45, 60]), false),
  setting('lead', '120', whole(0, 10_080), false),
  setting('horizon', '14', whole(1, 42), false),
  setting('hours', 'mon-fri 9:00-17:30', { words: { off: null }, free: HOURS }, false),
  setting('blackout', 'mon-fri 12:00-13:00 and 2026-12-24..2026-12-26', { words: { off: null }, free: BLACKOUTS }, false),
  setting('margin', '1', whole(0, 100), false),
  setting('edge', '15', whole(0, 120), false),
  setting('beside-break', 'on', oneOf(['on', 'off']), false),
]

const MOST = 300

/**
 * What a person typed after `/coaching`, or to the bot in Teams (its mention and a leading "coaching" are taken off). Never throws; only the
 * first 300 characters are looked at. Numbers may use a comma, or the real minus sign that phones put in.
 */
export function parseCommand(text: string): Command | NotUnderstood {
  const { asked, because } = reasonIn(text.slice(0, MOST))
  const [first = 'help', ...rest] = wordsOf(asked)
  if (rest.length === 0 && (first === 'help' || first === '?')) return { kind: 'help' }
  if (rest.length === 0 && first === 'status') return { kind: 'status' }
  const [what, ...more] = rest
  if (more.length === 0 && first === 'history') return inHistory(what)
  if (more.length === 0 && (first === 'diff' || first === 'rollback') && /^\d{1,6}$/.test(what ?? ''))
    return first === 'diff' ? { kind: 'diff', version: Number(what) } : { kind: 'rollback', version: Number(what), because }
  const entry = COMMANDS.find((one) => one.setting !== undefined && one.setting.what === what)
  const typed = more.join(' ')
  if (first !== 'set' || !entry?.setting || typed === '' || (more.length > 1 && !entry.setting.free))
    return unclear([first, ...rest])
  const value = valueIn(typed, entry.setting)
  if (value === undefined) return { kind: 'unclear', meant: entry.example }
  if (value === 'out-of-range') return { kind: 'out-of-range', what: entry.setting.what, typed: plain(typed, 20) }
  return { kind: 'set', what: entry.setting.what, value: value.is, because }
}

const SHOWN = 10
const MOST_SHOWN = 20

function inHistory(typed: string | undefined): Command | NotUnderstood {
  if (typed === undefined) return { kind: 'history', count: SHOWN }
  const count = /^\d{1,3}$/.test(typed) ? Number(typed) : 0
  return count > 0 ? { kind: 'history', count: Math.min(count, MOST_SHOWN) } : { kind: 'unclear', meant: 'history' }
}

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
