import * as z from 'zod'
import type { Account } from '../../coaching/people.ts'
import { VendorError } from '../../errors.ts'
import { clientCredentials } from '../../oauth.ts'
import { GRAPH_SCOPE, GRAPH_URL, graphBase, type TeamsOptions, tokenUrl } from './options.ts'

const Someone = z.object({
  id: z.string(),
  mail: z.string().nullish(),
  userPrincipalName: z.string().nullish(),
  userType: z.string().nullish(),
  accountEnabled: z.boolean().nullish(),
  preferredLanguage: z.string().nullish(),
})
type Someone = z.infer<typeof Someone>
const Found = z.object({ value: z.array(Someone) })

const SELECT = '$select=id,mail,userPrincipalName,userType,accountEnabled,preferredLanguage'
const GUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i

export interface People {
  find(email: string): Promise<Account | undefined>
  vouch(account: Account): Promise<{ readonly email: string } | 'stranger'>
}

type PeopleOptions = Pick<TeamsOptions, 'appId' | 'appPassword' | 'tenantId' | 'loginUrl' | 'graphUrl' | 'now'>

/**
 * Who is who in our tenant, as Microsoft Graph knows it (application permission User.Read.All, or User.ReadBasic.All with less
 * to see): https://learn.microsoft.com/graph/api/user-get. Only enabled members of the tenant count; whoever Graph does not
 * know there is a stranger. Throws VendorError when Graph does not answer.
 */
export function people(options: PeopleOptions): People {
  const ask = graph(options)

  async function byEmail(email: string): Promise<Someone | undefined> {
    const named = await ask(`users/${encodeURIComponent(email)}?${SELECT}`, Someone)
    if (named) return named
    // The path finds the sign-in name only; a mailbox may be called otherwise.
    const filter = encodeURIComponent(`mail eq '${email.replaceAll("'", "''")}'`)
    const found = (await ask(`users?$filter=${filter}&${SELECT}`, Found))?.value ?? []
    return found.length === 1 ? found[0] : undefined
  }

  return {
    async find(email) {
      const one = await byEmail(email)
      if (!one || !isMember(one) || !sameEmail(one, email)) return undefined
      const language = one.preferredLanguage ?? ''
      return { platform: 'teams', id: one.id, ...(language && language.length <= 16 ? { language } : {}) }
    },
    async vouch({ id }) {
      const one = GUID.test(id) ? await ask(`users/${id}?${SELECT}`, Someone) : undefined
      const email = one && isMember(one) ? one.mail || one.userPrincipalName : undefined
      return email ? { email } : 'stranger'
    },
  }
}

const isMember = ({ userType, accountEnabled }: Someone): boolean => userType === 'Member' && accountEnabled === true
const sameEmail = ({ mail, userPrincipalName }: Someone, email: string): boolean =>
  [mail, userPrincipalName].some((own) => own?.toLowerCase() === email.toLowerCase())

function graph(options: PeopleOptions) {
  const { appId: clientId, appPassword: clientSecret, now, graphUrl = GRAPH_URL } = options
  const tokens = clientCredentials({ url: tokenUrl(options), clientId, clientSecret, scope: GRAPH_SCOPE, now, vendor: 'Teams' })

  async function once(path: string, token: string): Promise<{ response: Response; body: unknown }> {
    const headers = { authorization: `Bearer ${token}`, accept: 'application/json' }
    try {
      const response = await fetch(graphBase(graphUrl) + path, {
        headers,
        signal: AbortSignal.timeout(10_000),
        redirect: 'error',
      })
      return { response, body: await response.json().catch(() => undefined) }
    } catch (cause) {
      throw new VendorError({ vendor: 'Teams', trouble: 'unavailable', code: 'graph', cause })
    }
  }

  /** Reads are harmless, so anything that may pass is tried a second time. */
  return async function ask<T>(path: string, shape: z.ZodType<T>): Promise<T | undefined> {
    const token = await tokens.token()
    const first = await once(path, token).catch((error: VendorError) =>
      error.trouble === 'unavailable' ? undefined : Promise.reject(error),
    )
    if (first?.response.status === 401) tokens.forget(token)
    const again = !first || first.response.status === 401 || first.response.status >= 500
    const final = again ? await once(path, await tokens.token()) : first
    return read(final.response, final.body, shape)
  }
}

function read<T>({ status, ok, headers }: Response, body: unknown, shape: z.ZodType<T>): T | undefined {
  if (status === 404) return undefined
  const parsed = shape.safeParse(body)
  if (ok && parsed.success) return parsed.data
  const trouble =
    status >= 500
      ? 'unavailable'
      : status === 429
        ? 'rate-limited'
        : status === 401 || status === 403
          ? 'unauthorised'
          : ok
            ? 'malformed'
            : 'refused'
  const retryAfterMs = Number(headers.get('retry-after')) * 1000 || undefined
  throw new VendorError({ vendor: 'Teams', trouble, code: 'graph', status, ...(retryAfterMs ? { retryAfterMs } : {}) })
}
