// What a card needs to be written: the words, who reads it, and how strings that others wrote are made harmless.
import type { ConversationId, PersonId } from './interaction.ts'
import { type Slot, spanOf } from './slot.ts'

export type Facts = Readonly<Record<string, string | number>>

/** Sentences, times and scores in one language. Times are epoch milliseconds, zones IANA names. */
export interface Words {
  readonly locale: string
  /** The sentence of that name with its {placeholders} filled in; a numeric `count` chooses between `_one` and `_other`. */
  say(key: string, facts?: Facts): string
  /** "14:30" */
  time(ms: number, zone: string): string
  /** "Tue 1 Dec" */
  day(ms: number, zone: string): string
  /** "Tue" */
  weekday(ms: number, zone: string): string
  /** "Berlin time" */
  zone(zone: string): string
  /** "-0.72": two decimals, a plain hyphen as minus. */
  score(score: number): string
  /** "a, b and c" */
  list(items: readonly string[]): string
}

/** For whose eyes a card is drawn. */
export interface Reader {
  readonly zone: string
  /** Say the zone: in a room, where people read from different places, and where the reader's own is not known. */
  readonly zoneLabel?: boolean
  /** Whether this reader may know who the agent is. */
  readonly named: boolean
  readonly practice: boolean
  /** Set in a direct conversation: the person who reads, who is then spoken to as "you". */
  readonly you?: PersonId
  /** Where the conversation opens in Genesys. */
  link(conversation: ConversationId): string
}

/**
 * A string from people or Genesys as one harmless line: line breaks become spaces, control characters, direction overrides, zero-width and
 * other invisible characters go, `://` is broken up so that nothing turns it into a link, and what is longer than `most` characters is cut.
 */
export function plain(text: string, most = 60): string {
  const line = text
    .slice(0, most * 8)
    .toWellFormed()
    .replace(/[\s\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/[\p{Cc}\p{Cf}\p{Co}]/gu, '')
    .replaceAll('://', ': //')
    .trim()
  const characters = [...line]
  return characters.length <= most
    ? line
    : `${characters
        .slice(0, most - 1)
        .join('')
        .trimEnd()}…`
}

/**
 * The same for Adaptive Card text, which is read as Markdown: what would style, list or link is escaped, and what would be filled in:
 * clients make times of {{DATE(…)}}. https://aka.ms/ACTextFeatures, https://learn.microsoft.com/adaptive-cards/authoring-cards/text-features
 */
export function escapeMarkdown(text: string, most = 60): string {
  return plain(text, most)
    .replace(/[\\`*_~[\]<>{]|&(?=#?\w+;)/g, '\\$&')
    .replace(/^([-+#])(?=\s|#)/, '\\$1')
    .replace(/^(\d+)([.)])(?=\s)/, '$1\\$2')
}

/** A Markdown link; only its label when the address is not http(s). */
export function markdownLink(label: string, address: string): string {
  const url = URL.parse(address)
  if (!url || !/^https?:$/.test(url.protocol)) return escapeMarkdown(label)
  return `[${escapeMarkdown(label)}](${url.href.replace(/[()\\<>|\s]/g, (found) => `%${found.charCodeAt(0).toString(16)}`)})`
}

/** `words.say` for Markdown: every string fact is escaped on its way into the sentence. */
export function sayMarkdown(words: Words, key: string, facts: Facts = {}): string {
  const escaped = Object.entries(facts).map(([name, fact]) => [name, typeof fact === 'string' ? escapeMarkdown(fact, 300) : fact])
  return words.say(key, Object.fromEntries(escaped) as Facts)
}

/** "14:30", or "14:30 (Berlin time)" for readers in different places. */
export function timeFor(ms: number, reader: Reader, words: Words): string {
  const time = words.time(ms, reader.zone)
  return reader.zoneLabel ? words.say('time.zoned', { time, zone: words.zone(reader.zone) }) : time
}

/** "Tue 24 Nov, 14:30" */
export function momentFor(ms: number, reader: Reader, words: Words): string {
  return words.say('moment', { day: words.day(ms, reader.zone), time: timeFor(ms, reader, words) })
}

/** "Tue 24 Nov, 14:30–15:00" */
export function spanFor(slot: Pick<Slot, 'start' | 'minutes'>, reader: Reader, words: Words): string {
  const { from, to } = spanOf(slot)
  return words.say('span', {
    day: words.day(from, reader.zone),
    from: words.time(from, reader.zone),
    to: timeFor(to, reader, words),
  })
}

export const upperFirst = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** What every card carries: its language and, in practice, a line that says so. */
export function frame(practice: boolean, words: Words): { lang: string; practice: string } {
  return { lang: words.locale, practice: practice ? words.say('practice') : '' }
}

/** Cuts a summary to what notifications show, at the end of a character. It stands in the card as it is, so nothing in it may look like a placeholder. */
export const summaryOf = (sentence: string): string => plain(sentence.replaceAll('$' + '{', '$ {'), 300)
