// What is checked before a request may mean anything. https://docs.slack.dev/authentication/verifying-requests-from-slack
import type { IncomingMessage, ServerResponse } from 'node:http'
import { HTTPModuleFunctions as http, isRawBodyError } from '@slack/bolt'

const BODY_LIMIT = 1024 * 1024
const SKEW_S = 5 * 60
const TYPES = new Set(['application/x-www-form-urlencoded', 'application/json'])

export interface Refusal {
  readonly status: 400 | 401 | 413 | 415
  readonly why: 'content type' | 'future timestamp' | 'signature' | 'size' | 'body' | 'shape'
}

export type Admission = { readonly body: Readonly<Record<string, unknown>> } | { readonly refusal: Refusal }

const refuse = (status: Refusal['status'], why: Refusal['why']): Admission => ({ refusal: { status, why } })

/** Bolt compares the type literally and would read a form with a charset behind it as JSON. */
function normaliseType({ headers }: IncomingMessage): string {
  const type = (headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase()
  headers['content-type'] = type
  return type
}

/** Bolt refuses only old timestamps. Signatures follow the machine's clock, never the sandbox's. */
function isFromFuture({ headers }: IncomingMessage): boolean {
  return Number(headers['x-slack-request-timestamp']) > Date.now() / 1000 + SKEW_S
}

function parse(request: Parameters<typeof http.parseHTTPRequestBody>[0]): Admission {
  try {
    const body: unknown = http.parseHTTPRequestBody(request)
    // Bolt takes `null` for a body apart outside its own catch, which would end the whole bot.
    if (typeof body !== 'object' || body === null || Array.isArray(body)) return refuse(400, 'body')
    return { body: body as Record<string, unknown> }
  } catch {
    return refuse(400, 'body')
  }
}

/**
 * Reads the raw body (at most 1 MB) and lets it in when Slack signed it within the last five minutes. The buffer stays on the
 * request, so that Bolt's receiver can read it again. An unsigned `ssl_check` is let in without whatever else it carried.
 */
export async function admit(request: IncomingMessage, signingSecret: string): Promise<Admission> {
  if (!TYPES.has(normaliseType(request))) return refuse(415, 'content type')
  if (isFromFuture(request)) return refuse(401, 'future timestamp')
  try {
    return parse(await http.parseAndVerifyHTTPRequest({ signingSecret, bodyLimit: BODY_LIMIT }, request))
  } catch (error) {
    if (!isRawBodyError(error)) return refuse(401, 'signature')
    return error.statusCode === 413 ? refuse(413, 'size') : refuse(400, 'body')
  }
}

/** Answers and lets the rest of an unread body run out, so that the sender gets to read the answer. */
export function turnAway(request: IncomingMessage, response: ServerResponse, status: number): void {
  response.writeHead(status, { connection: 'close', 'content-length': 0 })
  response.end()
  request.resume()
}
