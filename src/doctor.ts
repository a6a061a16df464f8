// `npm run doctor`: looks at an installation before it goes live. Like main.ts it knows every vendor, but it only asks.
import { join } from 'node:path'
import process from 'node:process'
import { createInterface } from 'node:readline/promises'
import manifest from '../manifest/slack/manifest.json' with { type: 'json' }
import { isOnSomewhere } from './coaching/overrides.ts'
import { DEFAULTS, type Settings } from './coaching/settings.ts'
import { type Config, environment, type Intent, readConfig, readIntent } from './config.ts'
import { createCounts } from './counts.ts'
import { examineAddress } from './doctor/address.ts'
import { type DoctorOptions, doctorOptions, USAGE } from './doctor/options.ts'
import { asJson, exitCode, table } from './doctor/report.ts'
import { type Finding, findingsOf } from './findings.ts'
import { connections } from './greeting.ts'
import { SETTINGS } from './handlers/kinds.ts'
import { createLog } from './log.ts'
import type { Raw } from './problems.ts'
import { examineStore } from './store/doctor.ts'
import { peek } from './store/peek.ts'
import { openWorld, type World } from './world.ts'

const { fine, wrong } = findingsOf('Halftime')

/** Prints the findings and sets the exit code: 0, 1 when something is wrong, 2 when it was not understood. */
export async function attend(args: readonly string[]): Promise<void> {
  const options = doctorOptions(args)
  if ('refused' in options) {
    console.error(`${options.refused}.\n${USAGE}`)
    process.exitCode = 2
    return
  }
  const findings = await examine(environment(), options)
  console.log(options.json ? asJson(findings) : table(findings, process.stdout.columns))
  process.exitCode = exitCode(findings)
}

const openAside = (intent: Intent): Promise<Pick<World, 'keys' | 'ahead' | 'close'>> => openWorld(intent, true)

/** Everything that can be told of the installation this environment describes. Throws only where the machine itself fails. */
export async function examine(env: Raw, options: DoctorOptions, open = openAside): Promise<Finding[]> {
  const intent = readIntent(env)
  if ('problems' in intent) return intent.problems.map(mend)
  const world = await open(intent)
  try {
    const config = readConfig(intent, world.keys)
    return 'problems' in config
      ? config.problems.map(mend)
      : await examineAll(config, { ...options, now: () => Date.now() + world.ahead })
  } finally {
    await world.close()
  }
}

const mend = (problem: string): Finding =>
  wrong('configuration', problem, 'Mend it in .env (.env.example explains every setting).')

/** `now`: the time in the world that is examined, epoch ms. */
type Visit = DoctorOptions & { now(): number }

async function examineAll(config: Config, options: Visit): Promise<Finding[]> {
  const [own, genesys] = [await examineHouse(config, options), await askGenesys(config, options)]
  const named = options.person !== undefined
  // Where Genesys only plays beside a real chat, its people are stood in for.
  const stand = config.practice && [...config.practice.values()]
  const people = named ? [options.person] : (stand ?? genesys.supervisors.map(({ email }) => email))
  const asked = { people, named, now: options.now, log: createLog('silent'), counts: createCounts() }
  const others = await Promise.all([
    askSlack(config, asked),
    askTeams(config, asked),
    askMicrosoft(config, asked),
    askGoogle(config, asked),
  ])
  return [...own, ...genesys.findings, ...others.flat()]
}

async function examineHouse(config: Config, { url }: DoctorOptions): Promise<Finding[]> {
  const there = fine('configuration', connections(config.vendors))
  return [there, ...examineStore(fileOf(config)), ...(await examineAddress(config, url))]
}

const fileOf = ({ dataDir }: Config): string => join(dataDir, 'halftime.db')

async function askGenesys(config: Config, { trial, now }: Visit) {
  if (config.vendors.genesys === 'off') return { findings: [], supervisors: [] }
  const { examineGenesys } = await import('./genesys/doctor/doctor.ts')
  const settings = chosenSettings(config)
  return examineGenesys({
    ...config.genesys,
    now,
    log: createLog('silent'),
    counts: createCounts(),
    signal: settings.policy.signal,
    counting: isOnSomewhere(settings, 'praise-metric'),
    mayTry: async (question) => (trial === 'ask' ? consent(question) : trial),
  })
}

/** What admins chose from chat, or what holds until they do. Records of a Halftime that only plays lie elsewhere and mean nothing here. */
function chosenSettings(config: Config): Settings {
  const chosen = config.vendors.genesys === 'real' ? peek(fileOf(config), SETTINGS, 'current') : undefined
  return chosen?.settings ?? DEFAULTS
}

/** Asked on standard error, so that standard output stays the report alone. */
async function consent(question: string): Promise<'yes' | 'no' | 'unasked'> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return 'unasked'
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  const answer = await terminal.question(`${question} [y/N] `)
  terminal.close()
  return /^y(es)?$/i.test(answer.trim()) ? 'yes' : 'no'
}

interface Asked {
  readonly people: readonly string[]
  readonly named: boolean
  readonly now: () => number
  readonly log: ReturnType<typeof createLog>
  readonly counts: ReturnType<typeof createCounts>
}

const groupsOn = ({ adminGroups }: Config, platform: 'slack' | 'teams'): string[] =>
  adminGroups.filter((group) => group.platform === platform).map(({ id }) => id)

async function askSlack(config: Config, asked: Asked): Promise<Finding[]> {
  const { vendors, slack } = config
  if (vendors.slack === 'off') return []
  const { examineSlack } = await import('./chat/slack/doctor.ts')
  const scopes = manifest.oauth_config.scopes.bot
  return examineSlack({ ...slack, ...asked, scopes, groups: groupsOn(config, 'slack') })
}

async function askTeams(config: Config, asked: Asked): Promise<Finding[]> {
  const { vendors, teams } = config
  if (vendors.teams === 'off') return []
  const { examineTeams } = await import('./chat/teams/doctor.ts')
  return examineTeams({ ...teams, ...asked, groups: groupsOn(config, 'teams') })
}

async function askMicrosoft({ vendors, graph }: Config, { people, now }: Asked): Promise<Finding[]> {
  if (vendors.microsoft === 'off') return []
  const { examineMicrosoft } = await import('./calendars/microsoft-doctor.ts')
  return examineMicrosoft({ ...graph, people, now })
}

async function askGoogle({ vendors, google }: Config, { people, now }: Asked): Promise<Finding[]> {
  if (vendors.google === 'off') return []
  const { examineGoogle } = await import('./calendars/google-doctor.ts')
  return examineGoogle({ ...google, people, now })
}
