// Microsoft Graph as the bot's own app may read it: the directory, nothing else.
import type * as z from 'zod'
import { VendorError } from '../../errors.ts'
import { clientCredentials } from '../../oauth.ts'
import { GRAPH_SCOPE, GRAPH_URL, graphBase, type TeamsOptions, tokenUrl } from './options.ts'

export type GraphOptions = Pick<TeamsOptions, 'appId' | 'appPassword' | 'tenantId' | 'loginUrl' | 'graphUrl' | 'now'>

/** GET of a path below the version. */
export type AskGraph = <T>(path: string, shape: z.ZodType<T>) => Promise<T | undefined>

/** Throws VendorError when Graph does not answer; undefined = there is no such thing. */
export function openGraph(options: GraphOptions): AskGraph {
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
