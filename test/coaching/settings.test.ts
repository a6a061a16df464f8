import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { differences } from '../../src/coaching/overrides.ts'
import type { Setting, SettingValue } from '../../src/coaching/setting-places.ts'
import { DEFAULTS, SETTINGS, Settings, settingOf, withSetting } from '../../src/coaching/settings.ts'

const SOME: Readonly<Record<Setting, readonly SettingValue[]>> = {
  customer: [-1, -0.65, 0.2],
  agent: [-0.5, 0],
  praise: [0.5, 0.9],
  limit: ['1 per 7 days', '3 per 30 days'],
  'praise-limit': ['3 per 7 days', '1 per 30 days'],
  'praise-breaks': ['on', 'off'],
  'praise-first': [null, 2],
  'praise-mail': ['on', 'off'],
  'praise-metric': ['on', 'off'],
  'card-hours': [null, 'mon-fri 08:00-18:00'],
  'cards-a-day': [null, 3],
  shadow: [null, 'on', 'off'],
  expiry: [1, 30],
  evaluation: [null, 60],
  approval: [null, 20],
  length: [null, 30],
  rising: [null, 0.25],
  pattern: ['each', '2 in a row', '3 of 5', '3 in 7 days'],
  signal: ['auto', 'transcript', 'off'],
  missing: ['leave', 'customer-only'],
  phrases: [1, 5],
  minutes: [15, 60],
  lead: [0, 600],
  horizon: [1, 42],
  hours: [null, 'mon-fri 09:00-17:00', 'sat 22:00-06:00'],
  blackout: [null, '2026-12-24..2026-12-26 and mon,wed 12:00-13:00'],
  margin: [0, 3],
  edge: [0, 30],
  'beside-break': ['on', 'off'],
}
const change = fc.constantFrom(...SETTINGS).chain((what) => fc.constantFrom(...SOME[what]).map((value) => ({ what, value })))
const applied = (settings: Settings, changes: readonly { what: Setting; value: SettingValue }[]): Settings =>
  changes.reduce((now, { what, value }) => {
    const next = withSetting(now, what, value)
    return 'refused' in next ? now : next
  }, settings)

describe('settings', () => {
  it('are valid as they come, and whatever is set can be read back', () => {
    expect(Settings.parse(DEFAULTS)).toEqual(DEFAULTS)
    fc.assert(
      fc.property(change, ({ what, value }) => {
        const next = withSetting(DEFAULTS, what, value)
        if (!('refused' in next)) expect(settingOf(next, what)).toBe(value)
      }),
    )
  })

  it('differ by exactly what was changed, and undoing each difference leads back', () => {
    fc.assert(
      fc.property(fc.array(change), fc.array(change), (first, then) => {
        const before = applied(DEFAULTS, first)
        const after = applied(before, then)
        const back = differences(after, before).flatMap(({ what, after: value }) =>
          value === undefined ? [] : [{ what, value }],
        )
        // Two scores must stay apart at every step, so the order may matter: twice round settles it.
        expect(applied(applied(after, back), back)).toEqual(before)
        expect(differences(before, before)).toEqual([])
      }),
    )
  })

  it('never let coaching begin where thanks do', () => {
    expect(withSetting(DEFAULTS, 'customer', 0.9)).toEqual({ refused: 'settings.coach-above-praise' })
  })
})
