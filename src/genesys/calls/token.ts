import { VendorError } from '../../errors.ts'
import type { Log } from '../../ports.ts'
import type { Gate } from './gate.ts'
import type { Sdk } from './sdk.ts'
import { genesysError, troubleOf } from './trouble.ts'

/** Why nothing can be asked: our credentials are not, or no longer, the right ones. */
export const SIGN_IN_REFUSED = 'sign-in-refused'

/** A token is renewed at this share of its life, so that none expires under a call. */
const RENEW_AT = 0.8

interface Token {
  readonly value: string
  readonly renewAt: number
  /** Machine time. */
  readonly since: number
}

/** News that some token ended may come after we noticed ourselves and have the next one; should that be meant, a call will tell. */
const NEW_MS = 5000

/**
 * Signs in with client credentials, one flight at a time. The SDK renews nothing for this grant.
 * See https://developer.genesys.cloud/authorization/platform-auth/use-client-credentials
 */
export function createToken({ sdk, gate, now, log, ...keys }: TokenOptions) {
  let token: Token | undefined
  let flight: Promise<Token> | undefined

  async function signIn(): Promise<Token> {
    gate.pass(true)
    try {
      sdk.client.getHttpClient().setTimeout(keys.timeoutMs)
      const { accessToken, tokenExpiryTime } = await sdk.client.loginClientCredentialsGrant(keys.clientId, keys.clientSecret)
      if (!accessToken) throw genesysError({ trouble: 'malformed', code: 'no-token' })
      // The SDK turned `expires_in` into machine time; only here do we turn it back.
      const lifeMs = Math.max(0, (tokenExpiryTime ?? 0) - Date.now())
      return { value: accessToken, renewAt: now() + lifeMs * RENEW_AT, since: performance.now() }
    } catch (rejection) {
      throw failedSignIn(rejection, gate, log)
    }
  }

  return {
    /** Makes sure the SDK holds a living token; answers which. */
    async get(): Promise<string> {
      if (token && now() < token.renewAt) return token.value
      flight ??= signIn().finally(() => {
        flight = undefined
      })
      token = await flight
      return token.value
    },
    /** Genesys no longer accepts this one, or (without a value) one that it does not name. A newer one stays. */
    forget(value?: string): void {
      const isMeant = value === undefined ? performance.now() - (token?.since ?? 0) > NEW_MS : token?.value === value
      if (isMeant) token = undefined
    },
  }
}

/**
 * Wrong keys come as 400 or 401. They say nothing about what was asked for, and an operator can put them right: whatever waits goes on
 * after that, so this passes like an outage.
 */
function failedSignIn(rejection: unknown, gate: Gate, log: Log): VendorError {
  if (rejection instanceof VendorError) return rejection
  const seen = troubleOf(rejection, false)
  const refused = seen.trouble === 'refused' || seen.trouble === 'unauthorised'
  const error = refused ? genesysError({ trouble: 'unavailable', code: SIGN_IN_REFUSED }) : seen
  gate.failed(error)
  if (refused)
    log.error('Genesys refuses our client id and secret: set GENESYS_CLIENT_SECRET to the one that is valid now, and restart')
  return error
}

export interface TokenOptions {
  readonly sdk: Sdk
  readonly gate: Gate
  readonly clientId: string
  readonly clientSecret: string
  readonly timeoutMs: number
  now(): number
  readonly log: Log
}
