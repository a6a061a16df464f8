// Words as people type them into a chat: what they are, and which known one comes close. Pure.
import { COMMANDS, type Grammar } from './commands.ts'
import type { SettingValue } from './setting-places.ts'
import { plain } from './view.ts'

/** Slack writes an address as <mailto:ana@example.com|ana@example.com>. */
export const addressIn = (typed: string): string => /^<mailto:([^|>]+)/.exec(typed)?.[1] ?? typed

/** "… because it was too strict": kept as it was typed, made harmless. */
export function reasonIn(text: string): { readonly asked: string; readonly because: string | null } {
  const [, asked = text, because = ''] = /^(.*?)\sbecause\s(.*)$/is.exec(text) ?? []
  return { asked, because: plain(because) || null }
}

export function valueIn(
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

/** As they were typed; a mention of the bot and a leading "coaching" are taken off. */
export function wordsOf(text: string): string[] {
  const heard = text
    .replace(/<at[^<>]*>[^<>]*<\/at>/gi, ' ')
    .replaceAll('\u00a0', ' ')
    .replaceAll('&nbsp;', ' ')
  const words = heard.split(/\s+/u).filter((word) => word !== '')
  return /^\/?coaching$/i.test(words[0] ?? '') ? words.slice(1) : words
}

/** Which command was typed, by its fixed words alone ("set customer"): whatever else stands there may be about people. */
export function namedIn(text: string): string {
  const typed = wordsOf(text.slice(0, 300).toLowerCase())
  const names = COMMANDS.map(({ name }) => name).filter((name) => name.split(' ').every((word, n) => word === typed[n]))
  return names.toSorted((a, b) => b.length - a.length)[0] ?? (typed.length === 0 ? 'help' : 'unknown')
}

function numberIn(typed: string, decimals: number): number | undefined {
  const plainNumber = typed.replace(/^[\u2212\u2013]/u, '-').replace(',', '.')
  const unit = 10 ** decimals
  return /^[+-]?(\d{1,9}(\.\d{0,15})?|\.\d{1,15})$/.test(plainNumber) ? Math.round(Number(plainNumber) * unit) / unit : undefined
}

/** The nearest command by its fixed words, when only a letter or two are off: ready to be typed. */
export function nearest(typed: readonly string[]): string | undefined {
  const near = COMMANDS.map((entry) => {
    const spoken = typed.slice(0, entry.name.split(' ').length).join(' ')
    return { entry, off: distance(spoken.slice(0, 30), entry.name) }
  }).toSorted((a, b) => a.off - b.off)[0]
  if (!near || near.off > allowed(near.entry.name)) return undefined
  const value = near.entry.setting && valueIn(typed.slice(2).join(' '), near.entry.setting)
  if (value === undefined || value === 'out-of-range') return near.entry.example
  return `${near.entry.name} ${value.is ?? 'off'}`
}

const allowed = (name: string): number => (name.length > 6 ? 3 : 2)

/** Levenshtein: letters to add, drop or change. Both words are short, so the square stays small. */
export function distance(a: string, b: string): number {
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
