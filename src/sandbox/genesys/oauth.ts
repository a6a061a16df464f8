// OAuth client credentials: https://developer.genesys.cloud/authorization/platform-auth/use-client-credentials
import type { Answer, Call, Route } from '../core/world.ts'
import { CLIENT, dated, type Org, REGION } from './org.ts'

const LIFE_SECONDS = 86_400
const MINUTE = 60_000

interface Token {
  readonly expires: number
  minute: number
  calls: number
}

/** `of` finds a living token by an Authorization header; `count` counts a call and answers the seconds to wait, 0 = go on. */
export function createTokens({ world, limits }: Org) {
  const tokens = new Map<string, Token>()
  return {
    issue(): string {
      const token = `sandbox-${crypto.randomUUID()}`
      tokens.set(token, { expires: world.clock.now() + LIFE_SECONDS * 1000, minute: 0, calls: 0 })
      return token
    },
    of(header: unknown): Token | undefined {
      const token = tokens.get(String(header).replace(/^bearer /i, ''))
      return token && token.expires > world.clock.now() ? token : undefined
    },
    count(token: Token): number {
      const now = world.clock.now()
      const minute = Math.floor(now / MINUTE)
      if (token.minute !== minute) Object.assign(token, { minute, calls: 0 })
      token.calls += 1
      return token.calls > limits.callsPerMinute ? Math.max(1, Math.ceil(((minute + 1) * MINUTE - now) / 1000)) : 0
    },
    revokeAll: () => tokens.clear(),
  }
}

export type Tokens = ReturnType<typeof createTokens>

function wrong(error: string, description: string, status = 400): Answer {
  return { status, body: { error, description, error_description: description } }
}

/** Both are 401 invalid_client; only the description tells an unknown client (or another region's) from a wrong secret. */
function refusal({ headers, body }: Call, { limits }: Org): Answer | undefined {
  const sent = Buffer.from(String(headers.authorization ?? '').replace(/^basic /i, ''), 'base64').toString()
  const [id = '', secret] = sent.split(':')
  if (id !== CLIENT.id || limits.region !== REGION) return wrong('invalid_client', `client not found: ${id}`, 401)
  if (secret !== limits.clientSecret) return wrong('invalid_client', 'authentication failed', 401)
  const { grant_type: grant } = (body ?? {}) as Record<string, unknown>
  if (grant === 'client_credentials') return undefined
  return wrong('unsupported_grant_type', `grant type ${String(grant)} is not simulated`)
}

/** POST /oauth/token with HTTP Basic and grant_type=client_credentials. */
export function oauth(tokens: Tokens, org: Org, route: Route): void {
  const granted = (): Answer => ({
    status: 200,
    body: { access_token: tokens.issue(), token_type: 'bearer', expires_in: LIFE_SECONDS },
  })
  route('POST', '/oauth/token', (call: Call) => dated(org, refusal(call, org) ?? granted()))
}
