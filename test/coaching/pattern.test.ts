import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Interaction, SentimentScore } from '../../src/coaching/interaction.ts'
import { type Pattern, readPattern, sayPattern } from '../../src/coaching/pattern.ts'
import { type CoachingPolicy, decide, isEnough, type Judged } from '../../src/coaching/policy.ts'
import { DEFAULTS, Settings } from '../../src/coaching/settings.ts'
import { DAY, HOUR } from '../../src/coaching/slot.ts'

const NOON = Date.UTC(2026, 10, 24, 12)

/** r = rough, g = good, u = the agent's own score is missing; one a day. */
const SCORES = { r: [-0.8, -0.5], g: [0.3, 0.3], u: [-0.8, null] } as const
type Letter = keyof typeof SCORES

const at = (place: number, letter: Letter, every = DAY): Interaction =>
  Interaction.parse({
    conversation: `c${String(place).padStart(3, '0')}`,
    agent: 'ana',
    queue: 'q',
    media: 'call',
    endedAt: NOON + place * every,
    customer: SCORES[letter][0],
    agentScore: SCORES[letter][1],
  })

const policyOf = (pattern: Pattern): CoachingPolicy => ({
  ...DEFAULTS.policy,
  coach: { ...DEFAULTS.policy.coach, pattern },
})

/** The places at which a card comes, each with the places that counted, when they are judged in that order. */
function cards(letters: string, pattern: Pattern, { order, every = DAY }: { order?: readonly number[]; every?: number } = {}) {
  let window: Judged[] = []
  const found: [number, number[]][] = []
  for (const place of order ?? [...letters].keys()) {
    const interaction = at(place, letters[place] as Letter, every)
    const verdict = decide(interaction, window, policyOf(pattern))
    const counted = verdict.kind === 'coach' ? verdict.counted.map(({ conversation }) => Number(conversation.slice(1))) : []
    if (verdict.kind === 'coach') found.push([place, counted])
    window = [...window, { interaction, proposed: false }].map((one) =>
      counted.includes(Number(one.interaction.conversation.slice(1))) ? { ...one, proposed: true } : one,
    )
  }
  return found
}

describe('a card comes', () => {
  it.each([
    {
      typed: 'each',
      letters: 'rgr',
      comes: [
        [0, [0]],
        [2, [2]],
      ],
    },
    { typed: '2 in a row', letters: 'rgrr', comes: [[3, [2, 3]]] },
    { typed: '2 in a row', letters: 'rur', comes: [[2, [0, 2]]] },
    { typed: '3 in a row', letters: 'rrgrr', comes: [] },
    { typed: '3 of 5', letters: 'rgrgr', comes: [[4, [0, 2, 4]]] },
    { typed: '3 of 5', letters: 'rggrgr', comes: [] },
    { typed: '3 of 5', letters: 'rgurgr', comes: [[5, [0, 3, 5]]] },
    { typed: '3 of 5', letters: 'rrrrr', comes: [[2, [0, 1, 2]]] },
    {
      typed: '3 of 5',
      letters: 'rrrrrr',
      comes: [
        [2, [0, 1, 2]],
        [5, [3, 4, 5]],
      ],
    },
    { typed: '2 in 3 days', letters: 'rggr', comes: [[3, [0, 3]]] },
    { typed: '2 in 3 days', letters: 'rgggr', comes: [] },
    { typed: '3 in 7 days', letters: 'rgrggggr', comes: [[7, [0, 2, 7]]] },
    { typed: '3 in 7 days', letters: 'rgrgggggr', comes: [] },
  ])('"$typed" in $letters: $comes', ({ typed, letters, comes }) => {
    expect(cards(letters, readPattern(typed)!)).toEqual(comes)
  })

  it.each([
    { typed: '3 of 5', order: [0, 1, 3, 4, 2], comes: [[2, [0, 2, 4]]] },
    { typed: '2 in 3 days', order: [0, 1, 3, 4, 2], comes: [[2, [0, 2]]] },
    {
      typed: 'each',
      order: [4, 3, 2, 1, 0],
      comes: [
        [4, [4]],
        [2, [2]],
        [0, [0]],
      ],
    },
  ])('once although the middle one comes late ("$typed")', ({ typed, order, comes }) => {
    expect(cards('rgrgr', readPattern(typed)!, { order })).toEqual(comes)
  })

  it.each([
    { breaks: true, comes: 'leave' },
    { breaks: false, comes: 'coach' },
  ])('beyond a brilliant one only where that does not end patterns ($breaks → $comes)', ({ breaks, comes }) => {
    const found = policyOf(readPattern('2 of 3')!)
    const policy = { ...found, praise: { ...found.praise, breaks } }
    const brilliant = { ...at(1, 'g'), customer: SentimentScore.parse(0.95) }
    const window = [at(0, 'r'), brilliant].map((interaction) => ({ interaction, proposed: false }))
    expect(decide(at(2, 'r'), window, policy).kind).toBe(comes)
  })

  it('not a second time for one that comes late beside a card', () => {
    expect(cards('grrr', readPattern('2 of 4')!, { order: [2, 3, 1] })).toEqual([[3, [2, 3]]])
  })
})

describe('as it is typed', () => {
  it.each(['each', '2 in a row', '3 of 5', '3 in 7 days'])('"%s" is understood, and said the same', (typed) => {
    expect(sayPattern(readPattern(typed)!)).toBe(typed)
  })

  it.each([
    ['3 of the last 5', '3 of 5'],
    ['3 within 7 days', '3 in 7 days'],
    ['1', 'each'],
  ])('"%s" means "%s"', (typed, said) => expect(sayPattern(readPattern(typed)!)).toBe(said))

  it.each(['', '5 of 3', '1 in a row', '11 in a row', '3 of 21', '2 in 31 days', '2', 'two in a row', '2 in a row or so'])(
    '"%s" means nothing',
    (typed) => expect(readPattern(typed)).toBeUndefined(),
  )

  it('what settings said before there were others is the same rule', () => {
    const { pattern: _, ...rest } = DEFAULTS.policy.coach
    const read = (inARow: number) => {
      const coach = { ...rest, inARow, withinDays: 14 }
      return Settings.parse({ ...DEFAULTS, policy: { ...DEFAULTS.policy, coach } }).policy.coach.pattern
    }
    expect(sayPattern(read(3))).toBe('3 in a row')
    expect(sayPattern(read(1))).toBe('each')
  })
})

describe('properties', () => {
  const patterns = fc.oneof(
    fc.constant<Pattern>({ kind: 'each' }),
    fc.integer({ min: 2, max: 4 }).map((n): Pattern => ({ kind: 'consecutive', n })),
    fc
      .tuple(fc.integer({ min: 2, max: 4 }), fc.integer({ min: 0, max: 4 }))
      .map(([n, more]): Pattern => ({ kind: 'of-last', n, m: n + more })),
    fc
      .tuple(fc.integer({ min: 2, max: 4 }), fc.integer({ min: 1, max: 10 }))
      .map(([n, days]): Pattern => ({ kind: 'within', n, days })),
  )
  const letters = fc.array(fc.constantFrom('r', 'g', 'u'), { maxLength: 25 }).map((all) => all.join(''))

  /** Told again by hand, for what comes in order: after each card everything before it is over. */
  function byHand(all: string, pattern: Pattern): [number, number[]][] {
    const found: [number, number[]][] = []
    let over = -1
    for (const [place, letter] of [...all].entries()) {
      if (letter !== 'r') continue
      const reach = pattern.kind === 'within' ? pattern.days : 14
      let seen = [...all]
        .map((each, n) => ({ each, n }))
        .filter(({ each, n }) => n > over && n <= place && n >= place - reach && each !== 'u')
      if (pattern.kind === 'consecutive') seen = seen.slice(seen.findLastIndex(({ each }) => each === 'g') + 1)
      if (pattern.kind === 'of-last') seen = seen.slice(-pattern.m)
      const rough = pattern.kind === 'each' ? [place] : seen.filter(({ each }) => each === 'r').map(({ n }) => n)
      if (rough.length < (pattern.kind === 'each' ? 1 : pattern.n)) continue
      found.push([place, rough])
      over = place
    }
    return found
  }

  it('in order, cards come where counting by hand says so', () => {
    fc.assert(
      fc.property(letters, patterns, (all, pattern) => {
        expect(cards(all, pattern)).toEqual(byHand(all, pattern))
      }),
      { numRuns: 1000 },
    )
  })

  it('in any order, no conversation counts for two cards, and every card has enough', () => {
    fc.assert(
      fc.property(letters, patterns, fc.infiniteStream(fc.nat()), (all, pattern, keys) => {
        const order = [...all].map((_, place) => ({ place, key: keys.next().value! })).toSorted((a, b) => a.key - b.key)
        const found = cards(all, pattern, { order: order.map(({ place }) => place), every: 5 * HOUR })
        const counted = found.flatMap(([, places]) => places)
        expect(new Set(counted).size).toBe(counted.length)
        for (const [place, places] of found) {
          expect(places).toContain(place)
          expect(places.length).toBeGreaterThanOrEqual(pattern.kind === 'each' ? 1 : pattern.n)
        }
      }),
      { numRuns: 500 },
    )
  })

  it('what lies beyond enough of them changes nothing', () => {
    fc.assert(
      fc.property(letters, letters, patterns, (older, newer, pattern) => {
        const all = [...`${older}${newer}r`].map((letter, place) => at(place, letter as Letter, HOUR))
        const near = all.slice(older.length, -1)
        fc.pre(isEnough(near.toReversed(), policyOf(pattern), () => policyOf(pattern)))
        const verdict = (window: readonly Interaction[]) =>
          decide(
            all.at(-1)!,
            window.map((interaction) => ({ interaction, proposed: false })),
            policyOf(pattern),
          )
        expect(verdict(near)).toEqual(verdict(all.slice(0, -1)))
      }),
      { numRuns: 500 },
    )
  })
})
