// Google's token endpoint for service accounts: a signed assertion buys a token, for the account itself or, by domain-wide delegation, for a user.
// https://developers.google.com/identity/protocols/oauth2/service-account#httprest and RFC 7523
import { createPublicKey } from 'node:crypto'
import { compactVerify } from 'jose'
import { type Json, recordOf } from '../core/json.ts'
import type { Answer, Call, Route, World, WorldPerson } from '../core/world.ts'
import { CLIENT_EMAIL, type Key, SCOPES } from './account.ts'
import { findUser, inDomain } from './users.ts'

/** Seconds. */
const LIFE = 3599
const LONGEST = 3600
const SKEW = 300
const GRANT = 'urn:ietf:params:oauth:grant-type:jwt-bearer'
const AUDIENCES = ['https://oauth2.googleapis.com/token', 'https://www.googleapis.com/oauth2/v4/token']

export interface Grant {
  /** Whose calendar it opens; undefined for the service account itself, which has none. */
  readonly user: WorldPerson | undefined
  readonly scopes: readonly string[]
  /** World time, milliseconds. */
  readonly until: number
}

export interface Tokens {
  /** `missing`, `invalid`, `expired`, or what was granted. */
  read(authorization: string | string[] | undefined): Grant | string
}

interface Refusal {
  readonly status: 400 | 401
  readonly error: string
  readonly text: string
}

const refusal = (error: string, text: string, status: Refusal['status'] = 400): Refusal => ({ status, error, text })
const invalid = (text: string): Refusal => refusal('invalid_grant', text)

const TIMES =
  'Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim.'
const BARRED =
  'Client is unauthorized to retrieve access tokens using this method, or client not authorized for any of the scopes requested.'

interface Desk {
  readonly world: World
  readonly key: Key
  readonly delegated: ReadonlySet<string>
}

async function claimsOf({ key }: Desk, assertion: string): Promise<Json | undefined> {
  try {
    const { payload } = await compactVerify(assertion, createPublicKey(key.publicKey), { algorithms: ['RS256'] })
    return recordOf(JSON.parse(new TextDecoder().decode(payload)))
  } catch {
    return undefined
  }
}

/** Signatures follow the machine's clock. */
function untimely({ iat, exp }: Json): boolean {
  const now = Date.now() / 1000
  if (typeof iat !== 'number' || typeof exp !== 'number') return true
  return exp - iat > LONGEST || exp <= iat || iat > now + SKEW || exp <= now
}

function judge({ world, delegated }: Desk, claims: Json): Pick<Grant, 'user' | 'scopes'> | Refusal {
  const { iss, aud, scope, sub } = claims
  if (iss !== CLIENT_EMAIL) return invalid('Invalid grant: account not found')
  if (![...AUDIENCES, `${world.url()}/google/token`].includes(String(aud)))
    return invalid(`Invalid JWT: Failed audience check. The right audience is ${AUDIENCES[0]}`)
  if (untimely(claims)) return invalid(TIMES)
  const scopes = String(scope ?? '')
    .split(' ')
    .filter(Boolean)
  if (scopes.length === 0 || !scopes.every((each) => SCOPES.includes(each)))
    return refusal('invalid_scope', 'Invalid OAuth scope or ID token audience provided.')
  if (sub === undefined || sub === CLIENT_EMAIL) return { user: undefined, scopes }
  const barred = !inDomain(world.cast, String(sub)) || !scopes.every((each) => delegated.has(each))
  if (barred) return refusal('unauthorized_client', BARRED, 401)
  const user = findUser(world.cast, String(sub))
  return user ? { user, scopes } : invalid('Invalid email or User ID')
}

async function grantOf(desk: Desk, call: Call): Promise<Pick<Grant, 'user' | 'scopes'> | Refusal> {
  const form = recordOf(call.body)
  if (form.grant_type !== GRANT) return refusal('unsupported_grant_type', `Invalid grant_type: ${String(form.grant_type ?? '')}`)
  if (typeof form.assertion !== 'string') return refusal('invalid_request', 'Missing parameter: assertion')
  const claims = await claimsOf(desk, form.assertion)
  return claims ? judge(desk, claims) : invalid('Invalid JWT Signature.')
}

const isRefusal = (found: object): found is Refusal => 'error' in found

/** Tokens already out keep what they were given, whatever becomes of the delegation. */
export function serveTokens(desk: Desk, route: Route): Tokens {
  const granted = new Map<string, Grant>()
  const now = () => desk.world.clock.now()
  route('POST', '/token', async (call): Promise<Answer> => {
    const found = await grantOf(desk, call)
    if (isRefusal(found)) return { status: found.status, body: { error: found.error, error_description: found.text } }
    const token = `ya29.${crypto.randomUUID()}`
    granted.set(token, { ...found, until: now() + LIFE * 1000 })
    return { status: 200, body: { access_token: token, expires_in: LIFE, token_type: 'Bearer' } }
  })
  return {
    read(authorization) {
      const token = /^Bearer (.+)$/i.exec(String(authorization ?? ''))?.[1]
      if (!token) return 'missing'
      const grant = granted.get(token)
      if (!grant) return 'invalid'
      return grant.until <= now() ? 'expired' : grant
    },
  }
}
