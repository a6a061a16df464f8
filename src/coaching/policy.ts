import * as z from 'zod'
import { byEnd, type Interaction, type Signal } from './interaction.ts'
import { DAY } from './slot.ts'

export const CoachRule = z.strictObject({
  id: z.string(),
  customerBelow: z.number().min(-1).max(1),
  agentBelow: z.number().min(-1).max(1),
  /** How many in a row. */
  inARow: z.number().int().min(1).max(10),
  withinDays: z.number().int().min(1).max(90),
})
export type CoachRule = z.infer<typeof CoachRule>

export const PraiseRule = z.strictObject({ id: z.string(), customerAbove: z.number().min(-1).max(1) })
export type PraiseRule = z.infer<typeof PraiseRule>

export const CoachingPolicy = z.strictObject({ coach: CoachRule, praise: PraiseRule })
export type CoachingPolicy = z.infer<typeof CoachingPolicy>

/** An interaction judged before. `proposed`: a proposal counted it already, so no later pattern may count it again. */
export interface Judged {
  readonly interaction: Interaction
  readonly proposed: boolean
}

export type Verdict =
  | { readonly kind: 'coach'; readonly rule: string; readonly counted: readonly Interaction[] }
  | { readonly kind: 'recognise'; readonly rule: string; readonly counted: readonly [Interaction] }
  | { readonly kind: 'leave'; readonly why: 'fails' | 'missing-signal' | 'too-few' | 'counted-before' }

type Match = 'matches' | 'fails' | 'undecided'

const passes = (signal: Signal, below: number): boolean | undefined => (signal === null ? undefined : signal < below)

/** Thresholds are strict. One known signal that does not pass settles it; a missing one leaves it open. */
export function match(interaction: Pick<Interaction, 'customer' | 'agentScore'>, rule: CoachRule): Match {
  const signals = [passes(interaction.customer, rule.customerBelow), passes(interaction.agentScore, rule.agentBelow)]
  if (signals.includes(false)) return 'fails'
  return signals.includes(undefined) ? 'undecided' : 'matches'
}

/** Whether fetching the agent's signal could change anything; most interactions stop here and cost no call. */
export function needsAgentSignal(interaction: Pick<Interaction, 'customer' | 'agentScore'>, policy: CoachingPolicy): boolean {
  return interaction.agentScore === null && match(interaction, policy.coach) === 'undecided'
}

/**
 * Judges one interaction of an agent against the others already judged (any order; it may itself be older than some of them).
 * Coach: it stands in an unbroken run of matches, long enough and uncounted. Pure: same arguments, same verdict.
 */
export function decide(interaction: Interaction, window: readonly Judged[], policy: CoachingPolicy): Verdict {
  if (interaction.customer !== null && interaction.customer > policy.praise.customerAbove)
    return { kind: 'recognise', rule: policy.praise.id, counted: [interaction] }
  const own = match(interaction, policy.coach)
  if (own !== 'matches') return { kind: 'leave', why: own === 'fails' ? 'fails' : 'missing-signal' }
  const run = runAround(interaction, window, policy.coach)
  if (run === 'counted-before') return { kind: 'leave', why: 'counted-before' }
  if (run.length < policy.coach.inARow) return { kind: 'leave', why: 'too-few' }
  return { kind: 'coach', rule: policy.coach.id, counted: run }
}

/** The unbroken run of matches the interaction stands in. What a proposal counted before ends it backwards; found forwards, it forbids a second card. */
function runAround(interaction: Interaction, window: readonly Judged[], rule: CoachRule): Interaction[] | 'counted-before' {
  const near = window.filter(({ interaction: other }) => Math.abs(other.endedAt - interaction.endedAt) <= rule.withinDays * DAY)
  const earlier = near
    .filter((entry) => byEnd(entry.interaction, interaction) < 0)
    .toSorted((a, b) => byEnd(b.interaction, a.interaction))
  const later = near
    .filter((entry) => byEnd(entry.interaction, interaction) > 0)
    .toSorted((a, b) => byEnd(a.interaction, b.interaction))
  const after = stretch(later, rule)
  if (after.metProposal) return 'counted-before'
  const run = [...stretch(earlier, rule).run.toReversed(), interaction, ...after.run]
  const last = run.at(-1)!.endedAt
  return run.filter(({ endedAt }) => last - endedAt <= rule.withinDays * DAY)
}

function stretch(entries: readonly Judged[], rule: CoachRule): { run: Interaction[]; metProposal: boolean } {
  const run: Interaction[] = []
  for (const { interaction, proposed } of entries) {
    const found = match(interaction, rule)
    if (found === 'fails') break
    if (proposed) return { run, metProposal: true }
    if (found === 'matches') run.push(interaction)
  }
  return { run, metProposal: false }
}
