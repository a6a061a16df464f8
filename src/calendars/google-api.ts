import { createPrivateKey } from 'node:crypto'
import { calendar, type calendar_v3 } from '@googleapis/calendar'
import { SignJWT } from 'jose'
import * as z from 'zod'
import { VendorError } from '../errors.ts'
import { type TokenSource, tokenSource } from '../oauth.ts'

export interface GoogleOptions {
  readonly clientEmail: string
  /** PEM, as in the service account's JSON file. */
  readonly privateKey: string
  /** https://www.googleapis.com, or what stands in for it. */
  readonly url: string
  /** https://oauth2.googleapis.com/token, or what stands in for it. */
  readonly tokenUrl: string
  now(): number
}

/** The narrowest that do: https://developers.google.com/workspace/calendar/api/auth. One token each, so that reading works without writing. */
export const SCOPES = {
  freebusy: 'https://www.googleapis.com/auth/calendar.freebusy',
  events: 'https://www.googleapis.com/auth/calendar.events.owned',
} as const
export type Scope = keyof typeof SCOPES

type Wire = Pick<calendar_v3.Options, 'rootUrl' | 'headers' | 'retry' | 'timeout' | 'redirect' | 'fetchImplementation'>

export interface GoogleCall {
  /** In whose name: their own calendar is `primary`. */
  readonly user: string
  readonly scope: Scope
  /** False for creates: sent once, whatever comes back. */
  readonly repeatable: boolean
  send(api: calendar_v3.Calendar, wire: Wire): Promise<{ readonly data: unknown }>
}

/** Throws VendorError: vendor `Google`, `not-found` when there is no such user, `inDoubt` when a create may have happened all the same. */
export type Google = <T>(call: GoogleCall, shape: z.ZodType<T>) => Promise<T>

const TIMEOUT_MS = 10_000

/**
 * Google Calendar as a service account to which the domain delegated. The SDK's own sign-in is not used: it keeps tokens by the machine's
 * clock, asks a fixed address and waits as long as it likes. Its retries are off, and the root goes with each call, since set once for all
 * it would lose its path.
 */
export function openGoogle(options: GoogleOptions): Google {
  const api = calendar({ version: 'v3' })
  const tokens = new Map<string, TokenSource>()

  function tokensOf(user: string, scope: Scope): TokenSource {
    const name = `${scope} ${user}`
    const known = tokens.get(name) ?? delegated(options, user, scope)
    tokens.set(name, known)
    return known
  }

  async function once({ repeatable, send }: GoogleCall, token: string): Promise<unknown> {
    const headers = { authorization: `Bearer ${token}` }
    const patience = { retry: false, timeout: TIMEOUT_MS, redirect: 'error' } as const
    const wire = { ...patience, rootUrl: `${options.url.replace(/\/+$/, '')}/`, headers, fetchImplementation: fetch }
    return send(api, wire).then(
      ({ data }) => data,
      (error: unknown) => Promise.reject(troubleOf(error, repeatable)),
    )
  }

  return async (call, shape) => {
    const source = tokensOf(call.user, call.scope)
    const token = await source.token()
    const answer = await once(call, token).catch(async (error: VendorError) => {
      if (error.status === 401) source.forget(token)
      if (error.code !== 'authError' && !(call.repeatable && error.trouble === 'unavailable')) throw error
      return once(call, await source.token())
    })
    const parsed = shape.safeParse(answer)
    if (parsed.success) return parsed.data
    throw new VendorError({ vendor: 'Google', trouble: 'malformed', inDoubt: !call.repeatable })
  }
}

const GRANT = 'urn:ietf:params:oauth:grant-type:jwt-bearer'

/** A token in the name of a user, bought with an assertion: https://developers.google.com/identity/protocols/oauth2/service-account#httprest */
export function delegated(
  { clientEmail, privateKey, tokenUrl, now }: GoogleOptions,
  user: string | null,
  scope: Scope,
): TokenSource {
  async function form() {
    // Its times are the machine's, because Google compares them with its own.
    const signing = new SignJWT({ scope: SCOPES[scope], ...(user === null ? {} : { sub: user }) })
      .setProtectedHeader({ alg: 'RS256', typ: 'JWT' })
      .setIssuer(clientEmail)
      .setAudience(tokenUrl)
      .setIssuedAt()
      .setExpirationTime('1h')
    return { grant_type: GRANT, assertion: await signing.sign(createPrivateKey(privateKey)) }
  }
  return tokenSource({ url: tokenUrl, form, now, vendor: 'Google', nobody: /invalid email or user id|account has been deleted/i })
}

/** Google's envelope of errors: https://developers.google.com/workspace/calendar/api/guides/errors */
const Failed = z.object({
  status: z.number(),
  headers: z.instanceof(Headers).optional(),
  data: z
    .object({ error: z.object({ errors: z.array(z.object({ reason: z.string() })) }) })
    .optional()
    .catch(undefined),
})

function troubleOf(cause: unknown, repeatable: boolean): VendorError {
  const { status, headers, data } = Failed.safeParse((cause as { response?: unknown }).response).data ?? {}
  const { reason = '' } = data?.error.errors[0] ?? {}
  const retryAfterMs = Number(headers?.get('retry-after')) * 1000 || undefined
  return new VendorError({
    vendor: 'Google',
    trouble: kindOf(status, reason),
    code: /^\w{1,64}$/.test(reason) ? reason : '',
    // A success whose body did not arrive whole happened all the same.
    inDoubt: !repeatable && (status === undefined || status >= 500 || status < 400),
    cause,
    ...(status ? { status } : {}),
    ...(retryAfterMs ? { retryAfterMs } : {}),
  })
}

function kindOf(status: number | undefined, reason: string): VendorError['trouble'] {
  if (status === undefined || status >= 500) return 'unavailable'
  if (status === 429 || (status === 403 && /LimitExceeded|quotaExceeded/i.test(reason))) return 'rate-limited'
  // Calendar is switched off for this user.
  if (reason === 'notACalendarUser') return 'not-found'
  if (status === 401 || status === 403) return 'unauthorised'
  if (status === 404 || status === 410) return 'not-found'
  return status >= 400 ? 'refused' : 'malformed'
}
