import { spawn } from 'node:child_process'
import { join } from 'node:path'
import process from 'node:process'
import { DatabaseSync } from 'node:sqlite'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AuditEntry } from '../../src/coaching/audit.ts'
import { AUDIT, SETTINGS } from '../../src/handlers/kinds.ts'
import { openScene, type Scene } from '../world.ts'
import { bookButtons, cardSays, privately, roughPattern } from './acts.ts'
import { CASTS } from './cast.ts'

let scene: Scene
beforeEach(async () => {
  scene = await openScene()
})
afterEach(() => scene.close())

/** The real command, beside the running bot. */
async function audit(...args: string[]): Promise<{ code: number; said: string }> {
  const env = { ...process.env, DATA_DIR: scene.dataDir }
  const child = spawn(process.execPath, ['bin/halftime.mjs', 'src/main.ts', 'audit', ...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = new Promise<number>((resolve) => child.once('exit', (code) => resolve(code ?? -1)))
  const [said, complaint, code] = await Promise.all([text(child.stdout), text(child.stderr), ended])
  return { code, said: said + complaint }
}

/** The audit so far, once it tells of that. */
const recordsUntil = (what: AuditEntry['what']) =>
  scene.world.until(`${what} to be in the audit`, async () => {
    const rows = await scene.bot.ports.store.read(AUDIT, 0, 100)
    const told = rows.map(({ entry }) => AuditEntry.parse(entry.entry))
    return told.some((one) => one.what === what) && told
  })

describe.each(CASTS)('on $platform', ({ platform, agent, colleague, supervisor, queue }) => {
  const say = (user: string, typed: string) => scene.world.command(user, `/coaching ${typed}`, { platform })
  const idOf = async (name: string) =>
    (await scene.world.people()).people.find((one) => one.name.toLowerCase().startsWith(name))!.id

  it('a change, a refusal, a session booked and one declined are in the audit, in order; nobody is named; what is tampered with is', async () => {
    await say('ada', 'set customer -0.65 because Ana found it too strict')
    await privately(scene.world, 'ada', /Changed for everybody/)
    await say(supervisor, 'pause all')
    await privately(scene.world, supervisor, /Only Halftime's admins/)
    const where = { user: supervisor }
    const card = await roughPattern(scene.world, agent, where)
    await scene.world.click(supervisor, card, bookButtons(card)[0]!)
    await cardSays(scene.world, where, card, /Booked:/)
    await scene.world.click(supervisor, card, bookButtons(card)[1]!)
    await recordsUntil('press-refused')
    const other = await roughPattern(scene.world, colleague, where)
    await scene.world.click(supervisor, other, 'Decline')
    await scene.world.click(supervisor, await cardSays(scene.world, where, other, /Why should there be no/), 'False alarm')
    await cardSays(scene.world, where, other, /a false alarm/)

    const told = await recordsUntil('declined')
    const by = { admin: await idOf('ada'), supervisor: await idOf(supervisor) }
    const [first, second] = ['proposed', 'declined'].map((what) => told.find((one) => one.what === what)!.agent)
    expect(told).toMatchObject([
      { what: 'settings-changed', by: by.admin, agent: null, about: { setting: 'customer', value: -0.65, version: 1 } },
      { what: 'command-refused', about: { command: 'pause' }, outcome: 'refusal.lead-everybody' },
      { what: 'proposed', by: 'bot', agent: first, about: { rule: 'rough-in-a-row', settings: 1 } },
      { what: 'booked', by: by.supervisor, agent: first },
      { what: 'press-refused', by: by.supervisor, agent: first, outcome: 'too-late' },
      { what: 'proposed', by: 'bot', agent: second },
      { what: 'declined', by: by.supervisor, agent: second, outcome: 'false-alarm' },
    ])
    expect(first).not.toBe(second)
    // Without authority, a supervisor is named as anybody else.
    expect(told[1]!.by).toMatch(/^[0-9a-f]{16}$/)
    await nobodyIsNamed(told)

    expect(await audit('verify')).toMatchObject({
      code: 0,
      said: expect.stringMatching(/^7 records, whole, from \S+Z to \S+Z\n$/),
    })
    const found = await audit('find', await idOf(agent))
    expect(
      found.said
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).entry.what),
    ).toEqual(['proposed', 'booked', 'press-refused'])
    await rewrite('booked', 'kept')
    expect(await audit('verify')).toEqual({ code: 1, said: 'Not whole: record 4 was changed\n' })
    await rewrite('kept', 'booked')
  })

  it('an admin keeps the settings as commands, which set the same elsewhere', async () => {
    const email = (await scene.world.people()).people.find((one) => one.name.toLowerCase().startsWith(agent))!.email
    await say('ada', 'export')
    await privately(scene.world, 'ada', /Everything is set as Halftime came \(version 0\)/)
    const kept = ['set praise 0.9', `shadow on for team ${queue}`, `set minutes 45 for agent ${email}`]
    for (const [n, command] of kept.entries()) {
      await say('ada', command)
      await scene.world.until('the change', async () => (await scene.bot.ports.store.get(SETTINGS, 'current'))?.version === n + 1)
    }
    await say('ada', 'export')
    const { text } = await privately(scene.world, 'ada', /The settings \(version 3\) as commands/)
    expect(text.match(/\/coaching .*/g)).toEqual(kept.map((command) => `/coaching ${command}`))
    await say(supervisor, 'export')
    await privately(scene.world, supervisor, /Only Halftime's admins/)
  })
})

it('a fresh world goes on with the audit of the one before, as with what admins set', async () => {
  const paused = async (records: number) => {
    await scene.world.command('ada', '/coaching pause all', { platform: 'slack' })
    await scene.world.until('the record', async () => (await scene.bot.ports.store.read(AUDIT, 0, 10)).length === records)
  }
  await paused(1)
  await scene.bot.stop()
  const { dataDir } = scene
  scene = await openScene({ DATA_DIR: dataDir })
  await paused(2)
  expect(await audit('verify')).toMatchObject({ code: 0, said: expect.stringMatching(/^2 records, whole/) })
})

async function nobodyIsNamed(told: readonly AuditEntry[]): Promise<void> {
  const words = (await scene.world.people()).people.flatMap(({ name, email }) => [...name.split(' '), email])
  const lying = JSON.stringify(told).toLowerCase()
  // Whole words only: a pseudonym may hold "ada" by chance.
  const said = new Set(lying.split(/[^\p{L}\d]+/u))
  expect(words.filter((word) => said.has(word.toLowerCase()))).toEqual([])
  expect(lying).not.toMatch(/@|strict/)
}

/** As somebody would who can write to the file: in the fourth record another word. */
async function rewrite(from: string, to: string): Promise<void> {
  const db = new DatabaseSync(join(scene.dataDir, 'sandbox-halftime.db'), { timeout: 5000 })
  db.prepare('UPDATE streams SET entry = replace(entry, ?, ?) WHERE name = ? AND n = 4').run(from, to, AUDIT.name)
  db.close()
}
