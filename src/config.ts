// The only reader of the environment. Everything wrong is listed at once, each with what to do about it.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Platform } from './coaching/people.ts'
import { ENVIRONMENT, type Environment, EnvironmentSchema, GROUPS, VENDORS, type VendorKey } from './environment.ts'
import type { Delivery, House } from './house.ts'
import { isLoopback, listOf, type Modes, type Problems, problemsIn, problemsOf, type Raw } from './problems.ts'

export interface Config {
  readonly port: number
  readonly host: string
  readonly dataDir: string
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent'
  readonly locale: string
  readonly zone: string
  readonly admins: readonly string[]
  readonly adminGroups: House['adminGroups']
  readonly teamLeads: House['teamLeads']
  readonly identityDomains: readonly string[]
  readonly chatOrder: readonly Platform[]
  readonly deliver: ReadonlyMap<string, Delivery>
  readonly settleMs: number
  readonly scoreDays: number
  readonly shadow: boolean
  readonly audit: {
    readonly days: number
    /** Empty = a key of our own beside the records. */
    readonly secret: string
  }
  readonly practice: ReadonlyMap<string, string> | null
  /** Which vendors are spoken to, and whether the sandbox plays them. */
  readonly vendors: Modes
  readonly genesys: {
    readonly region: string
    readonly url: string | undefined
    readonly clientId: string
    readonly clientSecret: string
    readonly queues: readonly string[]
    readonly scales: Environment['GENESYS_SCALE']
    readonly empathy: boolean
    readonly eventsSecret: string
    readonly conversationLink: string
  }
  readonly slack: { readonly token: string; readonly signingSecret: string; readonly apiUrl: string }
  readonly teams: {
    readonly appId: string
    readonly appPassword: string
    readonly tenantId: string
    readonly loginUrl: string
    readonly openIdUrl: string | undefined
    readonly tokenIssuer: string | undefined
    readonly serviceUrl: string
    readonly serviceHosts: readonly string[]
    readonly graphUrl: string
  }
  readonly graph: {
    readonly clientId: string
    readonly clientSecret: string
    readonly tenantId: string
    readonly loginUrl: string
    readonly url: string
  }
  /** The mailbox thanks are sent from; empty = none. */
  readonly mailFrom: string
  readonly google: {
    readonly clientEmail: string
    readonly privateKey: string
    readonly url: string
    readonly tokenUrl: string
  }
  /** Whose calendar is where, where the operator said so. */
  readonly calendars: Environment['CALENDARS']
}

/** What the environment asks for before the sandbox was asked for its keys. */
export interface Intent {
  readonly raw: Raw
  readonly vendors: Config['vendors']
  /** Where the sandbox is, or the port to start one on; undefined when nothing is simulated. */
  readonly sandbox: { readonly url: string } | { readonly port: number; readonly botPort: number } | undefined
}

/** The environment, and what a file called .env beside us adds to it. */
export function environment(): Raw {
  if (existsSync('.env')) process.loadEnvFile('.env')
  return process.env
}

/** First look: which vendors are real, simulated or off, and everything that is wrong. A key set halfway is a problem, never a simulation. */
export function readIntent(env: Raw): Intent | Problems {
  const raw = Object.fromEntries(Object.entries(env).filter(([key, value]) => key in ENVIRONMENT && value?.trim()))
  const vendors = Object.fromEntries(VENDORS.map((vendor) => [vendor, modeOf(vendor, raw)])) as Config['vendors']
  const problems = problemsIn(env, raw, vendors)
  return problems.length > 0 ? { problems } : { raw, vendors, sandbox: sandboxOf(raw, vendors) }
}

const anyKey = (raw: Raw): boolean => VENDORS.some((vendor) => GROUPS[vendor].keys.some((key) => raw[key]))

function modeOf(vendor: VendorKey, raw: Raw): 'real' | 'simulated' | 'off' {
  if (GROUPS[vendor].keys.every((key) => raw[key])) return 'real'
  if (!anyKey(raw)) return 'simulated'
  return listOf(raw.SIMULATE).includes(vendor) ? 'simulated' : 'off'
}

function sandboxOf(raw: Raw, vendors: Config['vendors']): Intent['sandbox'] {
  if (!Object.values(vendors).includes('simulated')) return undefined
  if (raw.SANDBOX_URL) return { url: raw.SANDBOX_URL.replace(/\/$/, '') }
  const { SANDBOX_PORT: port, PORT: botPort } = PORTS.parse(raw)
  return { port, botPort }
}

const PORTS = EnvironmentSchema.pick({ PORT: true, SANDBOX_PORT: true })

/** For the world alone: only its ports matter. */
export function sandboxIntent(env: Raw): Pick<Intent, 'sandbox'> | Problems {
  const parsed = PORTS.safeParse({ PORT: env.PORT || undefined, SANDBOX_PORT: env.SANDBOX_PORT || undefined })
  return parsed.success ? { sandbox: { port: parsed.data.SANDBOX_PORT, botPort: parsed.data.PORT } } : problemsOf(parsed.error)
}

/** The whole configuration: our environment, over what the sandbox hands out for the vendors it plays, over the defaults. */
export function readConfig(intent: Intent, sandboxKeys: Raw): Config | Problems {
  const simulated = VENDORS.filter((vendor) => intent.vendors[vendor] === 'simulated')
  const handed = simulated.flatMap((vendor) => [...GROUPS[vendor].keys, ...GROUPS[vendor].urls, ...GROUPS[vendor].others])
  const world = intent.vendors.genesys === 'simulated' ? (['ADMINS', 'IDENTITY_DOMAINS', 'DELIVER'] as const) : []
  const fromSandbox = Object.fromEntries(
    [...handed, ...world].flatMap((key) => (sandboxKeys[key] ? [[key, sandboxKeys[key]]] : [])),
  )
  const playful = isPlay(intent.vendors, intent.raw.GENESYS_URL) ? { SETTLE_SECONDS: '1', LOG_LEVEL: 'warn' } : {}
  const parsed = EnvironmentSchema.safeParse({ ...playful, ...fromSandbox, ...intent.raw })
  return parsed.success ? assemble(parsed.data, intent) : problemsOf(parsed.error)
}

/** Simulated by our sandbox, or by whatever stands in for Genesys on this machine: then nobody real is concerned. */
function isPlay(vendors: Config['vendors'], url: string | undefined): boolean {
  const address = url ? URL.parse(url) : undefined
  return vendors.genesys === 'simulated' || (address !== null && address !== undefined && isLoopback(address))
}

function assemble(env: Environment, { vendors }: Intent): Config {
  const realChat = vendors.slack === 'real' || vendors.teams === 'real'
  return {
    port: env.PORT,
    host: env.HOST,
    dataDir: env.DATA_DIR,
    logLevel: env.LOG_LEVEL,
    locale: env.LOCALE,
    zone: env.ZONE,
    admins: env.ADMINS,
    adminGroups: env.ADMIN_GROUPS,
    teamLeads: env.TEAM_LEADS,
    identityDomains: env.IDENTITY_DOMAINS.map((domain) => domain.toLowerCase()),
    chatOrder: env.CHAT_ORDER,
    deliver: env.DELIVER,
    settleMs: env.SETTLE_SECONDS * 1000,
    scoreDays: env.SCORE_DAYS,
    // A real contact centre starts in shadow: judged and recorded, nobody told, until the operator says otherwise.
    shadow: env.SHADOW === 'auto' ? !isPlay(vendors, env.GENESYS_URL) : env.SHADOW === 'on',
    audit: { days: env.AUDIT_DAYS, secret: env.AUDIT_SECRET },
    practice: vendors.genesys === 'simulated' && realChat ? env.SANDBOX_PEOPLE : null,
    vendors,
    genesys: {
      region: env.GENESYS_REGION,
      url: env.GENESYS_URL,
      clientId: env.GENESYS_CLIENT_ID,
      clientSecret: env.GENESYS_CLIENT_SECRET,
      queues: env.GENESYS_QUEUES,
      scales: env.GENESYS_SCALE,
      empathy: env.GENESYS_EMPATHY === 'on',
      eventsSecret: env.GENESYS_EVENTS_SECRET,
      conversationLink:
        env.GENESYS_CONVERSATION_LINK ||
        `https://apps.${env.GENESYS_REGION}/directory/#/analytics/interactions/{conversationId}/admin/details`,
    },
    slack: { token: env.SLACK_BOT_TOKEN, signingSecret: env.SLACK_SIGNING_SECRET, apiUrl: env.SLACK_API_URL },
    teams: {
      appId: env.TEAMS_APP_ID,
      appPassword: env.TEAMS_APP_PASSWORD,
      tenantId: env.TEAMS_TENANT_ID,
      loginUrl: env.TEAMS_LOGIN_URL,
      openIdUrl: env.TEAMS_OPENID_URL,
      tokenIssuer: env.TEAMS_TOKEN_ISSUER,
      serviceUrl: env.TEAMS_SERVICE_URL,
      serviceHosts: env.TEAMS_SERVICE_HOSTS,
      graphUrl: env.TEAMS_GRAPH_URL,
    },
    graph: {
      clientId: env.GRAPH_CLIENT_ID,
      clientSecret: env.GRAPH_CLIENT_SECRET,
      tenantId: env.GRAPH_TENANT_ID,
      loginUrl: env.GRAPH_LOGIN_URL,
      url: env.GRAPH_URL,
    },
    mailFrom: env.MAIL_FROM,
    google: {
      clientEmail: env.GOOGLE_CLIENT_EMAIL,
      privateKey: env.GOOGLE_PRIVATE_KEY,
      url: env.GOOGLE_URL,
      tokenUrl: env.GOOGLE_TOKEN_URL,
    },
    calendars: env.CALENDARS,
  }
}

/**
 * A file of what is remembered. What was remembered of a real contact centre is never touched by a simulation that happens to use the same
 * folder.
 */
export function fileIn({ dataDir, vendors }: Pick<Config, 'dataDir' | 'vendors'>, name: string): string {
  return join(dataDir, `${Object.values(vendors).includes('real') ? '' : 'sandbox-'}${name}`)
}

/** For the manifests, which need nothing else. */
export const givenTeamsAppId = (): string | undefined => environment().TEAMS_APP_ID || undefined

/** What the handlers may know of it. */
export const houseOf = (config: Config): House => ({
  admins: config.admins,
  adminGroups: config.adminGroups,
  teamLeads: config.teamLeads,
  identityDomains: config.identityDomains,
  chatOrder: config.chatOrder,
  settleMs: config.settleMs,
  scoreDays: config.scoreDays,
  locale: config.locale,
  zone: config.zone,
  deliver: config.deliver,
  shadow: config.shadow,
  practice: config.practice !== null,
  auditDays: config.audit.days,
  conversationLink: config.genesys.conversationLink,
})
