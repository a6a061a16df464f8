// Sentences, times and scores in a reader's language. Every sentence stands in cards/text/<language>.json.
import { readdirSync, readFileSync } from 'node:fs'
import * as z from 'zod'
import type { Facts, Words } from './coaching/view.ts'

type Texts = ReadonlyMap<string, string>

const FOLDER = new URL('../cards/text/', import.meta.url)
const FALLBACK = 'en'
const ENGLISH = 'en-GB'

const loaded: ReadonlyMap<string, Texts> = new Map(
  readdirSync(FOLDER)
    .filter((file) => file.endsWith('.json'))
    .map((file) => [file.slice(0, -'.json'.length), textsIn(file)]),
)

function textsIn(file: string): Texts {
  const texts = z.record(z.string(), z.string()).parse(JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')))
  return new Map(Object.entries(texts))
}

/** The languages there are texts in. */
export const languages: readonly string[] = [...loaded.keys()]

/**
 * The words of a language, for a BCP 47 tag such as `en`, `en-US` or `de-DE`; one we have no texts for gets English. With `strict` (tests) a
 * missing sentence or placeholder throws; otherwise the key's name is shown, so that a person still gets a card. English is always
 * written the British way (`Tue 1 Dec`, `14:30`), because chat platforms report `en-US` for most readers wherever they live.
 */
export function words(locale: string, { strict = false }: { readonly strict?: boolean } = {}): Words {
  const language = isSpoken(locale) ? languageOf(locale) : FALLBACK
  const texts = loaded.get(language)!
  const format = language === FALLBACK ? ENGLISH : language
  return {
    locale: language,
    say: (key, facts = {}) => filled(find(texts, key, { facts, format, strict }), facts, { key, format, strict }),
    time: (ms, zone) => stamped(ms, zone, { format, shape: 'time' }),
    day: (ms, zone) => stamped(ms, zone, { format, shape: 'day' }),
    weekday: (ms, zone) => stamped(ms, zone, { format, shape: 'weekday' }),
    zone: (zone) => zoneName(texts, zone),
    score: (score) => scoresIn(format).format(score).replace('\u2212', '-'),
    list: (items) => listsIn(format).format(items),
  }
}

/** Whether there are texts in that language. */
export const isSpoken = (locale: string): boolean => loaded.has(languageOf(locale))

/** The words for each reader of a house: whose language is not known, or has no texts, gets the house's, which is understood where they work. */
export const wordsAt =
  (house: string) =>
  (locale: string = house): Words =>
    words(isSpoken(locale) ? locale : house)

const languageOf = (locale: string): string => locale.toLowerCase().split(/[-_]/)[0] ?? FALLBACK

interface Asked {
  readonly facts: Facts
  readonly format: string
  readonly strict: boolean
}

function find(texts: Texts, key: string, { facts, format, strict }: Asked): string {
  const plural = typeof facts.count === 'number' ? pluralsIn(format).select(facts.count) : undefined
  const text = texts.get(key) ?? (plural && (texts.get(`${key}_${plural}`) ?? texts.get(`${key}_other`)))
  if (text === undefined && strict) throw new Error(`There is no sentence called "${key}".`)
  return text ?? key
}

function filled(text: string, facts: Facts, { key, format, strict }: { key: string; format: string; strict: boolean }): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => {
    const fact = facts[name]
    if (fact === undefined && strict) throw new Error(`The sentence "${key}" was given no {${name}}.`)
    return typeof fact === 'number' ? numbersIn(format).format(fact) : (fact ?? '')
  })
}

const SHAPES = {
  time: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  day: { weekday: 'short', day: 'numeric', month: 'short' },
  weekday: { weekday: 'short' },
} as const
type Shape = keyof typeof SHAPES

/** Languages are few; zones come from whoever writes to us. */
const MOST_KEPT = 500

/** To make a format takes a hundred times as long as to use it, so each is made once. */
function kept<Key extends string, Format>(make: (...key: Key[]) => Format): (...key: Key[]) => Format {
  const made = new Map<string, Format>()
  return (...key) => {
    const name = key.join(' ')
    const known = made.get(name) ?? make(...key)
    if (made.size >= MOST_KEPT) made.clear()
    made.set(name, known)
    return known
  }
}

const pluralsIn = kept((format) => new Intl.PluralRules(format))
const numbersIn = kept((format) => new Intl.NumberFormat(format))
const listsIn = kept((format) => new Intl.ListFormat(format, { type: 'conjunction' }))
/** Two decimals and a plain hyphen as minus sign, so that a score can be searched for and typed back. */
const scoresIn = kept(
  (format) => new Intl.NumberFormat(format, { minimumFractionDigits: 2, maximumFractionDigits: 2, signDisplay: 'negative' }),
)
const momentsIn = kept(
  (format, timeZone, shape) => new Intl.DateTimeFormat(format, { ...SHAPES[shape as Shape], timeZone: timeZone! }),
)

/**
 * A zone we cannot read (some platforms invent names) falls back to UTC and says so, rather than showing a wrong time or none. In the hour
 * that the clocks go through twice, "02:30 UTC+2" tells which of the two is meant.
 */
function stamped(ms: number, zone: string, { format, shape }: { format: string; shape: Shape }): string {
  const known = isZone(zone)
  const formatted = momentsIn(format, known ? zone : 'UTC', shape).format(ms)
  // "Tue 1 Dec" is how short British English is written; in German the comma belongs there: "Di., 1. Dez."
  const text = format === ENGLISH ? formatted.replaceAll(',', '') : formatted
  if (shape !== 'time') return text
  if (!known) return `${text} UTC`
  const moment = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone)
  return isTwice(moment) ? `${text} ${offsetOf(moment)}` : text
}

/** Whether the clocks show that time twice on that day. */
function isTwice(moment: Temporal.ZonedDateTime): boolean {
  const wall = moment.toPlainDateTime()
  const [first, second] = (['earlier', 'later'] as const).map((disambiguation) =>
    wall.toZonedDateTime(moment.timeZoneId, { disambiguation }),
  )
  return first!.epochMilliseconds !== second!.epochMilliseconds
}

/** "UTC+2", "UTC-3:30" */
function offsetOf({ offset }: Temporal.ZonedDateTime): string {
  const [, sign, hours, minutes] = /^([+-])(\d\d):(\d\d)/.exec(offset) ?? []
  return `UTC${sign}${Number(hours)}${minutes === '00' ? '' : `:${minutes}`}`
}

function isZone(zone: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone)
    return true
  } catch {
    return false
  }
}

/** `America/Argentina/Buenos_Aires` → "Buenos Aires time". Abbreviations such as CET are avoided: few people know their own. */
function zoneName(texts: Texts, zone: string): string {
  const city = isZone(zone) && zone.includes('/') && !zone.startsWith('Etc/') ? zone.split('/').at(-1)! : undefined
  if (city === undefined) return texts.get('zone.utc') ?? 'UTC'
  return (texts.get('zone.city') ?? '{city}').replace('{city}', city.replaceAll('_', ' '))
}
