import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { auditOptions } from '../src/audit/options.ts'
import { sqliteStore } from '../src/store/sqlite.ts'

describe('npm run audit understands', () => {
  it.each([
    { args: ['verify'], means: { what: 'verify', file: undefined } },
    { args: ['verify', '--file', '/tmp/halftime.db'], means: { what: 'verify', file: '/tmp/halftime.db' } },
    { args: ['export'], means: { what: 'export', since: 0, file: undefined } },
    { args: ['export', '--since', '2026-11-24'], means: { what: 'export', since: Date.UTC(2026, 10, 24), file: undefined } },
    { args: ['find', 'a-b-c'], means: { what: 'find', agent: 'a-b-c', file: undefined } },
    { args: [], means: { refused: 'Say what to do' } },
    { args: ['verfy'], means: { refused: '"verfy" is unknown' } },
    { args: ['find'], means: { refused: 'find wants the Genesys id of an agent' } },
    { args: ['verify', 'now'], means: { refused: '"now" is too much' } },
    { args: ['verify', '--since', '2026-11-24'], means: { refused: '--since goes with export' } },
    { args: ['export', '--since', 'yesterday'], means: { refused: '--since wants a date such as 2026-11-24' } },
    { args: ['verify', '--all'], means: { refused: "Unknown option '--all'" } },
  ])('$args', ({ args, means }) => {
    expect(auditOptions(args)).toEqual(means)
  })
})

describe('npm run audit', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'halftime-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  function audit(...args: string[]) {
    const env = { ...process.env, DATA_DIR: folder }
    const { status, stdout, stderr } = spawnSync(process.execPath, ['src/main.ts', 'audit', ...args], { env, encoding: 'utf8' })
    return { status, stdout, stderr }
  }

  it('says where it looked when there is nothing, and how it is used when it does not understand', () => {
    const file = join(folder, 'sandbox-halftime.db')
    const said = `Nothing was recorded yet: there is no ${file}. DATA_DIR or --file says where to look.\n`
    expect(audit('verify')).toEqual({ status: 1, stdout: '', stderr: said })
    expect(audit('verfy')).toMatchObject({ status: 2, stderr: expect.stringContaining('Usage: npm run audit -- <what>') })
  })

  it('does not call whole what it has no key to check', async () => {
    const file = join(folder, 'halftime.db')
    await sqliteStore({ file }).close()
    expect(audit('verify', '--file', file)).toMatchObject({ status: 1, stderr: expect.stringContaining('No key to check') })
    expect(audit('find', 'ana', '--file', file)).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('No key for that agent'),
    })
  })
})
