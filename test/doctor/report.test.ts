import { describe, expect, it } from 'vitest'
import { doctorOptions } from '../../src/doctor/options.ts'
import { asJson, exitCode, summary, table, wrapped } from '../../src/doctor/report.ts'
import type { Finding } from '../../src/findings.ts'

const OK: Finding = { area: 'Genesys', what: 'region', verdict: 'ok', found: 'mypurecloud.de knows this client' }
const WRONG: Finding = {
  area: 'Slack',
  what: 'scopes',
  verdict: 'wrong',
  found: 'chat:write is missing',
  next: 'Add chat:write under OAuth & Permissions (or update the app from the manifest), then reinstall it to the workspace.',
}
const OPEN: Finding = { area: 'Genesys', what: 'clock', verdict: 'unknown', found: 'Genesys did not say what time it is' }

describe('the table', () => {
  it('groups by area and shows a sign, what was found and what to do', () => {
    expect(table([OK, WRONG, OPEN], 80)).toBe(
      [
        'Genesys',
        '  ✓ region                          mypurecloud.de knows this client',
        '  ? clock                           Genesys did not say what time it is',
        '',
        'Slack',
        '  ✗ scopes                          chat:write is missing',
        '                                    → Add chat:write under OAuth & Permissions',
        '                                      (or update the app from the manifest),',
        '                                      then reinstall it to the workspace.',
        '',
        '1 thing needs attention (1 fine, 1 could not be told): follow the arrows beside',
        '✗ and run this again.',
      ].join('\n'),
    )
  })

  it.each([40, 80, 100, 120, 300])('stays within its width at %i columns', (columns) => {
    const longest = Math.max(
      ...table([OK, WRONG, OPEN], columns)
        .split('\n')
        .map((line) => line.length),
    )
    expect(longest).toBeLessThanOrEqual(Math.min(120, Math.max(60, columns)))
  })

  it('keeps a long word whole, so that it can be copied', () => {
    expect(wrapped('see https://example.org/a/long/way there', 10)).toEqual(['see', 'https://example.org/a/long/way', 'there'])
  })
})

describe('the end of it', () => {
  it.each([
    { findings: [OK], code: 0, said: 'Nothing is wrong: 1 check is fine.' },
    { findings: [OK, OK, OPEN], code: 0, said: 'Nothing is wrong: 2 checks are fine, 1 could not be told.' },
    { findings: [OK, WRONG], code: 1, said: '1 thing needs attention (1 fine): follow the arrows beside ✗ and run this again.' },
  ])('$said', ({ findings, code, said }) => {
    expect(exitCode(findings)).toBe(code)
    expect(summary(findings)).toBe(said)
    expect(JSON.parse(asJson(findings))).toEqual({ summary: said, findings })
  })
})

describe('what may be said to it', () => {
  it('is nothing, or any of its options', () => {
    expect(doctorOptions([])).toEqual({ json: false, trial: 'ask', person: undefined, url: undefined })
    expect(doctorOptions(['--json', '--yes', '--person', 'sam@example.org', '--url', 'https://bot.example.org'])).toEqual({
      json: true,
      trial: 'yes',
      person: 'sam@example.org',
      url: 'https://bot.example.org',
    })
  })

  it.each([
    [['--all'], "Unknown option '--all'"],
    [['please'], "Unexpected argument 'please'"],
    [['--yes', '--no'], 'Say --yes or --no, not both'],
    [['--person', 'sam'], '--person wants an e-mail address'],
    [['--url', 'bot.example.org'], '--url wants an http(s) address'],
    [['--person'], "Option '--person <value>' argument missing"],
  ])('%j is refused', (args, refused) => {
    expect(doctorOptions(args)).toEqual({ refused })
  })
})
