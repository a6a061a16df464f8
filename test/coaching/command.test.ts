import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseCommand } from '../../src/coaching/command.ts'
import { COMMANDS } from '../../src/coaching/commands.ts'
import { anyText } from '../any-text.ts'

describe('/coaching understands', () => {
  it.each([
    { text: '', means: { kind: 'help', topic: 'all' } },
    { text: '  ', means: { kind: 'help', topic: 'all' } },
    { text: 'HELP', means: { kind: 'help', topic: 'all' } },
    { text: '?', means: { kind: 'help', topic: 'all' } },
    { text: 'status', means: { kind: 'status' } },
    { text: '/coaching status', means: { kind: 'status' } },
    { text: 'coaching', means: { kind: 'help', topic: 'all' } },
    { text: '<at>Halftime</at> status', means: { kind: 'status' } },
    {
      text: '<at id="0">Halftime Bot</at>&nbsp;set\u00a0agent -0.4',
      means: { kind: 'set', what: 'agent', value: -0.4, scope: null, because: null },
    },
    { text: 'set customer -0.65', means: { kind: 'set', what: 'customer', value: -0.65, scope: null, because: null } },
    { text: 'Set  Customer\t-0,65', means: { kind: 'set', what: 'customer', value: -0.65, scope: null, because: null } },
    { text: 'set customer \u22120.65', means: { kind: 'set', what: 'customer', value: -0.65, scope: null, because: null } },
    { text: 'set praise +.9', means: { kind: 'set', what: 'praise', value: 0.9, scope: null, because: null } },
    { text: 'set praise 1', means: { kind: 'set', what: 'praise', value: 1, scope: null, because: null } },
    { text: 'set customer -0.654', means: { kind: 'set', what: 'customer', value: -0.65, scope: null, because: null } },
    { text: 'set evaluation 60', means: { kind: 'set', what: 'evaluation', value: 60, scope: null, because: null } },
    { text: 'set evaluation off', means: { kind: 'set', what: 'evaluation', value: null, scope: null, because: null } },
    { text: 'set signal Empathy', means: { kind: 'set', what: 'signal', value: 'empathy', scope: null, because: null } },
    {
      text: 'set missing customer-only',
      means: { kind: 'set', what: 'missing', value: 'customer-only', scope: null, because: null },
    },
    { text: 'set phrases 3', means: { kind: 'set', what: 'phrases', value: 3, scope: null, because: null } },
    { text: 'set minutes 45', means: { kind: 'set', what: 'minutes', value: 45, scope: null, because: null } },
    {
      text: 'set hours 9-17:30',
      means: { kind: 'set', what: 'hours', value: 'mon-fri 09:00-17:30', scope: null, because: null },
    },
    {
      text: 'set hours Mon-Thu 9:00-17:00',
      means: { kind: 'set', what: 'hours', value: 'mon-thu 09:00-17:00', scope: null, because: null },
    },
    { text: 'set hours off', means: { kind: 'set', what: 'hours', value: null, scope: null, because: null } },
    {
      text: 'set blackout 12-13 and 2026-12-24',
      means: { kind: 'set', what: 'blackout', value: 'mon-fri 12:00-13:00 and 2026-12-24', scope: null, because: null },
    },
    {
      text: 'set praise 0.9 because It was  too easy, they said',
      means: { kind: 'set', what: 'praise', value: 0.9, scope: null, because: 'It was too easy, they said' },
    },
    { text: 'thresholds', means: { kind: 'thresholds', scope: null } },
    { text: 'shadow off', means: { kind: 'set', what: 'shadow', value: 'off', scope: null, because: null } },
    {
      text: 'set limit 2 per 14 days',
      means: { kind: 'set', what: 'limit', value: '2 per 14 days', scope: null, because: null },
    },
    {
      text: 'set customer -0.7 for queue Billing because new product',
      means: { kind: 'set', what: 'customer', value: -0.7, scope: { kind: 'queue', name: 'Billing' }, because: 'new product' },
    },
    {
      text: 'set pattern 3 within 7 days for team "Night shift"',
      means: { kind: 'set', what: 'pattern', value: '3 in 7 days', scope: { kind: 'team', name: 'Night shift' }, because: null },
    },
    {
      text: 'limit 2 per 14 days for agent <mailto:ana@northwind.example|ana@northwind.example>',
      means: {
        kind: 'set',
        what: 'limit',
        value: '2 per 14 days',
        scope: { kind: 'agent', name: 'ana@northwind.example' },
        because: null,
      },
    },
    {
      text: 'set customer -0.7 for division Home',
      means: { kind: 'set', what: 'customer', value: -0.7, scope: { kind: 'division', name: 'Home' }, because: null },
    },
    {
      text: 'shadow on for queue Returns',
      means: { kind: 'set', what: 'shadow', value: 'on', scope: { kind: 'queue', name: 'Returns' }, because: null },
    },
    { text: 'help set', means: { kind: 'help', topic: 'set' } },
    { text: 'help times', means: { kind: 'help', topic: 'times' } },
    { text: 'here', means: { kind: 'here', off: false } },
    { text: 'Here off', means: { kind: 'here', off: true } },
    { text: 'set customer default', means: { kind: 'set', what: 'customer', value: undefined, scope: null, because: null } },
    { text: 'thresholds for team Billing', means: { kind: 'thresholds', scope: { kind: 'team', name: 'Billing' } } },
    { text: 'set limit 3', means: { kind: 'set', what: 'limit', value: '3 per 7 days', scope: null, because: null } },
    { text: 'pause', means: { kind: 'pause', who: null, hours: null, until: null } },
    { text: 'pause all for 2h', means: { kind: 'pause', who: null, hours: 2, until: null } },
    {
      text: 'pause Ana@Northwind.example for 3 days',
      means: { kind: 'pause', who: { kind: 'agent', name: 'ana@northwind.example' }, hours: 72, until: null },
    },
    {
      text: 'pause <mailto:ana@x.example|ana@x.example>',
      means: { kind: 'pause', who: { kind: 'agent', name: 'ana@x.example' }, hours: null, until: null },
    },
    {
      text: 'pause queue Billing Questions until fri 8:00',
      means: {
        kind: 'pause',
        who: { kind: 'queue', name: 'billing questions' },
        hours: null,
        until: { date: null, weekday: 5, time: '08:00' },
      },
    },
    {
      text: 'pause until 2026-12-01',
      means: { kind: 'pause', who: null, hours: null, until: { date: '2026-12-01', weekday: null, time: null } },
    },
    { text: 'resume queue Billing drop', means: { kind: 'resume', who: { kind: 'queue', name: 'billing' }, drop: true } },
    { text: 'resume', means: { kind: 'resume', who: null, drop: false } },
    { text: 'resume all drop', means: { kind: 'resume', who: null, drop: true } },
    { text: 'resume ana@x.example', means: { kind: 'resume', who: { kind: 'agent', name: 'ana@x.example' }, drop: false } },
    { text: 'why ana@x.example', means: { kind: 'why', about: 'ana@x.example' } },
    { text: 'history', means: { kind: 'history', count: 10 } },
    { text: 'history 3', means: { kind: 'history', count: 3 } },
    { text: 'history 999', means: { kind: 'history', count: 20 } },
    { text: 'diff 2', means: { kind: 'diff', version: 2 } },
    { text: 'rollback 0', means: { kind: 'rollback', version: 0, because: null } },
    { text: 'rollback 4 because of the holidays', means: { kind: 'rollback', version: 4, because: 'of the holidays' } },
    { text: 'set beside-break on', means: { kind: 'set', what: 'beside-break', value: 'on', scope: null, because: null } },
  ])('"$text"', ({ text, means }) => {
    expect(parseCommand(text)).toEqual(means)
  })
})

describe('/coaching asks back', () => {
  it.each([
    { text: 'stats', meant: 'status' },
    { text: 'hlep', meant: 'help' },
    { text: 'set custommer -0.5', meant: 'set customer -0.5' },
    { text: 'set customer', meant: 'set customer -0.65' },
    { text: 'set customer low', meant: 'set customer -0.65' },
    { text: 'set customer - 0.65', meant: 'set customer -0.65' },
    { text: 'set agent 1e-1', meant: 'set agent -0.35' },
    { text: 'set agent 0x1', meant: 'set agent -0.35' },
    { text: 'set signal feeling', meant: 'set signal transcript' },
    { text: 'set signal constructor', meant: 'set signal transcript' },
    { text: 'set evalution off', meant: 'set evaluation off' },
    { text: 'set phrases many', meant: 'set phrases 3' },
    { text: 'set hours sometimes', meant: 'set hours mon-fri 9:00-17:30' },
    { text: 'pause drop', meant: 'pause all for 2h' },
    { text: 'pause ana', meant: 'pause all for 2h' },
    { text: 'pause ana@x.example until 5.12.', meant: 'pause ana@x.example for 2h' },
    { text: 'resume ana@x.example tomorrow', meant: 'resume ana@x.example' },
    { text: 'pause queue Billing until someday', meant: 'pause queue billing for 2h' },
    { text: 'erase ana@x.example now', meant: 'erase ana@x.example' },
    { text: 'resume for 2h', meant: 'resume' },
    { text: 'shadow maybe', meant: 'shadow off' },
    { text: 'why', meant: 'why ana@example.com' },
    { text: 'histroy', meant: 'history' },
    { text: 'history all', meant: 'history' },
    { text: 'rollback', meant: 'rollback 1' },
    { text: 'diff yesterday', meant: 'diff 1' },
    { text: 'set customer -0.7 for Billing', meant: 'set customer -0.7 for queue Billing' },
    { text: 'set customer -0.7 queue Billing EU', meant: 'set customer -0.7 for queue Billing EU' },
    { text: 'set customer default queue Billing', meant: 'set customer default for queue Billing' },
    { text: 'set agent -0.4 team Billing', meant: 'set agent -0.4 for team Billing' },
    {
      text: 'set praise-limit 1 per 7 days for ben@example.com',
      meant: 'set praise-limit 1 per 7 days for agent ben@example.com',
    },
    { text: 'thresholds queue Billing', meant: 'thresholds for queue Billing' },
    {
      text: 'set customer -0.7 because quieter for queue Billing',
      meant: 'set customer -0.7 for queue Billing because quieter',
    },
    { text: 'set custommer -0.7 for queue Billing', meant: 'set customer -0.7 for queue Billing' },
    { text: 'set threshold -0.7', meant: 'help set' },
    { text: 'help customer', meant: 'help set' },
    { text: 'thresholds billing', meant: 'thresholds' },
    { text: 'status for queue billing', meant: 'status' },
    { text: 'set minutes 20', meant: 'set minutes 30' },
    { text: 'status now please', meant: 'status' },
  ])('"$text" → did you mean "$meant"', ({ text, meant }) => {
    expect(parseCommand(text)).toEqual({ kind: 'unclear', meant })
  })

  it.each(['make coffee', 'delete everything', 'sét', '0.5'])('"%s" → no idea', (text) => {
    expect(parseCommand(text)).toEqual({ kind: 'unclear' })
  })

  it.each(['1.2', '-65', '1,01'])('says that %s is no score', (typed) => {
    expect(parseCommand(`set customer ${typed}`)).toEqual({ kind: 'out-of-range', what: 'customer', typed })
  })

  it.each([
    { what: 'evaluation', typed: '101' },
    { what: 'phrases', typed: '0' },
    { what: 'horizon', typed: '43' },
  ])('says that $typed is out of range for $what', ({ what, typed }) => {
    expect(parseCommand(`set ${what} ${typed}`)).toEqual({ kind: 'out-of-range', what, typed })
  })
})

describe('the grammar', () => {
  it('understands every example it gives', () => {
    for (const { example } of COMMANDS) expect(['unclear', 'out-of-range']).not.toContain(parseCommand(example).kind)
  })

  it('never throws, whatever is typed', () => {
    const typed = fc.oneof(anyText(500), fc.stringMatching(/^set (customer|agent) [-\d.,]{0,12}$/))
    fc.assert(
      fc.property(typed, (text) => {
        const command = parseCommand(text)
        return command.kind !== 'set' || (Number(command.value) >= -1 && Number(command.value) <= 1)
      }),
    )
  })

  it('makes nothing of harm that is typed after any command but words, however long it is', () => {
    const harm = fc.constantFrom('<!channel>', '<@U0SAMB1>', '[x](javascript:1)', `\${7*7}`, '\u202egnp', 'x'.repeat(10_240))
    fc.assert(
      fc.property(fc.constantFrom(...COMMANDS), harm, harm, ({ name, example }, one, other) => {
        for (const text of [
          `${name} ${one}`,
          `${name} ${one} ${other}`,
          `${example} because ${one} ${other}`,
          `${one} ${name}`,
        ]) {
          const said = JSON.stringify(parseCommand(text))
          expect(said.length).toBeLessThan(700)
          // A reason and a name are made harmless at once; whatever else is kept is made so where it is shown.
          if (text.includes('because')) expect(said).not.toContain('\u202e')
        }
      }),
    )
  })

  it('reads only the beginning of something endless', () => {
    expect(parseCommand('<at'.repeat(1_000_000)).kind).toBe('unclear')
    expect(parseCommand(`set customer ${'9'.repeat(1_000_000)}`).kind).toBe('unclear')
  })
})
