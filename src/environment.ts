// Every key of the environment, its default and how it is read. `.env.example` lists exactly these; a test compares.
import { createPrivateKey } from 'node:crypto'
import * as z from 'zod'
import { Platform } from './coaching/people.ts'
import type { Delivery } from './house.ts'
import { adminGroups, teamLeads } from './people-keys.ts'
import { isSpoken, languages } from './words.ts'

export const VENDORS = ['genesys', 'slack', 'teams', 'microsoft', 'google'] as const
export type VendorKey = (typeof VENDORS)[number]

export interface Group {
  readonly name: string
  /** All of them, or none. */
  readonly keys: readonly EnvironmentKey[]
  /** Where the vendor is reached; may be set without keys to let another simulation on this machine stand in. */
  readonly urls: readonly EnvironmentKey[]
  readonly others: readonly EnvironmentKey[]
}

const text = (fallback = '') => z.string().trim().default(fallback)
const list = () => text().transform((value) => value.split(/[\s,]+/).filter(Boolean))
const whole = (fallback: number, { min, max }: { min: number; max: number }) =>
  z.coerce
    .number(`must be a whole number from ${min} to ${max}`)
    .int(`must be a whole number`)
    .min(min)
    .max(max)
    .default(fallback)
const address = (fallback: string) =>
  text(fallback).refine((value) => ['http:', 'https:'].includes(URL.parse(value)?.protocol ?? ''), 'must be an http(s) address')
const optionalAddress = () =>
  z
    .string()
    .trim()
    .optional()
    .refine((value) => value === undefined || URL.canParse(value), 'must be an http(s) address')

const zoneName = (value: string): boolean => {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: value }))
  } catch {
    return false
  }
}

/** `<team id>=<direct|room|both>[:<slack|teams>:<channel id>]`, separated by spaces. */
const deliver = text().transform((value, context): ReadonlyMap<string, Delivery> => {
  const entries = value
    .split(/\s+/)
    .filter(Boolean)
    .map((entry): [string, Delivery] | undefined => {
      const found = /^([^=\s]+)=(direct|room|both)(?::(slack|teams):(\S+))?$/.exec(entry)
      if (!found || (found[2] !== 'direct' && !found[4])) {
        context.addIssue({
          code: 'custom',
          message: `"${entry}" is not <team id>=direct, or <team id>=room:<slack|teams>:<channel id>`,
        })
        return undefined
      }
      const way = found[2] as Delivery['way']
      return [found[1]!, found[4] ? { way, room: { platform: Platform.parse(found[3]), id: found[4] } } : { way }]
    })
  return new Map(entries.filter((entry) => entry !== undefined))
})

/** `<sandbox id>:<e-mail>`, separated by commas or spaces. */
const people = list().transform((entries, context): ReadonlyMap<string, string> => {
  for (const entry of entries.filter((one) => !/^[^:]+:[^:@]+@[^:@]+$/.test(one)))
    context.addIssue({ code: 'custom', message: `"${entry}" is not <sandbox id>:<e-mail>` })
  return new Map(entries.map((entry) => entry.split(':') as [string, string]))
})

const PLACES = { microsoft: ['microsoft'], google: ['google'], both: ['microsoft', 'google'], none: [] } as const

/** `<e-mail or @domain>=<microsoft|google|both|none>`, separated by commas or spaces; names in lower case. */
const calendars = list().transform((entries, context): ReadonlyMap<string, readonly ('microsoft' | 'google')[]> => {
  const found = entries.map((entry): [string, readonly ('microsoft' | 'google')[]] | undefined => {
    const [, name, place] = /^([^@=]*@[^@=]+)=(microsoft|google|both|none)$/.exec(entry) ?? []
    if (name) return [name.toLowerCase(), PLACES[place as keyof typeof PLACES]]
    context.addIssue({ code: 'custom', message: `"${entry}" is not <e-mail or @domain>=microsoft, google, both or none` })
    return undefined
  })
  return new Map(found.filter((entry) => entry !== undefined))
})

/** As in the service account's JSON file; its line breaks may be written as \n, so that it fits on one line. */
const privateKey = text()
  .transform((value) => value.replaceAll('\\n', '\n'))
  .refine((value) => value === '' || isPrivateKey(value), "must be the private_key of the service account's JSON file, whole")

function isPrivateKey(pem: string): boolean {
  try {
    return createPrivateKey(pem).asymmetricKeyType === 'rsa'
  } catch {
    return false
  }
}

const SCALES = ['auto', 'unit', 'percent'] as const
type Scale = (typeof SCALES)[number]
/** What each source of scores speaks, as far as Genesys documents it. */
const SOURCES = { events: 'auto', metrics: 'auto', aggregates: 'percent', transcripts: 'unit', empathy: 'percent' } as const
type Source = keyof typeof SOURCES

/** One scale for events and metrics, or `<source>=<scale>` for each that differs. */
const scales = list().transform((entries, context): Readonly<Record<Source, Scale>> => {
  const found: Record<Source, Scale> = { ...SOURCES }
  for (const entry of entries) {
    const [, source, scale] = /^(?:(events|metrics|aggregates|transcripts|empathy)=)?(auto|unit|percent)$/.exec(entry) ?? []
    if (!scale) context.addIssue({ code: 'custom', message: `"${entry}" is not auto, unit, percent or <source>=<one of these>` })
    else if (source) found[source as Source] = scale as Scale
    else Object.assign(found, { events: scale, metrics: scale })
  }
  return found
})

const platforms = text('slack,teams')
  .transform((value) => value.split(/[\s,]+/).filter(Boolean))
  .pipe(z.array(Platform, 'must name slack and teams in the order to try').min(1))

export const ENVIRONMENT = {
  PORT: whole(3978, { min: 0, max: 65_535 }),
  HOST: text('127.0.0.1'),
  DATA_DIR: text('./data'),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent'], 'must be debug, info, warn, error or silent').default('info'),
  LOCALE: text('en').refine(isSpoken, `must be a language there are texts in: ${languages.join(', ')}`),
  ZONE: text('Europe/Berlin').refine(zoneName, 'must be an IANA time zone such as Europe/Berlin'),
  ADMINS: list(),
  ADMIN_GROUPS: list().transform(adminGroups),
  TEAM_LEADS: text().transform(teamLeads),
  IDENTITY_DOMAINS: list(),
  CHAT_ORDER: platforms,
  DELIVER: deliver,
  SETTLE_SECONDS: whole(120, { min: 0, max: 3600 }),
  SCORE_DAYS: whole(90, { min: 1, max: 730 }),
  AUDIT_DAYS: whole(400, { min: 1, max: 3650 }),
  AUDIT_SECRET: text().refine((value) => value === '' || value.length >= 16, 'must have at least 16 characters'),
  SHADOW: z.enum(['auto', 'on', 'off'], 'must be auto, on or off').default('auto'),
  SIMULATE: list(),
  SANDBOX_PORT: whole(3979, { min: 0, max: 65_535 }),
  SANDBOX_URL: optionalAddress(),
  SANDBOX_PEOPLE: people,
  GENESYS_CLIENT_ID: text(),
  GENESYS_CLIENT_SECRET: text(),
  GENESYS_REGION: text('mypurecloud.de').refine(
    (value) => /^[a-z0-9.-]+$/.test(value),
    'must be a Genesys region such as mypurecloud.de',
  ),
  GENESYS_URL: optionalAddress(),
  GENESYS_QUEUES: list(),
  GENESYS_SCALE: scales,
  GENESYS_EMPATHY: z.enum(['on', 'off'], 'must be on or off').default('off'),
  GENESYS_EVENTS_SECRET: text().refine((value) => value === '' || value.length >= 16, 'must have at least 16 characters'),
  GENESYS_CONVERSATION_LINK: text().refine(
    (value) => value === '' || value.includes('{conversationId}'),
    'must contain {conversationId}',
  ),
  SLACK_BOT_TOKEN: text(),
  SLACK_SIGNING_SECRET: text(),
  SLACK_API_URL: address('https://slack.com/api/'),
  TEAMS_APP_ID: text(),
  TEAMS_APP_PASSWORD: text(),
  TEAMS_TENANT_ID: text(),
  TEAMS_LOGIN_URL: address('https://login.microsoftonline.com'),
  TEAMS_OPENID_URL: optionalAddress(),
  TEAMS_TOKEN_ISSUER: optionalAddress(),
  TEAMS_SERVICE_URL: address('https://smba.trafficmanager.net/teams/'),
  TEAMS_SERVICE_HOSTS: list(),
  TEAMS_GRAPH_URL: address('https://graph.microsoft.com/v1.0'),
  GRAPH_CLIENT_ID: text(),
  GRAPH_CLIENT_SECRET: text(),
  GRAPH_TENANT_ID: text(),
  GRAPH_LOGIN_URL: address('https://login.microsoftonline.com'),
  GRAPH_URL: address('https://graph.microsoft.com/v1.0'),
  MAIL_FROM: text(),
  GOOGLE_CLIENT_EMAIL: text(),
  GOOGLE_PRIVATE_KEY: privateKey,
  GOOGLE_URL: address('https://www.googleapis.com'),
  GOOGLE_TOKEN_URL: address('https://oauth2.googleapis.com/token'),
  CALENDARS: calendars,
} as const

export type EnvironmentKey = keyof typeof ENVIRONMENT
export const EnvironmentSchema = z.object(ENVIRONMENT)
export type Environment = z.infer<typeof EnvironmentSchema>

export const GROUPS: Readonly<Record<VendorKey, Group>> = {
  genesys: {
    name: 'Genesys',
    keys: ['GENESYS_CLIENT_ID', 'GENESYS_CLIENT_SECRET'],
    urls: ['GENESYS_URL'],
    others: ['GENESYS_QUEUES', 'GENESYS_CONVERSATION_LINK', 'GENESYS_EVENTS_SECRET'],
  },
  slack: { name: 'Slack', keys: ['SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET'], urls: ['SLACK_API_URL'], others: [] },
  teams: {
    name: 'Teams',
    keys: ['TEAMS_APP_ID', 'TEAMS_APP_PASSWORD', 'TEAMS_TENANT_ID'],
    urls: ['TEAMS_LOGIN_URL', 'TEAMS_OPENID_URL', 'TEAMS_SERVICE_URL', 'TEAMS_GRAPH_URL'],
    others: ['TEAMS_TOKEN_ISSUER', 'TEAMS_SERVICE_HOSTS'],
  },
  microsoft: {
    name: 'The Microsoft calendar',
    keys: ['GRAPH_CLIENT_ID', 'GRAPH_CLIENT_SECRET', 'GRAPH_TENANT_ID'],
    urls: ['GRAPH_LOGIN_URL', 'GRAPH_URL'],
    others: ['MAIL_FROM'],
  },
  google: {
    name: 'The Google calendar',
    keys: ['GOOGLE_CLIENT_EMAIL', 'GOOGLE_PRIVATE_KEY'],
    urls: ['GOOGLE_URL', 'GOOGLE_TOKEN_URL'],
    others: [],
  },
}
