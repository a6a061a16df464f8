import { describe, expect, it } from 'vitest'
import { Interaction, joined } from '../../src/coaching/interaction.ts'
import { type CoachingPolicy, decide, isEnough, type Judged, needsAgentSignal, standing } from '../../src/coaching/policy.ts'
import { DEFAULTS } from '../../src/coaching/settings.ts'
import { HOUR } from '../../src/coaching/slot.ts'

const NOON = Date.UTC(2026, 10, 24, 12)
const RULE = DEFAULTS.policy.coach.id
const policy: CoachingPolicy = { ...DEFAULTS.policy, coach: { ...DEFAULTS.policy.coach, evaluationBelow: 60 } }

const at = (hour: number, signals: object): Interaction =>
  Interaction.parse({
    conversation: `c${hour}`,
    agent: 'ana',
    queue: null,
    media: 'voice',
    endedAt: NOON + hour * HOUR,
    customer: null,
    agentScore: null,
    ...signals,
  })
const rough = (hour: number) => at(hour, { customer: -0.8, agentScore: -0.5 })
const fine = (hour: number) => at(hour, { customer: 0.4, agentScore: 0.2 })
const evaluated = (hour: number, score: number, version = 1) => at(hour, { evaluation: { id: `e${hour}`, version, score } })
const judged = (interaction: Interaction, proposed = false): Judged => ({ interaction, proposed })
const outcome = (last: Interaction, ...before: Judged[]) => {
  const verdict = decide(last, before, policy)
  return verdict.kind === 'leave' ? verdict.why : verdict.kind
}

describe('an evaluation', () => {
  it.each([
    { score: 59, is: 'matches' },
    { score: 60, is: 'undecided' },
    { score: 95, is: 'undecided' },
  ])('of $score against a rule of 60 $is', ({ score, is }) => {
    expect(standing(evaluated(0, score), RULE, policy)).toBe(is)
  })

  it('means nothing where there is no rule for it', () => {
    expect(standing(evaluated(0, 5), RULE, DEFAULTS.policy)).toBe('undecided')
  })

  it('never makes the transcript be asked for', () => {
    expect(needsAgentSignal(evaluated(0, 40), policy)).toBe(false)
  })

  it('completes a pattern that a rough call began, and the other way round', () => {
    expect(outcome(evaluated(2, 40), judged(rough(1)))).toBe('coach')
    expect(outcome(rough(2), judged(evaluated(1, 40)))).toBe('coach')
  })

  it('counts once together with the scores of the same conversation', () => {
    expect(outcome(evaluated(1, 40), judged(rough(1)))).toBe('too-few')
    const verdict = decide(rough(2), [judged(rough(1)), judged(evaluated(1, 40))], policy)
    expect(verdict).toMatchObject({ kind: 'coach', counted: [{ customer: -0.8, evaluation: { score: 40 } }, { customer: -0.8 }] })
  })

  it('saves a conversation whose scores were fine from breaking the row', () => {
    expect(outcome(rough(3), judged(rough(1)), judged(fine(2)))).toBe('too-few')
    expect(outcome(rough(3), judged(rough(1)), judged(fine(2)), judged(evaluated(2, 40)))).toBe('coach')
  })

  it('of a conversation that a card counted brings no second card', () => {
    expect(outcome(evaluated(2, 40), judged(rough(1), true), judged(rough(2), true))).toBe('counted-before')
  })

  it('that was raised in a newer version counts no more', () => {
    expect(joined([evaluated(1, 40), evaluated(1, 90, 2)]).evaluation?.score).toBe(90)
    expect(outcome(rough(2), judged(evaluated(1, 40)), judged(evaluated(1, 90, 2)))).toBe('too-few')
  })
})

describe("without the agent's own score", () => {
  const alone = (missing: 'leave' | 'customer-only', source: 'auto' | 'off' = 'auto') => ({
    ...policy,
    signal: { source, minimumPhrases: 2, missing },
  })
  const unmeasured = at(1, { customer: -0.8 })

  it.each([
    { how: alone('leave'), is: 'undecided' },
    { how: alone('customer-only'), is: 'matches' },
    { how: alone('leave', 'off'), is: 'matches' },
  ])('a rough call $is when it is set so', ({ how, is }) => {
    expect(standing(unmeasured, RULE, how)).toBe(is)
  })

  it('a good one still fails by the customer alone', () => {
    expect(standing(at(1, { customer: 0.5 }), RULE, alone('customer-only'))).toBe('fails')
    expect(standing(at(1, { customer: -0.8, agentScore: 0.5 }), RULE, alone('leave', 'off'))).toBe('matches')
  })
})

it('a row is broken by one that fails, unless its evaluation says otherwise', () => {
  expect(isEnough([rough(1), at(2, { customer: -0.9 })], policy, () => policy)).toBe(false)
  expect(isEnough([rough(1), fine(2)], policy, () => policy)).toBe(true)
  expect(isEnough([rough(1), fine(2), evaluated(2, 10)], policy, () => policy)).toBe(false)
})
