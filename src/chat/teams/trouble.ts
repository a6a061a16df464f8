import { VendorError, type VendorErrorFields } from '../../errors.ts'

/** Whether repeating a call could do something twice; a create may, a read, an update or an idempotent create may not. */
export type Call = 'repeatable' | 'once'

interface RestFields {
  readonly statusCode?: unknown
  readonly code?: unknown
  readonly details?: unknown
  readonly response?: { readonly headers?: { get?(name: string): string | undefined } }
}

/** Never got as far as sending: nothing can have happened. */
const UNSENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'])

/**
 * Turns what the Bot Connector's client throws into one of our troubles. Codes and their meanings:
 * https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/conversation-messages#status-codes-from-bot-conversational-apis
 */
export function teamsTrouble(error: unknown, call: Call): VendorError {
  if (error instanceof VendorError) return error
  const { statusCode, code, details, response } = fieldsOf(error)
  const status = typeof statusCode === 'number' ? statusCode : undefined
  const word = codeIn(details) ?? (typeof code === 'string' ? code : '')
  const retryAfterMs = Number(response?.headers?.get?.('retry-after')) * 1000 || undefined
  const ambiguous = status === undefined ? !UNSENT.has(word) : status >= 500
  return new VendorError({
    vendor: 'Teams',
    trouble: troubleOf(status, word),
    code: /^[\w-]{1,64}$/.test(word) ? word : '',
    inDoubt: call === 'once' && ambiguous,
    cause: error,
    ...(status === undefined ? {} : { status }),
    ...(retryAfterMs ? { retryAfterMs } : {}),
  })
}

function troubleOf(status: number | undefined, code: string): VendorErrorFields['trouble'] {
  if (status === undefined || status >= 500) return 'unavailable'
  if (status === 401 || code === 'BotDisabledByAdmin' || code === 'BotNotRegistered') return 'unauthorised'
  if (status === 404) return 'not-found'
  if (status === 429) return 'rate-limited'
  // 412: somebody else was writing into the conversation at that moment; nothing was written.
  if (status === 412) return 'unavailable'
  return status >= 400 ? 'refused' : 'malformed'
}

const fieldsOf = (error: unknown): RestFields => (typeof error === 'object' && error !== null ? (error as RestFields) : {})

/** `{error: {code, message}}`; the more telling subCode hides in JSON inside the message. */
function codeIn(details: unknown): string | undefined {
  const error = typeof details === 'object' && details !== null && 'error' in details ? details.error : undefined
  if (typeof error !== 'object' || error === null) return undefined
  const subCode =
    'message' in error && typeof error.message === 'string' ? /"subCode"\s*:\s*"(\w+)"/.exec(error.message)?.[1] : undefined
  return subCode ?? ('code' in error && typeof error.code === 'string' ? error.code : undefined)
}
