import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ruleIn } from '../../src/coaching/rule-command.ts'
import { type AnyRule, ruleDifferences, ruleOf, typedRule, withRule } from '../../src/coaching/rules.ts'
import { DEFAULTS, type Settings } from '../../src/coaching/settings.ts'

const said = (typed: string) => ruleIn(typed.split(' '))
/** What a command makes of settings; queues and teams are known by their names. */
function changed(settings: Settings, typed: string): Settings | { readonly refused: string } {
  const found = said(typed)
  if (found.kind !== 'rule') throw new Error(`not understood: ${typed}`)
  const known = (names: unknown) =>
    Array.isArray(names) ? names.map((name: string) => ({ id: name.toLowerCase(), name })) : undefined
  return withRule(settings, {
    ...found,
    queues: known(found.parts?.queues),
    teams: known(found.parts?.teams),
    languages: known(found.parts?.languages),
    zone: 'Europe/Berlin',
  })
}
const made = (...typed: string[]): Settings =>
  typed.reduce<Settings>((settings, each) => {
    const next = changed(settings, each)
    if ('refused' in next) throw new Error(`${each}: ${next.refused}`)
    return next
  }, DEFAULTS)
const order = ({ policy }: Settings) => policy.rules.map(({ id }) => id)

describe('a rule as it is typed', () => {
  it.each([
    { typed: 'emails media email customer -0.7 agent off', parts: { media: ['email'], customer: -0.7, agent: null } },
    { typed: 'Shock customer −0,9 pattern each place 1', parts: { customer: -0.9, pattern: 'each', place: 1 } },
    {
      typed: 'x pattern 3 of the last 5 queues Billing, Late returns',
      parts: { pattern: '3 of 5', queues: ['Billing', 'Late returns'] },
    },
    { typed: 'x queues "Agent support" customer -0.8', parts: { queues: ['Agent support'], customer: -0.8 } },
    { typed: 'x hours mon-fri 8-12 queues any media any', parts: { hours: 'mon-fri 08:00-12:00', queues: [], media: [] } },
    { typed: 'great praise 0.6 media chat, message', parts: { praise: 0.6, media: ['chat', 'message'] } },
    { typed: 'x remove', parts: undefined },
  ])('"$typed" is understood', ({ typed, parts }) => {
    expect(said(typed)).toEqual({ kind: 'rule', rule: typed.split(' ')[0]!.toLowerCase(), parts })
  })

  it.each([
    { typed: '', meant: 'rule emails media email customer -0.7 agent off' },
    { typed: 'emails', meant: 'rule emails media email customer -0.7 agent off' },
    { typed: 'emails only for mails', meant: 'rule emails only on' },
    { typed: 'emails media fax', meant: 'rule emails media chat, email' },
    { typed: 'emails customer -7', meant: 'rule emails customer -0.65' },
    { typed: 'emails customer -0.7 customer -0.8', meant: 'rule emails media email customer -0.7 agent off' },
    { typed: 'emails customer -0.7 praise 0.8', meant: 'rule emails praise 0.8' },
    { typed: '<!channel> customer -0.7', meant: 'rule emails media email customer -0.7 agent off' },
  ])('"$typed" is not, and what may be meant is said', ({ typed, meant }) => {
    expect(said(typed)).toEqual({ kind: 'unclear', meant })
  })
})

describe('a rule', () => {
  it('begins as the rule for the rest is, and keeps what is not said when it is changed', () => {
    const settings = made('emails media email customer -0.7', 'emails agent off', 'emails queues Billing')
    expect(ruleOf(settings, 'emails')).toMatchObject({
      customerBelow: -0.7,
      agentBelow: null,
      pattern: { kind: 'consecutive', n: 2 },
      when: { media: ['email'], queues: [{ name: 'Billing' }] },
    })
  })

  it('comes last, or where it is put, and stays there', () => {
    expect(order(made('a customer -0.7', 'b customer -0.7', 'c customer -0.7 place 1', 'a customer -0.8'))).toEqual([
      'c',
      'a',
      'b',
    ])
    expect(order(made('a customer -0.7', 'b customer -0.7', 'a place 2', 'b remove'))).toEqual(['a'])
  })

  it.each([
    { typed: 'rough-in-a-row customer -0.7', refused: 'rule.of-the-rest' },
    { typed: 'nothing remove', refused: 'rule.none' },
    { typed: 'emails praise 0.9', refused: 'rule.other-kind' },
    { typed: 'emails customer 0.85', refused: 'settings.coach-above-praise' },
    { typed: 'great praise -0.9', refused: 'settings.coach-above-praise' },
  ])('is refused: "$typed"', ({ typed, refused }) => {
    expect(changed(made('emails customer -0.7'), typed)).toEqual({ refused })
  })
})

const typed = fc
  .record(
    {
      customer: fc.integer({ min: -100, max: -40 }).map((n) => n / 100),
      agent: fc.constantFrom('off', '-0.4'),
      pattern: fc.constantFrom('each', '3 of 5', '2 in 9 days'),
      length: fc.constantFrom('off', '30'),
      only: fc.constantFrom('on', 'off'),
      queues: fc.constantFrom('any', 'Billing', 'Late returns, Claims'),
      media: fc.constantFrom('any', 'chat, email'),
      languages: fc.constantFrom('any', 'German', 'German, French'),
      hours: fc.constantFrom('any', 'sat,sun 10:00-14:00'),
      place: fc.integer({ min: 1, max: 4 }),
    },
    { requiredKeys: ['customer'] },
  )
  .map((parts) => Object.entries(parts).flat().join(' '))
const commands = fc.array(
  fc.tuple(fc.constantFrom('a', 'b', 'c'), typed).map(([id, parts]) => `${id} ${parts}`),
  { maxLength: 6 },
)

describe('properties', () => {
  it('a rule typed as it is shown is the same rule', () => {
    fc.assert(
      fc.property(commands, (all) => {
        const settings = made(...all)
        const again = made(...settings.policy.rules.map((rule) => typedRule(rule)))
        const bare = (rule: AnyRule) => ({ ...rule, when: { ...rule.when, zone: '' } })
        expect(again.policy.rules.map(bare)).toEqual(settings.policy.rules.map(bare))
      }),
    )
  })

  it('two lists differ by exactly what was made of one', () => {
    fc.assert(
      fc.property(commands, commands, (some, more) => {
        const [before, then] = [made(...some), made(...some, ...more)]
        const found = ruleDifferences(before, then)
        expect(ruleDifferences(before, before)).toEqual([])
        if (found.length === 0) expect(then.policy.rules).toEqual(before.policy.rules)
        for (const { id, before: was, after: is } of found) expect([was, is]).toEqual([ruleOf(before, id), ruleOf(then, id)])
      }),
    )
  })
})
