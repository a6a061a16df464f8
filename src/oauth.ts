import * as z from 'zod'
import { VendorError, type VendorName } from './errors.ts'

export interface TokenOptions {
  /** The token endpoint, e.g. https://login.microsoftonline.com/<tenant>/oauth2/v2.0/token */
  readonly url: string
  /** What is sent there. */
  form(): Promise<Readonly<Record<string, string>>>
  /** Epoch milliseconds; the token's life follows this clock. */
  now(): number
  readonly timeoutMs?: number
  /** Who is blamed in errors. */
  readonly vendor?: VendorName
  /** A refusal described like this means that there is nobody of that name. */
  readonly nobody?: RegExp
}

export interface ClientCredentialsOptions extends Omit<TokenOptions, 'form'> {
  readonly clientId: string
  readonly clientSecret: string
  readonly scope: string
}

export interface TokenSource {
  token(): Promise<string>
  /** That token was refused: the next call asks for a new one. Many may be refused at once, so a newer one stays. */
  forget(token: string): void
}

const Granted = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number().positive() })
const Denied = z.object({ error: z.string().regex(/^\w{1,64}$/), error_description: z.string().optional() })
const MARGIN_MS = 5 * 60_000

/** OAuth 2 client credentials (RFC 6749, 4.4). MSAL is not used because it refuses loopback logins. */
export const clientCredentials = ({ clientId, clientSecret, scope, ...options }: ClientCredentialsOptions): TokenSource =>
  tokenSource({
    ...options,
    form: async () => ({ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret, scope }),
  })

/**
 * `token()` answers an access token, kept until five minutes before it expires and asked for once however many wait. One second try
 * after a 5xx or a broken connection. Throws VendorError: `unauthorised` for refused credentials, `not-found` for nobody of that name,
 * `rate-limited`, `unavailable`, `malformed`.
 */
export function tokenSource(options: TokenOptions): TokenSource {
  let kept: { readonly token: string; readonly until: number } | undefined
  let asking: Promise<string> | undefined

  async function renew(): Promise<string> {
    const granted = await grantTwice(options)
    // A token of a shorter life than the margin serves for half of it.
    const life = granted.expires_in * 1000
    kept = { token: granted.access_token, until: options.now() + Math.max(life - MARGIN_MS, life / 2) }
    return kept.token
  }

  return {
    async token() {
      if (kept && options.now() < kept.until) return kept.token
      asking ??= renew().finally(() => {
        asking = undefined
      })
      return asking
    },
    forget(token) {
      if (kept?.token === token) kept = undefined
    },
  }
}

async function grantTwice(options: TokenOptions): Promise<z.infer<typeof Granted>> {
  try {
    return await grant(options)
  } catch (error) {
    if (error instanceof VendorError && error.trouble === 'unavailable') return grant(options)
    throw error
  }
}

async function grant(options: TokenOptions): Promise<z.infer<typeof Granted>> {
  const { response, text } = await ask(options)
  if (!response.ok) throw denied(options, response, text)
  const granted = Granted.safeParse(parsed(text))
  if (granted.success) return granted.data
  throw new VendorError({ vendor: vendorOf(options), trouble: 'malformed', code: 'token', status: response.status })
}

async function ask({ url, form, timeoutMs = 10_000, vendor = 'Microsoft' }: TokenOptions) {
  const body = new URLSearchParams(await form())
  try {
    // A redirect would carry the secret elsewhere.
    const response = await fetch(url, { method: 'POST', body, redirect: 'error', signal: AbortSignal.timeout(timeoutMs) })
    return { response, text: await response.text() }
  } catch (cause) {
    throw new VendorError({ vendor, trouble: 'unavailable', code: 'token', cause })
  }
}

function denied(options: TokenOptions, response: Response, text: string): VendorError {
  const { status } = response
  const { error: code = 'token', error_description: why = '' } = Denied.safeParse(parsed(text)).data ?? {}
  const refused = options.nobody?.test(why) ? 'not-found' : 'unauthorised'
  const trouble = status >= 500 ? 'unavailable' : status === 429 ? 'rate-limited' : refused
  const retryAfterMs = Number(response.headers.get('retry-after')) * 1000 || undefined
  return new VendorError({ vendor: vendorOf(options), trouble, code, status, ...(retryAfterMs ? { retryAfterMs } : {}) })
}

const vendorOf = ({ vendor = 'Microsoft' }: TokenOptions): VendorName => vendor

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
