// The only file that knows everybody: configuration → ports → doorways → listening; and the way back down.
import process from 'node:process'
import { type Clock, linkedClock, machineClock, watchJumps } from './clock.ts'
import type { CoachingEvent } from './coaching/event.ts'
import { type Config, environment, fileIn, houseOf, type Intent, readConfig, readIntent, sandboxIntent } from './config.ts'
import { createCounts } from './counts.ts'
import { greeting } from './greeting.ts'
import { lookBack } from './handlers/backfill.ts'
import { work } from './handlers/handle.ts'
import { keepOn } from './handlers/keep-scores.ts'
import { AUDIT_HEAD, AUDIT_KEY, SETTINGS } from './handlers/kinds.ts'
import { receive } from './handlers/receive.ts'
import { catchUp, tidy } from './handlers/tidy.ts'
import { sqliteJobs } from './jobs/sqlite.ts'
import { createLog } from './log.ts'
import type { Ports } from './ports.ts'
import type { Problems } from './problems.ts'
import { closed, createServer, listen } from './server.ts'
import { ownKey, signer } from './store/signing.ts'
import { sqliteStore } from './store/sqlite.ts'
import { connect, type Intake } from './vendors.ts'
import { wordsAt } from './words.ts'
import { openWorld, type World } from './world.ts'

export interface Running {
  /** Where the bot listens. */
  readonly url: string
  /** The simulated world's page, when there is one. */
  readonly page: string | undefined
  readonly vendors: Config['vendors']
  readonly ports: Ports
  stop(): Promise<void>
}

const SWEEP_MS = 60_000

/** Starts the bot, and the simulated world when nothing else is asked for. Throws one error that lists every problem of the environment. */
export async function start(intent: Intent): Promise<Running> {
  const world = await openWorld(intent)
  try {
    const config = sound(readConfig(intent, world.keys))
    const bot = await startBot(config, world)
    return { ...bot, page: world.url, vendors: intent.vendors, stop: () => bot.stop().then(world.close) }
  } catch (error) {
    await world.close()
    throw error
  }
}

/** What was read, or the one error that lists everything wrong with it. */
export function sound<T extends object>(found: T | Problems): T {
  if ('problems' in found)
    throw new Error(`The configuration needs attention:\n${found.problems.map((one) => `  - ${one}`).join('\n')}`)
  return found
}

async function startBot(config: Config, { url: sandboxUrl, fresh }: World): Promise<Omit<Running, 'page' | 'vendors'>> {
  const [log, counts] = [createLog(config.logLevel), createCounts()]
  let clock: Clock = machineClock
  const now = () => clock.now()
  const play = !Object.values(config.vendors).includes('real')
  const store = sqliteStore({ file: fileIn(config, 'halftime.db') })
  if (play && fresh) await store.forgetAllBut(SETTINGS.name, AUDIT_HEAD.name, AUDIT_KEY.name)
  const sign = signer(config.audit.secret || ownKey(fileIn(config, 'audit.key')))
  const onFailure = (queue: string, id: string, error: unknown, attempts: number) =>
    log.warn('a job failed and will be tried again', {
      queue,
      id,
      attempts,
      error: error instanceof Error ? error.message : 'unknown',
    })
  const jobs = sqliteJobs({ file: fileIn(config, 'jobs.db'), now, onFailure })
  const vendors = await connect(config, { now, log, counts, store })
  const ports: Ports = { ...vendors, now, log, counts, store, jobs, house: houseOf(config), sign, words: wordsAt(config.locale) }
  const take = (event: CoachingEvent) => receive(ports, event)

  const server = createServer({ log, counts })
  await vendors.mount(server, take)
  const port = await listen(server, config)
  let intake: Intake | undefined
  const onJump = async () => {
    await intake?.awake()
    await catchUp(ports)
  }
  const onTrouble = () => log.error('not everything that fell due with a jump of the clock could be done')
  const jumps = watchJumps((ms) => {
    log.warn('the clock of this machine was set; looking at everything that waits for a time', { seconds: Math.round(ms / 1000) })
    void lookBack(ports).then(onJump).catch(onTrouble)
  })
  if (sandboxUrl) {
    const onLost = () => log.warn('the sandbox is out of reach; trying again')
    clock = await linkedClock({ sandboxUrl, botUrl: `http://127.0.0.1:${port}`, onJump, onLost, onTrouble })
  }
  work(ports)
  await tidy(ports)
  const sweeping = setInterval(() => void tidy(ports).catch(() => log.error('the sweep failed')), SWEEP_MS)
  await keepOn(ports)
  await lookBack(ports)
  intake = vendors.intake(take, () => void lookBack(ports).catch(() => log.error('missed scores are asked for a minute later')))
  await intake.ready

  /** In order: no new events, no new clicks, the running work, then the files. */
  async function stop(): Promise<void> {
    clearInterval(sweeping)
    jumps.close()
    clock.close()
    await intake?.close()
    await closed(server)
    await jobs.close()
    await vendors.close()
    await store.close()
  }
  return { url: `http://127.0.0.1:${port}`, ports, stop }
}

/** `sandbox` starts the simulated world alone, `doctor` examines an installation, `audit` looks into what was recorded; otherwise the bot, with a world of its own unless told where one is. */
async function main(): Promise<void> {
  if (process.argv[2] === 'doctor') return (await import('./doctor.ts')).attend(process.argv.slice(3))
  if (process.argv[2] === 'audit') return (await import('./audit.ts')).attend(process.argv.slice(3))
  const alone = process.argv[2] === 'sandbox'
  let running: Pick<Running, 'page' | 'stop'> | undefined
  const end = () => void (running?.stop() ?? Promise.resolve()).then(() => process.exit(0))
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, end)
  dieWithLauncher()
  running = alone ? await worldAlone() : await start(sound(readIntent(environment())))
  console.log(alone ? `The simulated world is at ${running.page}` : greeting(running as Running))
}

/** Whoever kills the launcher means us; nothing is lost by ending at once, and the next start needs the port and the folder. */
function dieWithLauncher(): void {
  const parent = process.ppid
  setInterval(() => process.ppid !== parent && process.exit(1), 200).unref()
}

async function worldAlone(): Promise<Pick<Running, 'page' | 'stop'>> {
  const { url, close } = await openWorld(sound(sandboxIntent(environment())))
  return { page: `${url}/`, stop: close }
}

if (import.meta.main)
  main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error)
    process.exit(1)
  })
