import * as z from 'zod'
import { byEnd, type Interaction, joined, type Signal } from './interaction.ts'
import { DAY } from './slot.ts'

export const CoachRule = z.strictObject({
  id: z.string(),
  customerBelow: z.number().min(-1).max(1),
  agentBelow: z.number().min(-1).max(1),
  /** An evaluation below this (0-100) counts by itself; null = evaluations do not count. */
  evaluationBelow: z.number().min(0).max(100).nullable().default(null),
  /** How many in a row. */
  inARow: z.number().int().min(1).max(10),
  withinDays: z.number().int().min(1).max(90),
})
export type CoachRule = z.infer<typeof CoachRule>

export const PraiseRule = z.strictObject({ id: z.string(), customerAbove: z.number().min(-1).max(1) })
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
  coach: CoachRule,
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
  | { readonly kind: 'coach'; readonly rule: string; readonly counted: readonly Interaction[] }
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
 * Coach: it stands in an unbroken run of matches, long enough and uncounted. Pure: same arguments, same verdict.
 */
export function decide(interaction: Interaction, window: readonly Judged[], policy: CoachingPolicy): Verdict {
  if (interaction.customer !== null && interaction.customer > policy.praise.customerAbove)
    return { kind: 'recognise', rule: policy.praise.id, counted: [interaction] }
  const own = match(interaction, policy)
  if (own !== 'matches') return { kind: 'leave', why: own === 'fails' ? 'fails' : 'missing-signal' }
  const run = runAround(interaction, window, policy)
  if (run === 'counted-before') return { kind: 'leave', why: 'counted-before' }
  if (run.length < policy.coach.inARow) return { kind: 'leave', why: 'too-few' }
  return { kind: 'coach', rule: policy.coach.id, counted: run }
}

/** The unbroken run of matches the interaction stands in. What a proposal counted before ends it backwards; found forwards, it forbids a second card. */
function runAround(
  interaction: Interaction,
  window: readonly Judged[],
  policy: CoachingPolicy,
): Interaction[] | 'counted-before' {
  const reach = policy.coach.withinDays * DAY
  const near = window.filter(({ interaction: other }) => Math.abs(other.endedAt - interaction.endedAt) <= reach)
  const itself = near.filter((entry) => byEnd(entry.interaction, interaction) === 0)
  const earlier = near
    .filter((entry) => byEnd(entry.interaction, interaction) < 0)
    .toSorted((a, b) => byEnd(b.interaction, a.interaction))
  const later = near
    .filter((entry) => byEnd(entry.interaction, interaction) > 0)
    .toSorted((a, b) => byEnd(a.interaction, b.interaction))
  const after = stretch(later, policy)
  if (after.metProposal || itself.some(({ proposed }) => proposed)) return 'counted-before'
  const own = joined([interaction, ...itself.map((entry) => entry.interaction)])
  const run = [...stretch(earlier, policy).run.toReversed(), own, ...after.run]
  const last = run.at(-1)!.endedAt
  return run.filter(({ endedAt }) => last - endedAt <= reach)
}

function stretch(entries: readonly Judged[], policy: CoachingPolicy): { run: Interaction[]; metProposal: boolean } {
  const run: Interaction[] = []
  for (const { interaction, proposed } of conversations(entries)) {
    const found = match(interaction, policy)
    if (found === 'fails') break
    if (proposed) return { run, metProposal: true }
    if (found === 'matches') run.push(interaction)
  }
  return { run, metProposal: false }
}

/** Whether one of these conversations (in order of end time, either way) ends every streak that reaches it. */
export function isBroken(interactions: readonly Interaction[], policy: CoachingPolicy): boolean {
  const judged = interactions.map((interaction) => ({ interaction, proposed: false }))
  return conversations(judged).some(({ interaction }) => match(interaction, policy) === 'fails')
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
