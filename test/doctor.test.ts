// An installation is examined before it goes live: everything healthy, then one planted fault at a time, each in a world of its own.

import { spawn } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DEFAULTS, type Settings } from '../src/coaching/settings.ts'
import { exitCode } from '../src/doctor/report.ts'
import { examine } from '../src/doctor.ts'
import type { Finding } from '../src/findings.ts'
import { SETTINGS } from '../src/handlers/kinds.ts'
import { sqliteStore } from '../src/store/sqlite.ts'
import { type OpenWorld, openWorld } from './sandbox/world.ts'

const LAUNCHER = fileURLToPath(new URL('../bin/halftime.mjs', import.meta.url))
const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url))
const LOOKING = { json: false, trial: 'no', person: undefined, url: undefined } as const

let world: OpenWorld
let folder: string
beforeEach(async () => {
  world = await openWorld()
  folder = mkdtempSync(join(tmpdir(), 'halftime-'))
})
afterEach(async () => {
  await world.close()
  rmSync(folder, { recursive: true, force: true })
})

interface Visit {
  /** Over what the world hands out: what an operator typed wrongly. */
  readonly keys?: Readonly<Record<string, string>>
  readonly env?: Readonly<Record<string, string>>
  readonly options?: Partial<Parameters<typeof examine>[1]>
}

function visit({ keys, env, options }: Visit = {}): Promise<Finding[]> {
  const own = { PORT: '0', DATA_DIR: folder, SANDBOX_URL: world.url, ...env }
  return examine(own, { ...LOOKING, ...options }, async () => ({
    keys: { ...world.env, ...keys },
    ahead: 0,
    close: async () => undefined,
  }))
}

const rough = (more: Readonly<Record<string, unknown>> = { agentScore: -0.5 }) =>
  world.interaction({ agent: 'ana', customer: -0.8, via: 'backfill', ...more })
const limits = (changed: Readonly<Record<string, unknown>>) => world.change({ kind: 'limits', ...changed })
const withdraw = (permission: string, vendor = 'genesys') =>
  world.change({ kind: 'permission', vendor, permission, granted: false })
const wrongIn = (findings: readonly Finding[]) => findings.filter(({ verdict }) => verdict === 'wrong')

describe('a healthy installation', () => {
  it('has nothing wrong, leaves no trace without a yes, and breaks no contract', async () => {
    await rough()
    const findings = await visit()
    expect(wrongIn(findings)).toEqual([])
    expect(exitCode(findings)).toBe(0)
    for (const what of [
      'scale of scores: metrics',
      'scale of scores: aggregates',
      'agent signal',
      'clock',
      'scopes',
      'permissions',
    ])
      expect(findings).toContainEqual(expect.objectContaining({ what, verdict: 'ok' }))
    expect(await world.deeds()).toEqual([])
    expect(await world.violations()).toEqual([])
  })

  it('needs no right to read groups unless one is named, and is told how many are in it', async () => {
    await withdraw('usergroups:read', 'slack')
    expect(wrongIn(await visit())).toEqual([])
    await world.change({ kind: 'permission', vendor: 'slack', permission: 'usergroups:read', granted: true })
    const findings = await visit({ env: { ADMIN_GROUPS: `slack:S0COACHING entra:${ADMINS}` } })
    expect(wrongIn(findings)).toEqual([])
    expect(findings.filter(({ what }) => what.startsWith('admins in')).map(({ found }) => found)).toEqual([
      'the user group has 1 member',
      'the group has 1 member',
    ])
  })

  it('is told of the trial that was allowed: an appointment made and taken back, and a recognition that stays', async () => {
    const findings = await visit({ options: { trial: 'yes' } })
    const trials = findings.filter(({ what }) => what.startsWith('trial'))
    expect(trials.map(({ verdict }) => verdict)).toEqual(['ok', 'ok'])
    expect(trials[1]?.found).toContain('stays')
    const deeds = (await world.deeds()).filter((deed) => !deed.includes('schedule.'))
    expect(deeds).toEqual(['bot appointment.created', 'bot appointment.deleted', 'bot recognition.created'])
  })
})

interface Fault {
  readonly fault: string
  plant?(): Promise<unknown>
  readonly visit?: Visit
  readonly area: Finding['area']
  readonly what: string
  readonly found?: string
  readonly next: string
}

const encoding = {
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
} as const
const { privateKey: ANOTHER_KEY } = generateKeyPairSync('rsa', { modulusLength: 2048, ...encoding })

const SWITCHED_OFF = {
  status: 403,
  body: { error: { code: 403, message: '…', errors: [{ domain: 'usageLimits', reason: 'accessNotConfigured', message: '…' }] } },
}

/** The group in the simulated Entra. */
const ADMINS = '00000000-0000-4000-8012-000000000001'

const FAULTS: readonly Fault[] = [
  {
    fault: 'a wrong secret',
    visit: { keys: { GENESYS_CLIENT_SECRET: 'hush-hush' } },
    area: 'Genesys',
    what: 'credentials',
    next: 'GENESYS_CLIENT_SECRET',
  },
  {
    fault: 'the wrong region',
    plant: () => limits({ region: 'mypurecloud.ie' }),
    area: 'Genesys',
    what: 'region',
    next: 'Set GENESYS_REGION to the region the OAuth client was created in',
  },
  {
    fault: 'a missing coaching permission',
    plant: () => withdraw('coaching:appointment:add'),
    area: 'Genesys',
    what: 'permission: coaching appointments: create',
    next: 'Add coaching:appointment:add to the role',
  },
  {
    fault: 'a missing WFM permission',
    plant: () => withdraw('wfm:intraday:view'),
    area: 'Genesys',
    what: 'permission: staffing of the day',
    next: 'Add wfm:intraday:view to the role',
  },
  {
    fault: 'a sentiment topic without WebSocket',
    plant: () => limits({ topicTransports: 'EventBridge' }),
    visit: { keys: { GENESYS_EVENTS_SECRET: '' } },
    area: 'Genesys',
    what: 'sentiment events',
    next: 'Use EventBridge: let an API destination send the events by POST to https://<your host>/genesys/events',
  },
  {
    fault: 'scores in percent where units are expected',
    plant: () => limits({ metricsScale: 'percent' }),
    area: 'Genesys',
    what: 'scale of scores: metrics',
    next: 'Add metrics=percent to GENESYS_SCALE',
  },
  {
    fault: 'no agent signal',
    plant: () => rough({}),
    area: 'Genesys',
    what: 'agent signal',
    found: 'the rule cannot fire: no agent signal; switch on empathy or choose customer-only',
    next: 'Switch on agent empathy',
  },
  {
    fault: 'a clock ten minutes off',
    plant: () => limits({ dateOff: 600_000 }),
    area: 'Genesys',
    what: 'clock',
    found: 'this machine is 10 minutes behind Genesys',
    next: 'time server',
  },
  {
    fault: 'no activity code for coaching',
    plant: () => limits({ coachingCode: false }),
    area: 'Genesys',
    what: 'coaching on the schedule: Northwind',
    found: 'Northwind has no activity code for coaching',
    next: 'Business Units → Northwind, choose an activity code for coaching',
  },
  {
    fault: 'a missing Slack scope',
    plant: () => withdraw('chat:write', 'slack'),
    area: 'Slack',
    what: 'scopes',
    found: 'chat:write is missing',
    next: 'Add chat:write under OAuth & Permissions',
  },
  {
    fault: 'the app not installed in Teams for a named person',
    plant: () => world.change({ kind: 'app', person: 'tessa', action: 'remove' }),
    visit: { options: { person: 'tessa@northwind.example' } },
    area: 'Teams',
    what: 'app installed for tessa@northwind.example',
    next: 'Install Halftime for tessa@northwind.example',
  },
  {
    fault: 'a Graph permission without consent',
    plant: () => withdraw('Calendars.ReadWrite', 'microsoft'),
    area: 'Microsoft calendar',
    what: 'permissions',
    found: 'Calendars.ReadWrite is missing in the token',
    next: 'add the application permission Calendars.ReadWrite',
  },
  {
    fault: 'a region that does not exist, to which no secret is sent',
    visit: { keys: { GENESYS_URL: '', GENESYS_REGION: 'mypurecloud.dee' }, env: { GENESYS_REGION: 'mypurecloud.dee' } },
    area: 'Genesys',
    what: 'region',
    found: 'mypurecloud.dee is no region of Genesys Cloud',
    next: 'mypurecloud.de, ',
  },
  {
    fault: 'a Genesys that cannot be reached',
    visit: { keys: { GENESYS_URL: 'http://127.0.0.1:9/genesys' } },
    area: 'Genesys',
    what: 'region',
    found: 'cannot be reached (ECONNREFUSED)',
    next: 'Let this machine reach',
  },
  {
    fault: 'a missing permission for live events',
    plant: () => withdraw('speechAndTextAnalytics:data:view'),
    area: 'Genesys',
    what: 'live events: sentiment',
    next: 'Add speechAndTextAnalytics:data:view to the role',
  },
  {
    fault: 'a missing permission for recognitions',
    plant: () => withdraw('engagement:recognition:add'),
    area: 'Genesys',
    what: 'permission: recognitions: create',
    next: 'Add engagement:recognition:add to the role',
  },
  {
    fault: 'a refused Slack token',
    visit: { keys: { SLACK_BOT_TOKEN: 'xoxb-another' } },
    area: 'Slack',
    what: 'token',
    found: 'invalid_auth',
    next: 'SLACK_BOT_TOKEN',
  },
  {
    fault: 'an expired Teams password',
    visit: { keys: { TEAMS_APP_PASSWORD: 'hush-hush' } },
    area: 'Teams',
    what: 'token',
    found: 'invalid_client',
    next: 'TEAMS_APP_PASSWORD',
  },
  {
    fault: 'a Teams app that may not look people up',
    plant: () => withdraw('User.Read.All', 'microsoft'),
    area: 'Teams',
    what: 'finding people',
    next: 'User.ReadBasic.All',
  },
  {
    fault: 'a Slack app that may not read the group of admins',
    plant: () => withdraw('usergroups:read', 'slack'),
    visit: { env: { ADMIN_GROUPS: 'slack:S0COACHING' } },
    area: 'Slack',
    what: 'admins in S0COACHING',
    found: 'usergroups:read is missing',
    next: 'usergroups:read',
  },
  {
    fault: 'a user group that does not exist',
    visit: { env: { ADMIN_GROUPS: 'slack:S0NOWHERE' } },
    area: 'Slack',
    what: 'admins in S0NOWHERE',
    found: 'no_such_subteam',
    next: 'ADMIN_GROUPS',
  },
  {
    fault: 'a Teams app that may not read the group of admins',
    plant: () => withdraw('GroupMember.Read.All', 'microsoft'),
    visit: { env: { ADMIN_GROUPS: `entra:${ADMINS}` } },
    area: 'Teams',
    what: `admins in ${ADMINS}`,
    found: 'GroupMember.Read.All is missing',
    next: 'GroupMember.Read.All',
  },
  {
    fault: 'an expired calendar secret',
    visit: { keys: { GRAPH_CLIENT_SECRET: 'hush-hush' } },
    area: 'Microsoft calendar',
    what: 'token',
    found: 'invalid_client',
    next: 'GRAPH_CLIENT_SECRET',
  },
  {
    fault: 'a key of Google’s that was replaced',
    visit: { keys: { GOOGLE_PRIVATE_KEY: ANOTHER_KEY } },
    area: 'Google calendar',
    what: 'key',
    found: 'invalid_grant',
    next: 'GOOGLE_PRIVATE_KEY',
  },
  {
    fault: 'events not delegated by the Google domain',
    plant: () => withdraw('calendar.events.owned', 'google'),
    area: 'Google calendar',
    what: 'delegation: events',
    found: 'unauthorized_client',
    next: 'add https://www.googleapis.com/auth/calendar.events.owned',
  },
  {
    fault: 'free and busy times not delegated by the Google domain',
    plant: () => withdraw('calendar.freebusy', 'google'),
    area: 'Google calendar',
    what: 'delegation: free and busy times',
    next: 'Domain-wide delegation',
  },
  {
    fault: 'a Google project without the Calendar API',
    plant: () => world.fault({ vendor: 'google', path: '/calendar/v3/freeBusy', plan: [SWITCHED_OFF], times: 9 }),
    area: 'Google calendar',
    what: 'reading calendars',
    found: 'accessNotConfigured',
    next: 'Enable the Google Calendar API',
  },
  {
    fault: 'a public address without TLS',
    visit: { options: { url: 'http://bot.example.org' } },
    area: 'Halftime',
    what: 'public address',
    next: 'TLS proxy',
  },
]

describe('a planted fault is named, with what to do about it', () => {
  it.each(FAULTS)('$fault', async ({ plant, visit: how, area, what, found = '', next }) => {
    if (what.startsWith('scale')) await rough()
    await plant?.()
    const findings = await visit(how)
    const named = expect.objectContaining({ found: expect.stringContaining(found), next: expect.stringContaining(next) })
    expect(wrongIn(findings).filter((each) => each.area === area && each.what === what)).toEqual([named])
    expect(exitCode(findings)).toBe(1)
    const said = JSON.stringify(findings)
    const secrets = ['hush-hush', 'xoxb-another', world.env.GENESYS_CLIENT_SECRET!, world.env.SLACK_BOT_TOKEN!]
    const more = [world.env.SLACK_SIGNING_SECRET!, world.env.TEAMS_APP_PASSWORD!, world.env.GRAPH_CLIENT_SECRET!, ANOTHER_KEY]
    expect([...secrets, ...more].filter((secret) => said.includes(secret))).toEqual([])
  })

  it.each([
    ['transcript phrases', { agentScore: -0.5 }, 'ok'],
    ['empathy', { empathy: -40 }, 'ok'],
  ])('an agent signal is found in %s', async (_, more, verdict) => {
    await rough(more)
    expect(await visit()).toContainEqual(expect.objectContaining({ what: 'agent signal', verdict }))
  })

  /** As an installation with a real Genesys is found once admins chose these settings. */
  async function visitWith(settings: Settings): Promise<Finding[]> {
    const store = sqliteStore({ file: join(folder, 'halftime.db') })
    const body = { settings, by: '00000000-0000-4000-8000-0000000000d1', at: 1 }
    await store.write([{ put: SETTINGS.name, id: 'current', expect: 0, body }])
    const own = { GENESYS_CLIENT_ID: world.env.GENESYS_CLIENT_ID!, GENESYS_CLIENT_SECRET: world.env.GENESYS_CLIENT_SECRET! }
    const more = {
      GENESYS_QUEUES: world.env.GENESYS_QUEUES!,
      ADMINS: 'ada@northwind.example',
      IDENTITY_DOMAINS: 'northwind.example',
    }
    const env = { ...own, ...more, GENESYS_URL: world.env.GENESYS_URL!, SIMULATE: 'slack' }
    const findings = await visit({ env })
    await store.close()
    return findings
  }

  it('no agent signal is fine once admins chose customer-only', async () => {
    await rough({})
    const policy = { ...DEFAULTS.policy, signal: { ...DEFAULTS.policy.signal, missing: 'customer-only' as const } }
    const findings = await visitWith({ ...DEFAULTS, policy })
    expect(findings).toContainEqual(expect.objectContaining({ what: 'agent signal', verdict: 'ok' }))
  })

  it('counting thanks wants permissions of its own, once admins want it for anybody, and leaves no trace', async () => {
    const permission = 'employeePerformance:externalMetricData:add'
    await withdraw(permission)
    expect(wrongIn(await visit())).toEqual([])
    const scope = { kind: 'queue', id: 'q', name: 'Billing' } as const
    const findings = await visitWith({ ...DEFAULTS, overrides: [{ scope, values: { 'praise-metric': 'on' } }] })
    expect(wrongIn(findings)).toMatchObject([{ what: 'permission: external metrics: count', found: `${permission} is missing` }])
    expect(await world.deeds()).toEqual([])
    expect(await world.violations()).toEqual([])
  })

  it('a topic without WebSocket is fine where events are pushed', async () => {
    await limits({ topicTransports: 'EventBridge' })
    const findings = await visit({ keys: { GENESYS_EVENTS_SECRET: 'a-secret-that-is-long-enough-for-anybody' } })
    expect(findings).toContainEqual(expect.objectContaining({ what: 'sentiment events', verdict: 'ok' }))
  })
})

describe('the place where Halftime runs', () => {
  it('lists what is wrong with the configuration, and looks no further', async () => {
    const findings = await visit({ env: { SLACK_BOT_TOKEN: 'xoxb-1', SHADOW: 'maybe' } })
    expect(findings.every(({ what, verdict }) => what === 'configuration' && verdict === 'wrong')).toBe(true)
    expect(findings.map(({ found }) => found).join('\n')).toMatch(/SLACK_SIGNING_SECRET is missing[\s\S]*Genesys is off/)
  })

  it('says that its data folder is none', async () => {
    writeFileSync(join(folder, 'file'), '')
    const findings = await visit({ env: { DATA_DIR: join(folder, 'file') } })
    expect(wrongIn(findings)).toEqual([
      expect.objectContaining({ what: 'data folder', next: expect.stringContaining('DATA_DIR') }),
    ])
  })

  it('tells a public address that leads here from one that leads elsewhere, and a port that is taken', async () => {
    const healthy = createServer((_, response) => response.end('{"status":"ok"}'))
    const stranger = createServer((_, response) => response.end('hello'))
    const ports = await Promise.all(
      [healthy, stranger].map(async (server) => {
        await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
        return (server.address() as AddressInfo).port
      }),
    )
    const look = async (port: number, url: string) =>
      (await visit({ env: { PORT: String(port) }, options: { url } })).filter(({ what }) => /port|public/.test(what))
    const [own, other] = ports.map((port) => `http://127.0.0.1:${port}`)
    expect((await look(ports[0]!, own!)).map(({ verdict }) => verdict)).toEqual(['ok', 'ok'])
    expect((await look(ports[0]!, other!)).map(({ verdict }) => verdict)).toEqual(['ok', 'wrong'])
    expect((await look(ports[1]!, own!)).map(({ verdict }) => verdict)).toEqual(['wrong', 'ok'])
    for (const server of [healthy, stranger]) server.close()
  })
})

describe('npm run doctor', () => {
  /** Beside this process, because the world it asks lives here. */
  async function run(...args: readonly string[]): Promise<{ stdout: string; stderr: string; status: number | null }> {
    const env = { ...process.env, PORT: '0', SANDBOX_URL: world.url, DATA_DIR: folder }
    const child = spawn(process.execPath, [LAUNCHER, MAIN, 'doctor', ...args], {
      cwd: folder,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const [stdout, stderr, status] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      new Promise<number | null>((resolve) => child.once('exit', resolve)),
    ])
    return { stdout, stderr, status }
  }

  it('prints JSON that a program can read, and ends with 0', async () => {
    const { stdout, stderr, status } = await run('--json', '--no')
    const { findings, summary } = JSON.parse(stdout)
    expect(findings.length).toBeGreaterThan(15)
    expect(summary).toMatch(/^Nothing is wrong/)
    expect([stderr, status]).toEqual(['', 0])
  })

  it('prints a table, does not try anything without being asked, and ends with 1 when something is wrong', async () => {
    await withdraw('chat:write', 'slack')
    const { stdout, status } = await run()
    expect(stdout).toMatch(/✗ scopes +chat:write is missing/)
    expect(stdout).toMatch(/\? trial +not tried: nobody could be asked/)
    expect(status).toBe(1)
    expect(await world.deeds()).toEqual([])
  })

  it('ends with 2 when it does not understand what is wanted', async () => {
    const { stdout, stderr, status } = await run('--everything')
    expect(stderr).toMatch(/Unknown option '--everything'[\s\S]*Usage: npm run doctor/)
    expect([stdout, status]).toEqual(['', 2])
  })
})
