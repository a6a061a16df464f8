import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { choicesOf, entryOf, FIELDS, readForm, reasonOf, renewed, standing } from '../../src/coaching/form.ts'
import { settingsFor, withOverride } from '../../src/coaching/overrides.ts'
import type { Setting, SettingValue } from '../../src/coaching/setting-places.ts'
import { DEFAULTS, type Settings, settingOf, withSetting } from '../../src/coaching/settings.ts'
import { anyText } from '../any-text.ts'
import { BILLING, EVERYBODY, NOWHERE } from './forms.ts'

type Typed = Readonly<Record<string, string>>

const HERE = { ...NOWHERE, queue: BILLING.id }
const inBilling = (settings: Settings) => ({ settings, scope: BILLING, where: HERE })
const filled = (typed: Typed, basis = EVERYBODY as Parameters<typeof standing>[0]) =>
  readForm(basis, { ...standing(basis), ...typed })
const afterwards = (...given: Parameters<typeof filled>): Settings => {
  const read = filled(...given)
  if ('wrong' in read) throw new Error(JSON.stringify(read.wrong))
  return read.after
}

describe('a form', () => {
  it('shows what one would type', () => {
    expect(standing(EVERYBODY)).toEqual({
      customer: '-0.6',
      agent: '-0.3',
      pattern: '2 in a row',
      evaluation: 'off',
      praise: '0.8',
      limit: '1 per 7 days',
      minutes: '30',
      shadow: 'default',
    })
  })

  it.each([
    { typed: { customer: '-0.65' }, field: 'customer', is: -0.65 },
    { typed: { customer: ' \u22120,65 ' }, field: 'customer', is: -0.65 },
    { typed: { pattern: '3 OF  5' }, field: 'pattern', is: '3 of 5' },
    { typed: { evaluation: '60' }, field: 'evaluation', is: 60 },
    { typed: { limit: '2 per 14 days' }, field: 'limit', is: '2 per 14 days' },
    { typed: { minutes: '45' }, field: 'minutes', is: 45 },
    { typed: { shadow: 'on' }, field: 'shadow', is: 'on' },
    { typed: { customer: 'default' }, field: 'customer', is: -0.6 },
    { typed: { customer: '0.85', praise: '0.9' }, field: 'customer', is: 0.85 },
  ] as { typed: Typed; field: Setting; is: SettingValue }[])('with $typed sets $field to $is', ({ typed, field, is }) => {
    expect(settingOf(afterwards(typed), field)).toBe(is)
  })

  it.each([
    { typed: { customer: '-7' }, wrong: { customer: { kind: 'out-of-range', least: -1, most: 1 } } },
    { typed: { customer: 'very low', agent: '' }, wrong: { customer: { kind: 'unclear' }, agent: { kind: 'empty' } } },
    { typed: { pattern: '5 of 3' }, wrong: { pattern: { kind: 'unclear' } } },
    { typed: { limit: '40 per 99 days' }, wrong: { limit: { kind: 'refused', why: 'settings.impossible' } } },
    { typed: { minutes: '20' }, wrong: { minutes: { kind: 'unclear' } } },
    { typed: { customer: '0.9' }, wrong: { customer: { kind: 'refused', why: 'settings.coach-above-praise' } } },
    {
      typed: { customer: '0.5', praise: '0.4' },
      wrong: { customer: { kind: 'refused', why: 'settings.coach-above-praise' }, praise: { kind: 'refused' } },
    },
  ] as { typed: Typed; wrong: object }[])('with $typed says what is wrong with which field', ({ typed, wrong }) => {
    const read = filled(typed)
    expect(read).toMatchObject({ wrong })
    expect(Object.keys('wrong' in read ? read.wrong : {}).toSorted()).toEqual(Object.keys(wrong).toSorted())
  })

  it('for one queue moves it there only, and takes it back', () => {
    const after = afterwards({ customer: '-0.9', minutes: '45' }, inBilling(DEFAULTS))
    expect(settingOf(after, 'customer')).toBe(-0.6)
    expect(after.overrides).toEqual([{ scope: BILLING, values: { customer: -0.9, minutes: 45 } }])
    const back = afterwards({ customer: 'default', minutes: 'default' }, inBilling(after))
    expect(back.overrides).toEqual([])
  })

  it('says the same as the commands do, one after another', () => {
    const typed = { customer: '-0.7', pattern: '3 of 5', limit: '2 per 14 days' }
    const commands = Object.entries({ customer: -0.7, pattern: '3 of 5', limit: '2 per 14 days' }) as [
      keyof typeof typed,
      string | number,
    ][]
    const all = commands.reduce<Settings>((now, [what, value]) => withSetting(now, what, value) as Settings, DEFAULTS)
    const here = commands.reduce<Settings>((now, [what, value]) => withOverride(now, BILLING, what, value) as Settings, DEFAULTS)
    expect(afterwards(typed)).toEqual(all)
    expect(settingsFor(afterwards(typed, inBilling(DEFAULTS)), HERE)).toEqual(settingsFor(here, HERE))
  })

  const values = fc.record({
    customer: fc.constantFrom(-0.9, -0.6, -0.35),
    pattern: fc.constantFrom('each', '2 in a row', '3 of 5', '3 in 7 days'),
    evaluation: fc.constantFrom(null, 55),
    shadow: fc.constantFrom(null, 'on', 'off'),
  })
  const some = fc.tuple(values, fc.boolean()).map(([all, scoped]) => {
    const set = (now: Settings, what: keyof typeof all) =>
      (scoped ? withOverride(now, BILLING, what, all[what]) : withSetting(now, what, all[what])) as Settings
    const settings = (Object.keys(all) as (keyof typeof all)[]).reduce(set, DEFAULTS)
    return scoped ? inBilling(settings) : { ...EVERYBODY, settings }
  })

  it('that was sent as it stood changes nothing', () => {
    fc.assert(
      fc.property(some, (basis) => {
        expect(readForm(basis, standing(basis))).toEqual({ after: basis.settings })
      }),
    )
  })

  it('never throws, and what it takes is what it then shows', () => {
    const typed = fc.oneof(anyText(80), fc.constantFrom('default', 'off', 'on', 'each', '-0.5', '3 of 5', '1e9', '__proto__'))
    const inputs = fc.dictionary(fc.constantFrom(...FIELDS), typed)
    fc.assert(
      fc.property(some, inputs, (basis, given) => {
        const read = readForm(basis, { ...standing(basis), ...given })
        if ('wrong' in read) {
          expect(Object.keys(given)).toEqual(expect.arrayContaining(Object.keys(read.wrong)))
          return
        }
        const next = { ...basis, settings: read.after }
        expect(readForm(next, standing(next))).toEqual({ after: read.after })
      }),
    )
  })
})

it('every field has its entry among the commands, or is shadow, which has one of its own', () => {
  expect(FIELDS.filter((field) => !entryOf(field))).toEqual(['shadow'])
  expect(choicesOf('minutes')).toEqual(['15', '30', '45', '60', 'default'])
})

it('keeps what was typed over what somebody else changed meanwhile', () => {
  const [stood, now] = [
    standing(EVERYBODY),
    standing({ ...EVERYBODY, settings: withSetting(DEFAULTS, 'agent', -0.4) as Settings }),
  ]
  const kept = renewed({ ...stood, customer: '-0.7', because: 'why' }, stood, now)
  expect(kept).toMatchObject({ customer: '-0.7', agent: '-0.4', pattern: '2 in a row', because: 'why' })
})

it('makes the reason harmless', () => {
  expect(reasonOf({ because: '  a\n\u202enew  https://x.example ' })).toBe('a new https: //x.example')
  expect(reasonOf({})).toBeNull()
  expect([...(reasonOf({ because: 'x'.repeat(10_000) }) ?? '')]).toHaveLength(200)
})
