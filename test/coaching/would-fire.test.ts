import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readPattern } from '../../src/coaching/pattern.ts'
import { type CoachingPolicy, decide } from '../../src/coaching/policy.ts'
import { CoachRule } from '../../src/coaching/rule.ts'
import { DEFAULTS } from '../../src/coaching/settings.ts'
import { DAY } from '../../src/coaching/slot.ts'
import { afterIt, fulfilled, wouldFire } from '../../src/coaching/would-fire.ts'
import { at, judged } from './calls.ts'

const policyWith = (what: object = {}, rules: CoachRule[] = []): CoachingPolicy => ({
  ...DEFAULTS.policy,
  rules,
  coach: { ...DEFAULTS.policy.coach, ...what },
})

describe('a card would have come', () => {
  it.each([
    { what: 'with one more like it', last: at(2), needs: [], more: 1 },
    {
      what: 'with the customer lower, after a rough one',
      last: at(2, { customer: -0.5 }),
      before: [at(1)],
      needs: [{ part: 'customer', value: -0.6 }],
      more: 0,
    },
    {
      what: 'with the agent lower',
      last: at(2, { agentScore: 0.1 }),
      before: [at(1)],
      needs: [{ part: 'agent', value: -0.3, measured: true }],
      more: 0,
    },
    {
      what: 'had the agent been measured',
      last: at(2, { agentScore: null }),
      before: [at(1)],
      needs: [{ part: 'agent', value: -0.3, measured: false }],
      more: 0,
    },
    {
      what: 'with all of it otherwise, and one more',
      last: at(2, { customer: 0.5, agentScore: 0.1 }),
      needs: [
        { part: 'customer', value: -0.6 },
        { part: 'agent', value: -0.3, measured: true },
      ],
      more: 1,
    },
  ])('$what', ({ last, before = [], needs, more }) => {
    expect(wouldFire(last, judged(...before), policyWith())).toEqual({
      rule: 'rough-in-a-row',
      needs,
      more,
      by: more === 0 ? null : last.endedAt + 14 * DAY,
    })
  })

  it('by the rule that was closest', () => {
    const shock = CoachRule.parse({ id: 'shock', customerBelow: -0.9, agentBelow: null, pattern: { kind: 'each' } })
    expect(wouldFire(at(1, { agentScore: 0.2 }), [], policyWith({}, [shock]))).toEqual({
      rule: 'shock',
      needs: [{ part: 'customer', value: -0.9 }],
      more: 0,
      by: null,
    })
  })

  it('with a lower evaluation, where these count', () => {
    const evaluation = { id: 'e', version: 1, score: 80 }
    const strict = policyWith({ evaluationBelow: 60 })
    expect(wouldFire(at(2, { customer: null, agentScore: null, evaluation }), judged(at(1)), strict)).toMatchObject({
      needs: [{ part: 'evaluation', value: 60 }],
      more: 0,
    })
  })

  it('had it been long enough, and not risen', () => {
    const guarded = policyWith({ leastSeconds: 60, risingFrom: 0.3, pattern: { kind: 'each' } })
    expect(wouldFire(at(1, { seconds: 20, trend: 0.5 }), [], guarded)).toMatchObject({
      needs: [
        { part: 'length', value: 60 },
        { part: 'trend', value: 0.3 },
      ],
    })
  })

  it('never again of what a card counted', () => {
    expect(wouldFire(at(2), [{ interaction: at(2), proposed: true }], policyWith())).toBeUndefined()
  })
})

it('doing exactly what is said makes the card come', () => {
  const score = fc.oneof(
    fc.constant(null),
    fc.integer({ min: -100, max: 79 }).map((n) => n / 100),
  )
  const pattern = fc.constantFrom('each', '2 in a row', '3 in a row', '2 of 4', '3 in 9 days').map((typed) => readPattern(typed)!)
  const rule = fc.record({ customerBelow: fc.constantFrom(-0.9, -0.5), agentBelow: fc.constantFrom(null, -0.3), pattern })
  fc.assert(
    fc.property(
      fc.array(fc.tuple(score, score), { minLength: 1, maxLength: 8 }),
      pattern,
      fc.array(rule, { maxLength: 2 }),
      (scores, base, rules) => {
        const policy = policyWith(
          { pattern: base, leastSeconds: scores.length % 2 === 0 ? 30 : null },
          rules.map((what, n) => CoachRule.parse({ id: `rule-${n}`, ...what })),
        )
        const all = scores.map(([customer, agentScore], n) => at(n, { customer, agentScore }))
        const [last, window] = [all.at(-1)!, judged(...all.slice(0, -1))]
        const found = wouldFire(last, window, policy)
        if (decide(last, window, policy).kind === 'coach') {
          expect(found).toBeUndefined()
          return
        }
        const run = afterIt(fulfilled(last, found!.needs), found!.more)
        const verdict = decide(run.at(-1)!, [...window, ...judged(...run.slice(0, -1))], policy)
        expect(verdict).toMatchObject({ kind: 'coach', rule: found!.rule })
        if (found!.by === null) return
        const ruleAt = (endedAt: number) => {
          const later = decide({ ...run.at(-1)!, endedAt }, [...window, ...judged(...run.slice(0, -1))], policy)
          return later.kind === 'coach' ? later.rule : later.kind
        }
        expect(ruleAt(found!.by)).toBe(found!.rule)
        expect(ruleAt(found!.by + 1)).not.toBe(found!.rule)
      },
    ),
  )
})
