// Every command there is: what the help, both manifests and the parser go by.
import { readBlackouts, readHours, sayBlackout, sayBlackouts } from './hours.ts'
import { readPattern, sayPattern } from './pattern.ts'
import type { Role } from './roles.ts'
import { SIGNAL_SOURCES, WITHOUT_SIGNAL } from './rule.ts'
import type { Setting, SettingValue } from './setting-places.ts'

/** How a setting's value is typed: a number within bounds, one of some words, or either. */
export interface Grammar {
  readonly range?: { readonly least: number; readonly most: number; readonly decimals: number }
  readonly words?: Readonly<Record<string, SettingValue>>
  /** Anything else, possibly of several words: how it is written down, undefined when it makes no sense. */
  readonly free?: { readonly usage: string; read(typed: string): string | undefined }
}

/** What help is given about: everything there is in short, what to judge by, and times. */
export const TOPICS = ['all', 'set', 'times'] as const
export type Topic = (typeof TOPICS)[number]

export interface CommandEntry {
  /** Its fixed words: "set customer". */
  readonly name: string
  /** What to type after the slash command: "set customer <-1..1>". */
  readonly usage: string
  /** The same for those who may do only part of it. */
  readonly usages?: Partial<Readonly<Record<Role, string>>>
  readonly example: string
  /** The sentence that explains it, in cards/text. */
  readonly about: string
  readonly setting?: { readonly what: Setting; readonly topic: Topic } & Grammar
  /** Whether the platforms' own lists of commands show it; Teams has room for ten. */
  readonly listed: boolean
}

// Two decimals, as scores are shown: what is stored is what is read back.
const SCORE = { range: { least: -1, most: 1, decimals: 2 } }
const oneOf = (words: readonly SettingValue[]): Grammar => ({
  words: Object.fromEntries(words.map((word) => [String(word), word])),
})
const whole = (least: number, most: number): Grammar => ({ range: { least, most, decimals: 0 } })
/** "2 per 14 days": sessions or thanks an agent, in a rolling window. */
const LIMIT = {
  usage: '<n> per <days> days',
  read(typed: string) {
    const [, sessions, days = '7'] = /^(\d{1,2})(?:\s+per\s+(\d{1,2})(?:\s+days?)?)?$/.exec(typed) ?? []
    return sessions && `${Number(sessions)} per ${Number(days)} days`
  },
}
/** "2 in a row", "3 of 5", "3 in 7 days". */
const PATTERN = {
  usage: '<n> in a row|<n> of <m>|<n> in <days> days',
  read(typed: string) {
    const pattern = readPattern(typed)
    return pattern && sayPattern(pattern)
  },
}
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

/** Settings about when, rather than about whom and why. */
const TIMES: ReadonlySet<Setting> = new Set([
  'minutes',
  'lead',
  'horizon',
  'hours',
  'blackout',
  'margin',
  'edge',
  'beside-break',
  'expiry',
  'card-hours',
  'cards-a-day',
])

/** Whom leads may change something for. */
const FOR_OWN = 'for team|agent …'

function setting(what: Setting, example: string, grammar: Grammar, listed = true): CommandEntry {
  const range = grammar.range && `<${grammar.range.least}..${grammar.range.most}>`
  const choices = [range, grammar.free?.usage, ...Object.keys(grammar.words ?? {})].filter((choice) => choice !== undefined)
  const name = `set ${what}`
  return {
    name,
    usage: `${name} ${choices.join('|')}`,
    usages: { lead: `${name} ${choices.join('|')} ${FOR_OWN}` },
    example: `${name} ${example}`,
    about: `command.set-${what}.about`,
    setting: { what, topic: TIMES.has(what) ? 'times' : 'set', ...grammar },
    listed,
  }
}

/** Every command there is; both manifests and the help name exactly these. */
export const COMMANDS: readonly CommandEntry[] = [
  {
    name: 'help',
    usage: 'help [set|times]',
    usages: { member: 'help' },
    example: 'help',
    about: 'command.help.about',
    listed: true,
  },
  { name: 'status', usage: 'status', example: 'status', about: 'command.status.about', listed: true },
  { name: 'thresholds', usage: 'thresholds [for …]', example: 'thresholds', about: 'command.thresholds.about', listed: true },
  { name: 'form', usage: 'form [card] [for …]', example: 'form', about: 'command.form.about', listed: true },
  {
    name: 'shadow',
    usage: 'shadow on|off [for …]',
    usages: { lead: `shadow on|off ${FOR_OWN}` },
    example: 'shadow off',
    about: 'command.shadow.about',
    listed: true,
  },
  {
    name: 'pause',
    usage: 'pause [all|queue <name>|<e-mail>] [for <n>h|<n>d|until …]',
    usages: { lead: 'pause <e-mail> [for <n>h|<n>d|until …]' },
    example: 'pause all for 2h',
    about: 'command.pause.about',
    listed: true,
  },
  {
    name: 'resume',
    usage: 'resume [all|queue <name>|<e-mail>] [drop]',
    usages: { lead: 'resume <e-mail> [drop]' },
    example: 'resume',
    about: 'command.resume.about',
    listed: true,
  },
  {
    name: 'why',
    usage: 'why <e-mail or conversation>',
    example: 'why ana@example.com',
    about: 'command.why.about',
    listed: true,
  },
  {
    name: 'what-if',
    usage: 'what-if <what> <value> [for …] [over <n> days]',
    example: 'what-if customer -0.5',
    about: 'command.what-if.about',
    listed: false,
  },
  { name: 'here', usage: 'here [off]', example: 'here', about: 'command.here.about', listed: false },
  {
    name: 'kudos',
    usage: 'kudos <e-mail> <line>|on|off',
    example: 'kudos ana@example.com Thank you for staying so calm!',
    about: 'command.kudos.about',
    listed: false,
  },
  { name: 'rules', usage: 'rules', example: 'rules', about: 'command.rules.about', listed: false },
  {
    name: 'rule',
    usage: 'rule <name> <what> <value> [<what> <value> …]|remove',
    example: 'rule emails media email customer -0.7 agent off',
    about: 'command.rule.about',
    listed: false,
  },
  {
    name: 'erase',
    usage: 'erase <e-mail> [for good]',
    example: 'erase ana@example.com',
    about: 'command.erase.about',
    listed: false,
  },
  {
    name: 'readmit',
    usage: 'readmit <e-mail>',
    example: 'readmit ana@example.com',
    about: 'command.readmit.about',
    listed: false,
  },
  { name: 'history', usage: 'history [n]', example: 'history', about: 'command.history.about', listed: true },
  { name: 'diff', usage: 'diff <version>', example: 'diff 1', about: 'command.diff.about', listed: false },
  { name: 'rollback', usage: 'rollback <version>', example: 'rollback 1', about: 'command.rollback.about', listed: false },
  { name: 'export', usage: 'export [part]', example: 'export', about: 'command.export.about', listed: false },
  setting('customer', '-0.65', SCORE),
  setting('agent', '-0.35', SCORE, false),
  setting('pattern', '3 of 5', { free: PATTERN, words: { each: 'each' } }, false),
  setting('praise', '0.85', SCORE, false),
  setting('limit', '1 per 7 days', { free: LIMIT }, false),
  setting('praise-limit', '3 per 7 days', { free: LIMIT }, false),
  setting('praise-mail', 'on', oneOf(['on', 'off']), false),
  setting('praise-metric', 'on', oneOf(['on', 'off']), false),
  setting('praise-breaks', 'on', oneOf(['on', 'off']), false),
  setting('praise-first', '2', { ...whole(1, 10), words: { off: null } }, false),
  setting('evaluation', '60', { range: { least: 0, most: 100, decimals: 0 }, words: { off: null } }, false),
  setting('length', '30', { range: { least: 1, most: 3600, decimals: 0 }, words: { off: null } }, false),
  setting('rising', '0.3', { range: { least: 0, most: 1, decimals: 2 }, words: { off: null } }, false),
  setting('signal', 'transcript', oneOf(SIGNAL_SOURCES), false),
  setting('missing', 'customer-only', oneOf(WITHOUT_SIGNAL), false),
  setting('phrases', '3', { range: { least: 1, most: 50, decimals: 0 } }, false),
  setting('minutes', '30', oneOf([15, 30, 45, 60]), false),
  setting('lead', '120', whole(0, 10_080), false),
  setting('horizon', '14', whole(1, 42), false),
  setting('hours', 'mon-fri 9:00-17:30', { words: { off: null }, free: HOURS }, false),
  setting('blackout', 'mon-fri 12:00-13:00 and 2026-12-24..2026-12-26', { words: { off: null }, free: BLACKOUTS }, false),
  setting('margin', '1', whole(0, 100), false),
  setting('edge', '15', whole(0, 120), false),
  setting('beside-break', 'on', oneOf(['on', 'off']), false),
  setting('approval', '50', { ...whole(0, 1000), words: { off: null } }, false),
  setting('expiry', '3', whole(1, 30), false),
  setting('card-hours', 'mon-fri 8:00-18:00', { words: { off: null }, free: HOURS }, false),
  setting('cards-a-day', '3', { ...whole(1, 50), words: { off: null } }, false),
]
