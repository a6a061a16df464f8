import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Command, parseCommand } from '../../src/coaching/command.ts'
import { COMMANDS } from '../../src/coaching/commands.ts'
import { askedBack, commandsOf, isInReach, RIGHTS, ROLES, rightTo, touchedBy, typedFor } from '../../src/coaching/roles.ts'
import { anyText } from '../any-text.ts'

/** Admin, lead, member; the unlinked and strangers may nothing. */
const TABLE: Readonly<Record<Command['kind'], readonly string[]>> = {
  help: ['allowed', 'allowed', 'allowed'],
  here: ['allowed', 'allowed', 'allowed'],
  status: ['allowed', 'allowed', 'refused'],
  thresholds: ['allowed', 'allowed', 'refused'],
  history: ['allowed', 'allowed', 'refused'],
  diff: ['allowed', 'allowed', 'refused'],
  why: ['allowed', 'own', 'refused'],
  set: ['allowed', 'own', 'refused'],
  pause: ['allowed', 'own', 'refused'],
  resume: ['allowed', 'own', 'refused'],
  rollback: ['allowed', 'refused', 'refused'],
  'what-if': ['allowed', 'refused', 'refused'],
  export: ['allowed', 'refused', 'refused'],
  form: ['allowed', 'refused', 'refused'],
  rules: ['allowed', 'allowed', 'refused'],
  rule: ['allowed', 'refused', 'refused'],
  erase: ['allowed', 'refused', 'refused'],
  readmit: ['allowed', 'refused', 'refused'],
  kudos: ['allowed', 'allowed', 'allowed'],
}

const understood = (text: string): Command => {
  const command = parseCommand(text)
  if (command.kind === 'unclear' || command.kind === 'out-of-range') throw new Error(text)
  return command
}

describe('who may type what', () => {
  it.each(Object.entries(TABLE))('%s: admins %s', (kind, rights) => {
    expect(ROLES.map((role) => RIGHTS[kind as Command['kind']][role])).toEqual([...rights, 'refused', 'refused'])
  })

  it.each([
    { text: 'set customer -0.7', about: 'everybody', leads: false },
    { text: 'set customer -0.7 for queue Billing', about: 'queue', leads: false },
    { text: 'set customer -0.7 for team Billing', about: 'team', leads: true },
    { text: 'set customer default for agent ana@example.com', about: 'agent', leads: true },
    { text: 'limit 2 per 7 days for team Billing', about: 'team', leads: true },
    { text: 'shadow on', about: 'everybody', leads: false },
    { text: 'shadow on for team Billing', about: 'team', leads: true },
    { text: 'pause', about: 'everybody', leads: false },
    { text: 'pause ana@example.com for 2h', about: 'agent', leads: true },
    { text: 'resume all drop', about: 'everybody', leads: false },
    { text: 'resume ana@example.com', about: 'agent', leads: true },
    { text: 'why ana@example.com', about: 'agent', leads: true },
    { text: 'why 5f6a', about: 'conversation', leads: true },
    { text: 'thresholds for queue Billing', about: 'queue', leads: true },
    { text: 'rollback 3', about: 'everybody', leads: false },
  ])('"$text" is about $about; in reach of a lead: $leads', ({ text, about, leads }) => {
    const command = understood(text)
    expect(touchedBy(command).map(({ kind }) => kind)).toEqual([about])
    expect(ROLES.map((role) => isInReach(role, command))).toEqual([true, leads, false, false, false])
  })

  it('never gives a role more than the one above it, whatever is typed', () => {
    const typed = fc.oneof(anyText(80), fc.constantFrom(...COMMANDS.map(({ example }) => example)))
    const scope = fc.constantFrom('', ' for queue Billing', ' for team Billing', ' for agent ana@example.com')
    fc.assert(
      fc.property(typed, scope, (text, whom) => {
        const command = parseCommand(text + whom)
        const reach = ROLES.map((role) => isInReach(role, command))
        expect(reach.toSorted((a, b) => Number(b) - Number(a))).toEqual(reach)
        expect([reach[0], reach[3], reach[4]]).toEqual([true, false, false])
      }),
    )
  })

  it('asks back whatever was not understood, and never suggests what would be refused', () => {
    const roles = ROLES.slice(0, 3)
    fc.assert(
      fc.property(fc.constantFrom(...roles), fc.constantFrom(...COMMANDS), fc.nat(12), (role, { example }, at) => {
        const asked = parseCommand(`${example.slice(0, at)}x${example.slice(at)}`)
        if (asked.kind !== 'unclear') return
        expect(rightTo(role, asked)).toBe('allowed')
        const { meant } = askedBack(role, asked) as { meant?: string }
        if (meant !== undefined) expect(isInReach(role, parseCommand(meant))).toBe(true)
        if (role === 'admin') expect(askedBack(role, asked)).toBe(asked)
      }),
    )
  })
})

describe('the help of a role', () => {
  it('is about what it may do: everything, everything but what is about everybody, or three commands', () => {
    const names = (role: (typeof ROLES)[number]) => commandsOf(role).map(({ name }) => name)
    expect(names('admin')).toEqual(COMMANDS.map(({ name }) => name))
    const admins = new Set(['rollback', 'what-if', 'export', 'form', 'rule', 'erase', 'readmit'])
    expect(names('lead')).toEqual(COMMANDS.map(({ name }) => name).filter((name) => !admins.has(name)))
    expect(names('member')).toEqual(['help', 'here', 'kudos'])
    expect([names('unlinked'), names('stranger')]).toEqual([[], []])
  })

  it('offers a lead nothing for everybody', () => {
    const own = commandsOf('lead').filter(({ example }) => rightTo('lead', parseCommand(example)) === 'own')
    expect(own.filter(({ usage, name }) => name !== 'why' && !/for team\|agent …$|<e-mail>/.test(usage))).toEqual([])
    expect(own.filter(({ usage }) => /\ball\b/.test(usage))).toEqual([])
  })
})

describe('what somebody else may type instead', () => {
  it('means the same for each setting there is', () => {
    const sets = COMMANDS.map(({ example }) => parseCommand(example)).filter((command) => command.kind === 'set')
    expect(sets.length).toBeGreaterThan(20)
    const again = sets.map((command) => parseCommand(typedFor(command, 'team Billing')!))
    expect(again).toEqual(sets.map((command) => ({ ...command, scope: { kind: 'team', name: 'Billing' } })))
  })

  it.each([
    ['set customer -0.7', 'set customer -0.7 for team Billing'],
    ['set pattern 3 of 5 for queue Claims because of that', 'set pattern 3 of 5 for team Billing'],
    ['set evaluation off', 'set evaluation off for team Billing'],
    ['set customer default', 'set customer default for team Billing'],
    ['limit 2 per 14 days', 'set limit 2 per 14 days for team Billing'],
    ['shadow on', 'shadow on for team Billing'],
  ])('"%s" → "%s"', (text, instead) => {
    expect(typedFor(understood(text), 'team Billing')).toBe(instead)
    expect(parseCommand(instead).kind).toBe('set')
  })
})
