import { createRemoteJWKSet, errors, type JWSHeaderParameters, type JWTVerifyGetKey, jwtVerify, type RemoteJWKSet } from 'jose'
import * as z from 'zod'
import { VendorError } from '../../errors.ts'
import { OPEN_ID_URL, type TeamsOptions, TOKEN_ISSUER } from './options.ts'

export interface Doorman {
  /** Whether the Bot Connector sent this, for the bot that we are, from that serviceUrl. Throws VendorError when its keys cannot be had. */
  admits(authorization: string | undefined, serviceUrl: string): Promise<boolean>
}

type DoormanOptions = Pick<TeamsOptions, 'appId' | 'tenantId' | 'openIdUrl' | 'tokenIssuer'>

const ALGORITHMS = ['RS256', 'RS384', 'RS512']
const CLOCK_SKEW_S = 5 * 60
const Endorsed = z.object({ endorsements: z.array(z.string()) })
const Claims = z.object({ serviceurl: z.string(), tid: z.string().optional() })

/**
 * Checks the bearer before the SDK does: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication
 * The SDK alone answers 500 to a forged signature, lets every stranger make it fetch the keys, remembers every tenant id it
 * is shown, and has a second way in for emulators that skips the serviceUrl; so only what passed here reaches it.
 */
export function doorman({ appId, tenantId, openIdUrl = OPEN_ID_URL, tokenIssuer = TOKEN_ISSUER }: DoormanOptions): Doorman {
  const key = endorsedKeys(openIdUrl)
  const rules = {
    issuer: tokenIssuer,
    audience: appId,
    algorithms: ALGORITHMS,
    clockTolerance: CLOCK_SKEW_S,
    requiredClaims: ['exp', 'serviceurl'],
  }
  return {
    async admits(authorization, serviceUrl) {
      const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/.exec(authorization ?? '')?.[1]
      if (!token) return false
      try {
        const claims = Claims.parse((await jwtVerify(token, key, rules)).payload)
        return claims.serviceurl === serviceUrl && (claims.tid === undefined || claims.tid === tenantId)
      } catch (error) {
        if (error instanceof VendorError) throw error
        return false
      }
    },
  }
}

const REST_MS = 5_000

/** The key a token names, if Microsoft endorsed it for Teams. Strangers cannot make us fetch more than one time in five minutes, or five seconds while that fails. */
function endorsedKeys(openIdUrl: string): JWTVerifyGetKey {
  let keys: Promise<RemoteJWKSet> | undefined
  let failedAt = Number.NEGATIVE_INFINITY

  async function lookUp(header: JWSHeaderParameters, token: Parameters<JWTVerifyGetKey>[1]) {
    keys ??= discover(openIdUrl)
    const set = await keys
    const key = await set(header, token)
    const jwk = Endorsed.safeParse(set.jwks()?.keys.find(({ kid }) => kid === header.kid))
    if (!jwk.data?.endorsements.includes('msteams')) throw new errors.JWKSNoMatchingKey()
    return key
  }

  return async (header, token) => {
    if (!header.kid) throw new errors.JWKSNoMatchingKey()
    if (performance.now() - failedAt < REST_MS) throw new VendorError({ vendor: 'Teams', trouble: 'unavailable', code: 'keys' })
    try {
      return await lookUp(header, token)
    } catch (error) {
      if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys) throw error
      failedAt = performance.now()
      keys = undefined
      throw new VendorError({ vendor: 'Teams', trouble: 'unavailable', code: 'keys', cause: error })
    }
  }
}

async function discover(openIdUrl: string): Promise<RemoteJWKSet> {
  const response = await fetch(openIdUrl, { signal: AbortSignal.timeout(5_000) })
  if (!response.ok) throw new Error(`The OpenID metadata answered ${response.status}`)
  const { jwks_uri } = z.object({ jwks_uri: z.url() }).parse(await response.json())
  return createRemoteJWKSet(new URL(jwks_uri), { cooldownDuration: 5 * 60_000, cacheMaxAge: 24 * 60 * 60_000 })
}
