// What the Bot Connector publishes and signs with, on loopback: a keyring that can also sign what the real one never would.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type CryptoKey, exportJWK, generateKeyPair, SignJWT } from 'jose'

export const APP_ID = '11111111-1111-4111-8111-111111111111'
export const TENANT = '22222222-2222-4222-8222-222222222222'
export const ISSUER = 'https://api.botframework.com'

export interface Claims {
  readonly iss?: string
  readonly aud?: string
  readonly exp?: number
  readonly serviceurl?: string
  readonly tid?: string
}

export interface Keyring {
  readonly openIdUrl: string
  /** How often the published keys were fetched. */
  fetches(): number
  fail(failing: boolean): void
  sign(
    claims: Claims,
    options?: { readonly kid?: string; readonly alg?: string; readonly key?: CryptoKey | Uint8Array },
  ): Promise<string>
  close(): Promise<void>
}

/** `good` is endorsed for Teams, `webchat` for another channel, `bare` for none. */
export async function openKeyring(): Promise<Keyring> {
  const kids = { good: ['msteams', 'webchat'], webchat: ['webchat'], bare: undefined }
  const pairs = new Map<string, CryptoKey>()
  const keys: object[] = []
  for (const [kid, endorsements] of Object.entries(kids)) {
    const { publicKey, privateKey } = await generateKeyPair('RS256')
    pairs.set(kid, privateKey)
    keys.push({ ...(await exportJWK(publicKey)), kid, use: 'sig', alg: 'RS256', ...(endorsements ? { endorsements } : {}) })
  }
  let fetched = 0
  let failing = false
  const server = createServer((request, response) => {
    fetched += request.url === '/keys' || failing ? 1 : 0
    response.statusCode = failing ? 503 : 200
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(request.url === '/openid' ? { issuer: ISSUER, jwks_uri: `${base}/keys` } : { keys }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  return {
    openIdUrl: `${base}/openid`,
    fetches: () => fetched,
    fail(now) {
      failing = now
    },
    sign: (
      { exp = Math.floor(Date.now() / 1000) + 600, ...claims },
      { kid = 'good', alg = 'RS256', key = pairs.get(kid) } = {},
    ) =>
      new SignJWT({ iss: ISSUER, aud: APP_ID, ...claims, exp })
        .setProtectedHeader({ alg, kid, typ: 'JWT' })
        .sign(key ?? pairs.get('good')!),
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
