import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { byEnd, Interaction, type PersonId } from '../../src/coaching/interaction.ts'
import { dayBegins, type KeptScore, packed, unpacked } from '../../src/coaching/kept-score.ts'
import { settingsFor } from '../../src/coaching/overrides.ts'
import { readPattern } from '../../src/coaching/pattern.ts'
import { decide, type Judged } from '../../src/coaching/policy.ts'
import { createReplay, type Outcome } from '../../src/coaching/replay.ts'
import { CoachRule, PraiseRule } from '../../src/coaching/rule.ts'
import { DEFAULTS, limitMs, Settings } from '../../src/coaching/settings.ts'
import { DAY, HOUR } from '../../src/coaching/slot.ts'

const DAWN = Date.UTC(2026, 10, 2)
const agentOf = (n: number) => `agent-${n}` as PersonId
const teamOf = (agent: PersonId) => (Number(agent.slice('agent-'.length)) % 3 === 2 ? 'claims' : 'billing')

type Seed = readonly [agent: number, hours: number, customer: number | null, own: number | null, queue: string, more: number]

/** In order of end time; some conversations are heard of once more, by an evaluation. */
function scoresOf(seeds: readonly Seed[]): readonly KeptScore[] {
  let at = DAWN
  return seeds
    .flatMap(([agent, hours, customer, own, queue, more], n) => {
      at += hours * HOUR
      const one = Interaction.parse({
        conversation: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
        agent: agentOf(agent),
        queue,
        media: more % 3 === 0 ? 'chat' : 'voice',
        ...(more % 4 === 0 ? { language: 'de' } : {}),
        endedAt: at,
        customer,
        agentScore: own,
        ...(more % 5 === 0 ? { seconds: more } : {}),
        ...(more % 7 === 0 ? { trend: 0.5 } : {}),
      })
      const evaluation = { id: `e${n}`, version: 1, score: more % 100 }
      const again = { ...one, customer: null, agentScore: null, evaluation }
      return (more % 6 === 0 ? [one, again] : [one]).map((each) => ({ ...each, outcome: 'fails' }))
    })
    .toSorted(byEnd)
}

/** One by one, each against all of the agent's earlier ones. */
function afresh(scores: ReturnType<typeof scoresOf>, settings: Settings): Outcome[] {
  const windows = new Map<PersonId, Judged[]>()
  const [sessions, thanks] = [new Map<PersonId, number[]>(), new Map<PersonId, number[]>()]
  const within = (taken: Map<PersonId, number[]>, { agent, endedAt }: Interaction, ms: number) =>
    (taken.get(agent) ?? []).filter((each) => each >= endedAt - ms + 1).length
  const takes = (taken: Map<PersonId, number[]>, one: Interaction, most: number, ms: number) => {
    if (within(taken, one, ms) >= most) return false
    taken.set(one.agent, [...(taken.get(one.agent) ?? []), one.endedAt])
    return true
  }
  const isBalanced = (one: Interaction, first: number | null) => {
    const suggested = within(sessions, one, 30 * DAY)
    return first === null || suggested === 0 || within(thanks, one, 30 * DAY) >= first * (suggested + 1)
  }
  return scores.map((score) => {
    const { agent, endedAt, queue } = score
    const window = windows.get(agent) ?? []
    const at = (each: string | null) => settingsFor(settings, { queue: each, team: teamOf(agent), agent })
    const { policy, limit, thanks: most, praiseFirst } = at(queue)
    const verdict = decide(score, window, policy, (each) => at(each.queue).policy)
    const allowed =
      verdict.kind === 'coach'
        ? isBalanced(score, praiseFirst) && takes(sessions, score, limit.sessions, limitMs(at(queue)))
        : verdict.kind === 'recognise' && takes(thanks, score, most.times, most.days * DAY)
    const counted = new Set(verdict.kind === 'coach' && allowed ? verdict.counted.map(({ conversation }) => conversation) : [])
    windows.set(
      agent,
      [
        ...window.filter(({ interaction }) => interaction.endedAt > endedAt - 31 * DAY),
        { interaction: score, proposed: false },
      ].map((one) => (counted.has(one.interaction.conversation) ? { ...one, proposed: true } : one)),
    )
    return allowed ? (verdict.kind === 'coach' ? 'session' : 'thanks') : 'nothing'
  })
}

function replayed(scores: ReturnType<typeof scoresOf>, settings: Settings): Outcome[] {
  const replay = createReplay(settings)
  return scores.map((score) => replay({ team: teamOf(score.agent) }, score).outcome)
}

const score = fc.oneof(
  { weight: 1, arbitrary: fc.constant(null) },
  { weight: 6, arbitrary: fc.integer({ min: -100, max: 100 }).map((n) => n / 100) },
  { weight: 6, arbitrary: fc.integer({ min: -100, max: -50 }).map((n) => n / 100) },
)
const seed = fc.tuple(
  fc.integer({ min: 0, max: 2 }),
  fc.integer({ min: 0, max: 30 }),
  score,
  score,
  fc.constantFrom('billing', 'claims'),
  fc.integer({ min: 1, max: 210 }),
)
const pattern = fc
  .constantFrom('each', '2 in a row', '3 in a row', '2 of 4', '3 of 5', '2 in 3 days', '3 in 9 days')
  .map((typed) => readPattern(typed)!)
const rule = (id: string) =>
  fc
    .record({
      when: fc.constantFrom(
        undefined,
        { languages: [{ id: 'de', name: 'German' }] },
        { media: ['chat'] },
        { queues: [{ id: 'claims', name: 'Claims' }] },
        { teams: [{ id: 'billing', name: 'Billing' }] },
      ),
      customerBelow: fc.constantFrom(-0.9, -0.7, -0.5),
      agentBelow: fc.constantFrom(null, -0.3),
      evaluationBelow: fc.constantFrom(null, 40),
      pattern,
      only: fc.boolean(),
    })
    .map((what) => CoachRule.parse({ id, ...what }))
const settings = fc
  .record({
    base: pattern,
    there: pattern,
    customer: fc.constantFrom(-0.8, -0.6, -0.4),
    evaluationBelow: fc.constantFrom(null, 50),
    leastSeconds: fc.constantFrom(null, null, 100),
    risingFrom: fc.constantFrom(null, 0.4),
    breaks: fc.boolean(),
    missing: fc.constantFrom('leave' as const, 'customer-only' as const),
    rules: fc.oneof(fc.constant([]), fc.tuple(rule('first')), fc.tuple(rule('first'), rule('second'))),
    sessions: fc.integer({ min: 1, max: 3 }),
    praiseFirst: fc.constantFrom(null, null, 1, 2),
    thereFirst: fc.constantFrom(null, 1, 3),
    thereLimit: fc.constantFrom('1 per 9 days', '2 per 2 days'),
  })
  .map(({ base: pattern, there, customer, breaks, missing, rules, sessions, praiseFirst, ...more }) => {
    const { policy } = DEFAULTS
    const { thereFirst, thereLimit, ...base } = more
    const values = {
      customer,
      ...(there.kind === 'each' ? { pattern: 'each' } : {}),
      'praise-breaks': breaks ? 'off' : 'on',
      'praise-first': thereFirst,
      limit: thereLimit,
    }
    return Settings.parse({
      ...DEFAULTS,
      limit: { sessions, days: 3 },
      praiseFirst,
      policy: {
        ...policy,
        rules,
        coach: { ...policy.coach, ...base, pattern },
        praises: [PraiseRule.parse({ id: 'chats', when: { media: ['chat'] }, customerAbove: 0.7 })],
        praise: { ...policy.praise, breaks },
        signal: { ...policy.signal, missing },
      },
      overrides: [{ scope: { kind: 'queue', id: 'claims', name: 'Claims' }, values }],
    })
  })

describe('a replay', () => {
  it('comes to what judging one by one comes to, whatever the settings', () => {
    fc.assert(
      fc.property(fc.array(seed, { maxLength: 60 }), settings, (seeds, how) => {
        const scores = scoresOf(seeds)
        expect(replayed(scores, how)).toEqual(afresh(scores, how))
      }),
      { numRuns: 600 },
    )
  })

  it('comes to the same on ten thousand conversations of forty agents in a hundred days', () => {
    const seeds = fc.sample(seed, { numRuns: 10_000, seed: 5 })
    const scores = scoresOf(seeds.map(([, , ...rest], n) => [n % 40, n % 4 === 0 ? 1 : 0, ...rest]))
    for (const how of fc.sample(settings, { numRuns: 3, seed: 7 })) {
      const outcomes = replayed(scores, how)
      expect(outcomes).toEqual(afresh(scores, how))
      expect(new Set(outcomes)).toEqual(new Set(['session', 'thanks', 'nothing']))
    }
  })
})

it('the limits hold for every sequence of conversations and every policy', () => {
  fc.assert(
    fc.property(fc.array(seed, { maxLength: 60 }), settings, (seeds, how) => {
      const scores = scoresOf(seeds)
      const outcomes = replayed(scores, how)
      for (const [kind, most, days] of [
        ['session', how.limit.sessions, how.limit.days],
        ['thanks', how.thanks.times, how.thanks.days],
      ] as const) {
        const given = scores.filter((_, n) => outcomes[n] === kind)
        for (const { agent, endedAt } of given) {
          const near = given.filter((one) => one.agent === agent && one.endedAt <= endedAt && one.endedAt > endedAt - days * DAY)
          expect(near.length).toBeLessThanOrEqual(most)
        }
      }
    }),
  )
})

describe('scores at rest', () => {
  it('are read back as they were, in order', () => {
    fc.assert(
      fc.property(fc.array(seed, { maxLength: 40 }), (seeds) => {
        const all = scoresOf(seeds.map(([, , ...rest]) => [0, 0, ...rest]))
        const day = dayBegins(DAWN)
        expect(unpacked({ agent: agentOf(0), day, ...packed(all, day) })).toEqual(all)
      }),
    )
  })

  it('take some fifty bytes a conversation', () => {
    const scores = scoresOf(Array.from({ length: 40 }, (_, n) => [0, 0, -0.123456789, 0.5, 'billing', n * 6 + 1] as const))
    expect(JSON.stringify(packed(scores, dayBegins(DAWN))).length / scores.length).toBeLessThan(60)
  })
})
