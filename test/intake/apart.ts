// A simulated world of its own beside the bot, so that the bot may come and go while the world goes on.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readIntent } from '../../src/config.ts'
import { type Running, sound, start } from '../../src/main.ts'
import { startSandbox } from '../../src/sandbox/main.ts'
import { sqliteStore } from '../../src/store/sqlite.ts'
import { type World, worldAt } from '../control.ts'

export interface Apart {
  readonly world: World
  /** What the bot's environment must say to find this world and its own memory again. */
  readonly env: Readonly<Record<string, string>>
  /** The bot in this process; `more` of its environment. */
  startBot(more?: Readonly<Record<string, string>>): Promise<Running>
  /** What a bot that is gone left in its memory. */
  openMemory(): ReturnType<typeof sqliteStore>
  close(): Promise<void>
}

export async function openApart(): Promise<Apart> {
  const sandbox = await startSandbox({ port: 0, botUrl: 'http://127.0.0.1:1' })
  const dataDir = mkdtempSync(join(tmpdir(), 'halftime-'))
  const env = { SANDBOX_URL: sandbox.url, PORT: '0', DATA_DIR: dataDir, SETTLE_SECONDS: '0' }
  return {
    world: worldAt(sandbox.url),
    env,
    startBot: (more) => start(sound(readIntent({ ...env, LOG_LEVEL: 'silent', ...more }))),
    openMemory: () => sqliteStore({ file: join(dataDir, 'sandbox-halftime.db') }),
    async close() {
      await sandbox.close()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
