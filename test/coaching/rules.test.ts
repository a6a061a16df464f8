import { describe, expect, it } from 'vitest'
import type { Interaction } from '../../src/coaching/interaction.ts'
import { type CoachingPolicy, decide, needsAgentSignal, standing } from '../../src/coaching/policy.ts'
import { CoachRule, PraiseRule } from '../../src/coaching/rule.ts'
import { DEFAULTS } from '../../src/coaching/settings.ts'
import { at, judged } from './calls.ts'

const rule = (id: string, what: object) =>
  CoachRule.parse({ id, customerBelow: -0.6, agentBelow: null, pattern: { kind: 'each' }, ...what })
const withRules = (...rules: CoachRule[]): CoachingPolicy => ({ ...DEFAULTS.policy, rules })
const outcome = (policy: CoachingPolicy, last: Interaction, ...before: Interaction[]) => {
  const verdict = decide(last, judged(...before), policy)
  return verdict.kind === 'leave' ? verdict.why : verdict.rule
}

describe('of several rules', () => {
  const shocking = rule('shocking', { customerBelow: -0.9 })
  const emails = rule('emails', { when: { media: ['email'] }, customerBelow: -0.7, pattern: { kind: 'consecutive', n: 2 } })

  it.each([
    { what: 'one shocking call is enough', last: at(1, { customer: -0.95 }), is: 'shocking' },
    { what: 'one rough call is not', last: at(1), is: 'too-few' },
    { what: 'the rule for the rest goes on beside it', last: at(1), before: [at(0)], is: 'rough-in-a-row' },
    { what: 'the first that applies wins', last: at(1, { customer: -0.95 }), before: [at(0)], is: 'shocking' },
  ])('$what', ({ last, before = [], is }) => {
    expect(outcome(withRules(shocking, emails), last, ...before)).toBe(is)
  })

  it('one about a medium counts only that, whatever lies between', () => {
    const mail = (hour: number) => at(hour, { media: 'email', agentScore: null })
    expect(outcome(withRules(emails), mail(2), mail(0), at(1, { customer: 0.5 }))).toBe('emails')
    expect(outcome(withRules(emails), mail(2), at(1))).toBe('too-few')
  })

  it('one that stands alone for its conversations leaves them to no other', () => {
    const strict = rule('emails', { when: { media: ['email'] }, customerBelow: -0.95, only: true })
    const [first, second] = [at(0, { media: 'email' }), at(1, { media: 'email' })]
    expect(outcome(withRules(strict), second, first)).toBe('fails')
    expect(outcome(withRules({ ...strict, only: false }), second, first)).toBe('rough-in-a-row')
    // What is left to it is nothing to the rule for the rest: it neither counts nor breaks.
    expect(outcome(withRules(strict), at(2), at(0), at(1, { media: 'email', customer: 0.5 }))).toBe('rough-in-a-row')
  })

  it('one about a language looks at what was routed by it', () => {
    const german = rule('german', { when: { languages: [{ id: 'de', name: 'German' }] } })
    expect(outcome(withRules(german), at(0, { language: 'de' }))).toBe('german')
    expect(outcome(withRules(german), at(0, { language: 'fr' }))).toBe('too-few')
    expect(outcome(withRules(german), at(0))).toBe('too-few')
  })

  it.each([
    { hour: 0, is: 'noon' },
    { hour: 3, is: 'too-few' },
    { hour: -1, is: 'noon' },
    { hour: -2, is: 'too-few' },
  ])('one about some hours looks at what ended in them, in its zone: $hour h after noon UTC → $is', ({ hour, is }) => {
    const hours = { from: '12:00', to: '14:00', days: [1, 2, 3, 4, 5] }
    const noon = rule('noon', { when: { hours, zone: 'Europe/Berlin' } })
    expect(outcome(withRules(noon), at(hour))).toBe(is)
  })

  it('the agent signal is asked for only where some rule could use it', () => {
    const unmeasured = at(0, { agentScore: null, customer: -0.65 })
    expect(needsAgentSignal(unmeasured, withRules())).toBe(true)
    const alone = rule('alone', { only: true })
    expect(needsAgentSignal(unmeasured, withRules(alone))).toBe(false)
  })

  it('a score that is brilliant by a rule of its own leads to thanks by that rule', () => {
    const praises = [PraiseRule.parse({ id: 'brilliant-chats', when: { media: ['chat'] }, customerAbove: 0.6 })]
    const policy = { ...DEFAULTS.policy, praises }
    const kind = (signals: object) => decide(at(0, signals), [], policy)
    expect(kind({ media: 'chat', customer: 0.7 })).toMatchObject({ kind: 'recognise', rule: 'brilliant-chats' })
    expect(kind({ customer: 0.7 }).kind).toBe('leave')
    expect(kind({ media: 'chat', customer: 0.9 })).toMatchObject({ rule: 'brilliant-chats' })
  })
})

describe('evidence', () => {
  const guarded = (what: object): CoachingPolicy => ({ ...DEFAULTS.policy, coach: { ...DEFAULTS.policy.coach, ...what } })

  it.each([
    { seconds: 20, is: 'undecided' },
    { seconds: 30, is: 'matches' },
    { seconds: undefined, is: 'undecided' },
  ])('a talk of $seconds seconds, where 30 are asked for: it $is', ({ seconds, is }) => {
    const one = at(0, seconds === undefined ? {} : { seconds })
    expect(standing(one, 'rough-in-a-row', guarded({ leastSeconds: 30 }))).toBe(is)
  })

  it('a good one breaks a pattern however short it was', () => {
    expect(standing(at(0, { seconds: 5, customer: 0.5 }), 'rough-in-a-row', guarded({ leastSeconds: 30 }))).toBe('fails')
  })

  it.each([
    { trend: 0.4, is: 'fails' },
    { trend: 0.3, is: 'fails' },
    { trend: 0.29, is: 'matches' },
    { trend: null, is: 'matches' },
    { trend: undefined, is: 'matches' },
  ])('a mood that moved by $trend, where a rise of 0.3 excuses: it $is', ({ trend, is }) => {
    const one = at(0, trend === undefined ? {} : { trend })
    expect(standing(one, 'rough-in-a-row', guarded({ risingFrom: 0.3 }))).toBe(is)
  })
})
