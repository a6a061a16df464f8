// The rules besides the one for the rest: what they are, and what somebody makes of them.

import { sayBlackout } from '../coaching/hours.ts'
import { patternWords } from '../coaching/rough.ts'
import type { CoachRule, PraiseRule, When } from '../coaching/rule.ts'
import type { RuleChange } from '../coaching/rule-command.ts'
import { type AnyRule, isPraise, type KnownChange, withRule } from '../coaching/rules.ts'
import type { Settings } from '../coaching/settings.ts'
import type { Notice } from '../coaching/told-cards.ts'
import { plain, type Words } from '../coaching/view.ts'
import type { Ports } from '../ports.ts'
import { scopeOf } from './scopes.ts'
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
  { words, ...change }: RuleChange & { readonly words: Words },
): Promise<Settings | Notice> {
  const [queues, teams] = await Promise.all([
    namedIn(ports, 'queue', change.parts?.queues, words),
    namedIn(ports, 'team', change.parts?.teams, words),
  ])
  if (queues && 'title' in queues) return queues
  if (teams && 'title' in teams) return teams
  const known: KnownChange = { ...change, queues, teams, zone: ports.house.zone }
  const changed = withRule(settings, known)
  return 'refused' in changed ? { title: words.say(changed.refused, { rule: change.rule }) } : changed
}

async function namedIn(
  ports: Ports,
  kind: 'queue' | 'team',
  names: unknown,
  words: Words,
): Promise<When['queues'] | Notice | undefined> {
  if (!Array.isArray(names)) return undefined
  const found = await Promise.all(names.map((name: string) => scopeOf(ports, { kind, name }, words)))
  const wrong = found.find((each) => 'title' in each)
  if (wrong) return wrong as Notice
  return found.flatMap((each) => ('kind' in each ? [{ id: each.id, name: each.name ?? '' }] : []))
}

/** "customer below -0.70, 2 in a row; e-mails; the queue Billing": what it asks for, and what it is about. */
export function ruleWords(rule: AnyRule, words: Words): string {
  return [...(isPraise(rule) ? praiseWords(rule, words) : coachWords(rule, words)), ...whenWords(rule.when, words)].join('; ')
}

const praiseWords = ({ customerAbove, breaks }: PraiseRule, words: Words): string[] => [
  words.say('command.status.praise-rule', { praise: words.score(customerAbove) }),
  ...(breaks ? [words.say('rules.breaks')] : []),
]

function coachWords(rule: CoachRule, words: Words): string[] {
  const facts = { customer: words.score(rule.customerBelow), pattern: patternWords(rule.pattern, words) }
  const scores =
    rule.agentBelow === null
      ? words.say('command.status.coach-alone', facts)
      : words.say('command.status.coach-rule', { ...facts, agentScore: words.score(rule.agentBelow) })
  return [
    scores,
    ...(rule.evaluationBelow === null ? [] : [words.say('rules.evaluation', { value: rule.evaluationBelow })]),
    ...(rule.leastSeconds === null ? [] : [words.say('rules.length', { value: rule.leastSeconds })]),
    ...(rule.risingFrom === null ? [] : [words.say('rules.rising', { value: words.score(rule.risingFrom) })]),
    ...(rule.only ? [words.say('rules.only')] : []),
  ]
}

function whenWords(when: When | undefined, words: Words): string[] {
  if (!when) return []
  const named = (kind: 'queue' | 'team', all: When['queues']) =>
    all.length === 0 ? [] : [words.list(all.map(({ name }) => words.say(`scope.${kind}`, { name: plain(name, 60) })))]
  const media = when.media.length === 0 ? [] : [words.list(when.media.map((medium) => words.say(`rules.media-${medium}`)))]
  const hours = when.hours ? [words.say('rules.hours', { hours: sayBlackout(when.hours), zone: words.zone(when.zone) })] : []
  return [...media, ...named('queue', when.queues), ...named('team', when.teams), ...hours]
}
