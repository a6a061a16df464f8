// Everything that can be wrong with the environment, each with what to do about it.
import type { ZodError } from 'zod'
import { ENVIRONMENT, EnvironmentSchema, GROUPS, type Group, VENDORS, type VendorKey } from './environment.ts'

/** Variables as they were given. */
export type Raw = Readonly<Record<string, string | undefined>>
export type Problems = { readonly problems: readonly string[] }
/** How each vendor is played. */
export type Modes = Readonly<Record<VendorKey, 'real' | 'simulated' | 'off'>>

/** All problems at once. `env`: everything given; `raw`: those of it that are ours and not empty. */
export function problemsIn(env: Raw, raw: Raw, vendors: Modes): string[] {
  return [...formatProblems(raw), ...keyProblems(env, raw, vendors), ...realProblems(raw, vendors)]
}

function formatProblems(raw: Raw): readonly string[] {
  const parsed = EnvironmentSchema.safeParse(raw)
  return parsed.success ? [] : problemsOf(parsed.error).problems
}

function keyProblems(env: Raw, raw: Raw, vendors: Modes): string[] {
  const problems = [...unknownKeys(env), ...halfGroups(raw), ...keylessOthers(raw), ...unknownSimulations(raw)]
  if (vendors.genesys === 'off')
    problems.push('Genesys is off: set GENESYS_CLIENT_ID and GENESYS_CLIENT_SECRET, or name it in SIMULATE=genesys.')
  if (vendors.slack === 'off' && vendors.teams === 'off')
    problems.push('No chat is on: connect Slack or Teams, or name one in SIMULATE (for example SIMULATE=slack).')
  return [...problems, ...unaskedGroups(raw, vendors), ...straySimulations(raw, vendors)]
}

// Of Google's only what looks like ours: machines often carry GOOGLE_APPLICATION_CREDENTIALS and the like for other programs.
const OURS = /^(GENE\w{1,4}S_|SLACK_|TEAMS?_|GRAPH_|SANDBOX_|GOOGLE_(CLIENT_E|PRIV|TOKEN_U|URL))/

/** A misspelt key must not leave a vendor simulated unseen. */
function unknownKeys(env: Raw): string[] {
  const unknown = Object.keys(env).filter((key) => OURS.test(key) && !(key in ENVIRONMENT) && env[key]?.trim())
  return unknown.map((key) => `${key} is no setting of Halftime's; .env.example lists them all.`)
}

/** Settings of a vendor without its keys, nor another address for it, were meant for a real one. */
function keylessOthers(raw: Raw): string[] {
  return VENDORS.flatMap((vendor) => {
    const { keys, urls, others, name }: Group = GROUPS[vendor]
    const set = others.filter((key) => raw[key])
    if (set.length === 0 || [...keys, ...urls].some((key) => raw[key])) return []
    return [
      `${set.join(' and ')} ${set.length > 1 ? 'are' : 'is'} set, but ${name} is not connected: set ${keys.join(', ')} too.`,
    ]
  })
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

/** A group can only be asked where it is kept. */
function unaskedGroups({ ADMIN_GROUPS }: Raw, vendors: Modes): string[] {
  const kinds = [
    { begins: 'slack:', off: vendors.slack === 'off', says: 'a user group of Slack, but Slack' },
    { begins: 'entra:', off: vendors.teams === 'off', says: 'a group of Entra, but Teams' },
  ]
  const named = listOf(ADMIN_GROUPS).map((entry) => entry.toLowerCase())
  const unasked = kinds.filter(({ begins, off }) => off && named.some((entry) => entry.startsWith(begins)))
  return unasked.map(({ says }) => `ADMIN_GROUPS names ${says} is not connected, so that nobody can ask who is in it.`)
}

/** The sandbox's keys are public; they may only ever travel to this machine. */
function straySimulations(raw: Raw, vendors: Modes): string[] {
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

function realProblems(raw: Raw, { genesys }: Modes): string[] {
  if (genesys !== 'real') return []
  const wanted = {
    GENESYS_QUEUES: 'name the queues to listen to, by id, separated by commas',
    ADMINS: 'name at least one person, by Genesys id or e-mail, who may change thresholds',
    IDENTITY_DOMAINS: 'name the e-mail domains of your people, for example example.org',
  } as const
  return Object.entries(wanted).flatMap(([key, what]) => (raw[key] ? [] : [`${key} is empty: ${what}.`]))
}

export const isLoopback = (url: URL): boolean => ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname)

export const problemsOf = ({ issues }: ZodError): Problems => ({
  problems: issues.map(({ path, message }) => `${String(path[0])}: ${message}`),
})

export const listOf = (text: string | undefined): string[] => (text ?? '').split(/[\s,]+/).filter(Boolean)
