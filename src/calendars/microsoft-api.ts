import { Client, GraphError } from '@microsoft/microsoft-graph-client'
import type * as z from 'zod'
import { VendorError } from '../errors.ts'
import { clientCredentials, type TokenSource } from '../oauth.ts'

export interface GraphOptions {
  readonly clientId: string
  readonly clientSecret: string
  readonly tenantId: string
  /** https://login.microsoftonline.com, or what stands in for it. */
  readonly loginUrl: string
  /** https://graph.microsoft.com, or what stands in for it; with or without the version. */
  readonly url: string
  now(): number
}

export interface GraphCall {
  readonly method: 'GET' | 'POST' | 'DELETE'
  readonly path: string
  readonly query?: Readonly<Record<string, string | number>>
  readonly body?: unknown
  /** False for creates: sent once, whatever comes back. */
  readonly repeatable: boolean
}

/** Throws VendorError: vendor `Microsoft`, `inDoubt` when a create may have happened all the same. */
export type Graph = <T>(call: GraphCall, shape: z.ZodType<T>) => Promise<T>

const TIMEOUT_MS = 10_000

/**
 * Microsoft Graph as an application. The SDK's usual chain is replaced: it sends the bearer over https only, repeats creates
 * after 503 and 504, and never gives up waiting (microsoft-graph-client 3, `AuthenticationHandler` and `RetryHandler`).
 */
export function openGraph(options: GraphOptions): Graph {
  const tokens = tokensOf(options)
  const { base, version } = split(options.url)
  const client = Client.initWithMiddleware({ baseUrl: base, defaultVersion: version, middleware: { execute } })

  return async (call, shape) => {
    const token = await tokens.token()
    const answer = await once(client, token, call).catch(async (error: VendorError) => {
      if (error.status === 401) tokens.forget(token)
      if (error.status !== 401 && !(call.repeatable && error.trouble === 'unavailable')) throw error
      return once(client, await tokens.token(), call)
    })
    const parsed = shape.safeParse(answer)
    if (parsed.success) return parsed.data
    throw new VendorError({ vendor: 'Microsoft', trouble: 'malformed', inDoubt: !call.repeatable })
  }
}

const execute = async (context: { request: RequestInfo; options?: RequestInit; response?: Response }): Promise<void> => {
  context.response = await fetch(context.request, {
    ...context.options,
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  })
}

async function once(client: Client, token: string, { method, path, query = {}, body, repeatable }: GraphCall): Promise<unknown> {
  const headers = { authorization: `Bearer ${token}`, prefer: 'outlook.timezone="UTC"' }
  const request = client.api(path).headers(headers).query(query)
  try {
    if (method === 'POST') return await request.post(body)
    return method === 'GET' ? await request.get() : await request.delete()
  } catch (error) {
    throw troubleOf(error, repeatable)
  }
}

function tokensOf({ clientId, clientSecret, tenantId, loginUrl, now }: GraphOptions): TokenSource {
  const url = `${loginUrl.replace(/\/+$/, '')}/${encodeURIComponent(tenantId)}/oauth2/v2.0/token`
  return clientCredentials({ url, clientId, clientSecret, scope: 'https://graph.microsoft.com/.default', now })
}

/** The SDK puts the version between base and path itself. */
function split(url: string): { base: string; version: string } {
  const [, base = url, version = 'v1.0'] = /^(.*?)\/(v1\.0|beta)\/*$/.exec(url) ?? [url, url.replace(/\/+$/, '')]
  return { base, version }
}

/** Codes: https://learn.microsoft.com/graph/errors */
function troubleOf(cause: unknown, repeatable: boolean): VendorError {
  const { statusCode = -1, code, headers } = cause instanceof GraphError ? cause : {}
  const status = statusCode > 0 ? statusCode : undefined
  const retryAfterMs = Number(headers?.get('retry-after')) * 1000 || undefined
  return new VendorError({
    vendor: 'Microsoft',
    trouble: kindOf(status),
    code: /^\w{1,64}$/.test(code ?? '') ? (code ?? '') : '',
    // A success whose body did not arrive whole happened all the same.
    inDoubt: !repeatable && (status === undefined || status >= 500 || status < 400),
    cause,
    ...(status ? { status } : {}),
    ...(retryAfterMs ? { retryAfterMs } : {}),
  })
}

function kindOf(status: number | undefined): VendorError['trouble'] {
  if (status === undefined || status >= 500) return 'unavailable'
  if (status === 401 || status === 403) return 'unauthorised'
  if (status === 404) return 'not-found'
  if (status === 429) return 'rate-limited'
  return status >= 400 ? 'refused' : 'malformed'
}
