// Deliveries to the bot, with the tokens a Bot Connector signs: RS256, its key published with the channel's endorsement.
// https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import type { Delivered, Route, World } from '../core/world.ts'
import { TEAMS_APP } from '../microsoft/apps.ts'
import type { Json } from './tenant.ts'

const ISSUER = 'https://api.botframework.com'

/** Teams gives up after 15 seconds. https://learn.microsoft.com/azure/bot-service/bot-builder-basics */
const PATIENCE = 15_000

type Keys = Awaited<ReturnType<typeof newKeys>>

export interface Courier {
  /** `serviceUrl` as activities carry it. */
  readonly serviceUrl: string
  deliver(activity: Json): Promise<Delivered>
}

async function newKeys() {
  const { privateKey, publicKey } = await generateKeyPair('RS256')
  const kid = crypto.randomUUID()
  return { privateKey, kid, jwk: { ...(await exportJWK(publicKey)), kid, use: 'sig', alg: 'RS256', endorsements: ['msteams'] } }
}

function parsed(text: string): unknown {
  if (text === '') return null
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

// Tokens follow the machine's clock, not the world's: the bot's SDK compares them with its own.
const token = ({ privateKey, kid }: Keys, serviceUrl: string): Promise<string> =>
  new SignJWT({ serviceurl: serviceUrl })
    .setProtectedHeader({ alg: 'RS256', kid, typ: 'JWT' })
    .setIssuer(ISSUER)
    .setAudience(TEAMS_APP.id)
    .setNotBefore('0s')
    .setExpirationTime('1h')
    .sign(privateKey)

async function send(url: string, { activity, bearer }: { activity: Json; bearer: string }): Promise<Delivered> {
  const started = performance.now()
  const ms = () => Math.round(performance.now() - started)
  const headers = { 'content-type': 'application/json; charset=utf-8', authorization: `Bearer ${bearer}` }
  try {
    const signal = AbortSignal.timeout(PATIENCE)
    const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(activity), signal, redirect: 'manual' })
    return { status: response.status, body: parsed(await response.text()), ms: ms() }
  } catch (error) {
    const late = error instanceof Error && error.name === 'TimeoutError'
    return { status: 0, ms: ms(), body: { error: late ? 'timeout' : 'unreachable' } }
  }
}

/** Publishes the signing key and hands out a courier. Status 0: the bot was not reached, or did not answer in time. */
export function courier(world: World, route: Route): Courier {
  const keys = newKeys()
  const home = () => `${world.url()}/teams`
  route('GET', '/openid', (call) => ({
    status: 200,
    body: { issuer: ISSUER, jwks_uri: `${call.base}/keys`, id_token_signing_alg_values_supported: ['RS256'] },
  }))
  route('GET', '/keys', async () => ({ status: 200, body: { keys: [(await keys).jwk] } }))
  return {
    get serviceUrl() {
      return `${home()}/`
    },
    async deliver(activity) {
      const bearer = await token(await keys, `${home()}/`)
      return send(`${world.botUrl()}/api/messages`, { activity, bearer })
    },
  }
}
