// The control interface: how tests, people and the page drive the world and look at it. All answers are JSON.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { acting } from './control/acting.ts'
import { type Asked, Unclear } from './control/asking.ts'
import { looking } from './control/looking.ts'
import type { Parts } from './control/parts.ts'
import { stream } from './control/stream.ts'
import { isRecord } from './core/json.ts'
import type { Visit } from './wire/doors.ts'
import { paramsOf, readBody, template } from './wire/paths.ts'
import { reply } from './wire/reply.ts'

const TAKES_LISTS = '/world/interactions'

/** Answers /world…; 400 {message} says what the asker should do differently. */
export function control(parts: Parts): Visit {
  const gets = Object.entries(looking(parts)).map(([path, ask]) => [`GET ${path}`, ask] as const)
  const table = [...gets, ...Object.entries(acting(parts))].map(([line, ask]) => ({ line: template(line), ask }))
  return async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', parts.world.url())
    if (pathname !== '/world' && !pathname.startsWith('/world/')) return false
    if (pathname === '/world/events') return watch(parts, request, response)
    for (const { line, ask } of table) {
      const params = paramsOf(line, `${request.method} ${pathname}`)
      if (params) return answer(request, response, (sent) => ask({ params, query: searchParams, ...sent }))
    }
    const lines = table.map(({ line }) => line.text).join(', ')
    reply(response, { status: 404, body: { message: `No ${request.method} ${pathname} here. There are: ${lines}.` } })
    return true
  }
}

function watch({ world }: Parts, request: IncomingMessage, response: ServerResponse): true {
  if (request.method === 'GET') stream(world.ledger, response)
  else reply(response, { status: 405, body: { message: 'GET /world/events streams the ledger.' } })
  return true
}

async function answer(request: IncomingMessage, response: ServerResponse, ask: (sent: Sent) => unknown): Promise<true> {
  try {
    reply(response, { status: 200, body: (await ask(await bodyOf(request))) ?? null })
  } catch (error) {
    // A vendor's room refuses with a plain Error; anything more specific (TypeError …) is a fault of the sandbox.
    if (!(error instanceof Unclear) && (error as object)?.constructor !== Error) throw error
    reply(response, { status: 400, body: { message: (error as Error).message } })
  }
  return true
}

type Sent = Pick<Asked, 'body' | 'list'>

async function bodyOf(request: IncomingMessage): Promise<Sent> {
  const raw = await readBody(request)
  if (!raw) throw new Unclear('The body is over 4 MB.')
  if (raw.length === 0) return { body: {} }
  let body: unknown
  try {
    body = JSON.parse(raw.toString())
  } catch {
    throw new Unclear('The body is not JSON.')
  }
  if (isRecord(body)) return { body }
  const mayList = new URL(request.url ?? '/', 'http://world').pathname === TAKES_LISTS
  if (mayList && Array.isArray(body) && body.every(isRecord)) return { body: {}, list: body }
  throw new Unclear(`The body must be a JSON object${mayList ? ', or a list of them' : ''}.`)
}
