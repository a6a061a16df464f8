import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { differences, policiesOf, settingsFor, sourceOf, withOverride } from '../../src/coaching/overrides.ts'
import { SCOPE_KINDS, type Scope, type Where } from '../../src/coaching/scope.ts'
import type { Setting, SettingValue } from '../../src/coaching/setting-places.ts'
import { DEFAULTS, Settings, settingOf, withSetting } from '../../src/coaching/settings.ts'

const BILLING: Scope = { kind: 'queue', id: 'q1', name: 'Billing' }
const RETURNS: Scope = { kind: 'queue', id: 'q2', name: 'Returns' }
const TEAM: Scope = { kind: 'team', id: 't1', name: 'Night shift' }
const ANA: Scope = { kind: 'agent', id: 'ana', name: null }
const HOME: Scope = { kind: 'division', id: 'd1', name: 'Home' }
const HERE: Where = { division: 'd1', queue: 'q1', team: 't1', agent: 'ana' }

type Move = readonly [Scope, Setting, SettingValue | undefined]

/** With each of these set otherwise, one after another; what is refused is left out. */
const moved = (settings: Settings, ...moves: readonly Move[]): Settings =>
  moves.reduce((now, [scope, what, value]) => {
    const next = withOverride(now, scope, what, value)
    return 'refused' in next ? now : next
  }, settings)

describe('a setting', () => {
  it.each([
    { said: 'for nobody in particular', moves: [], is: -0.6, by: null },
    { said: 'for another queue', moves: [[RETURNS, 'customer', -0.9]], is: -0.6, by: null },
    { said: 'for the queue', moves: [[BILLING, 'customer', -0.7]], is: -0.7, by: BILLING },
    { said: 'for the division', moves: [[HOME, 'customer', -0.75]], is: -0.75, by: HOME },
    {
      said: 'for the division and the queue',
      moves: [
        [BILLING, 'customer', -0.7],
        [HOME, 'customer', -0.75],
      ],
      is: -0.7,
      by: BILLING,
    },
    {
      said: 'for the queue and the team',
      moves: [
        [TEAM, 'customer', -0.8],
        [BILLING, 'customer', -0.7],
      ],
      is: -0.8,
      by: TEAM,
    },
    {
      said: 'for team and agent',
      moves: [
        [ANA, 'customer', -0.9],
        [TEAM, 'customer', -0.8],
      ],
      is: -0.9,
      by: ANA,
    },
    {
      said: 'and taken back for the agent',
      moves: [
        [ANA, 'customer', -0.9],
        [TEAM, 'customer', -0.8],
        [ANA, 'customer', undefined],
      ],
      is: -0.8,
      by: TEAM,
    },
  ] satisfies { said: string; moves: Move[]; is: number; by: Scope | null }[])('set $said is $is', ({ moves, is, by }) => {
    const settings = moved(DEFAULTS, ...(moves as readonly Move[]))
    expect(settingOf(settingsFor(settings, HERE), 'customer')).toBe(is)
    expect(sourceOf(settings, HERE, 'customer')).toEqual(by)
  })

  it('is overridden by itself: the others stay as they are for everybody', () => {
    const settings = moved(DEFAULTS, [BILLING, 'customer', -0.7])
    const changed = withSetting(settings, 'agent', -0.5) as Settings
    expect(settingsFor(changed, HERE).policy.coach).toMatchObject({ customerBelow: -0.7, agentBelow: -0.5 })
  })

  it('can be anything that is set from chat: patterns, limits, minutes, shadow', () => {
    const settings = moved(
      DEFAULTS,
      [TEAM, 'pattern', '3 of 5'],
      [TEAM, 'limit', '2 per 14 days'],
      [ANA, 'minutes', 15],
      [BILLING, 'shadow', 'on'],
    )
    const here = settingsFor(settings, HERE)
    expect(here.policy.coach.pattern).toEqual({ kind: 'of-last', n: 3, m: 5 })
    expect(here).toMatchObject({ limit: { sessions: 2, days: 14 }, session: { minutes: 15 }, shadow: true })
  })

  it.each([
    { what: 'customer', value: 2 },
    { what: 'minutes', value: 20 },
    { what: 'pattern', value: 'now and then' },
  ] as const)('is refused there where it is impossible: $what $value', ({ what, value }) => {
    expect(withOverride(DEFAULTS, BILLING, what, value)).toEqual({ refused: 'settings.impossible' })
  })

  it('is refused where it would meet another so that coaching began above thanks', () => {
    const settings = moved(DEFAULTS, [TEAM, 'praise', 0.2])
    expect(withOverride(settings, BILLING, 'customer', 0.3)).toEqual({ refused: 'settings.coach-above-praise' })
    expect(withSetting(settings, 'customer', 0.3)).toEqual({ refused: 'settings.coach-above-praise' })
  })

  it('read back from before there were overrides holds for everybody', () => {
    const { overrides: _, ...before } = DEFAULTS
    expect(Settings.parse(before)).toEqual(DEFAULTS)
  })
})

it('what changed is told with whom it is about', () => {
  const before = moved(DEFAULTS, [BILLING, 'customer', -0.7])
  const after = moved(before, [BILLING, 'customer', undefined], [ANA, 'minutes', 15])
  expect(differences(before, after)).toEqual([
    { what: 'customer', scope: BILLING, before: -0.7, after: undefined },
    { what: 'minutes', scope: ANA, before: undefined, after: 15 },
  ])
})

describe('properties', () => {
  const scopes = fc.constantFrom(HOME, BILLING, RETURNS, TEAM, ANA)
  const values = fc.constantFrom<readonly [Setting, SettingValue]>(
    ['customer', -0.7],
    ['customer', -0.2],
    ['agent', -0.4],
    ['praise', 0.5],
    ['praise', -0.1],
    ['pattern', '3 of 5'],
    ['minutes', 45],
    ['limit', '2 per 7 days'],
  )
  const move = fc.tuple(scopes, values).map(([scope, [what, value]]): Move => [scope, what, value])
  const where = fc.record({
    division: fc.constantFrom('d1', null),
    queue: fc.constantFrom('q1', 'q2', null),
    team: fc.constantFrom('t1', null),
    agent: fc.constantFrom('ana', 'ben'),
  })

  it('they resolve the same in whatever order they were written', () => {
    const distinct = fc.uniqueArray(move, { selector: ([scope, what]) => `${scope.id} ${what}`, maxLength: 8 })
    fc.assert(
      fc.property(distinct, where, (moves, there) => {
        const forwards = moved(DEFAULTS, ...moves)
        const backwards = moved(DEFAULTS, ...moves.toReversed())
        // Where one is refused beside another, the first one written stands.
        fc.pre(differences(forwards, backwards).length === 0)
        expect(settingsFor(forwards, there)).toMatchObject({ ...settingsFor(backwards, there), overrides: forwards.overrides })
      }),
    )
  })

  it('the most specific that says something wins, each setting by itself', () => {
    fc.assert(
      fc.property(fc.array(move, { maxLength: 10 }), where, (moves, there) => {
        const settings = moved(DEFAULTS, ...moves)
        const here = settingsFor(settings, there)
        for (const what of ['customer', 'agent', 'praise', 'pattern', 'minutes', 'limit'] as const) {
          const said = SCOPE_KINDS.toReversed().flatMap((kind) =>
            settings.overrides
              .filter(({ scope, values }) => scope.kind === kind && there[kind] === scope.id && what in values)
              .map(({ values }) => values[what]),
          )
          expect(settingOf(here, what)).toBe(said.length > 0 ? said[0] : settingOf(DEFAULTS, what))
        }
      }),
    )
  })

  it('whatever may be set, nowhere does coaching begin above thanks, and each threshold is that of one of the policies', () => {
    fc.assert(
      fc.property(fc.array(move, { maxLength: 10 }), where, (moves, there) => {
        const settings = moved(DEFAULTS, ...moves)
        const { coach, praise } = settingsFor(settings, there).policy
        expect(coach.customerBelow).toBeLessThan(praise.customerAbove)
        expect(policiesOf(settings).map((one) => one.coach.customerBelow)).toContain(coach.customerBelow)
        expect(policiesOf(settings).map((one) => one.praise.customerAbove)).toContain(praise.customerAbove)
      }),
    )
  })

  it('what is taken back is as it was before', () => {
    fc.assert(
      fc.property(fc.array(move, { maxLength: 6 }), move, (moves, [scope, what, value]) => {
        const before = moved(DEFAULTS, ...moves)
        fc.pre(!before.overrides.some((each) => each.scope.id === scope.id && what in each.values))
        const after = moved(moved(before, [scope, what, value]), [scope, what, undefined])
        expect(differences(before, after)).toEqual([])
      }),
    )
  })
})
