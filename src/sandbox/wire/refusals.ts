// How each vendor words an error of its infrastructure, for ordered faults and for calls nobody answers.

import type { Answer, Vendor } from '../core/world.ts'
import type { Refusal } from './faults.ts'

const GENESYS: Readonly<Record<number, readonly [code: string, message: string]>> = {
  400: ['bad.request', 'The request could not be understood by the server due to malformed syntax.'],
  401: ['bad.credentials', 'Invalid login credentials.'],
  403: ['missing.permissions', 'Unable to perform the requested action. You are missing the required permission(s).'],
  404: ['not.found', 'The requested resource was not found.'],
  409: ['conflict', 'The request conflicts with the current state of the target resource.'],
  413: ['request.entity.too.large', 'The request is over the size limit.'],
  429: ['too.many.requests', 'Rate limit exceeded the maximum. Retry the request in [%s] seconds'],
  503: ['service.unavailable', 'The service is temporarily unavailable.'],
  504: ['gateway.timeout', 'The request timed out.'],
}

const SLACK: Readonly<Record<number, string>> = {
  401: 'invalid_auth',
  403: 'no_permission',
  404: 'unknown_method',
  429: 'ratelimited',
  503: 'service_unavailable',
}

const MICROSOFT: Readonly<Record<number, string>> = {
  400: 'BadRequest',
  401: 'InvalidAuthenticationToken',
  403: 'ErrorAccessDenied',
  404: 'ErrorItemNotFound',
  409: 'Conflict',
  412: 'ErrorIrresolvableConflict',
  413: 'RequestEntityTooLarge',
  429: 'TooManyRequests',
  503: 'ServiceUnavailable',
  504: 'GatewayTimeout',
}

const TEAMS: Readonly<Record<number, string>> = {
  400: 'BadSyntax',
  401: 'Unauthorized',
  403: 'BotNotInConversationRoster',
  404: 'ConversationNotFound',
  412: 'PreconditionFailed',
  413: 'MessageSizeTooBig',
  429: 'TooManyRequests',
}

const GOOGLE: Readonly<Record<number, string>> = {
  400: 'badRequest',
  401: 'authError',
  403: 'forbidden',
  404: 'notFound',
  409: 'duplicate',
  410: 'deleted',
  412: 'conditionNotMet',
  413: 'uploadTooLarge',
  429: 'rateLimitExceeded',
}

/** The ErrorBody of Genesys Cloud. See https://developer.genesys.cloud/platform/api/status-codes */
export function genesysError(status: number, code?: string, message?: string): Record<string, unknown> {
  const [known, text] = GENESYS[status] ?? ['internal.server.error', 'The server encountered an unexpected condition.']
  return { message: message ?? text, code: code ?? known, status, contextId: crypto.randomUUID(), details: [], errors: [] }
}

function bodyOf(vendor: Vendor, { status, retryAfter }: Refusal): unknown {
  if (vendor === 'slack') return { ok: false, error: SLACK[status] ?? 'internal_error' }
  if (vendor === 'teams') return { error: { code: TEAMS[status] ?? 'ServiceError', message: `The service answered ${status}.` } }
  if (vendor === 'microsoft') return { error: { code: MICROSOFT[status] ?? 'InternalServerError', message: `${status}` } }
  if (vendor === 'google') {
    const message = `${status}`
    const [domain, reason] = [status === 429 ? 'usageLimits' : 'global', GOOGLE[status] ?? 'backendError']
    return { error: { errors: [{ domain, reason, message }], code: status, message } }
  }
  const error = genesysError(status)
  return { ...error, message: String(error.message).replace('%s', String(retryAfter ?? 60)) }
}

/** The vendor's answer for a status nobody handled otherwise. `retryAfter` in seconds becomes the Retry-After header. */
export function refuse(vendor: Vendor, refusal: Refusal): Answer {
  const headers: Record<string, string> = refusal.retryAfter === undefined ? {} : { 'retry-after': String(refusal.retryAfter) }
  return { status: refusal.status, body: refusal.body ?? bodyOf(vendor, refusal), headers }
}
