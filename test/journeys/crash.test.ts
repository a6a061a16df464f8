import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { startSandbox } from '../../src/sandbox/main.ts'
import { type Child, spawnBot } from '../child.ts'
import { type World, worldAt } from '../control.ts'
import { bookButtons, cardSays, roughPattern } from './acts.ts'
import { CASTS } from './cast.ts'

type Sandbox = Awaited<ReturnType<typeof startSandbox>>

let sandbox: Sandbox
let world: World
let dataDir: string
let bot: Child
let logged: string

async function startBot(): Promise<void> {
  bot = spawnBot({ SANDBOX_URL: sandbox.url, PORT: '0', DATA_DIR: dataDir, LOG_LEVEL: 'debug' })
  await bot.ready
}

async function kill(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
  const code = await bot.kill(signal)
  logged += bot.logged()
  return code
}

beforeEach(async () => {
  sandbox = await startSandbox({ port: 0, botUrl: 'http://127.0.0.1:1' })
  world = worldAt(sandbox.url)
  logged = ''
  dataDir = mkdtempSync(join(tmpdir(), 'halftime-'))
  await startBot()
})
afterEach(async () => {
  const violations = await world.violations()
  const { people } = await world.people()
  await kill('SIGTERM')
  await sandbox.close()
  rmSync(dataDir, { recursive: true, force: true })
  expect(violations).toEqual([])
  expectDiscreet(people)
})

/** What was logged, at its most talkative, names nobody and gives nothing away. */
function expectDiscreet(people: readonly { name: string; email: string }[]): void {
  expect(logged).toContain('booked')
  const secrets = Object.entries(sandbox.env).flatMap(([key, value]) =>
    /SECRET|TOKEN|PASSWORD|PRIVATE/.test(key) ? [value] : [],
  )
  const unspeakable = [...secrets, ...people.flatMap(({ name, email }) => [name, email])]
  expect(unspeakable.filter((word) => logged.includes(word))).toEqual([])
}

/** A process takes a while to start on a busy machine, the first time most of all. */
const UNHURRIED = { timeout: 240_000 }
const APPOINTMENT = { vendor: 'genesys', path: '/api/v2/coaching/appointments' }
const EVENT = { vendor: 'microsoft', path: '/v1.0/users/{id}/events' }
const [ON_SLACK, ON_TEAMS] = CASTS

/** Kills the bot once the answer to that write is held: it is committed, and nobody heard of it. */
async function killedWhileHeld(
  write: { vendor: string; path: string; method?: string },
  begin: () => Promise<unknown>,
): Promise<void> {
  await world.fault({ method: 'POST', ...write, plan: ['hold'] })
  await begin()
  const [held] = await world.until('the call to be held', async () => {
    const calls = await world.held()
    return calls.length > 0 && calls
  })
  await kill('SIGKILL')
  await world.release(held!.id)
}

async function expectBookedOnce(agent: string): Promise<void> {
  await world.message({ user: agent }, /coaching session with/)
  expect(await world.effects('appointment.created')).toHaveLength(1)
  expect(await world.effects('event.created')).toHaveLength(1)
  expect(await world.effects('schedule.activity-added')).toHaveLength(1)
  expect((await world.messages({ user: agent })).filter(({ text }) => /coaching session with/.test(text))).toHaveLength(1)
  expect(await world.effects('appointment.deleted')).toEqual([])
}

it(
  'on Slack: killed while the appointment’s answer is held, and again at the calendar’s, it still books exactly once',
  UNHURRIED,
  async () => {
    const { agent, supervisor } = ON_SLACK
    const card = await roughPattern(world, agent, { user: supervisor })
    await killedWhileHeld(APPOINTMENT, () => world.click(supervisor, card, bookButtons(card)[0]!))
    await killedWhileHeld(EVENT, startBot)
    await startBot()
    await cardSays(world, { user: supervisor }, card, /Booked:.*It stands on/s)
    await expectBookedOnce(agent)
  },
)

it(
  'on Teams: killed while the appointment’s answer is held, it still books once, and keeps what an admin set',
  UNHURRIED,
  async () => {
    const { agent, supervisor } = ON_TEAMS
    await world.command('ada', '/coaching set customer -0.65', { platform: 'teams' })
    await world.message({ user: 'ada' }, /below -0\.65/)
    const card = await roughPattern(world, agent, { user: supervisor })
    await killedWhileHeld(APPOINTMENT, () => world.click(supervisor, card, bookButtons(card)[0]!))
    await startBot()
    await cardSays(world, { user: supervisor }, card, /Booked:.*It stands on/s)
    await expectBookedOnce(agent)
    await world.command('ada', '/coaching status', { platform: 'teams' })
    await world.message({ user: 'ada' }, /customer below -0\.65 and agent below -0\.30/)
    expect(await kill('SIGTERM')).toBe(0)
  },
)

it('killed while a session is taken back, it finishes that after the restart: nothing stands any more', UNHURRIED, async () => {
  const { agent, supervisor } = ON_SLACK
  const card = await roughPattern(world, agent, { user: supervisor })
  await world.click(supervisor, card, bookButtons(card)[0]!)
  const booked = await cardSays(world, { user: supervisor }, card, /Booked:.*It stands on/s)
  await world.message({ user: agent }, /coaching session with/)
  const removal = { vendor: 'genesys', method: 'DELETE', path: '/api/v2/coaching/appointments/{appointmentId}' }
  await killedWhileHeld(removal, () => world.click(supervisor, booked, 'Undo'))
  await startBot()
  await cardSays(world, { user: supervisor }, card, /Taken back by/)
  await world.message({ user: agent }, /^Cancelled: /)
  expect(await world.effects('appointment.deleted')).toHaveLength(1)
  expect(await world.effects('event.deleted')).toHaveLength(1)
  expect(await world.effects('appointment.created')).toHaveLength(1)
})

it(
  'killed after it put the session on the schedule, before it could remember: one block, found again after the restart',
  UNHURRIED,
  async () => {
    const { agent, supervisor } = ON_TEAMS
    await world.change({ kind: 'limits', placing: 'never' })
    const card = await roughPattern(world, agent, { user: supervisor })
    await world.click(supervisor, card, bookButtons(card)[0]!)
    await cardSays(world, { user: supervisor }, card, /Booked:/)
    const update = '/api/v2/workforcemanagement/businessunits/{bu}/weeks/{week}/schedules/{id}/update'
    // Not awaited: the world waits for a bot that will be killed meanwhile.
    await killedWhileHeld({ vendor: 'genesys', path: update }, async () => void world.advance('PT70S'))
    expect(await world.effects('schedule.activity-added')).toHaveLength(1)
    await startBot()
    await cardSays(world, { user: supervisor }, card, /Halftime put it on/)
    await world.advance('PT1H')
    expect(await world.effects('schedule.activity-added')).toHaveLength(1)
    expect(await world.effects('schedule.activity-removed')).toEqual([])
    expect(await world.effects('appointment.created')).toHaveLength(1)
  },
)

it('killed while the inserted block is taken off, it finishes that after the restart', UNHURRIED, async () => {
  const { agent, supervisor } = ON_SLACK
  await world.change({ kind: 'limits', placing: 'never' })
  const card = await roughPattern(world, agent, { user: supervisor })
  await world.click(supervisor, card, bookButtons(card)[0]!)
  await cardSays(world, { user: supervisor }, card, /Booked:/)
  await world.advance('PT70S')
  const inserted = await cardSays(world, { user: supervisor }, card, /Halftime put it on/)
  const update = '/api/v2/workforcemanagement/businessunits/{bu}/weeks/{week}/schedules/{id}/update'
  await killedWhileHeld({ vendor: 'genesys', path: update }, () => world.click(supervisor, inserted, 'Undo'))
  await startBot()
  await cardSays(world, { user: supervisor }, card, /Taken back by/)
  expect(await world.effects('schedule.activity-removed')).toHaveLength(1)
  expect(await world.effects('schedule.activity-added')).toHaveLength(1)
  expect(await world.effects('appointment.deleted')).toHaveLength(1)
})

const REMOVAL = { vendor: 'genesys', method: 'DELETE', path: '/api/v2/coaching/appointments/{appointmentId}' }

it.each([
  { when: 'the new appointment’s answer is held', write: APPOINTMENT },
  { when: 'the new calendar event’s answer is held', write: EVENT },
  { when: 'the old appointment is being removed', write: REMOVAL },
])('killed while a session is moved and $when, it is moved once after the restart', UNHURRIED, async ({ write }) => {
  const { agent, supervisor } = ON_SLACK
  const where = { user: supervisor }
  const card = await roughPattern(world, agent, where)
  await world.click(supervisor, card, bookButtons(card)[0]!)
  await cardSays(world, where, card, /Booked:.*It stands on/s)
  const told = await world.message({ user: agent }, /coaching session with/)
  await world.click(agent, told, 'Ask for another time')
  const three = await cardSays(world, where, card, /asks for another time\. .+ to choose/)
  await killedWhileHeld(write, () => world.click(supervisor, three, /^Move to /))
  await startBot()
  await cardSays(world, where, card, /Moved to.*It stands on/s)
  await cardSays(world, { user: agent }, told, /Moved to/)
  const counts = ['appointment.created', 'appointment.deleted', 'event.created', 'event.deleted']
  expect(await Promise.all(counts.map(async (effect) => (await world.effects(effect)).length))).toEqual([2, 1, 2, 1])
})

it('a card posted before a restart still works after it, and what was declined stays counted', UNHURRIED, async () => {
  const { agent, supervisor } = ON_TEAMS
  const where = { user: supervisor }
  const declined = await roughPattern(world, agent, where)
  await world.click(supervisor, declined, 'Decline')
  const asked = await cardSays(world, where, declined, /Why should there be no session/)
  await world.click(supervisor, asked, 'Not now')
  await cardSays(world, where, declined, /Declined by/)
  const card = await roughPattern(world, agent, where)
  // Answers once the bot has nothing left to do, where the card stands included.
  await world.advance('PT1S')
  await kill('SIGKILL')
  await startBot()
  await world.click(supervisor, card, bookButtons(card)[0]!)
  await cardSays(world, where, card, /Booked:.*It stands on/s)
  await world.click(supervisor, declined, bookButtons(declined)[0]!)
  await world.message(where, /You declined this already/)
  await world.command('ada', '/coaching status', { platform: 'teams' })
  await world.message({ user: 'ada' }, /Declined since .*1 \(1 not now\)/s)
})
