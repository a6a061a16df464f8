import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const LAUNCHER = fileURLToPath(new URL('../bin/halftime.mjs', import.meta.url))
const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url))

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'halftime-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Starts Halftime in the folder and answers what it said when it ended by itself. */
function attempt(env: Record<string, string> = {}): string {
  const options = {
    cwd: folder,
    encoding: 'utf8',
    timeout: 15_000,
    env: { ...process.env, PORT: '0', SANDBOX_PORT: '0', ...env },
  } as const
  const { status, stderr, stdout } = spawnSync(process.execPath, [LAUNCHER, MAIN], options)
  expect(status).toBe(1)
  expect(stdout).toBe('')
  return stderr
}

describe('a start that cannot be', () => {
  it('reads .env, and lists everything wrong in it at once', () => {
    writeFileSync(join(folder, '.env'), 'GENESIS_CLIENT_ID=a\nSLACK_BOT_TOKEN=xoxb-1\nSHADOW=maybe\n')
    const said = attempt()
    for (const key of ['GENESIS_CLIENT_ID is no setting', 'SLACK_SIGNING_SECRET is missing', 'SHADOW: must be', 'Genesys is off'])
      expect(said).toContain(key)
  })

  it('says which port is taken', async () => {
    const holder = createServer()
    await new Promise<void>((resolve) => holder.listen(0, '127.0.0.1', resolve))
    const { port } = holder.address() as AddressInfo
    expect(attempt({ PORT: String(port), DATA_DIR: folder })).toBe(
      `Port ${port} is taken. Stop what uses it, or set PORT to another one.\n`,
    )
    holder.close()
  })

  it('says that a file is no folder', () => {
    writeFileSync(join(folder, 'file'), '')
    expect(attempt({ DATA_DIR: join(folder, 'file') })).toMatch(/is no folder Halftime can keep its data in; set DATA_DIR/)
  })
})
