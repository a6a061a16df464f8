// The door of the platform API: token, rate, permission, contract; only then an operation's own code runs.

import { GENESYS, genesysRequest, type Operation } from '../contracts/contracts.ts'
import type { Answer, Call, Route } from '../core/world.ts'
import { genesysError } from '../wire/refusals.ts'
import { no } from './answers.ts'
import type { Tokens } from './oauth.ts'
import { dated, type Org } from './org.ts'

/** Registers an operation by its name in the contract, e.g. `postCoachingAppointments`. */
export type On = (operation: string, handle: (call: Call) => Answer | Promise<Answer>) => void

function missing({ type, list }: Operation['permissions'], denied: ReadonlySet<string>): readonly string[] {
  const gone = list.filter((permission) => denied.has(permission))
  return type === 'ANY' && gone.length < list.length ? [] : gone
}

function forbidden(permissions: readonly string[]): Answer {
  const message = `Unable to perform the requested action. You are missing the following permission(s): ${permissions.join(', ')}`
  return no(403, 'missing.permissions', message)
}

/** https://developer.genesys.cloud/organization/organization/limits: 300 calls a minute per token. */
export function guard(org: Org, tokens: Tokens, route: Route): On {
  function refusal(id: string, operation: Operation, call: Call): Answer | undefined {
    const token = tokens.of(call.headers.authorization)
    if (!token) return no(401, 'bad.credentials', 'Invalid login credentials.')
    const wait = tokens.count(token)
    if (wait > 0) return slowDown(wait)
    const permissions = missing(operation.permissions, org.denied)
    if (permissions.length > 0) return forbidden(permissions)
    const complaints = genesysRequest(id, call)
    for (const what of complaints) org.world.violate({ vendor: 'genesys', method: call.method, path: call.path, what })
    return complaints.length > 0 ? no(400, 'bad.request', complaints.join('; ')) : undefined
  }

  return (id, handle) => {
    const operation = GENESYS.operations[id]
    if (!operation) throw new Error(`The contract knows no operation "${id}"`)
    route(operation.method, operation.path, async (call) => {
      const answer = refusal(id, operation, call) ?? (await handle(call))
      return dated(org, { ...answer, headers: { 'inin-correlation-id': crypto.randomUUID(), ...answer.headers } })
    })
  }
}

function slowDown(seconds: number): Answer {
  const message = `Rate limit exceeded the maximum. Retry the request in [${seconds}] seconds`
  return { status: 429, body: genesysError(429, 'too.many.requests', message), headers: { 'retry-after': String(seconds) } }
}
