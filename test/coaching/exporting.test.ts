import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseCommand } from '../../src/coaching/command.ts'
import { wordsOf } from '../../src/coaching/command-words.ts'
import { COMMANDS } from '../../src/coaching/commands.ts'
import { exported } from '../../src/coaching/exporting.ts'
import { withOverride } from '../../src/coaching/overrides.ts'
import { ruleIn } from '../../src/coaching/rule-command.ts'
import { withRule } from '../../src/coaching/rules.ts'
import type { Scope } from '../../src/coaching/scope.ts'
import type { Setting, SettingValue } from '../../src/coaching/setting-places.ts'
import { DEFAULTS, SETTINGS, type Settings, withSetting } from '../../src/coaching/settings.ts'

const BILLING: Scope = { kind: 'queue', id: 'q1', name: 'Billing & Claims' }
const TEAM: Scope = { kind: 'team', id: 't1', name: 'Night shift' }
const ANA: Scope = { kind: 'agent', id: 'ana', name: null }
const SCOPES = [BILLING, TEAM, ANA]
const QUEUES = [
  { id: 'q1', name: 'Billing & Claims' },
  { id: 'q2', name: 'Returns only' },
]
const ZONE = 'Europe/Berlin'
const nameOf = ({ name }: Scope) => name ?? 'ana@northwind.example'

interface Move {
  readonly what: Setting
  readonly value: SettingValue
  readonly scope: Scope | null
}

/** Moved there, unless that is refused. */
function moved(settings: Settings, { what, value, scope }: Move): Settings {
  const next = scope ? withOverride(settings, scope, what, value) : withSetting(settings, what, value)
  return 'refused' in next ? settings : next
}

/** What an admin's commands make of settings that were never changed. Everything must be understood, and nothing refused. */
function typed(commands: readonly string[]): Settings {
  return commands.reduce<Settings>((settings, text) => {
    if (text.startsWith('rule ')) return typedRule(settings, text)
    const command = parseCommand(`/coaching ${text}`)
    if (command.kind !== 'set' || command.value === undefined) throw new Error(`"${text}" sets nothing`)
    const scope = SCOPES.find((one) => nameOf(one) === command.scope?.name && one.kind === command.scope.kind) ?? null
    const { what, value } = command
    const next = scope ? withOverride(settings, scope, what, value) : withSetting(settings, what, value)
    if ('refused' in next) throw new Error(`"${text}" is refused: ${next.refused}`)
    return next
  }, DEFAULTS)
}

function typedRule(settings: Settings, text: string): Settings {
  const read = ruleIn(wordsOf(text).slice(1))
  if (read.kind !== 'rule') throw new Error(`"${text}" is no rule`)
  const known = (wanted: unknown) => QUEUES.filter(({ name }) => Array.isArray(wanted) && wanted.includes(name))
  const next = withRule(settings, { ...read, queues: known(read.parts?.queues), zone: ZONE })
  if ('refused' in next) throw new Error(`"${text}" is refused: ${next.refused}`)
  return next
}

/** For grammars that no range and no words describe. */
const FREE: Partial<Record<Setting, readonly string[]>> = {
  pattern: ['3 in a row', '3 of 5', '4 in 9 days'],
  limit: ['2 per 14 days', '20 per 90 days'],
  'praise-limit': ['1 per 1 days', '9 per 30 days'],
  hours: ['mon-fri 09:00-17:30', 'mon-sun 00:00-24:00'],
  'card-hours': ['tue-thu 10:15-12:00'],
  blackout: ['mon-fri 12:00-13:00 and 2026-12-24..2026-12-26', '2027-01-01'],
}

function someValue(what: Setting): fc.Arbitrary<SettingValue> {
  if (what === 'shadow') return fc.constantFrom('on', 'off')
  const { range, words = {} } = COMMANDS.find(({ setting }) => setting?.what === what)!.setting!
  const unit = range ? 10 ** range.decimals : 1
  const number = range && fc.integer({ min: range.least * unit, max: range.most * unit }).map((n) => n / unit)
  const choices = [...Object.values(words), ...(FREE[what] ?? [])]
  return fc.oneof(...(number ? [number] : []), ...(choices.length > 0 ? [fc.constantFrom(...choices)] : []))
}

const move = fc
  .constantFrom(...SETTINGS)
  .chain((what) => fc.record({ what: fc.constant(what), value: someValue(what), scope: fc.constantFrom(null, ...SCOPES) }))

describe('the settings as commands', () => {
  it('are none as Halftime came', () => {
    expect(exported(DEFAULTS, nameOf)).toEqual({ commands: [], lost: 0 })
  })

  it('say what is set for everybody, and then for whom it is otherwise', () => {
    const settings = [
      { what: 'praise', value: 0.9, scope: null },
      { what: 'shadow', value: 'on', scope: BILLING },
      { what: 'blackout', value: null, scope: TEAM },
      { what: 'limit', value: '2 per 14 days', scope: ANA },
    ] satisfies Move[]
    expect(exported(settings.reduce(moved, DEFAULTS), nameOf).commands).toEqual([
      'set praise 0.9',
      'shadow on for queue Billing & Claims',
      'set blackout off for team Night shift',
      'set limit 2 per 14 days for agent ana@northwind.example',
    ])
  })

  it.each([
    {
      said: 'raised together',
      moves: [
        ['praise', 0.95],
        ['customer', 0.9],
      ],
    },
    {
      said: 'lowered together',
      moves: [
        ['customer', -0.9],
        ['praise', -0.8],
      ],
    },
  ] as const)('make room for each other where both thresholds were $said', ({ moves }) => {
    const settings = moves.reduce((now, [what, value]) => moved(now, { what, value, scope: null }), DEFAULTS)
    expect(typed(exported(settings, nameOf).commands)).toEqual(settings)
  })

  it('say each rule of the list, in its place', () => {
    const made = [
      { rule: 'emails', parts: { media: ['email'], customer: -0.7, agent: null, hours: 'mon-fri 08:00-12:00' } },
      { rule: 'short', parts: { pattern: '3 of 5', length: 60, only: 'on', place: 1 }, queues: QUEUES },
      { rule: 'chats', parts: { praise: 0.9, breaks: 'on' } },
    ]
    const settings = made.reduce<Settings>(
      (now, change) => withRule(now, { ...change, zone: ZONE }) as Settings,
      moved(DEFAULTS, { what: 'minutes', value: 45, scope: ANA }),
    )
    const { commands, lost } = exported(settings, nameOf)
    expect(commands.map((command) => command.split(' ').slice(0, 2).join(' '))).toEqual([
      'rule short',
      'rule emails',
      'rule chats',
      'set minutes',
    ])
    expect(lost).toBe(0)
    expect(typed(commands)).toEqual(settings)
  })

  it('typed where nothing was set yet, give the same settings, whatever these are', () => {
    const property = fc.property(fc.array(move, { maxLength: 25 }), (moves) => {
      const settings = moves.reduce(moved, DEFAULTS)
      const { commands, lost } = exported(settings, nameOf)
      expect(lost).toBe(0)
      expect(typed(commands)).toEqual(settings)
    })
    fc.assert(property, { numRuns: 300 })
  })

  it.each(['Care for team A', 'Angry because of us', 'x'.repeat(300)])(
    'leave out what no command can say: a queue called %s',
    (name) => {
      const scopes = [{ ...BILLING, name }, ANA]
      const kept = { ...DEFAULTS, overrides: scopes.map((scope) => ({ scope, values: { lead: 90 } })) }
      expect(exported(kept, (scope) => scope.name ?? undefined)).toEqual({ commands: [], lost: 2 })
    },
  )
})
