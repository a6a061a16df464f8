import { ConnectorClient, TeamsConnectorClient } from 'botframework-connector'
import { VendorError } from '../../errors.ts'
import { clientCredentials, type TokenSource } from '../../oauth.ts'
import { CONNECTOR_SCOPE, isServiceUrl, namedHosts, type TeamsOptions, tokenUrl, withSlash } from './options.ts'
import { type Call, teamsTrouble } from './trouble.ts'

const TIMEOUT_MS = 10_000
const TRIES = 3

export interface Clients {
  readonly conversations: ConnectorClient['conversations']
  readonly teams: TeamsConnectorClient['teams']
}

export interface Connector {
  /**
   * One call to the Bot Connector at that serviceUrl. A `once` call is sent once, whatever comes back (only a refused token, a
   * missed precondition or a connection that never stood is tried again, since then nothing was written). Throws VendorError.
   */
  call<T>(serviceUrl: string, kind: Call, run: (clients: Clients) => Promise<T>): Promise<T>
}

type ConnectorOptions = Pick<
  TeamsOptions,
  'appId' | 'appPassword' | 'tenantId' | 'loginUrl' | 'serviceHosts' | 'serviceUrl' | 'now' | 'counts'
>

/** The Bot Connector's clients, one pair per serviceUrl, without the SDK's blind retries and with a time limit. */
export function openConnector(options: ConnectorOptions): Connector {
  const { appId: clientId, appPassword: clientSecret, now, counts } = options
  const hosts = namedHosts(options)
  const tokens = clientCredentials({
    url: tokenUrl(options),
    clientId,
    clientSecret,
    scope: CONNECTOR_SCOPE,
    now,
    vendor: 'Teams',
  })
  const kept = new Map<string, Clients>()

  function clients(serviceUrl: string): Clients {
    if (!isServiceUrl(serviceUrl, hosts)) {
      counts.add('teams.serviceurl-refused')
      throw new VendorError({ vendor: 'Teams', trouble: 'refused', code: 'serviceUrl' })
    }
    const known = kept.get(serviceUrl) ?? connect(withSlash(serviceUrl), tokens)
    kept.set(serviceUrl, known)
    return known
  }

  async function call<T>(serviceUrl: string, kind: Call, run: (clients: Clients) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      let token = ''
      try {
        const ready = clients(serviceUrl)
        // The same that the SDK is given a moment later.
        token = await tokens.token()
        return await run(ready)
      } catch (error) {
        const trouble = teamsTrouble(error, kind)
        if (trouble.status === 401) tokens.forget(token)
        if (attempt >= TRIES || !again(trouble, kind, attempt)) throw trouble
        counts.add('teams.retried')
        await new Promise((resolve) => setTimeout(resolve, 200 * 2 ** attempt * (0.8 + 0.4 * Math.random())))
      }
    }
  }
  return { call }
}

function again(trouble: VendorError, kind: Call, attempt: number): boolean {
  if (trouble.status === 401) return attempt === 1
  if (trouble.trouble !== 'unavailable' || trouble.inDoubt) return false
  // A token endpoint that does not answer was asked twice already.
  return kind === 'repeatable' || trouble.status === 412 || trouble.code === 'ECONNREFUSED'
}

function connect(baseUri: string, tokens: TokenSource): Clients {
  // The SDK's own credentials go through MSAL, which refuses logins on loopback.
  const credentials = {
    signRequest: async <T extends { headers: { set(name: string, value: string): void } }>(request: T): Promise<T> => {
      request.headers.set('authorization', `Bearer ${await tokens.token()}`)
      return request
    },
  }
  const { conversations } = tame(new ConnectorClient(credentials, { baseUri }))
  const { teams } = tame(new TeamsConnectorClient(credentials, { baseUri }))
  return { conversations, teams }
}

interface Pipeline {
  removePolicy(which: { name: string }): unknown
  addPolicy(policy: {
    name: string
    sendRequest(request: { timeout: number }, next: (request: unknown) => Promise<unknown>): Promise<unknown>
  }): void
}

/**
 * By default a POST is repeated after 5xx and resets, which posts twice, and nothing limits how long it takes. The documented
 * `retryOptions` have no effect in 4.23, so the pipeline inside is changed.
 */
function tame<T>(client: T): T {
  const { pipeline } = (client as unknown as { client: { pipeline: Pipeline } }).client
  pipeline.removePolicy({ name: 'defaultRetryPolicy' })
  pipeline.addPolicy({
    name: 'timeLimit',
    sendRequest: (request, next) => {
      request.timeout = TIMEOUT_MS
      return next(request)
    },
  })
  return client
}
