// Slack's ways of saying no, in our few kinds of trouble. https://docs.slack.dev/reference/methods lists the names per method.
import { webApi } from '@slack/bolt'
import { type Trouble, VendorError, type VendorErrorFields } from '../../errors.ts'

/** A 429 that does not say for how long; see https://github.com/slackapi/node-slack-sdk/issues/1421 */
const UNSAID_WAIT_MS = 30_000

const UNAUTHORISED = new Set([
  'access_denied',
  'account_inactive',
  'ekm_access_denied',
  'invalid_auth',
  'missing_scope',
  'no_permission',
  'not_allowed_token_type',
  'not_authed',
  'team_access_not_granted',
  'token_expired',
  'token_revoked',
])

const PASSING = new Set([
  'external_channel_migrating',
  'fatal_error',
  'fetch_members_failed',
  'internal_error',
  'org_login_required',
  'request_timeout',
  'service_unavailable',
  'team_added_to_org',
])

/** Slack could not say whether some of the work was done before it broke. */
const UNSURE = new Set(['fatal_error', 'internal_error'])

/** Never connected, so nothing was committed. */
const NEVER_ARRIVED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT'])

type Found = Omit<VendorErrorFields, 'vendor' | 'cause'>

function byName(name: string): Found {
  // A body that is no JSON arrives as the "name": a page of some proxy, so its words are not passed on.
  if (!/^[a-z0-9_]{1,80}$/.test(name)) return { trouble: 'unavailable', code: 'unreadable_answer', inDoubt: true }
  if (name === 'ratelimited' || name === 'rate_limited')
    return { trouble: 'rate-limited', code: name, retryAfterMs: UNSAID_WAIT_MS }
  if (PASSING.has(name)) return { trouble: 'unavailable', code: name, inDoubt: UNSURE.has(name) }
  const lost = name.endsWith('_not_found') || name === 'user_not_visible'
  const trouble: Trouble = UNAUTHORISED.has(name) ? 'unauthorised' : lost ? 'not-found' : 'refused'
  return { trouble, code: name }
}

function byStatus(status: number): Found {
  if (status >= 500) return { trouble: 'unavailable', status, inDoubt: true }
  if (status === 401 || status === 403) return { trouble: 'unauthorised', status }
  return { trouble: status === 404 ? 'not-found' : 'refused', status }
}

function connectionCode(error: Error): string {
  const cause = error.cause as { readonly code?: unknown } | undefined
  return typeof cause?.code === 'string' ? cause.code : error.name
}

function find(error: unknown): Found {
  if (error instanceof webApi.WebAPIPlatformError) return byName(error.data.error)
  if (error instanceof webApi.WebAPIHTTPError) return byStatus(error.statusCode)
  if (error instanceof webApi.WebAPIRateLimitedError)
    return { trouble: 'rate-limited', status: 429, retryAfterMs: error.retryAfter * 1000 }
  if (error instanceof Error && error.message.startsWith('Retry header'))
    return { trouble: 'rate-limited', status: 429, retryAfterMs: UNSAID_WAIT_MS }
  const reason = error instanceof webApi.WebAPIRequestError ? error.original : error
  const code = reason instanceof Error ? connectionCode(reason) : 'unknown'
  return { trouble: 'unavailable', code, inDoubt: !NEVER_ARRIVED.has(code) }
}

/** What a failed call means. `creates`: a repeat would post a second message, so "perhaps it happened" is said (`inDoubt`). */
export function slackTrouble(error: unknown, creates: boolean): VendorError {
  const { inDoubt, ...found } = find(error)
  return new VendorError({ vendor: 'Slack', ...found, inDoubt: creates && inDoubt === true, cause: error })
}
