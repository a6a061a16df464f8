import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Interaction } from '../../src/coaching/interaction.ts'
import { decide, type Judged, needsAgentSignal, standing } from '../../src/coaching/policy.ts'
import { DEFAULTS } from '../../src/coaching/settings.ts'
import { DAY, HOUR } from '../../src/coaching/slot.ts'

const NOON = Date.UTC(2026, 10, 24, 12)
const RULE = DEFAULTS.policy.coach.id
const { policy } = DEFAULTS

function call(hour: number, customer: number | null, agentScore: number | null = null): Interaction {
  const conversation = `c${hour}`
  return Interaction.parse({
    conversation,
    agent: 'ana',
    queue: 'q',
    media: 'call',
    endedAt: NOON + hour * HOUR,
    customer,
    agentScore,
  })
}

const judged = (interaction: Interaction, proposed = false): Judged => ({ interaction, proposed })
const ROUGH = [-0.8, -0.45] as const

describe('one interaction against the default rule', () => {
  it.each([
    { customer: -0.8, agent: -0.5, is: 'matches' },
    { customer: -0.6, agent: -0.5, is: 'fails' },
    { customer: -0.61, agent: -0.3, is: 'fails' },
    { customer: -0.61, agent: -0.31, is: 'matches' },
    { customer: 0.2, agent: null, is: 'fails' },
    { customer: null, agent: 0.1, is: 'fails' },
    { customer: -0.9, agent: null, is: 'undecided' },
    { customer: null, agent: -0.9, is: 'undecided' },
    { customer: null, agent: null, is: 'undecided' },
  ])('customer $customer and agent $agent: it $is', ({ customer, agent, is }) => {
    expect(standing(call(0, customer, agent), RULE, policy)).toBe(is)
  })

  it.each([
    { customer: -0.9, agent: null, asks: true },
    { customer: null, agent: null, asks: true },
    { customer: 0.1, agent: null, asks: false },
    { customer: 0.9, agent: null, asks: false },
    { customer: -0.9, agent: -0.2, asks: false },
  ])(
    'asks for the agent signal only where it can matter: customer $customer, agent $agent → $asks',
    ({ customer, agent, asks }) => {
      expect(needsAgentSignal(call(0, customer, agent), policy)).toBe(asks)
    },
  )
})

describe('patterns', () => {
  const kindOf = (last: Interaction, ...before: Judged[]) => {
    const verdict = decide(last, before, policy)
    return verdict.kind === 'leave' ? verdict.why : verdict.kind
  }

  it('one rough call is not enough', () => {
    expect(kindOf(call(0, ...ROUGH))).toBe('too-few')
  })

  it('two in a row are a pattern, and it says which two', () => {
    const verdict = decide(call(1, ...ROUGH), [judged(call(0, ...ROUGH))], policy)
    expect(verdict).toMatchObject({
      kind: 'coach',
      rule: 'rough-in-a-row',
      counted: [{ conversation: 'c0' }, { conversation: 'c1' }],
    })
  })

  it('a good one between breaks the streak', () => {
    expect(kindOf(call(2, ...ROUGH), judged(call(0, ...ROUGH)), judged(call(1, 0.4)))).toBe('too-few')
  })

  it('one without an agent signal neither counts nor breaks', () => {
    expect(kindOf(call(1, -0.9), judged(call(0, ...ROUGH)))).toBe('missing-signal')
    expect(kindOf(call(2, ...ROUGH), judged(call(0, ...ROUGH)), judged(call(1, -0.9)))).toBe('coach')
  })

  it('what a proposal counted does not count again', () => {
    expect(kindOf(call(2, ...ROUGH), judged(call(0, ...ROUGH), true), judged(call(1, ...ROUGH), true))).toBe('too-few')
    expect(kindOf(call(3, ...ROUGH), judged(call(1, ...ROUGH), true), judged(call(2, ...ROUGH)))).toBe('coach')
  })

  it('a late one may complete a pattern', () => {
    expect(kindOf(call(1, ...ROUGH), judged(call(2, ...ROUGH)))).toBe('coach')
  })

  it('a late one never adds a second card to a pattern that had one', () => {
    expect(kindOf(call(0, ...ROUGH), judged(call(1, ...ROUGH), true), judged(call(2, ...ROUGH), true))).toBe('counted-before')
  })

  it('two that lie more than fourteen days apart are no pattern', () => {
    const old = call(0, ...ROUGH)
    const far = { ...call(1, ...ROUGH), endedAt: old.endedAt + 14 * DAY + 1 }
    expect(kindOf(far, judged(old))).toBe('too-few')
  })

  it.each([
    { customer: 0.81, is: 'recognise' },
    { customer: 0.8, is: 'fails' },
  ])('a customer score of $customer: $is', ({ customer, is }) => {
    expect(kindOf(call(0, customer))).toBe(is)
  })
})

describe('properties', () => {
  const score = fc.oneof(
    fc.constant(null),
    fc.integer({ min: -100, max: 100 }).map((n) => n / 100),
  )
  const history = fc
    .array(fc.tuple(score, score), { maxLength: 12 })
    .map((scores) => scores.map(([c, a], hour) => call(hour, c, a)))

  /** Judges a whole history in order, marking what a proposal counted. */
  function sessions(interactions: readonly Interaction[], rules = policy): number {
    let [window, found]: [Judged[], number] = [[], 0]
    for (const interaction of interactions) {
      const verdict = decide(interaction, window, rules)
      const counted = new Set(verdict.kind === 'coach' ? verdict.counted.map(({ conversation }) => conversation) : [])
      window = [...window, judged(interaction)].map((one) =>
        counted.has(one.interaction.conversation) ? { ...one, proposed: true } : one,
      )
      if (verdict.kind === 'coach') found += 1
    }
    return found
  }

  it('a stricter threshold never adds a session', () => {
    fc.assert(
      fc.property(history, fc.integer({ min: 1, max: 40 }), (interactions, stricter) => {
        const coach = { ...policy.coach, customerBelow: Math.max(-1, policy.coach.customerBelow - stricter / 100) }
        expect(sessions(interactions, { ...policy, coach })).toBeLessThanOrEqual(sessions(interactions))
      }),
    )
  })

  it('never throws, and counts only matches of one agent', () => {
    fc.assert(
      fc.property(history, (interactions) => {
        for (const [index, interaction] of interactions.entries()) {
          const verdict = decide(
            interaction,
            interactions.slice(0, index).map((one) => judged(one)),
            policy,
          )
          if (verdict.kind === 'coach')
            expect(verdict.counted.every((one) => standing(one, RULE, policy) === 'matches')).toBe(true)
        }
      }),
    )
  })
})
