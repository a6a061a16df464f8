// Every language says all that English says, and nothing else. What is missing is named, so that it is easy to add.
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { expand } from '../src/cards.ts'
import { blocks, LIMITS } from '../src/chat/slack/blocks.ts'
import { COMMANDS, TOPICS } from '../src/coaching/commands.ts'
import { noticeCard } from '../src/coaching/told-cards.ts'
import { languages, words } from '../src/words.ts'

type Texts = Readonly<Record<string, string>>

const textsOf = (language: string): Texts =>
  JSON.parse(readFileSync(new URL(`../cards/text/${language}.json`, import.meta.url), 'utf8'))
const en = textsOf('en')
const OTHERS = languages.filter((language) => language !== 'en')

/** A sentence's name without the ending for its number: languages have more of these, or fewer. */
const nameOf = (key: string): string => key.replace(/_(zero|one|two|few|many|other)$/, '')
const namesOf = (texts: Texts): Set<string> => new Set(Object.keys(texts).map(nameOf))

/** Of these a language may choose the form that begins a sentence; the code gives both. */
const EITHER = new Set(['That'])
const placeholdersIn = (texts: Texts, name: string): string[] => {
  const forms = Object.entries(texts).flatMap(([key, text]) => (nameOf(key) === name ? [text] : []))
  const found = [...forms.join(' ').matchAll(/\{(\w+)\}/g)].map(([, fact]) => (EITHER.has(fact!) ? fact!.toLowerCase() : fact!))
  return [...new Set(found)].toSorted()
}

/** The same in every language, and why. */
const SAME: Readonly<Record<string, string>> = {
  'zone.utc': 'a name',
  'appointment.name': 'what such a talk is called in German centres as well',
  'event.title': 'what such a talk is called in German centres as well',
  'history.version': 'a German word, too',
  'kudos.help.off': 'typed as it is',
  'kudos.help.on': 'typed as it is',
}
/** What stands in the place of a title: a whole answer, for the most part. */
const ALONE =
  /\.title|^(refusal\.(?!instead)|failure|settings|rule|scope|approval\.(asked|now|waits|not)|erase\.(sure_|under|done|not|readm)|kudos\.(given$|off|on$|no-|too|nobody)|command\.(here|nobody))/
const hasWords = (text: string): boolean => /\p{L}/u.test(text.replaceAll(/\{\w+\}/g, ''))

describe.each(OTHERS)('the language %s', (language) => {
  const texts = textsOf(language)

  it('has every sentence that English has, and no other', () => {
    const [own, wanted] = [namesOf(texts), namesOf(en)]
    expect({
      [`missing in cards/text/${language}.json`]: [...wanted.difference(own)],
      [`only in cards/text/${language}.json`]: [...own.difference(wanted)],
    }).toEqual({ [`missing in cards/text/${language}.json`]: [], [`only in cards/text/${language}.json`]: [] })
  })

  it('has each sentence in all of its numbers, or in one for all', () => {
    const { pluralCategories } = new Intl.PluralRules(language).resolvedOptions()
    const numbered = new Set(Object.keys(texts).flatMap((key) => (nameOf(key) === key ? [] : [nameOf(key)])))
    const wanted = [...numbered].flatMap((name) => pluralCategories.map((category) => `${name}_${category}`))
    expect(wanted.filter((key) => !(key in texts))).toEqual([])
    expect([...numbered].filter((name) => name in texts)).toEqual([])
  })

  it('has the placeholders that English has, in every sentence', () => {
    const shared = [...namesOf(en).intersection(namesOf(texts))]
    const told = (from: Texts) => Object.fromEntries(shared.map((name) => [name, placeholdersIn(from, name)]))
    expect(told(texts)).toEqual(told(en))
  })

  it('says everything in its own words', () => {
    const copied = Object.keys(texts).filter((key) => texts[key] === en[key] && !(key in SAME) && hasWords(texts[key]!))
    expect(copied).toEqual([])
    expect(Object.keys(SAME).filter((key) => texts[key] !== en[key])).toEqual([])
  })
})

describe.each(languages)('in %s', (language) => {
  const texts = textsOf(language)
  const all = words(language, { strict: true })
  const longest = (text: string) => text.replaceAll(/\{\w+\}/g, 'x'.repeat(60))

  it('no sentence is empty, or begins or ends with a space', () => {
    expect(Object.keys(texts).filter((key) => texts[key]!.trim() !== texts[key] || texts[key] === '')).toEqual([])
  })

  it('nothing shouts, except thanks', () => {
    const loud = Object.entries(texts).filter(([key, text]) => text.includes('!') && !/^(kudos|recognition)\./.test(key))
    expect(loud).toEqual([])
  })

  it('what is said alone, or above everything else, is not cut', () => {
    const alone = Object.entries(texts).filter(([key]) => ALONE.test(key))
    expect(alone.length).toBeGreaterThan(80)
    expect(alone.filter(([, text]) => text.replaceAll(/\{\w+\}/g, 'x'.repeat(20)).length > LIMITS.headerText)).toEqual([])
  })

  it('a recognition fits into Genesys, whoever it is for', () => {
    expect(longest(texts['recognition.title']!).length).toBeLessThanOrEqual(100)
    expect(longest(texts['recognition.note']!).length).toBeLessThanOrEqual(800)
  })

  it('what a button is called aloud begins with what is seen on it, and is not cut', () => {
    const tips = Object.keys(texts).filter((key) => key.startsWith('button.') && key.endsWith('-tip'))
    const seen = (key: string) => texts[key.slice(0, -'-tip'.length)]!
    expect(tips.filter((key) => !texts[key]!.startsWith(seen(key)) && !texts[key]!.startsWith('{title}'))).toEqual([])
    const facts = { title: seenAt(all), day: all.day(DAY, ZONE), time: all.time(DAY, ZONE) }
    expect(tips.filter((key) => all.say(key, facts).length > LIMITS.accessibilityLabel)).toEqual([])
  })

  it.each(TOPICS)('the help about %s is whole on both platforms', (topic) => {
    const own = COMMANDS.filter(({ setting }) => (setting?.topic ?? 'all') === topic)
    const facts = own.map(({ usage, about }) => ({ title: `/coaching ${usage}`, value: all.say(about) }))
    const lines = [all.say('command.help.line'), all.say('command.help.scope', { example: 'x'.repeat(80) })]
    const card = expand(noticeCard({ title: all.say('command.help.title'), lines, facts }, all))
    expect(JSON.stringify(card.body)).not.toMatch(/\p{L}…"/u)
    expect(Buffer.byteLength(JSON.stringify(card))).toBeLessThan(25_000)
    expect(JSON.stringify(blocks(card)).length).toBeLessThanOrEqual(LIMITS.total)
  })
})

const ZONE = 'Europe/Berlin'
/** A day whose name is long in short. */
const DAY = Date.parse('2026-09-30T12:00:00Z')
const seenAt = ({ say, weekday, time }: ReturnType<typeof words>) =>
  say('button.book', { day: weekday(DAY, ZONE), time: time(DAY, ZONE) })

describe('German', () => {
  const de = Object.entries(textsOf('de'))

  it('says du, never Sie', () => {
    expect(de.filter(([, text]) => /\b(Ihnen|Ihre[mnrs]?)\b|[^.:] Sie\b/.test(text))).toEqual([])
  })

  it('means everybody without stars', () => {
    expect(de.filter(([, text]) => /\p{L}[*:_]in|\p{Ll}Innen/u.test(text))).toEqual([])
  })
})
