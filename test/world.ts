// The real bot in the simulated world, both in this process, driven and judged through the world's control interface only.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect } from 'vitest'
import { readIntent } from '../src/config.ts'
import { type Running, sound, start } from '../src/main.ts'
import { type World, worldAt } from './control.ts'

export interface Scene {
  readonly world: World
  readonly bot: Running
  readonly dataDir: string
  /** Stops everything; fails when any vendor's contract was broken meanwhile, or when something due was left undone. */
  close(): Promise<void>
}

/** Bot and world in this process, on free ports, with an empty memory. */
export async function openScene(env: Readonly<Record<string, string>> = {}): Promise<Scene> {
  const dataDir = mkdtempSync(join(tmpdir(), 'halftime-'))
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
    await bot.stop()
    rmSync(dataDir, { recursive: true, force: true })
    expect(violations).toEqual([])
    expect(due).toEqual([])
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
