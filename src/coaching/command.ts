// The grammar of /coaching: what may be typed, and what is meant by it. Pure; who may do it is decided elsewhere.
import type { Threshold } from './settings.ts'
import { plain } from './view.ts'

export type Command =
  | { readonly kind: 'help' }
  | { readonly kind: 'status' }
  | { readonly kind: 'set'; readonly what: Threshold; readonly value: number }

export type NotUnderstood =
  /** `meant`: a command it comes close to, ready to be typed. */
  | { readonly kind: 'unclear'; readonly meant?: string }
  /** A number outside -1..1, as it was typed (made harmless). */
  | { readonly kind: 'out-of-range'; readonly what: Threshold; readonly typed: string }

export interface CommandEntry {
  /** Its fixed words: "set customer". */
  readonly name: string
  /** What to type after the slash command: "set customer <-1..1>". */
  readonly usage: string
  readonly example: string
  /** The sentence that explains it, in cards/text. */
  readonly about: string
  readonly measure?: Threshold
}

const setting = (measure: Threshold, example: string): CommandEntry => ({
  name: `set ${measure}`,
  usage: `set ${measure} <-1..1>`,
  example: `set ${measure} ${example}`,
  about: `command.set-${measure}.about`,
  measure,
})

/** Every command there is; both manifests and the help name exactly these. */
export const COMMANDS: readonly CommandEntry[] = [
  { name: 'help', usage: 'help', example: 'help', about: 'command.help.about' },
  { name: 'status', usage: 'status', example: 'status', about: 'command.status.about' },
  setting('customer', '-0.65'),
  setting('agent', '-0.35'),
  setting('praise', '0.85'),
]

const MOST = 200

/**
 * What a person typed after `/coaching`, or to the bot in Teams (its mention and a leading "coaching" are taken off). Never throws; only the
 * first 200 characters are looked at. Numbers may use a comma, or the real minus sign that phones put in.
 */
export function parseCommand(text: string): Command | NotUnderstood {
  const [first = 'help', ...rest] = wordsOf(text)
  if (rest.length === 0 && (first === 'help' || first === '?')) return { kind: 'help' }
  if (rest.length === 0 && first === 'status') return { kind: 'status' }
  const [what, typed, ...more] = rest
  const entry = COMMANDS.find(({ measure }) => measure !== undefined && measure === what)
  if (first !== 'set' || !entry?.measure || typed === undefined || more.length > 0) return unclear([first, ...rest])
  const value = numberIn(typed)
  if (value === undefined) return { kind: 'unclear', meant: entry.example }
  if (value < -1 || value > 1) return { kind: 'out-of-range', what: entry.measure, typed: plain(typed, 20) }
  return { kind: 'set', what: entry.measure, value }
}

function wordsOf(text: string): string[] {
  const heard = text
    .slice(0, MOST)
    .replace(/<at[^<>]*>[^<>]*<\/at>/gi, ' ')
    .replaceAll('\u00a0', ' ')
    .replaceAll('&nbsp;', ' ')
    .toLowerCase()
  const words = heard.split(/\s+/u).filter((word) => word !== '')
  return words[0] === '/coaching' || words[0] === 'coaching' ? words.slice(1) : words
}

function numberIn(typed: string): number | undefined {
  const plainNumber = typed.replace(/^[\u2212\u2013]/u, '-').replace(',', '.')
  // Two decimals, as scores are shown: what is stored is what is read back.
  return /^[+-]?(\d{1,9}(\.\d{0,15})?|\.\d{1,15})$/.test(plainNumber) ? Math.round(Number(plainNumber) * 100) / 100 : undefined
}

/** The nearest command by its fixed words, when only a letter or two are off. */
function unclear(typed: readonly string[]): NotUnderstood {
  const near = COMMANDS.map((entry) => {
    const spoken = typed.slice(0, entry.name.split(' ').length).join(' ')
    return { entry, off: distance(spoken.slice(0, 30), entry.name) }
  }).toSorted((a, b) => a.off - b.off)[0]
  if (!near || near.off > allowed(near.entry.name)) return { kind: 'unclear' }
  const value = near.entry.measure && numberIn(typed[2] ?? '')
  return {
    kind: 'unclear',
    meant: value === undefined || Math.abs(value) > 1 ? near.entry.example : `${near.entry.name} ${value}`,
  }
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
