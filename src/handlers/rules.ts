// The rules besides the one for the rest: what they are, and what somebody makes of them.

import type { Person } from '../coaching/people.ts'
import type { When } from '../coaching/rule.ts'
import type { RuleChange } from '../coaching/rule-command.ts'
import { type AnyRule, type KnownChange, ruleDifferences, ruleOf, withRule } from '../coaching/rules.ts'
import type { Settings } from '../coaching/settings.ts'
import type { Notice } from '../coaching/told-cards.ts'
import type { Words } from '../coaching/view.ts'
import type { Ports } from '../ports.ts'
import { aloneLine, changeSettings } from './change-settings.ts'
import { ruleWords } from './rule-words.ts'
import { namedOne } from './scopes.ts'
import { currentSettings } from './tune.ts'

/** All of them in their order, and what happens with the rest. */
export async function rules(ports: Pick<Ports, 'store'>, words: Words): Promise<Notice> {
  const { settings, version } = await currentSettings(ports)
  const { policy } = settings
  const numbered = (all: readonly AnyRule[], of: string) =>
    all.map((rule, n) => ({ title: words.say(of, { place: n + 1, rule: rule.id }), value: ruleWords(rule, words) }))
  const rest = [
    { title: words.say('rules.rest'), value: ruleWords(policy.coach, words) },
    { title: words.say('rules.rest-thanks'), value: ruleWords(policy.praise, words) },
  ]
  return {
    title: words.say('rules.title', { version }),
    lines: [words.say(policy.rules.length + policy.praises.length === 0 ? 'rules.none' : 'rules.order')],
    facts: [...numbered(policy.rules, 'rules.coach'), ...numbered(policy.praises, 'rules.thanks'), ...rest],
  }
}

/** The settings with a rule as it was asked for, its queues and teams looked up; or why that cannot be. */
export async function ruleChanged(
  ports: Ports,
  settings: Settings,
  { words, rule, parts }: RuleChange & { readonly words: Words },
): Promise<Settings | Notice> {
  const [queues, teams, languages] = await Promise.all([
    namedIn(ports, 'queue', parts?.queues, words),
    namedIn(ports, 'team', parts?.teams, words),
    namedIn(ports, 'language', parts?.languages, words),
  ])
  if (queues && 'title' in queues) return queues
  if (teams && 'title' in teams) return teams
  if (languages && 'title' in languages) return languages
  const known: KnownChange = { rule, parts, queues, teams, languages, zone: ports.house.zone }
  const changed = withRule(settings, known)
  return 'refused' in changed ? { title: words.say(changed.refused, { rule }) } : changed
}

async function namedIn(
  ports: Ports,
  kind: 'queue' | 'team' | 'language',
  names: unknown,
  words: Words,
): Promise<When['queues'] | Notice | undefined> {
  if (!Array.isArray(names)) return undefined
  const found = await Promise.all(names.map((name: string) => namedOne(ports, { kind, name }, words)))
  const wrong = found.find((each) => 'title' in each)
  return wrong && 'title' in wrong ? wrong : found.flatMap((each) => ('id' in each ? [{ id: each.id, name: each.name }] : []))
}

interface RuleWish extends RuleChange {
  readonly by: Person
  readonly words: Words
  readonly because: string | null
}

/** A rule is made, changed, moved or taken out. */
export async function setRule(ports: Ports, wish: RuleWish): Promise<Notice> {
  const { words, rule } = wish
  const { settings: before, version } = await currentSettings(ports)
  const settings = await ruleChanged(ports, before, wish)
  if ('title' in settings) return settings
  if (ruleDifferences(before, settings).length === 0) return { title: words.say('rule.same', { rule }) }
  const told = { what: 'settings-changed', about: { rule } } as const
  const made = await changeSettings(ports, wish, { version, before, settings, told })
  if (made === 'lost') return setRule(ports, wish)
  if (typeof made === 'object') return made
  const now = ruleOf(settings, rule)
  const alone = aloneLine(made, words)
  if (!now) return { title: words.say('rule.removed', { rule }), lines: alone }
  return { title: words.say('rule.set', { rule }), lines: [ruleWords(now, words), ...alone] }
}
