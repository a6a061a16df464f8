import type { PersonId } from '../coaching/interaction.ts'
import { differences } from '../coaching/overrides.ts'
import { type AnyRule, type RuleDifference, ruleDifferences } from '../coaching/rules.ts'
import type { Setting, SettingValue } from '../coaching/setting-places.ts'
import { DEFAULTS, type Settings } from '../coaching/settings.ts'
import type { Notice } from '../coaching/told-cards.ts'
import type { Words } from '../coaching/view.ts'
import type { Ports } from '../ports.ts'
import { SETTINGS_LOG, type SettingsEntry } from './kinds.ts'
import { ruleWords } from './rule-words.ts'
import { saidScope } from './scopes.ts'
import { shown } from './shown.ts'
import { currentSettings } from './tune.ts'

/** More changes than admins ever make; each is a few hundred bytes. */
const MOST = 10_000
const NOBODY = null

interface Version extends SettingsEntry {
  readonly at: number
}

/** Every version there was, the first one (0, what runs until somebody changes something) included, oldest first. */
async function versions({ store }: Pick<Ports, 'store'>): Promise<Version[]> {
  const told = await store.read(SETTINGS_LOG, 0, MOST)
  const first: Version = { version: 0, settings: DEFAULTS, by: NOBODY, because: null, approvedBy: NOBODY, at: 0 }
  return [first, ...told.map(({ entry, at }) => ({ ...entry, at }))]
}

/** The settings of that version; undefined when there never was one. */
export async function settingsOf(ports: Pick<Ports, 'store'>, version: number): Promise<Settings | undefined> {
  return (await versions(ports)).findLast((one) => one.version === version)?.settings
}

interface Change {
  readonly before: Settings
  readonly after: Settings
}

/** What changed, a line each: "customer's score: -0.65 instead of -0.60". */
export async function changesBetween(ports: Ports, { before, after }: Change, words: Words): Promise<string[]> {
  const said = (what: Setting, value: SettingValue | undefined) =>
    value === undefined ? words.say('value.as-everybody') : shown(what, value, words)
  const ruleLines = ruleDifferences(before, after).map((one) => sayRule(one, words))
  const lines = differences(before, after).map(async ({ what, scope, ...values }) => {
    const facts = { what: words.say(`thing.${what}`), after: said(what, values.after), before: said(what, values.before) }
    if (!scope) return words.say('history.change', facts)
    return words.say('history.change-for', { ...facts, scope: await saidScope(ports, scope, words) })
  })
  return [...(await Promise.all(lines)), ...ruleLines]
}

function sayRule({ id, before, after, moved }: RuleDifference, words: Words): string {
  const said = (rule: AnyRule | undefined) => (rule ? ruleWords(rule, words) : words.say('history.no-rule'))
  return moved
    ? words.say('history.rule-moved', { rule: id })
    : words.say('history.rule', { rule: id, before: said(before), after: said(after) })
}

/** The latest changes, newest first: who, when, what, why. `zone`: the reader's. */
export async function history(ports: Ports, words: Words, { zone, count }: { zone: string; count: number }): Promise<Notice> {
  const all = await versions(ports)
  const latest = all.slice(1).slice(-count).toReversed()
  if (latest.length === 0) return { title: words.say('history.none') }
  const nameOf = async (id: PersonId | null) => (id && (await ports.centre.person(id))?.name) ?? id ?? ''
  const facts = latest.map(async ({ version, at, by, because, approvedBy, settings }) => {
    const before = all[all.findIndex((one) => one.version === version) - 1]?.settings ?? DEFAULTS
    const who = await nameOf(by)
    const moment = words.say('moment', { day: words.day(at, zone), time: words.time(at, zone) })
    const plainly = (await changesBetween(ports, { before, after: settings }, words)).join('; ')
    const changes = approvedBy ? words.say('history.approved', { changes: plainly, name: await nameOf(approvedBy) }) : plainly
    return {
      title: words.say('history.version', { version, who, moment }),
      value: because === null ? changes : words.say('history.because', { changes, because }),
    }
  })
  return { title: words.say('history.title'), facts: await Promise.all(facts) }
}

/** What is different now from an earlier version. */
export async function diff(ports: Ports, words: Words, version: number): Promise<Notice> {
  const { settings, version: now } = await currentSettings(ports)
  const then = await settingsOf(ports, version)
  if (!then) return unknownVersion(words, version, now)
  const lines = await changesBetween(ports, { before: then, after: settings }, words)
  return { title: words.say('diff.title', { version, now }), lines: lines.length > 0 ? lines : [words.say('diff.same')] }
}

export const unknownVersion = (words: Words, version: number, now: number): Notice => ({
  title: words.say('history.unknown', { version, now }),
})
