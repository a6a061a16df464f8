// What the policy says of an agent's conversations. Pure.
import * as z from 'zod'
import { byEnd, type Interaction, joined } from './interaction.ts'
import { completed, type Decided, type Pattern, reachOf } from './pattern.ts'
import { AgentSignal, BaseRule, CoachRule, isAbout, isBrilliant, match, needsSignal, PraiseRule } from './rule.ts'

export type { AgentSignal } from './rule.ts'

/** Settings from before there were other patterns than so many in a row. */
const Earlier = z.looseObject({ inARow: z.number().int(), withinDays: z.number().int() })
const upgraded = (value: unknown): unknown => {
  const { success, data } = Earlier.safeParse(value)
  if (!success) return value
  const { inARow: n, withinDays: _, ...rest } = data
  return { ...rest, pattern: n === 1 ? { kind: 'each' } : { kind: 'consecutive', n } }
}

const MOST_RULES = 20

/** `coach` and `praise` are about whatever none of `rules` and `praises` is about, or led to; the first that applies wins, in their order. */
export const CoachingPolicy = z.strictObject({
  rules: z.array(CoachRule).max(MOST_RULES).default([]),
  coach: z.preprocess(upgraded, BaseRule),
  praises: z.array(PraiseRule).max(MOST_RULES).default([]),
  praise: PraiseRule,
  signal: AgentSignal.default({ source: 'auto', minimumPhrases: 2, missing: 'leave' }),
})
export type CoachingPolicy = z.infer<typeof CoachingPolicy>

/** Made once for each policy: a what-if looks at them a million times. */
function once<Made>(make: (policy: CoachingPolicy) => Made): (policy: CoachingPolicy) => Made {
  const made = new WeakMap<CoachingPolicy, Made>()
  return (policy) => {
    const found = made.get(policy) ?? make(policy)
    made.set(policy, found)
    return found
  }
}

export const coachRules = once(({ rules, coach }): readonly CoachRule[] => [...rules, coach])
export const praiseRules = once(({ praises, praise }): readonly PraiseRule[] => [...praises, praise])
/** Whether every rule looks at everything. */
const isPlain = once((policy) => coachRules(policy).every(({ when, only }) => when === undefined && !only))
const leastPraised = once((policy) => Math.min(...praiseRules(policy).map(({ customerAbove }) => customerAbove)))

/** An interaction judged before. `proposed`: a proposal counted it already, so no later pattern may count it again. */
export interface Judged {
  readonly interaction: Interaction
  readonly proposed: boolean
}

/** Why nothing follows, the least telling first. */
const REASONS = ['fails', 'missing-signal', 'too-few', 'counted-before'] as const
type LeftBy = (typeof REASONS)[number]

export type Verdict =
  | { readonly kind: 'coach'; readonly rule: string; readonly pattern: Pattern; readonly counted: readonly Interaction[] }
  | { readonly kind: 'recognise'; readonly rule: string; readonly counted: readonly [Interaction] }
  | { readonly kind: 'leave'; readonly why: LeftBy | 'paused' }

/** The rules that look at an interaction, the first first. */
export function rulesAbout(policy: CoachingPolicy, interaction: Interaction): readonly CoachRule[] {
  if (isPlain(policy)) return coachRules(policy)
  const about = coachRules(policy).filter((rule) => isAbout(rule, interaction))
  const only = about.findIndex((rule) => rule.only)
  return only < 0 ? about : about.slice(0, only + 1)
}

/** Whether fetching the agent's signal could change anything; most interactions stop here and cost no call. */
export const needsAgentSignal = (interaction: Interaction, policy: CoachingPolicy): boolean =>
  rulesAbout(policy, interaction).some((rule) => needsSignal(interaction, rule, policy.signal))

/** Whether one could stand in a pattern of any rule, as far as it is known by now. */
export const mayStand = (interaction: Interaction, policy: CoachingPolicy): boolean =>
  rulesAbout(policy, interaction).some((rule) => match(interaction, rule, policy.signal) !== 'fails')

/** Whether a customer's score alone can lead to anything but a broken streak. */
export const mayMatter = (customer: number, policy: CoachingPolicy): boolean =>
  coachRules(policy).some(({ customerBelow }) => customer < customerBelow) ||
  praiseRules(policy).some(({ customerAbove }) => customer > customerAbove)

/** Nothing further back belongs to a pattern of the policy. */
export const farthest = (policy: CoachingPolicy): number => Math.max(...coachRules(policy).map(({ pattern }) => reachOf(pattern)))

/**
 * Judges one interaction of an agent against the others already judged (any order; it may itself be older than some of them).
 * Coach: it stands in a pattern of a rule, the first that has one, that no card counted before. Each of the others is rough by the policy of its own queue (`of`). Pure: same arguments, same verdict.
 */
export function decide(
  interaction: Interaction,
  window: readonly Judged[],
  policy: CoachingPolicy,
  of: PolicyOf = () => policy,
): Verdict {
  const praised = praiseFor(interaction, policy)
  if (praised) return { kind: 'recognise', rule: praised.id, counted: [interaction] }
  let why: LeftBy = 'fails'
  for (const rule of rulesAbout(policy, interaction)) {
    const found = byRule(interaction, window, { rule, signal: policy.signal, of })
    if (typeof found === 'object') return { kind: 'coach', rule: rule.id, pattern: rule.pattern, counted: found }
    if (REASONS.indexOf(found) > REASONS.indexOf(why)) why = found
  }
  return { kind: 'leave', why }
}

export const praiseFor = (interaction: Interaction, policy: CoachingPolicy): PraiseRule | undefined =>
  interaction.customer === null || interaction.customer <= leastPraised(policy)
    ? undefined
    : praiseRules(policy).find((rule) => isBrilliant(interaction, rule) && isAbout(rule, interaction))

/** Whether it ends every pattern that reaches back over it. */
export const endsAll = (interaction: Interaction, policy: CoachingPolicy): boolean =>
  praiseFor(interaction, policy)?.breaks ?? false

/** The policy where a conversation took place. */
export type PolicyOf = (interaction: Pick<Interaction, 'queue'>) => CoachingPolicy

/** By which rule they are looked at; each by that rule as it is in its own queue. */
interface Looking {
  readonly rule: CoachRule
  readonly signal: AgentSignal
  readonly of: PolicyOf
}

/** Those that make the rule's pattern with it, or why there is none. */
function byRule(interaction: Interaction, window: readonly Judged[], looking: Looking): readonly Interaction[] | LeftBy {
  const own = match(interaction, looking.rule, looking.signal)
  if (own !== 'matches') return own === 'fails' ? 'fails' : 'missing-signal'
  const around = surroundings(interaction, window, looking)
  if (around === 'counted-before') return around
  return completed(looking.rule.pattern, around.all, around.at) ?? 'too-few'
}

interface Around {
  readonly all: readonly Decided[]
  /** The place of the one that is judged. */
  readonly at: number
}

/** The decided conversations around one. What a card counted before ends them backwards; found forwards, where a pattern would reach it, it forbids a second card. */
function surroundings(interaction: Interaction, window: readonly Judged[], looking: Looking): Around | 'counted-before' {
  const { pattern } = looking.rule
  const reach = reachOf(pattern)
  const near = window.filter(({ interaction: other }) => Math.abs(other.endedAt - interaction.endedAt) <= reach)
  const itself = near.filter((entry) => byEnd(entry.interaction, interaction) === 0)
  if (itself.some(({ proposed }) => proposed)) return 'counted-before'
  const own = { interaction: joined([interaction, ...itself.map((entry) => entry.interaction)]), rough: true }
  if (pattern.kind === 'each') return { all: [own], at: 0 }
  const earlier = near
    .filter((entry) => byEnd(entry.interaction, interaction) < 0)
    .toSorted((a, b) => byEnd(b.interaction, a.interaction))
  const later = near
    .filter((entry) => byEnd(entry.interaction, interaction) > 0)
    .toSorted((a, b) => byEnd(a.interaction, b.interaction))
  const after = decidedIn(later, looking)
  if (after.metProposal) return 'counted-before'
  const before = decidedIn(earlier, looking).all.toReversed()
  return { all: [...before, own, ...after.all], at: before.length }
}

/** What one conversation is to a rule, as that rule is in its queue; `none`: the rule is not about it. */
export function standing(interaction: Interaction, id: string, policy: CoachingPolicy): 'none' | ReturnType<typeof match> {
  const rule = rulesAbout(policy, interaction).find((each) => each.id === id)
  return rule ? match(interaction, rule, policy.signal) : 'none'
}

/** Those of which it is known whether they were rough, up to one that counted for a card, or that ends every pattern. */
function decidedIn(entries: readonly Judged[], { rule, of }: Looking): { all: Decided[]; metProposal: boolean } {
  const all: Decided[] = []
  for (const { interaction, proposed } of conversations(entries)) {
    const policy = of(interaction)
    const found = standing(interaction, rule.id, policy)
    if (found === 'none') continue
    if (found === 'fails' && (rule.pattern.kind === 'consecutive' || endsAll(interaction, policy))) break
    if (proposed) return { all, metProposal: true }
    if (found !== 'undecided') all.push({ interaction, rough: found === 'matches' })
  }
  return { all, metProposal: false }
}

/** Whether nothing beyond these conversations (in order of end time, either way) can belong to a pattern that begins before them. */
export const isEnough = (interactions: readonly Interaction[], policy: CoachingPolicy, of: PolicyOf): boolean =>
  coachRules(policy).every((rule) => isEnoughFor(interactions, rule, of))

function isEnoughFor(interactions: readonly Interaction[], { id, pattern }: CoachRule, of: PolicyOf): boolean {
  if (pattern.kind === 'each' || pattern.kind === 'within') return pattern.kind === 'each'
  const found = conversations(interactions.map((interaction) => ({ interaction, proposed: false }))).map((one) =>
    standing(one.interaction, id, of(one.interaction)),
  )
  const decided = found.filter((each) => each === 'matches' || each === 'fails')
  return pattern.kind === 'of-last' ? decided.length >= pattern.m : decided.includes('fails')
}

/** A conversation may be heard of twice, by its sentiment and by an evaluation: it counts once. `entries` in order of end time. */
function conversations(entries: readonly Judged[]): Judged[] {
  const groups: [Judged, ...Judged[]][] = []
  for (const entry of entries) {
    const group = groups.at(-1)
    if (group?.[0].interaction.conversation === entry.interaction.conversation) group.push(entry)
    else groups.push([entry])
  }
  return groups.map(([first, ...others]) => ({
    interaction: joined([first.interaction, ...others.map((other) => other.interaction)]),
    proposed: [first, ...others].some(({ proposed }) => proposed),
  }))
}
