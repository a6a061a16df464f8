// Deliveries to the bot, with the tokens a Bot Connector signs: RS256, its key published with the channel's endorsement.
// https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication

import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import type { Json } from '../core/json.ts'
import type { Delivered, Route, World } from '../core/world.ts'
import { TEAMS_APP } from '../microsoft/apps.ts'
import { deliver as post } from '../wire/deliver.ts'

const ISSUER = 'https://api.botframework.com'

/** Teams gives up after 15 seconds. https://learn.microsoft.com/azure/bot-service/bot-builder-basics */
const PATIENCE = 15_000

type Keys = Awaited<ReturnType<typeof newKeys>>

export interface Courier {
  /** `serviceUrl` as activities carry it. */
  readonly serviceUrl: string
  /** To the bot whose turn it is, unless one is named. */
  deliver(activity: Json, botUrl?: string): Promise<Delivered>
}

let made: ReturnType<typeof newKeys> | undefined

/**
 * One for all worlds of a process, as Microsoft's are for all bots: the SDK keeps the keys of an address for an hour, whoever is found
 * there next. https://github.com/microsoft/botbuilder-js/blob/main/libraries/botframework-connector/src/auth/openIdMetadata.ts
 */
const theKeys = (): ReturnType<typeof newKeys> => {
  made ??= newKeys()
  return made
}

async function newKeys() {
  const { privateKey, publicKey } = await generateKeyPair('RS256')
  const kid = crypto.randomUUID()
  return { privateKey, kid, jwk: { ...(await exportJWK(publicKey)), kid, use: 'sig', alg: 'RS256', endorsements: ['msteams'] } }
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

const trouble = { late: 'timeout', unreachable: 'unreachable' } as const

/** Publishes the signing key and hands out a courier. Status 0: the bot was not reached, or did not answer in time. */
export function courier(world: World, route: Route): Courier {
  const keys = theKeys()
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
    deliver(activity, botUrl) {
      const body = JSON.stringify(activity)
      return world.deliveries.first(async () => {
        const bearer = await token(await keys, `${home()}/`)
        const headers = { 'content-type': 'application/json; charset=utf-8', authorization: `Bearer ${bearer}` }
        return post({ url: `${botUrl ?? world.botUrl()}/api/messages`, headers, body, patience: PATIENCE, trouble })
      })
    },
  }
}
