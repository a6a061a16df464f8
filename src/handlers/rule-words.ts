// A rule as people read it.
import { sayBlackout } from '../coaching/hours.ts'
import { patternWords } from '../coaching/rough.ts'
import type { CoachRule, PraiseRule, When } from '../coaching/rule.ts'
import { type AnyRule, isPraise } from '../coaching/rules.ts'
import { plain, type Words } from '../coaching/view.ts'

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
  const named = (kind: 'queue' | 'team' | 'language', all: When['queues']) =>
    all.length === 0 ? [] : [words.list(all.map(({ name }) => words.say(`scope.${kind}`, { name: plain(name, 60) })))]
  const media = when.media.length === 0 ? [] : [words.list(when.media.map((medium) => words.say(`rules.media-${medium}`)))]
  const hours = when.hours ? [words.say('rules.hours', { hours: sayBlackout(when.hours), zone: words.zone(when.zone) })] : []
  return [...media, ...named('language', when.languages), ...named('queue', when.queues), ...named('team', when.teams), ...hours]
}
