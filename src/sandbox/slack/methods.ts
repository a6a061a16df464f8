// The Web API's door: token, contract, rate, then the method. Every answer is HTTP 200 except a rate limit's 429.
// https://docs.slack.dev/apis/web-api
import { slackArguments } from '../contracts/contracts.ts'
import type { Answer, Call, Route } from '../core/world.ts'
import { type Arguments, argumentsOf, no, type Reply, text } from './asked.ts'
import { chartless } from './charts.ts'
import { LOOKING } from './looking.ts'
import { POSTING } from './posting.ts'
import { granted, missingScope } from './scopes.ts'
import { type Limits, rateLimits } from './tiers.ts'
import { VIEWS } from './views.ts'
import { BOT_TOKEN, type Workspace } from './workspace.ts'

const METHODS = { ...POSTING, ...LOOKING, ...VIEWS } as const

/** Refusals that mean the caller broke the contract; the others (somebody left, a message is gone) are ordinary life. */
const BROKEN = new Set([
  'invalid_arguments',
  'invalid_auth',
  'invalid_blocks',
  'invalid_blocks_format',
  'invalid_metadata_format',
  'metadata_too_large',
  'msg_blocks_too_long',
  'msg_too_long',
  'no_text',
  'not_authed',
  'unknown_method',
  'view_too_large',
])

function refused(method: string, { token, args }: ReturnType<typeof argumentsOf>): Reply | undefined {
  if (!token) return no('not_authed')
  if (token !== BOT_TOKEN) return no('invalid_auth')
  const messages = slackArguments(method, args).map((complaint) => `[ERROR] ${complaint}`)
  return messages.length > 0 ? no('invalid_arguments', { response_metadata: { messages } }) : undefined
}

function note(workspace: Workspace, call: Call, reply: Reply): Answer {
  const { error } = reply
  if (error && BROKEN.has(error) && !chartless(workspace, argumentsOf(call).args)) {
    const details = (reply.response_metadata as { messages?: string[] } | undefined)?.messages ?? []
    const what = [error, ...details].join('; ')
    workspace.world.violate({ vendor: 'slack', method: call.method, path: call.path, what })
  }
  return { status: 200, body: reply }
}

const tooMany = (wait: number): Answer => ({
  status: 429,
  body: no('ratelimited'),
  headers: { 'retry-after': String(wait) },
})

type Run = (workspace: Workspace, args: Arguments) => Reply

function answer(workspace: Workspace, limits: Limits, [method, run]: readonly [string, Run]): (call: Call) => Answer {
  return (call) => {
    const asked = argumentsOf(call)
    const refusal = refused(method, asked)
    if (refusal) return note(workspace, call, refusal)
    const wait = limits(method, text(asked.args.channel))
    if (wait > 0) return tooMany(wait)
    const reply = missingScope(workspace, method, asked.args) ?? run(workspace, asked.args)
    return { ...note(workspace, call, reply), headers: { 'x-oauth-scopes': granted(workspace).join(',') } }
  }
}

export function serveMethods(workspace: Workspace, route: Route): void {
  const limits = rateLimits(workspace.world.clock)
  for (const [method, run] of Object.entries(METHODS)) {
    const handle = answer(workspace, limits, [method, run])
    for (const verb of ['POST', 'GET']) route(verb, `/api/${method}`, handle)
  }
  for (const verb of ['POST', 'GET']) route(verb, '/api/{method}', (call) => note(workspace, call, no('unknown_method')))
}
