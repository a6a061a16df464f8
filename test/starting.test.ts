import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readIntent } from '../src/config.ts'
import { sound, start } from '../src/main.ts'
import { sqliteStore } from '../src/store/sqlite.ts'

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

describe('a running bot', () => {
  it('ends with its launcher, even when that is killed', { timeout: 60_000 }, async () => {
    const env = { ...process.env, PORT: '0', SANDBOX_PORT: '0', DATA_DIR: folder }
    const launcher = spawn(process.execPath, [LAUNCHER, MAIN], { env, stdio: ['ignore', 'pipe', 'inherit'] })
    const page = await new Promise<string>((resolve) => {
      launcher.stdout.on('data', (bytes) => {
        const [url] = /http:\S+/.exec(String(bytes)) ?? []
        if (url) resolve(url)
      })
    })
    // The pipe is closed by the last process that holds it: the bot.
    const ended = new Promise((resolve) => launcher.stdout.once('close', resolve))
    launcher.kill('SIGKILL')
    await ended
    await expect(fetch(page)).rejects.toThrow()
  })

  it('leaves what a real one remembered alone while it only plays', { timeout: 60_000 }, async () => {
    const note = { name: 'note', schema: { parse: (body: unknown) => body } }
    const real = sqliteStore({ file: join(folder, 'halftime.db') })
    await real.write([{ put: 'note', id: 'a', expect: 0, body: {} }])
    await real.close()
    const bot = await start(sound(readIntent({ PORT: '0', SANDBOX_PORT: '0', DATA_DIR: folder, LOG_LEVEL: 'silent' })))
    await bot.stop()
    const again = sqliteStore({ file: join(folder, 'halftime.db') })
    expect(await again.get(note, 'a')).toBeDefined()
    await again.close()
  })
})

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
