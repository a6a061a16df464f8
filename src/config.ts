// The only reader of the environment. Everything wrong is listed at once, each with what to do about it.
import type { ZodError } from 'zod'
import type { Platform } from './coaching/people.ts'
import { ENVIRONMENT, type Environment, EnvironmentSchema, GROUPS, type Group, VENDORS, type VendorKey } from './environment.ts'
import type { Delivery, House } from './ports.ts'

export interface Config {
  readonly port: number
  readonly host: string
  readonly dataDir: string
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent'
  readonly locale: string
  readonly zone: string
  readonly admins: readonly string[]
  readonly identityDomains: readonly string[]
  readonly chatOrder: readonly Platform[]
  readonly deliver: ReadonlyMap<string, Delivery>
  readonly settleMs: number
  readonly shadow: boolean
  readonly practice: ReadonlyMap<string, string> | null
  /** Which vendors are spoken to, and whether the sandbox plays them. */
  readonly vendors: Readonly<Record<VendorKey, 'real' | 'simulated' | 'off'>>
  readonly genesys: {
    readonly region: string
    readonly url: string | undefined
    readonly clientId: string
    readonly clientSecret: string
    readonly queues: readonly string[]
    readonly scale: 'auto' | 'unit' | 'percent'
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
}

export type Problems = { readonly problems: readonly string[] }
type Raw = Readonly<Record<string, string | undefined>>

/** What the environment asks for before the sandbox was asked for its keys. */
export interface Intent {
  readonly raw: Raw
  readonly vendors: Config['vendors']
  /** Where the sandbox is, or the port to start one on; undefined when nothing is simulated. */
  readonly sandbox: { readonly url: string } | { readonly port: number; readonly botPort: number } | undefined
}

/** First look: which vendors are real, which are simulated, which are off. Any key set halfway is a problem, never a simulation. */
export function readIntent(env: Raw = process.env): Intent | Problems {
  const raw = Object.fromEntries(Object.entries(env).filter(([key, value]) => key in ENVIRONMENT && value?.trim()))
  const ports = PORTS.safeParse(raw)
  const problems = [...(ports.success ? [] : problemsOf(ports.error).problems), ...halfGroups(raw), ...unknownSimulations(raw)]
  const vendors = Object.fromEntries(VENDORS.map((vendor) => [vendor, modeOf(vendor, raw)])) as Config['vendors']
  if (vendors.genesys === 'off')
    problems.push('Genesys is off: set GENESYS_CLIENT_ID and GENESYS_CLIENT_SECRET, or name it in SIMULATE=genesys.')
  if (vendors.slack === 'off' && vendors.teams === 'off')
    problems.push('No chat is on: connect Slack or Teams, or name one in SIMULATE (for example SIMULATE=slack).')
  problems.push(...straySimulations(raw, vendors))
  return problems.length > 0 ? { problems } : { raw, vendors, sandbox: sandboxOf(raw, vendors) }
}

const anyKey = (raw: Raw): boolean => VENDORS.some((vendor) => GROUPS[vendor].keys.some((key) => raw[key]))

function modeOf(vendor: VendorKey, raw: Raw): 'real' | 'simulated' | 'off' {
  if (GROUPS[vendor].keys.every((key) => raw[key])) return 'real'
  if (!anyKey(raw)) return 'simulated'
  return listOf(raw.SIMULATE).includes(vendor) ? 'simulated' : 'off'
}

function halfGroups(raw: Raw): string[] {
  return VENDORS.flatMap((vendor) => {
    const { keys }: Group = GROUPS[vendor]
    const missing = keys.filter((key) => !raw[key])
    if (missing.length === 0 || missing.length === keys.length) return []
    return [
      `${missing.join(' and ')} ${missing.length > 1 ? 'are' : 'is'} missing: ${GROUPS[vendor].name} needs all of ${keys.join(', ')}.`,
    ]
  })
}

function unknownSimulations(raw: Raw): string[] {
  const unknown = listOf(raw.SIMULATE).filter((name) => !(VENDORS as readonly string[]).includes(name))
  return unknown.map((name) => `SIMULATE names "${name}", which is not one of ${VENDORS.join(', ')}.`)
}

/** The sandbox's keys are public; they may only ever travel to this machine. */
function straySimulations(raw: Raw, vendors: Config['vendors']): string[] {
  const simulated = VENDORS.filter((vendor) => vendors[vendor] === 'simulated')
  const urls = [...simulated.flatMap((vendor) => GROUPS[vendor].urls), 'SANDBOX_URL' as const]
  return urls.flatMap((key) => {
    const url = raw[key] ? URL.parse(raw[key]) : undefined
    if (raw[key] && (!url || !isLoopback(url)))
      return [
        `${key} must be an address on this machine (http://127.0.0.1:…) while that vendor is simulated; its own keys are not set.`,
      ]
    return []
  })
}

export const isLoopback = (url: URL): boolean => ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname)

function sandboxOf(raw: Raw, vendors: Config['vendors']): Intent['sandbox'] {
  if (!Object.values(vendors).includes('simulated')) return undefined
  if (raw.SANDBOX_URL) return { url: raw.SANDBOX_URL.replace(/\/$/, '') }
  const ports = PORTS.safeParse(raw)
  return ports.success ? { port: ports.data.SANDBOX_PORT, botPort: ports.data.PORT } : undefined
}

const PORTS = EnvironmentSchema.pick({ PORT: true, SANDBOX_PORT: true })

/** For the world alone: only its ports matter. */
export function sandboxIntent(env: Raw = process.env): Pick<Intent, 'sandbox'> | Problems {
  const parsed = PORTS.safeParse({ PORT: env.PORT || undefined, SANDBOX_PORT: env.SANDBOX_PORT || undefined })
  return parsed.success ? { sandbox: { port: parsed.data.SANDBOX_PORT, botPort: parsed.data.PORT } } : problemsOf(parsed.error)
}

const problemsOf = ({ issues }: ZodError): Problems => ({
  problems: issues.map(({ path, message }) => `${String(path[0])}: ${message}`),
})

/** The whole configuration: our environment, over what the sandbox hands out for the vendors it plays, over the defaults. */
export function readConfig(intent: Intent, sandboxKeys: Raw): Config | Problems {
  const simulated = VENDORS.filter((vendor) => intent.vendors[vendor] === 'simulated')
  const handed = simulated.flatMap((vendor) => [...GROUPS[vendor].keys, ...GROUPS[vendor].urls, ...GROUPS[vendor].others])
  const world = intent.vendors.genesys === 'simulated' ? (['ADMINS', 'IDENTITY_DOMAINS', 'DELIVER'] as const) : []
  const fromSandbox = Object.fromEntries(
    [...handed, ...world].flatMap((key) => (sandboxKeys[key] ? [[key, sandboxKeys[key]]] : [])),
  )
  const settle = intent.vendors.genesys === 'simulated' ? { SETTLE_SECONDS: '1', LOG_LEVEL: 'warn' } : {}
  const parsed = EnvironmentSchema.safeParse({ ...settle, ...fromSandbox, ...intent.raw })
  if (!parsed.success) return problemsOf(parsed.error)
  const problems = realProblems(parsed.data, intent)
  return problems.length > 0 ? { problems } : assemble(parsed.data, intent)
}

function realProblems(env: Environment, { vendors }: Intent): string[] {
  if (vendors.genesys !== 'real') return []
  const problems: string[] = []
  if (env.GENESYS_QUEUES.length === 0)
    problems.push('GENESYS_QUEUES is empty: name the queues to listen to, by id, separated by commas.')
  if (env.ADMINS.length === 0)
    problems.push('ADMINS is empty: name at least one person, by Genesys id or e-mail, who may change thresholds.')
  if (env.IDENTITY_DOMAINS.length === 0)
    problems.push('IDENTITY_DOMAINS is empty: name the e-mail domains of your people, for example example.org.')
  return problems
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
    identityDomains: env.IDENTITY_DOMAINS.map((domain) => domain.toLowerCase()),
    chatOrder: env.CHAT_ORDER,
    deliver: env.DELIVER,
    settleMs: env.SETTLE_SECONDS * 1000,
    // A real contact centre starts in shadow: judged and recorded, nobody told, until the operator says otherwise.
    shadow: env.SHADOW === 'auto' ? vendors.genesys === 'real' : env.SHADOW === 'on',
    practice: vendors.genesys === 'simulated' && realChat ? env.SANDBOX_PEOPLE : null,
    vendors,
    genesys: {
      region: env.GENESYS_REGION,
      url: env.GENESYS_URL,
      clientId: env.GENESYS_CLIENT_ID,
      clientSecret: env.GENESYS_CLIENT_SECRET,
      queues: env.GENESYS_QUEUES,
      scale: env.GENESYS_SCALE,
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
  }
}

/** For the manifests, which need nothing else. */
export const givenTeamsAppId = (env: Raw = process.env): string | undefined => env.TEAMS_APP_ID || undefined

/** What the handlers may know of it. */
export const houseOf = (config: Config): House => ({
  admins: config.admins,
  identityDomains: config.identityDomains,
  chatOrder: config.chatOrder,
  settleMs: config.settleMs,
  locale: config.locale,
  zone: config.zone,
  deliver: config.deliver,
  shadow: config.shadow,
  practice: config.practice !== null,
  conversationLink: config.genesys.conversationLink,
})

export const listOf = (text: string | undefined): string[] => (text ?? '').split(/[\s,]+/).filter(Boolean)
