import type { Card } from '../../coaching/people.ts'
import type { Counts, Log, Store } from '../../ports.ts'
import type { Invokes } from './invokes.ts'
import type { Tasks } from './tasks.ts'

/** What the client and the webhook share; `src/main.ts` builds it once and gives it to both. */
export interface TeamsOptions {
  /** The bot's Entra application id. */
  readonly appId: string
  readonly appPassword: string
  /** The only tenant whose people we hear and write to. */
  readonly tenantId: string
  /** https://login.microsoftonline.com, or what stands in for it; `/<tenant>/oauth2/v2.0/token` is appended. */
  readonly loginUrl: string
  /** Where the keys that sign incoming requests are published. */
  readonly openIdUrl?: string
  readonly tokenIssuer?: string
  /** Where to write to somebody whose own address we have not learnt yet. */
  readonly serviceUrl?: string
  /** Hosts (`name:port`) allowed beside Microsoft's own. */
  readonly serviceHosts: readonly string[]
  /** https://graph.microsoft.com, or what stands in for it; with or without the version. */
  readonly graphUrl?: string
  readonly store: Store
  readonly invokes: Invokes
  readonly tasks: Tasks
  /** The Adaptive Card, and the same as plain text. */
  draw(card: Card): { readonly card: object; readonly text: string }
  now(): number
  readonly log: Log
  readonly counts: Counts
}

export const GLOBAL_SERVICE_URL = 'https://smba.trafficmanager.net/teams/'
export const GRAPH_URL = 'https://graph.microsoft.com'
export const OPEN_ID_URL = 'https://login.botframework.com/v1/.well-known/openidconfiguration'
export const TOKEN_ISSUER = 'https://api.botframework.com'
export const CONNECTOR_SCOPE = 'https://api.botframework.com/.default'
export const GRAPH_SCOPE = 'https://graph.microsoft.com/.default'

export const tokenUrl = ({ loginUrl, tenantId }: Pick<TeamsOptions, 'loginUrl' | 'tenantId'>): string =>
  `${loginUrl.replace(/\/+$/, '')}/${encodeURIComponent(tenantId)}/oauth2/v2.0/token`

export const graphBase = (url: string): string => `${url.replace(/\/+(v1\.0)?\/*$/, '')}/v1.0/`
export const withSlash = (url: string): string => (url.endsWith('/') ? url : `${url}/`)

// The hosts that Microsoft's own SDK lets a bot write to (microsoft/Agents-for-js, outboundHostValidator.ts).
const MICROSOFT_HOSTS = /(^|\.)botframework\.com$|^smba\.trafficmanager\.net$|\.teams\.microsoft\.(com|us)$/
const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])$/

/** The hosts the operator named: one by one, or by where the bot is to write at first. */
export const namedHosts = ({ serviceHosts, serviceUrl }: Pick<TeamsOptions, 'serviceHosts' | 'serviceUrl'>): string[] =>
  serviceUrl ? [...serviceHosts, new URL(serviceUrl).host] : [...serviceHosts]

/** Whether our bearer may be sent to this serviceUrl: https on Microsoft's hosts, or a host the operator named (http only on loopback). */
export function isServiceUrl(serviceUrl: string, serviceHosts: readonly string[]): boolean {
  const url = URL.canParse(serviceUrl) ? new URL(serviceUrl) : undefined
  if (!url || url.username || url.password || url.search || url.hash) return false
  if (serviceHosts.includes(url.host))
    return url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.test(url.hostname))
  return url.protocol === 'https:' && url.port === '' && MICROSOFT_HOSTS.test(url.hostname)
}
