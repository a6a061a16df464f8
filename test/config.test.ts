import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { type Config, type Intent, readConfig, readIntent } from '../src/config.ts'
import type { Problems } from '../src/problems.ts'

const HANDED = {
  GENESYS_CLIENT_ID: 'sandbox',
  GENESYS_CLIENT_SECRET: 'sandbox',
  GENESYS_URL: 'http://127.0.0.1:3979/genesys',
  GENESYS_QUEUES: 'q1,q2',
  SLACK_BOT_TOKEN: 'xoxb-sandbox',
  SLACK_SIGNING_SECRET: 'sandbox',
  SLACK_API_URL: 'http://127.0.0.1:3979/slack/api/',
  ADMINS: 'ada@northwind.example',
  IDENTITY_DOMAINS: 'northwind.example',
  DELIVER: 't1=room:slack:C1 t2=both:teams:19:x@thread.tacv2',
}
const GENESYS = { GENESYS_CLIENT_ID: 'id', GENESYS_CLIENT_SECRET: 'secret' }
const REAL_GENESYS = { ...GENESYS, GENESYS_QUEUES: 'q1', ADMINS: 'ada@example.org', IDENTITY_DOMAINS: 'example.org' }
const SLACK = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 'secret' }

const problemsOf = (found: Intent | Config | Problems): readonly string[] => ('problems' in found ? found.problems : [])

function intent(env: Record<string, string>): Intent {
  const read = readIntent(env)
  if ('problems' in read) throw new Error(read.problems.join('\n'))
  return read
}

function config(env: Record<string, string>): Config {
  const read = readConfig(intent(env), HANDED)
  if ('problems' in read) throw new Error(read.problems.join('\n'))
  return read
}

describe('which vendors are real', () => {
  it('with nothing set, everything is simulated', () => {
    expect(intent({})).toMatchObject({
      vendors: { genesys: 'simulated', slack: 'simulated', teams: 'simulated', microsoft: 'simulated', google: 'simulated' },
      sandbox: { port: 3979, botPort: 3978 },
    })
  })

  it('one real vendor switches the others off unless they are named', () => {
    const env = { ...REAL_GENESYS, SIMULATE: 'slack' }
    expect(intent(env).vendors).toEqual({ genesys: 'real', slack: 'simulated', teams: 'off', microsoft: 'off', google: 'off' })
  })

  it('only real vendors need no sandbox at all', () => {
    expect(intent({ ...REAL_GENESYS, ...SLACK }).sandbox).toBeUndefined()
  })

  it.each([
    { env: { GENESYS_CLIENT_ID: 'id' }, says: /GENESYS_CLIENT_SECRET is missing/ },
    { env: { TEAMS_APP_ID: 'id' }, says: /TEAMS_APP_PASSWORD and TEAMS_TENANT_ID are missing/ },
    { env: { ...SLACK }, says: /Genesys is off/ },
    { env: { GOOGLE_CLIENT_EMAIL: 'bot@example.org' }, says: /GOOGLE_PRIVATE_KEY is missing: The Google calendar needs all/ },
    { env: { GOOGLE_PRIVAT_KEY: 'x' }, says: /GOOGLE_PRIVAT_KEY is no setting/ },
    { env: { GOOGLE_URL: 'https://calendar.example.org' }, says: /GOOGLE_URL must be an address on this machine/ },
    { env: { GENESIS_CLIENT_ID: 'id' }, says: /GENESIS_CLIENT_ID is no setting/ },
    { env: { SLACK_TOKEN: 'x' }, says: /SLACK_TOKEN is no setting/ },
    { env: { GENESYS_QUEUES: 'q1' }, says: /GENESYS_QUEUES is set, but Genesys is not connected/ },
    { env: { TEAM_LEADS: 'Billing' }, says: /TEAM_LEADS: "Billing" is not <team id or name>=<e-mail or Genesys id>/ },
    { env: { TEAM_LEADS: 'Billing=sam' }, says: /"Billing=sam" is not/ },
    { env: { TEAM_LEADS: 'Billing=sam@x.example rita@x.example' }, says: /is not <team id or name>/ },
    { env: { ADMIN_GROUPS: 'admins' }, says: /ADMIN_GROUPS: "admins" is not slack:<id of a user group, S…> or entra:/ },
    { env: { ADMIN_GROUPS: 'slack:C012345 entra:coaching' }, says: /"slack:C012345" is not.*"entra:coaching" is not/s },
    {
      env: { ...REAL_GENESYS, SIMULATE: 'teams', ADMIN_GROUPS: 'slack:S012345' },
      says: /ADMIN_GROUPS names a user group of Slack, but Slack is not connected/,
    },
    {
      env: { ...REAL_GENESYS, ...SLACK, ADMIN_GROUPS: 'entra:00000000-0000-4000-8012-000000000001' },
      says: /ADMIN_GROUPS names a group of Entra, but Teams is not connected/,
    },
    { env: { SANDBOX_PORT: 'abc' }, says: /SANDBOX_PORT: must be a whole number from 0 to 65535/ },
    { env: { PORT: 'eighty' }, says: /^PORT: / },
    { env: { ...GENESYS }, says: /No chat is on/ },
    { env: { ...GENESYS, SIMULATE: 'slak' }, says: /"slak", which is not one of/ },
    { env: { SLACK_API_URL: 'https://slack.example.org/api/' }, says: /must be an address on this machine/ },
    { env: { SANDBOX_URL: 'https://sandbox.example.org' }, says: /must be an address on this machine/ },
  ])('half of something is a problem, never a simulation: $env', ({ env, says }) => {
    expect(problemsOf(readIntent(env)).join('\n')).toMatch(says)
  })

  it('lists all problems at once', () => {
    expect(
      problemsOf(readIntent({ GENESYS_CLIENT_ID: 'id', SLACK_BOT_TOKEN: 'x', SIMULATE: 'y' })).length,
    ).toBeGreaterThanOrEqual(3)
  })
})

describe('the whole configuration', () => {
  it('takes the simulated vendors’ keys from the sandbox and judges soon there', () => {
    expect(config({})).toMatchObject({
      settleMs: 1000,
      shadow: false,
      practice: null,
      genesys: { clientId: 'sandbox', queues: ['q1', 'q2'] },
    })
  })

  it('lets another simulation on this machine stand in for one vendor', () => {
    expect(config({ GENESYS_URL: 'http://127.0.0.1:9/genesys' }).genesys).toMatchObject({
      url: 'http://127.0.0.1:9/genesys',
      clientId: 'sandbox',
    })
  })

  it('never takes a real vendor’s keys or address from the sandbox', () => {
    const real = config({ ...REAL_GENESYS, ...SLACK })
    expect(real.slack).toEqual({ token: 'xoxb-1', signingSecret: 'secret', apiUrl: 'https://slack.com/api/' })
    expect(real.genesys.url).toBeUndefined()
  })

  it('reads who leads which team, and which groups are of admins', () => {
    const TEAM_LEADS = 'Night shift = sam@x.example, 00000000-0000-4000-8002-000000000001=00000000-0000-4000-8000-0000000000b1,'
    const ADMIN_GROUPS = 'slack:s012ab, entra:00000000-0000-4000-8012-00000000000A'
    expect(config({ TEAM_LEADS, ADMIN_GROUPS })).toMatchObject({
      teamLeads: [
        { team: 'Night shift', lead: 'sam@x.example' },
        { team: '00000000-0000-4000-8002-000000000001', lead: '00000000-0000-4000-8000-0000000000b1' },
      ],
      adminGroups: [
        { platform: 'slack', id: 'S012AB' },
        { platform: 'teams', id: '00000000-0000-4000-8012-00000000000a' },
      ],
    })
    expect(config({})).toMatchObject({ teamLeads: [], adminGroups: [] })
  })

  it('starts a real Genesys in shadow, until the operator says otherwise', () => {
    expect(config({ ...REAL_GENESYS, ...SLACK }).shadow).toBe(true)
    expect(config({ ...REAL_GENESYS, ...SLACK, SHADOW: 'off' }).shadow).toBe(false)
  })

  it('a stand-in for Genesys on this machine, with keys of its own, concerns nobody real: no shadow, no long wait', () => {
    const env = { ...REAL_GENESYS, GENESYS_URL: 'http://127.0.0.1:9/genesys', SIMULATE: 'slack,teams,microsoft' }
    expect(config(env)).toMatchObject({ shadow: false, settleMs: 1000, slack: { token: 'xoxb-sandbox' } })
  })

  it('a real chat with a simulated Genesys is practice, for the people named', () => {
    const env = { ...SLACK, SIMULATE: 'genesys', SANDBOX_PEOPLE: 'p1:sam@example.org' }
    expect([...(config(env).practice ?? [])]).toEqual([['p1', 'sam@example.org']])
  })

  it('reads where each team decides', () => {
    expect([...config({}).deliver]).toEqual([
      ['t1', { way: 'room', room: { platform: 'slack', id: 'C1' } }],
      ['t2', { way: 'both', room: { platform: 'teams', id: '19:x@thread.tacv2' } }],
    ])
  })

  it.each([
    { key: 'SETTLE_SECONDS', value: '-1' },
    { key: 'ZONE', value: 'Mars/Olympus' },
    { key: 'LOCALE', value: 'tlh' },
    { key: 'CHAT_ORDER', value: 'irc' },
    { key: 'DELIVER', value: 't1=room' },
    { key: 'SANDBOX_PEOPLE', value: 'sam' },
    { key: 'GENESYS_CONVERSATION_LINK', value: 'https://example.org/' },
    { key: 'GENESYS_REGION', value: 'https://mypurecloud.de/' },
    { key: 'LOG_LEVEL', value: 'loud' },
    { key: 'CALENDARS', value: 'tessa@example.org=outlook' },
    { key: 'CALENDARS', value: 'tessa=google' },
    { key: 'GOOGLE_PRIVATE_KEY', value: '-----BEGIN PRIVATE KEY-----\\nAAAA\\n-----END PRIVATE KEY-----' },
  ])('names the key that is wrong: $key=$value', ({ key, value }) => {
    expect(problemsOf(readIntent({ [key]: value })).join('\n')).toContain(`${key}: `)
  })

  it('a real Genesys needs queues, admins and domains', () => {
    const problems = problemsOf(readIntent({ ...GENESYS, ...SLACK }))
    expect(problems.map((one) => one.split(' ')[0])).toEqual(['GENESYS_QUEUES', 'ADMINS', 'IDENTITY_DOMAINS'])
  })
})

describe('calendars', () => {
  it('whose is where is read by e-mail or by domain', () => {
    const { calendars } = config({ CALENDARS: 'Tessa@example.org=both, @example.com=google @x.example=none' })
    expect([...calendars]).toEqual([
      ['tessa@example.org', ['microsoft', 'google']],
      ['@example.com', ['google']],
      ['@x.example', []],
    ])
  })

  it('the key of Google’s service account may stand on one line', () => {
    const encoding = {
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    } as const
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048, ...encoding })
    const google = { GOOGLE_CLIENT_EMAIL: 'bot@example.org', GOOGLE_PRIVATE_KEY: privateKey.trim().replaceAll('\n', '\\n') }
    expect(config({ ...REAL_GENESYS, ...SLACK, ...google })).toMatchObject({
      vendors: { google: 'real' },
      google: { clientEmail: 'bot@example.org', privateKey: privateKey.trim(), url: 'https://www.googleapis.com' },
    })
  })

  it('other programs’ settings for Google are none of ours', () => {
    expect(problemsOf(readIntent({ GOOGLE_APPLICATION_CREDENTIALS: '/key.json', GOOGLE_CLIENT_ID: 'x' }))).toEqual([])
  })
})

describe('the scale of scores', () => {
  const usual = { events: 'auto', metrics: 'auto', aggregates: 'percent', transcripts: 'unit', empathy: 'percent' }

  it.each([
    { set: '', is: usual },
    { set: 'percent', is: { ...usual, events: 'percent', metrics: 'percent' } },
    { set: 'events=percent, aggregates=unit', is: { ...usual, events: 'percent', aggregates: 'unit' } },
  ])('set to "$set" is told per source', ({ set, is }) => {
    expect(config({ ...REAL_GENESYS, ...SLACK, GENESYS_SCALE: set }).genesys.scales).toEqual(is)
  })

  it.each(['per cent', 'events=', 'weather=unit'])('set to "%s" is explained', (GENESYS_SCALE) => {
    expect(problemsOf(readIntent({ ...REAL_GENESYS, ...SLACK, GENESYS_SCALE })).join()).toMatch(
      /GENESYS_SCALE: .*is not auto, unit/,
    )
  })

  it('a secret for pushed events that could be guessed is refused', () => {
    expect(problemsOf(readIntent({ ...REAL_GENESYS, ...SLACK, GENESYS_EVENTS_SECRET: 'short' })).join()).toMatch(/at least 16/)
  })
})
