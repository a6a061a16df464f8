// One rule of the policy: which conversations it is about, and when one of them is rough, or brilliant. Pure.
import * as z from 'zod'
import { Hours, openings } from './hours.ts'
import type { Interaction, Signal } from './interaction.ts'
import { Pattern } from './pattern.ts'
import type { Where } from './scope.ts'

const Named = z.strictObject({ id: z.string().min(1).max(64), name: z.string().max(100) })

/** Which conversations a rule is about. An empty list = whichever. `hours`: those in which a conversation ended, in that zone. */
export const When = z.strictObject({
  queues: z.array(Named).max(50).default([]),
  teams: z.array(Named).max(50).default([]),
  media: z.array(z.string().max(32)).max(10).default([]),
  languages: z.array(Named).max(50).default([]),
  hours: Hours.nullable().default(null),
  zone: z.string().max(64).default('UTC'),
})
export type When = z.infer<typeof When>

const RuleId = z.string().regex(/^[a-z0-9-]{1,40}$/)

export const CoachRule = z.strictObject({
  id: RuleId,
  when: When.optional(),
  customerBelow: z.number().min(-1).max(1),
  /** Null = the customer's score decides alone. */
  agentBelow: z.number().min(-1).max(1).nullable(),
  /** An evaluation below this (0-100) counts by itself; null = evaluations do not count. */
  evaluationBelow: z.number().min(0).max(100).nullable().default(null),
  pattern: Pattern,
  /** A shorter talk says too little: it neither counts nor breaks. */
  leastSeconds: z.number().int().min(1).max(3600).nullable().default(null),
  /** A mood that rose by so much or more is no rough conversation, however it began; null = the trend does not count. */
  risingFrom: z.number().min(0).max(1).nullable().default(null),
  /** What it is about is left to it: no later rule looks at that. */
  only: z.boolean().default(false),
})
export type CoachRule = z.infer<typeof CoachRule>

/** The rule for whatever no other is about: it asks for both scores. */
export const BaseRule = CoachRule.extend({ agentBelow: z.number().min(-1).max(1) })

export const PraiseRule = z.strictObject({
  id: RuleId,
  when: When.optional(),
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

export type Match = 'matches' | 'fails' | 'undecided'
export type Measured = Pick<Interaction, 'customer' | 'agentScore' | 'evaluation' | 'seconds' | 'trend'>

const passes = (signal: Signal, below: number): boolean | undefined => (signal === null ? undefined : signal < below)

const asksForAgent = ({ agentBelow }: CoachRule, { source }: AgentSignal): boolean => agentBelow !== null && source !== 'off'

/**
 * Thresholds are strict. An evaluation below the rule's counts by itself. Otherwise one known score that does not pass settles it,
 * and a missing one leaves it open, as far as the rule asks for it.
 */
export function match(one: Measured, rule: CoachRule, signal: AgentSignal): Match {
  const { customer, agentScore, evaluation } = one
  if (evaluation && rule.evaluationBelow !== null && evaluation.score < rule.evaluationBelow) return 'matches'
  const own = passes(customer, rule.customerBelow)
  if (own === false || rose(one, rule)) return 'fails'
  const alone = !asksForAgent(rule, signal) || (agentScore === null && signal.missing === 'customer-only')
  const agents = alone ? true : passes(agentScore, rule.agentBelow!)
  if (agents === false) return 'fails'
  return own && agents && !isTooShort(one, rule) ? 'matches' : 'undecided'
}

const rose = ({ trend }: Measured, { risingFrom }: CoachRule): boolean =>
  risingFrom !== null && trend !== undefined && trend !== null && trend >= risingFrom

/** One of unknown length says too little, too. */
const isTooShort = ({ seconds }: Measured, { leastSeconds }: CoachRule): boolean =>
  leastSeconds !== null && (seconds ?? 0) < leastSeconds

/** Whether fetching the agent's signal could change anything; most interactions stop here and cost no call. */
export function needsSignal(one: Measured, rule: CoachRule, signal: AgentSignal): boolean {
  if (!asksForAgent(rule, signal) || one.agentScore !== null || one.evaluation) return false
  return (one.customer === null || one.customer < rule.customerBelow) && !rose(one, rule) && !isTooShort(one, rule)
}

export const isBrilliant = ({ customer }: Measured, { customerAbove }: PraiseRule): boolean =>
  customer !== null && customer > customerAbove

/** Whether it looks at conversations there at all. */
export const reaches = ({ when }: { readonly when?: When | undefined }, { queue, team }: Where): boolean =>
  when === undefined || (among(when.queues, queue) && among(when.teams, team))

const among = (wanted: readonly { readonly id: string }[], id: string | null): boolean =>
  wanted.length === 0 || wanted.some((each) => each.id === id)

/** Whether it looks at this one, where it looks at all. */
export function isAbout(
  { when }: { readonly when?: When | undefined },
  one: Pick<Interaction, 'media' | 'endedAt' | 'language'>,
): boolean {
  if (when === undefined) return true
  if (when.media.length > 0 && !when.media.includes(one.media)) return false
  if (!among(when.languages, one.language ?? null)) return false
  return when.hours === null || openings(when.hours, { from: one.endedAt, to: one.endedAt + 1 }, when.zone).length > 0
}
