// What would have made a conversation lead to a card, when it did not. Pure.
import { ConversationId, type Interaction, SentimentScore } from './interaction.ts'
import { reachOf } from './pattern.ts'
import { type CoachingPolicy, decide, type Judged, type PolicyOf, rulesAbout } from './policy.ts'
import { type CoachRule, match, needsSignal } from './rule.ts'

/** One thing about the conversation that would have to be otherwise. */
export type Need =
  | { readonly part: 'customer' | 'trend'; readonly value: number }
  | { readonly part: 'agent'; readonly value: number; readonly measured: boolean }
  | { readonly part: 'evaluation' | 'length'; readonly value: number }

export interface WouldFire {
  readonly rule: string
  readonly needs: readonly Need[]
  /** So many more such conversations after it. */
  readonly more: number
  /** The last of them ending by then; null when it takes none. */
  readonly by: number | null
}

/** A hundredth is the finest that thresholds and words tell. */
const STEP = 0.01
/** More than any pattern asks for. */
const MOST = 10

/** Of all rules the one that was closest; undefined when it fired, or was counted before. */
export function wouldFire(
  interaction: Interaction,
  window: readonly Judged[],
  policy: CoachingPolicy,
  of: PolicyOf = () => policy,
): WouldFire | undefined {
  const verdict = decide(interaction, window, policy, of)
  if (verdict.kind !== 'leave' || verdict.why === 'counted-before') return undefined
  const found = rulesAbout(policy, interaction).flatMap((rule) => {
    const needs = needsOf(interaction, rule, policy)
    const run = runFor(fulfilled(interaction, needs), window, { rule, policy, of })
    return run ? [{ rule: rule.id, needs, ...run }] : []
  })
  return found.toSorted((a, b) => a.needs.length + a.more - (b.needs.length + b.more))[0]
}

function needsOf(interaction: Interaction, rule: CoachRule, { signal }: CoachingPolicy): Need[] {
  if (match(interaction, rule, signal) === 'matches') return []
  const { customer, agentScore, seconds, trend, evaluation } = interaction
  if (evaluation && rule.evaluationBelow !== null) return [{ part: 'evaluation', value: rule.evaluationBelow }]
  const rough = { ...interaction, customer: below(rule.customerBelow), trend: null, seconds: rule.leastSeconds ?? 0 }
  const missing = needsSignal(rough, rule, signal) && signal.missing === 'leave'
  const high = agentScore !== null && rule.agentBelow !== null && signal.source !== 'off' && agentScore >= rule.agentBelow
  return [
    ...(customer === null || customer >= rule.customerBelow ? [{ part: 'customer', value: rule.customerBelow } as const] : []),
    ...(missing || high ? [{ part: 'agent', value: rule.agentBelow!, measured: !missing } as const] : []),
    ...(rule.leastSeconds !== null && (seconds ?? 0) < rule.leastSeconds
      ? [{ part: 'length', value: rule.leastSeconds } as const]
      : []),
    ...(rule.risingFrom !== null && trend !== undefined && trend !== null && trend >= rule.risingFrom
      ? [{ part: 'trend', value: rule.risingFrom } as const]
      : []),
  ]
}

const below = (threshold: number) => SentimentScore.parse(Math.max(-1, threshold - STEP))

/** The same conversation with everything as it would have to be. */
export const fulfilled = (interaction: Interaction, needs: readonly Need[]): Interaction =>
  Object.assign({}, interaction, ...needs.map((need) => changeFor(need, interaction)))

function changeFor({ part, value }: Need, { evaluation }: Interaction): Partial<Interaction> {
  if (part === 'customer') return { customer: below(value) }
  if (part === 'agent') return { agentScore: below(value) }
  if (part === 'evaluation') return { evaluation: { ...evaluation!, score: Math.max(0, value - 1) } }
  return part === 'length' ? { seconds: value } : { trend: null }
}

type Run = Pick<WouldFire, 'more' | 'by'>

interface Looking {
  readonly rule: CoachRule
  readonly policy: CoachingPolicy
  readonly of: PolicyOf
}

/** How many such conversations after it make a card come by that rule, and until when: the first one counted must still be near. */
function runFor(interaction: Interaction, window: readonly Judged[], { rule, policy, of }: Looking): Run | undefined {
  for (let more = 0; more <= MOST; more += 1) {
    const after = afterIt(interaction, more)
    const earlier = after.slice(0, -1).map((one) => ({ interaction: one, proposed: false }))
    const verdict = decide(
      after.at(-1)!,
      [...window.filter((each) => each.interaction.conversation !== interaction.conversation), ...earlier],
      policy,
      of,
    )
    if (verdict.kind === 'coach' && verdict.rule === rule.id)
      return { more, by: more === 0 ? null : verdict.counted[0]!.endedAt + reachOf(rule.pattern) }
  }
  return undefined
}

/** It and so many like it, a moment apart. */
export const afterIt = (interaction: Interaction, more: number): readonly Interaction[] =>
  Array.from({ length: more + 1 }, (_, n) => ({
    ...interaction,
    conversation: n === 0 ? interaction.conversation : ConversationId.parse(`${interaction.conversation.slice(0, 50)}+${n}`),
    endedAt: interaction.endedAt + n,
  }))
