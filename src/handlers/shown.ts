import { readPattern } from '../coaching/pattern.ts'
import { patternWords } from '../coaching/rough.ts'
import type { Setting, SettingValue } from '../coaching/setting-places.ts'
import type { Words } from '../coaching/view.ts'

const SCORES: ReadonlySet<Setting> = new Set(['customer', 'agent', 'praise', 'rising'])
/** Shown as they are typed. */
const FREE: ReadonlySet<Setting> = new Set(['hours', 'blackout', 'card-hours'])
/** So many in so many days. */
const RATES: ReadonlySet<Setting> = new Set(['limit', 'praise-limit'])

export const isScore = (what: Setting): boolean => SCORES.has(what)

/** A value as people read it: "-0.65", "off", "the transcript". */
export function shown(what: Setting, value: SettingValue, words: Words): string {
  if (value === null) return words.say('value.off')
  if (FREE.has(what)) return String(value)
  if (RATES.has(what)) return rate(String(value), words)
  const pattern = what === 'pattern' && readPattern(String(value))
  if (pattern) return patternWords(pattern, words)
  if (typeof value === 'string') return words.say(`${what}.${value}`)
  return isScore(what) ? words.score(value) : String(value)
}

/** "2 per 14 days" as people say it. */
function rate(value: string, words: Words): string {
  const [count = 0, days = 0] = value.match(/\d+/g)?.map(Number) ?? []
  return words.say(days === 1 ? 'value.times-a-day' : 'value.times', { count, days })
}
