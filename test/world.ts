// The real bot in the simulated world, both in this process, driven and judged through the world's control interface only.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect } from 'vitest'
import { type Broken, verifier } from '../src/coaching/verifying.ts'
import { readIntent } from '../src/config.ts'
import { AUDIT, AUDIT_HEAD, HEAD } from '../src/handlers/kinds.ts'
import { sha256 } from '../src/handlers/seal.ts'
import { type Running, sound, start } from '../src/main.ts'
import { type World, worldAt } from './control.ts'

export interface Scene {
  readonly world: World
  readonly bot: Running
  readonly dataDir: string
  /** Stops everything; fails when any vendor's contract was broken meanwhile, when something due was left undone, or when the audit is not whole. */
  close(): Promise<void>
}

/** Bot and world in this process, on free ports, with an empty memory. */
export async function openScene(env: Readonly<Record<string, string>> = {}): Promise<Scene> {
  const dataDir = env.DATA_DIR ?? mkdtempSync(join(tmpdir(), 'halftime-'))
  const bot = await start(
    sound(readIntent({ PORT: '0', SANDBOX_PORT: '0', DATA_DIR: dataDir, LOG_LEVEL: 'silent', SETTLE_SECONDS: '0', ...env })),
  )
  const world = worldAt(bot.page!)
  /** Left alone without faults for a while, nothing may still be waiting to be done. */
  async function leftovers(): Promise<unknown[]> {
    await world.call('DELETE', '/faults')
    for (const { id } of await world.held()) await world.release(id)
    await world.advance('PT10M')
    const look = () => bot.ports.store.due(bot.ports.now(), 10)
    await world.until('everything due to be done', async () => (await look()).length === 0).catch(() => undefined)
    return look()
  }
  async function close(): Promise<void> {
    const violations = await world.violations()
    const due = await leftovers()
    const broken = await brokenRecord(bot)
    await bot.stop()
    rmSync(dataDir, { recursive: true, force: true })
    expect(violations).toEqual([])
    expect(due).toEqual([])
    expect(broken).toBeUndefined()
  }
  return { world, bot, dataDir, close }
}

/** A fresh scene for each test of a file; read its parts inside the tests. */
export function sceneForEach(env: Readonly<Record<string, string>> = {}): Pick<Scene, 'world' | 'bot'> {
  let scene: Scene
  beforeEach(async () => {
    scene = await openScene(env)
  })
  afterEach(() => scene.close())
  return {
    get world() {
      return scene.world
    },
    get bot() {
      return scene.bot
    },
  }
}

/** The first record of the audit that is not as it was written. */
async function brokenRecord({ ports: { store, sign } }: Running): Promise<Broken | undefined> {
  const asItLies = { name: AUDIT.name, schema: { parse: (body: unknown) => body } }
  // Asked for in one turn, so that nothing is sealed in between.
  const [rows, head] = await Promise.all([store.read(asItLies, 0, 100_000), store.get(AUDIT_HEAD, HEAD)])
  const { take, end } = verifier({ digest: sha256, sign })
  const broken = rows.map(({ n, at, entry }) => take({ n, at, text: JSON.stringify(entry) })).find((found) => found)
  const ended = broken ?? end(head?.body)
  return 'why' in ended ? ended : undefined
}
