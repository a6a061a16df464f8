import * as z from 'zod'
import { byEnd, type Interaction, joined, type Signal } from './interaction.ts'
import { completed, type Decided, Pattern, reachOf } from './pattern.ts'

export const CoachRule = z.strictObject({
  id: z.string(),
  customerBelow: z.number().min(-1).max(1),
  agentBelow: z.number().min(-1).max(1),
  /** An evaluation below this (0-100) counts by itself; null = evaluations do not count. */
  evaluationBelow: z.number().min(0).max(100).nullable().default(null),
  pattern: Pattern,
})
export type CoachRule = z.infer<typeof CoachRule>

/** Settings from before there were other patterns than so many in a row. */
const Earlier = z.looseObject({ inARow: z.number().int(), withinDays: z.number().int() })
const upgraded = (value: unknown): unknown => {
  const { success, data } = Earlier.safeParse(value)
  if (!success) return value
  const { inARow: n, withinDays: _, ...rest } = data
  return { ...rest, pattern: n === 1 ? { kind: 'each' } : { kind: 'consecutive', n } }
}

export const PraiseRule = z.strictObject({
  id: z.string(),
  customerAbove: z.number().min(-1).max(1),
  /** Whether a brilliant conversation ends every pattern that reaches back over it, not only rows. */
  breaks: z.boolean().default(false),
})
export type PraiseRule = z.infer<typeof PraiseRule>

export const SIGNAL_SOURCES = ['auto', 'transcript', 'empathy', 'off'] as const
export const WITHOUT_SIGNAL = ['leave', 'customer-only'] as const

/** Where the agent's own signal comes from. `auto`: the transcript, else empathy; `off`: the customer's score decides alone. */
export const AgentSignal = z.strictObject({
  source: z.enum(SIGNAL_SOURCES),
  /** A transcript with fewer measured phrases of the agent says nothing. */
  minimumPhrases: z.number().int().min(1).max(50),
  /** When there is none: neither count nor break, or let the customer's score decide alone. */
  missing: z.enum(WITHOUT_SIGNAL),
})
export type AgentSignal = z.infer<typeof AgentSignal>

export const CoachingPolicy = z.strictObject({
  coach: z.preprocess(upgraded, CoachRule),
  praise: PraiseRule,
  signal: AgentSignal.default({ source: 'auto', minimumPhrases: 2, missing: 'leave' }),
})
export type CoachingPolicy = z.infer<typeof CoachingPolicy>

/** An interaction judged before. `proposed`: a proposal counted it already, so no later pattern may count it again. */
export interface Judged {
  readonly interaction: Interaction
  readonly proposed: boolean
}

export type Verdict =
  | { readonly kind: 'coach'; readonly rule: string; readonly pattern: Pattern; readonly counted: readonly Interaction[] }
  | { readonly kind: 'recognise'; readonly rule: string; readonly counted: readonly [Interaction] }
  | { readonly kind: 'leave'; readonly why: 'fails' | 'missing-signal' | 'too-few' | 'counted-before' | 'paused' }

type Match = 'matches' | 'fails' | 'undecided'
type Measured = Pick<Interaction, 'customer' | 'agentScore' | 'evaluation'>

const passes = (signal: Signal, below: number): boolean | undefined => (signal === null ? undefined : signal < below)

/**
 * Thresholds are strict. An evaluation below the rule's counts by itself. Otherwise one known score that does not pass settles it,
 * and a missing one leaves it open, as far as the policy asks for it.
 */
export function match({ customer, agentScore, evaluation }: Measured, { coach, signal }: CoachingPolicy): Match {
  if (evaluation && coach.evaluationBelow !== null && evaluation.score < coach.evaluationBelow) return 'matches'
  const alone = signal.source === 'off' || (agentScore === null && signal.missing === 'customer-only')
  const scores = [passes(customer, coach.customerBelow), ...(alone ? [] : [passes(agentScore, coach.agentBelow)])]
  if (scores.includes(false)) return 'fails'
  return scores.includes(undefined) ? 'undecided' : 'matches'
}

/** Whether fetching the agent's signal could change anything; most interactions stop here and cost no call. */
export function needsAgentSignal({ customer, agentScore, evaluation }: Measured, { coach, signal }: CoachingPolicy): boolean {
  if (signal.source === 'off' || agentScore !== null || evaluation) return false
  return customer === null || customer < coach.customerBelow
}

/** Whether a customer's score alone can lead to anything but a broken streak. */
export function mayMatter(customer: number, { coach, praise }: CoachingPolicy): boolean {
  return customer < coach.customerBelow || customer > praise.customerAbove
}

/**
 * Judges one interaction of an agent against the others already judged (any order; it may itself be older than some of them).
 * Coach: it stands in a pattern that no card counted before. Each of the others is rough by its own queue's thresholds (`of`). Pure: same arguments, same verdict.
 */
export function decide(
  interaction: Interaction,
  window: readonly Judged[],
  policy: CoachingPolicy,
  of: PolicyOf = () => policy,
): Verdict {
  if (isBrilliant(interaction, policy)) return { kind: 'recognise', rule: policy.praise.id, counted: [interaction] }
  const own = match(interaction, policy)
  if (own !== 'matches') return { kind: 'leave', why: own === 'fails' ? 'fails' : 'missing-signal' }
  const around = surroundings(interaction, window, { pattern: policy.coach.pattern, of })
  if (around === 'counted-before') return { kind: 'leave', why: 'counted-before' }
  const { id, pattern } = policy.coach
  const counted = completed(pattern, around.all, around.at)
  return counted ? { kind: 'coach', rule: id, pattern, counted } : { kind: 'leave', why: 'too-few' }
}

const isBrilliant = ({ customer }: Measured, { praise }: CoachingPolicy): boolean =>
  customer !== null && customer > praise.customerAbove

const endsAll = (one: Measured, policy: CoachingPolicy): boolean => policy.praise.breaks && isBrilliant(one, policy)

/** The policy where a conversation took place. */
export type PolicyOf = (interaction: Pick<Interaction, 'queue'>) => CoachingPolicy

interface Looking {
  readonly pattern: Pattern
  readonly of: PolicyOf
}

interface Around {
  readonly all: readonly Decided[]
  /** The place of the one that is judged. */
  readonly at: number
}

/** The decided conversations around one. What a card counted before ends them backwards; found forwards, where a pattern would reach it, it forbids a second card. */
function surroundings(interaction: Interaction, window: readonly Judged[], rule: Looking): Around | 'counted-before' {
  const reach = reachOf(rule.pattern)
  const near = window.filter(({ interaction: other }) => Math.abs(other.endedAt - interaction.endedAt) <= reach)
  const itself = near.filter((entry) => byEnd(entry.interaction, interaction) === 0)
  if (itself.some(({ proposed }) => proposed)) return 'counted-before'
  const own = { interaction: joined([interaction, ...itself.map((entry) => entry.interaction)]), rough: true }
  if (rule.pattern.kind === 'each') return { all: [own], at: 0 }
  const earlier = near
    .filter((entry) => byEnd(entry.interaction, interaction) < 0)
    .toSorted((a, b) => byEnd(b.interaction, a.interaction))
  const later = near
    .filter((entry) => byEnd(entry.interaction, interaction) > 0)
    .toSorted((a, b) => byEnd(a.interaction, b.interaction))
  const after = decidedIn(later, rule)
  if (after.metProposal) return 'counted-before'
  const before = decidedIn(earlier, rule).all.toReversed()
  return { all: [...before, own, ...after.all], at: before.length }
}

/** Those of which it is known whether they were rough, up to one that counted for a card, or that ends every pattern. */
function decidedIn(entries: readonly Judged[], { pattern, of }: Looking): { all: Decided[]; metProposal: boolean } {
  const all: Decided[] = []
  for (const { interaction, proposed } of conversations(entries)) {
    const found = match(interaction, of(interaction))
    if (found === 'fails' && (pattern.kind === 'consecutive' || endsAll(interaction, of(interaction)))) break
    if (proposed) return { all, metProposal: true }
    if (found !== 'undecided') all.push({ interaction, rough: found === 'matches' })
  }
  return { all, metProposal: false }
}

/** Whether nothing beyond these conversations (in order of end time, either way) can belong to a pattern that begins before them. */
export function isEnough(interactions: readonly Interaction[], { coach: { pattern } }: CoachingPolicy, of: PolicyOf): boolean {
  if (pattern.kind === 'each' || pattern.kind === 'within') return pattern.kind === 'each'
  const found = conversations(interactions.map((interaction) => ({ interaction, proposed: false }))).map((one) =>
    match(one.interaction, of(one.interaction)),
  )
  return pattern.kind === 'of-last' ? found.filter((each) => each !== 'undecided').length >= pattern.m : found.includes('fails')
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
