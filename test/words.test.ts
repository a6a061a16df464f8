import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { SETTINGS } from '../src/coaching/settings.ts'
import { words } from '../src/words.ts'

const en = words('en', { strict: true })
const NOON = Date.parse('2026-12-01T11:05:00Z')

describe('words', () => {
  it('choose between one and many', () => {
    expect(en.say('slot.spare', { count: 1 })).toBe('quiet: 1 agent to spare')
    expect(en.say('slot.spare', { count: 3 })).toBe('quiet: 3 agents to spare')
  })

  it('fill in what they are given and read nothing into it', () => {
    expect(en.say('session.title', { supervisor: `{supervisor} $& \${x}` })).toBe(`A coaching session with {supervisor} $& \${x}`)
  })

  it('throw in tests for a missing sentence or fact, and show the key otherwise', () => {
    expect(() => en.say('no.such')).toThrow('no.such')
    expect(() => en.say('session.title')).toThrow('{supervisor}')
    expect(words('en').say('no.such')).toBe('no.such')
    expect(words('en').say('session.title')).toBe('A coaching session with ')
  })

  it('name every setting, and say what becomes of it', () => {
    for (const what of SETTINGS) expect(en.say(`thing.${what}`)).not.toBe('')
    const facts = { value: '1', before: '2', customer: '-0.60', agentScore: '-0.30' }
    for (const what of SETTINGS) expect(en.say(`command.set.${what}`, facts)).toMatch(/1.*2/)
  })

  it('are English where there are no others', () => {
    expect(words('tlh-KX').say('button.decline')).toBe('Decline')
    expect(words('').locale).toBe('en')
    expect(words('en-US').day(NOON, 'America/New_York')).toBe('Tue 1 Dec')
  })

  it('write dates, times and scores as each language does', () => {
    const de = words('de-AT', { strict: true })
    expect(de.say('moment', { day: de.day(NOON, 'Europe/Berlin'), time: de.time(NOON, 'Europe/Berlin') })).toBe(
      'Di., 1. Dez., 12:05',
    )
    expect([de.weekday(NOON, 'UTC'), de.zone('Europe/Berlin'), de.list(['a', 'b', 'c'])]).toEqual([
      'Di',
      'Ortszeit Berlin',
      'a, b und c',
    ])
    expect([de.score(-0.72), de.score(1)]).toEqual(['-0,72', '1,00'])
    expect(de.say('slot.spare', { count: 1 })).toBe('ruhig: 1 Person mehr als nötig')
  })

  it.each([
    { value: -0.72, said: '-0.72' },
    { value: -0.8, said: '-0.80' },
    { value: 1, said: '1.00' },
    { value: -0.001, said: '0.00' },
  ])('write the score $value as $said', ({ value, said }) => {
    expect(en.score(value)).toBe(said)
  })
})

describe('times', () => {
  it.each([
    { zone: 'Europe/Berlin', day: 'Tue 1 Dec', time: '12:05', label: 'Berlin time' },
    { zone: 'America/New_York', day: 'Tue 1 Dec', time: '06:05', label: 'New York time' },
    { zone: 'Pacific/Auckland', day: 'Wed 2 Dec', time: '00:05', label: 'Auckland time' },
    { zone: 'UTC', day: 'Tue 1 Dec', time: '11:05', label: 'UTC' },
    { zone: 'Central Standard Time', day: 'Tue 1 Dec', time: '11:05 UTC', label: 'UTC' },
  ])('are told in $zone', ({ zone, day, time, label }) => {
    expect([en.day(NOON, zone), en.time(NOON, zone), en.zone(zone)]).toEqual([day, time, label])
  })

  it('follow the clocks when they change', () => {
    const before = Date.parse('2026-10-25T00:30:00Z')
    expect(en.time(before - 3_600_000, 'Europe/Berlin')).toBe('01:30')
    expect(en.time(before + 7_200_000, 'Europe/Berlin')).toBe('03:30')
  })

  it.each([
    { at: '2026-10-25T00:30:00Z', zone: 'Europe/Berlin', said: '02:30 UTC+2' },
    { at: '2026-10-25T01:30:00Z', zone: 'Europe/Berlin', said: '02:30 UTC+1' },
    { at: '2026-11-01T03:30:00Z', zone: 'America/St_Johns', said: '01:00 UTC-2:30' },
    { at: '2026-11-01T04:30:00Z', zone: 'America/St_Johns', said: '01:00 UTC-3:30' },
    { at: '2026-10-25T00:30:00Z', zone: 'Europe/London', said: '01:30 UTC+1' },
    { at: '2026-10-25T01:30:00Z', zone: 'Europe/London', said: '01:30 UTC+0' },
  ])('say which of two equal hours is meant: $said in $zone', ({ at, zone, said }) => {
    expect(en.time(Date.parse(at), zone)).toBe(said)
  })
})

describe('the sentences', () => {
  const texts: Record<string, string> = JSON.parse(readFileSync(new URL('../cards/text/en.json', import.meta.url), 'utf8'))
  const sources = readdirSync(new URL('../src/', import.meta.url), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.startsWith('sandbox'))
    .map((file) => readFileSync(new URL(`../src/${file}`, import.meta.url), 'utf8'))
    .join('\n')

  it('are all there that the code asks for', () => {
    const asked = [...sources.matchAll(/\b(?:say|sayMarkdown)\((?:words, )?'([^'$]+)'/g)].map(([, key]) => key!)
    const missing = asked.filter((key) => !(key in texts) && !(`${key}_other` in texts))
    expect(missing).toEqual([])
  })

  it('come in both numbers or in one', () => {
    const plurals = Object.keys(texts).filter((key) => key.endsWith('_one'))
    expect(plurals.filter((key) => !(key.replace(/_one$/, '_other') in texts))).toEqual([])
  })
})
