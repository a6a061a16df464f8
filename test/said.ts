// What people of the cast read, in their own language: for tests in which it matters what is said, and not in which language.
import type { Facts, Words } from '../src/coaching/view.ts'
import { createCast } from '../src/sandbox/core/cast.ts'
import { languages, words } from '../src/words.ts'

const cast = createCast()

/** The words in which they are spoken to, by first name. */
export function wordsOf(name: string): Words {
  const person = cast.person(name)
  if (!person) throw new Error(`nobody in the cast is called ${name}`)
  return words(person.language, { strict: true })
}

const ANYTHING = '\u0000'

/** A sentence as a pattern; a fact that is not given may be anything. */
function patternOf(spoken: Words, key: string, facts: Facts): string {
  const open: Facts = new Proxy(facts, { get: (given, fact: string) => given[fact] ?? ANYTHING })
  const pieces = spoken.say(key, open).split(ANYTHING)
  return pieces.map((piece) => RegExp.escape(piece)).join('.+')
}

/** The sentence of that name as they read it. */
export const said = (name: string, key: string, facts: Facts = {}): RegExp =>
  new RegExp(patternOf(wordsOf(name), key, facts), 's')

const ALL = languages.map((language) => words(language, { strict: true }))

/** The sentence of that name in any language, within a longer pattern. */
export const inAny = (key: string, facts: Facts = {}): string =>
  `(?:${ALL.map((spoken) => patternOf(spoken, key, facts)).join('|')})`

const kept = new Map<string, RegExp>()

/** The beginning of a line with the sentence of that name, in any language: for what is read from the ledger, whomever it was for. */
export function anyone(key: string, facts: Facts = {}): RegExp {
  const name = JSON.stringify([key, facts])
  const pattern = kept.get(name) ?? new RegExp(`^${inAny(key, facts)}`, 'm')
  kept.set(name, pattern)
  return pattern
}

/** Whether somebody reads that sentence there, at the beginning of a line. */
export const says = (text: unknown, key: string, facts: Facts = {}): boolean => anyone(key, facts).test(String(text))

/** The months as all languages write them in short: "Nov" → 11. */
export const MONTHS: ReadonlyMap<string, number> = new Map(
  ALL.flatMap(({ day }) =>
    Array.from({ length: 12 }, (_, n): [string, number] => {
      const [, month] = /\d\.? (\p{L}+)/u.exec(day(Date.UTC(2026, n, 15), 'UTC'))!
      return [month!, n + 1]
    }),
  ),
)
/** "24 Nov, 14:30", "24. Nov., 14:30": the day, the month, the time. */
export const MOMENT = String.raw`(\d{1,2})\.? (\p{L}+)\.?, (\d\d:\d\d)`
