import { type Trouble, VendorError, type VendorErrorFields } from '../../errors.ts'

/** The SDK rejects with `{ status, headers, body }` after an answer, with axios's own error without one; login always with the latter. */
export interface Rejection {
  readonly status?: number
  readonly headers?: Readonly<Record<string, unknown>>
  readonly body?: unknown
  readonly code?: unknown
  readonly response?: { readonly status: number; readonly headers: Readonly<Record<string, unknown>>; readonly data: unknown }
}

/** Codes of a connection that never came about, so that nothing can have happened at the other end. */
const NEVER_ARRIVED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'CERT_HAS_EXPIRED'])

export const genesysError = (fields: Omit<VendorErrorFields, 'vendor'>): VendorError =>
  new VendorError({ vendor: 'Genesys', ...fields })

/** True for "there is no such thing", which most callers turn into a value. */
export const isMissing = (error: unknown): boolean => error instanceof VendorError && error.trouble === 'not-found'

/** Awaits, and answers undefined when Genesys has no such thing. */
export async function orUndefined<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

function kindOf(status: number): Trouble {
  if (status === 401 || status === 403) return 'unauthorised'
  if (status === 404) return 'not-found'
  if (status === 429) return 'rate-limited'
  return status === 408 || status >= 500 ? 'unavailable' : 'refused'
}

const wordOf = (value: unknown): string => (typeof value === 'string' && /^[\w.-]{1,80}$/.test(value) ? value : '')

function codeOf(body: unknown): string {
  const { code, error } = (typeof body === 'object' && body !== null ? body : {}) as { code?: unknown; error?: unknown }
  return wordOf(code) || wordOf(error)
}

/** Retry-After comes in seconds; without one a short rest is taken all the same. */
function restOf(headers: Rejection['headers'] = {}): number {
  const seconds = Number(headers['retry-after'])
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : 3000
}

/**
 * What a rejection of the SDK means. `creates`: the call makes something, so that an answer lost on the way leaves it in doubt.
 * The rejection itself is not kept as the cause: it carries the token, and the bodies carry people's words.
 * Status codes: https://developer.genesys.cloud/platform/api/status-codes
 */
export function troubleOf(rejection: unknown, creates: boolean): VendorError {
  const seen = (typeof rejection === 'object' && rejection !== null ? rejection : {}) as Rejection
  const status = seen.response?.status ?? seen.status
  // An answer that broke off keeps its good status, but says nothing.
  if (status === undefined || status < 400) return lost(wordOf(seen.code), creates)
  const trouble = kindOf(status)
  const code = codeOf(seen.response?.data ?? seen.body)
  const rest = trouble === 'rate-limited' ? { retryAfterMs: restOf(seen.response?.headers ?? seen.headers) } : {}
  return genesysError({ trouble, code, status, ...rest, inDoubt: creates && trouble === 'unavailable' })
}

function lost(code: string, creates: boolean): VendorError {
  return genesysError({ trouble: 'unavailable', code: code || 'no-answer', inDoubt: creates && !NEVER_ARRIVED.has(code) })
}
