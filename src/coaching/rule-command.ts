// "rule emails media email customer -0.7 agent off pattern 2 in a row": what is typed about one rule, and what is meant by it. Pure.
import { valueIn } from './command-words.ts'
import { COMMANDS } from './commands.ts'
import { readHours, sayBlackout } from './hours.ts'
import type { SettingValue } from './setting-places.ts'

/** What a rule for coaching is made of, as it is typed. */
export const COACH_PARTS = ['customer', 'agent', 'evaluation', 'pattern', 'length', 'rising', 'only'] as const
/** What a rule for thanks is made of. */
export const PRAISE_PARTS = ['praise', 'breaks'] as const
/** Which conversations a rule is about, and where it stands among the others (1 = first). */
export const WHEN_PARTS = ['queues', 'teams', 'languages', 'media', 'hours', 'place'] as const
const PARTS = [...COACH_PARTS, ...PRAISE_PARTS, ...WHEN_PARTS] as const
export type Part = (typeof PARTS)[number]

export const MEDIA = ['voice', 'callback', 'chat', 'email', 'message'] as const
const ANY = 'any'
const MOST_PLACES = 20

/** Lists for `queues`, `teams`, `languages` and `media`, none = any; null = off, or at any time. */
export type PartValue = SettingValue | readonly string[]

export interface RuleChange {
  readonly rule: string
  /** Undefined = the rule goes. */
  readonly parts: Readonly<Partial<Record<Part, PartValue>>> | undefined
}

export type RuleSaid = ({ readonly kind: 'rule' } & RuleChange) | { readonly kind: 'unclear'; readonly meant: string }

const EXAMPLE = 'rule emails media email customer -0.7 agent off'
const unclear = (meant = EXAMPLE): RuleSaid => ({ kind: 'unclear', meant })

const isPart = (word: string): word is Part => PARTS.some((part) => part === word)

/** `words`: what follows "rule", as it was typed; what stands in quotation marks is one word of a name. */
export function ruleIn(words: readonly string[]): RuleSaid {
  const [name = '', ...rest] = words
  const rule = name.toLowerCase()
  if (!/^[a-z0-9-]{1,40}$/.test(rule)) return unclear()
  if (rest.length === 1 && rest[0]!.toLowerCase() === 'remove') return { kind: 'rule', rule, parts: undefined }
  const typed = partsIn(rest)
  if (!typed || typed.size === 0) return unclear()
  const parts = new Map<Part, PartValue>()
  for (const [part, text] of typed) {
    const value = partValue(part, text)
    if (value === undefined) return unclear(`rule ${rule} ${part} ${exampleOf(part)}`)
    parts.set(part, value)
  }
  const praises = PRAISE_PARTS.some((part) => parts.has(part))
  if (praises && COACH_PARTS.some((part) => parts.has(part))) return unclear(`rule ${rule} praise 0.8`)
  return { kind: 'rule', rule, parts: Object.fromEntries(parts) }
}

/** Each part with what follows it up to the next; undefined when it does not begin with one, or has one twice. */
function partsIn(words: readonly string[]): Map<Part, string> | undefined {
  const found = new Map<Part, string[]>()
  let current: string[] | undefined
  let quoted = false
  for (const word of words) {
    const part = word.toLowerCase()
    if (!quoted && isPart(part)) {
      if (found.has(part)) return undefined
      current = []
      found.set(part, current)
    } else if (current) current.push(word)
    else return undefined
    if ((word.match(/["“”]/g)?.length ?? 0) % 2 === 1) quoted = !quoted
  }
  return new Map([...found].map(([part, typed]) => [part, typed.join(' ')]))
}

const ON_OFF: Readonly<Record<string, SettingValue>> = { on: 'on', off: 'off' }

function partValue(part: Part, text: string): PartValue | undefined {
  const typed = text.toLowerCase()
  if (typed === '') return undefined
  if (part === 'queues' || part === 'teams' || part === 'languages') return typed === ANY ? [] : namesIn(text)
  if (part === 'media') return typed === ANY ? [] : mediaIn(typed)
  if (part === 'place') return placeIn(typed)
  if (part === 'only' || part === 'breaks') return ON_OFF[typed]
  if (part === 'hours') return typed === ANY || typed === 'off' ? null : hoursIn(typed)
  if (part === 'agent' && typed === 'off') return null
  const found = valueIn(typed, COMMANDS.find(({ setting }) => setting?.what === part)!.setting!)
  return typeof found === 'object' ? found.is : undefined
}

const namesIn = (text: string): string[] =>
  text
    .split(',')
    .map((name) => name.trim().replace(/^["“”]|["“”]$/g, ''))
    .filter((name) => name !== '')

function mediaIn(typed: string): string[] | undefined {
  const named = typed.split(/[\s,]+/).filter((each) => each !== '')
  return named.every((each) => MEDIA.some((medium) => medium === each)) ? named : undefined
}

function placeIn(typed: string): number | undefined {
  const place = /^\d{1,2}$/.test(typed) ? Number(typed) : 0
  return place >= 1 && place <= MOST_PLACES ? place : undefined
}

function hoursIn(typed: string): string | undefined {
  const hours = readHours(typed)
  return hours && sayBlackout(hours)
}

const EXAMPLES: Partial<Record<Part, string>> = {
  queues: 'Billing, Returns',
  teams: 'Billing',
  languages: 'German, French',
  media: 'chat, email',
  hours: 'mon-fri 8:00-12:00',
  place: '1',
  only: 'on',
  breaks: 'on',
}

const exampleOf = (part: Part): string =>
  EXAMPLES[part] ??
  COMMANDS.find(({ setting }) => setting?.what === part)!
    .example.split(' ')
    .slice(2)
    .join(' ')
