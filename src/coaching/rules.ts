// The list of rules: one is changed, moved or taken out, and two lists are compared. Pure.
import { readHours, sayBlackout } from './hours.ts'
import { readPattern, sayPattern } from './pattern.ts'
import { CoachRule, PraiseRule, When } from './rule.ts'
import { COACH_PARTS, type PartValue, PRAISE_PARTS, type RuleChange } from './rule-command.ts'
import { type Settings, validated } from './settings.ts'

type Refused = { readonly refused: string }
export type AnyRule = CoachRule | PraiseRule

/** The same with queues, teams and languages as Genesys has them. */
export interface KnownChange extends RuleChange {
  readonly queues?: When['queues'] | undefined
  readonly teams?: When['teams'] | undefined
  readonly languages?: When['languages'] | undefined
  readonly zone: string
}

export const isPraise = (rule: AnyRule): rule is PraiseRule => 'customerAbove' in rule

const listsOf = ({ policy }: Settings): readonly (readonly AnyRule[])[] => [policy.rules, policy.praises]

export const ruleOf = (settings: Settings, id: string): AnyRule | undefined =>
  listsOf(settings)
    .flat()
    .find((rule) => rule.id === id)

/** The settings with that rule new, changed or gone; or the name of the sentence that says why that cannot be. */
export function withRule(settings: Settings, change: KnownChange): Settings | Refused {
  const { rule: id, parts } = change
  const { coach, praise, rules, praises } = settings.policy
  if (id === coach.id || id === praise.id) return { refused: 'rule.of-the-rest' }
  const before = ruleOf(settings, id)
  if (!parts) return before ? withLists(settings, without(rules, id), without(praises, id)) : { refused: 'rule.none' }
  const thanks = before ? isPraise(before) : PRAISE_PARTS.some((part) => parts[part] !== undefined)
  const strange = thanks ? COACH_PARTS : PRAISE_PARTS
  if (strange.some((part) => parts[part] !== undefined)) return { refused: 'rule.other-kind' }
  const when = whenOf(before, change)
  if (thanks) {
    const made = PraiseRule.parse({ ...praise, ...before, ...praisePartsOf(parts), id, when })
    return withLists(settings, rules, placed(praises, made, parts.place))
  }
  const made = CoachRule.parse({ ...coach, ...before, ...coachPartsOf(parts), id, when })
  return withLists(settings, placed(rules, made, parts.place), praises)
}

const without = <Rule extends AnyRule>(rules: readonly Rule[], id: string): Rule[] => rules.filter((rule) => rule.id !== id)

const withLists = (settings: Settings, rules: CoachRule[], praises: PraiseRule[]): Settings | Refused =>
  validated({ ...settings, policy: { ...settings.policy, rules, praises } })

/** A new one comes last unless its place is said; one that is changed stays where it is. */
function placed<Rule extends AnyRule>(rules: readonly Rule[], made: Rule, place: PartValue | undefined): Rule[] {
  const at = rules.findIndex(({ id }) => id === made.id)
  const others = without(rules, made.id)
  const wanted = typeof place === 'number' ? place - 1 : at < 0 ? others.length : at
  return [...others.slice(0, wanted), made, ...others.slice(wanted)]
}

type Parts = NonNullable<RuleChange['parts']>

const coachPartsOf = (parts: Parts): object => ({
  ...(parts.customer === undefined ? {} : { customerBelow: parts.customer }),
  ...(parts.agent === undefined ? {} : { agentBelow: parts.agent }),
  ...(parts.evaluation === undefined ? {} : { evaluationBelow: parts.evaluation }),
  ...(parts.pattern === undefined ? {} : { pattern: readPattern(String(parts.pattern)) }),
  ...(parts.length === undefined ? {} : { leastSeconds: parts.length }),
  ...(parts.rising === undefined ? {} : { risingFrom: parts.rising }),
  ...(parts.only === undefined ? {} : { only: parts.only === 'on' }),
})

const praisePartsOf = (parts: Parts): object => ({
  ...(parts.praise === undefined ? {} : { customerAbove: parts.praise }),
  ...(parts.breaks === undefined ? {} : { breaks: parts.breaks === 'on' }),
})

function whenOf(before: AnyRule | undefined, { parts = {}, queues, teams, languages, zone }: KnownChange): When {
  const was = before?.when ?? When.parse({ zone })
  const { media, hours } = parts
  return {
    queues: queues ?? was.queues,
    teams: teams ?? was.teams,
    languages: languages ?? was.languages,
    media: Array.isArray(media) ? [...media] : was.media,
    hours: hours === undefined ? was.hours : hours === null ? null : (readHours(String(hours)) ?? null),
    zone: typeof hours === 'string' ? zone : was.zone,
  }
}

/** As it is typed after "rule", but for its place; reading that back makes the same rule. */
export function typedRule(rule: AnyRule): string {
  const { when } = rule
  const names = (all: When['queues']) => all.map(({ name }) => (/[\s,]/.test(name) ? `"${name}"` : name)).join(', ')
  const about = [
    ...(when && when.queues.length > 0 ? [`queues ${names(when.queues)}`] : []),
    ...(when && when.teams.length > 0 ? [`teams ${names(when.teams)}`] : []),
    ...(when && when.languages.length > 0 ? [`languages ${names(when.languages)}`] : []),
    ...(when && when.media.length > 0 ? [`media ${when.media.join(', ')}`] : []),
    ...(when?.hours ? [`hours ${sayBlackout(when.hours)}`] : []),
  ]
  return [rule.id, ...about, ...(isPraise(rule) ? typedPraise(rule) : typedCoach(rule))].join(' ')
}

const typedPraise = ({ customerAbove, breaks }: PraiseRule): string[] => [
  `praise ${customerAbove}`,
  `breaks ${breaks ? 'on' : 'off'}`,
]

const typedCoach = (rule: CoachRule): string[] => [
  `customer ${rule.customerBelow}`,
  `agent ${rule.agentBelow ?? 'off'}`,
  `evaluation ${rule.evaluationBelow ?? 'off'}`,
  `pattern ${sayPattern(rule.pattern)}`,
  `length ${rule.leastSeconds ?? 'off'}`,
  `rising ${rule.risingFrom ?? 'off'}`,
  `only ${rule.only ? 'on' : 'off'}`,
]

export interface RuleDifference {
  readonly id: string
  readonly before: AnyRule | undefined
  readonly after: AnyRule | undefined
  /** The same rule at another place. */
  readonly moved: boolean
}

/** What is not the same in two lists of rules. */
export function ruleDifferences(before: Settings, after: Settings): RuleDifference[] {
  const orderOf = (settings: Settings) =>
    listsOf(settings)
      .flat()
      .map(({ id }) => id)
  const ids = [...new Set([...orderOf(before), ...orderOf(after)])]
  const shared = (settings: Settings) => orderOf(settings).filter((id) => ruleOf(before, id) && ruleOf(after, id))
  return ids.flatMap((id) => {
    const [was, is] = [ruleOf(before, id), ruleOf(after, id)]
    const same = JSON.stringify(was) === JSON.stringify(is)
    const moved = same && shared(before).indexOf(id) !== shared(after).indexOf(id)
    return same && !moved ? [] : [{ id, before: was, after: is, moved }]
  })
}
