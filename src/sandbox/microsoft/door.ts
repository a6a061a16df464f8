// Graph's door: whose token it is, whose mailbox is meant, how refusals are worded. https://learn.microsoft.com/graph/errors
import type { Json } from '../core/json.ts'
import type { Answer, Call, Route, WorldPerson } from '../core/world.ts'
import { GRAPH_SCOPE } from './apps.ts'
import { findUser, hasMailbox } from './directory.ts'
import type { Mailboxes } from './mailboxes.ts'
import { bearer, type Ended } from './tokens.ts'

export interface Trouble {
  readonly status: number
  readonly code: string
  readonly message: string
}

export type Outcome = Answer | Trouble
export type Work = (call: Call, owner: WorldPerson) => Outcome

const isTrouble = (outcome: Outcome): outcome is Trouble => 'code' in outcome

export const trouble = (status: number, code: string, message: string): Trouble => ({ status, code, message })

function word(boxes: Mailboxes, call: Call, outcome: Outcome): Answer {
  if (!isTrouble(outcome)) return outcome
  const { status, code, message } = outcome
  const { world } = boxes
  // A 400 is always the caller's mistake; the other refusals belong to ordinary life.
  if (status === 400) world.violate({ vendor: 'microsoft', method: call.method, path: call.path, what: `${code}: ${message}` })
  const date = new Date(world.clock.now()).toISOString().slice(0, 19)
  return { status, body: { error: { code, message, innerError: { date, 'request-id': crypto.randomUUID() } } } }
}

/** https://learn.microsoft.com/graph/permissions-reference; any one of them will do. */
const CALENDARS = ['Calendars.ReadWrite']
/** https://learn.microsoft.com/graph/api/group-list-transitivemembers */
const GROUPS = ['GroupMember.Read.All', 'Group.Read.All', 'Directory.Read.All']
const BY_PATH: readonly [RegExp, readonly string[]][] = [
  [/^\/v1\.0\/groups\//, GROUPS],
  [/\/sendMail$/, ['Mail.Send']],
  [/\/mailboxSettings$/, ['MailboxSettings.Read', 'MailboxSettings.ReadWrite']],
  [/\/getSchedule$/, [...CALENDARS, 'Calendars.Read', 'Calendars.ReadBasic.All']],
  [/\/(events|calendarView|calendar)(\/|$)/, CALENDARS],
]
const READING_TOO = ['Calendars.Read', 'Calendars.ReadBasic.All']
const DIRECTORY = ['User.ReadBasic.All', 'User.Read.All', 'User.ReadWrite.All', 'Directory.Read.All']

function wanted({ method, path }: Call): readonly string[] {
  const found = BY_PATH.find(([pattern]) => pattern.test(path))?.[1] ?? DIRECTORY
  return found === CALENDARS && method === 'GET' ? [...found, ...READING_TOO] : found
}

function forbidden(call: Call, roles: readonly string[] = []): Trouble | undefined {
  const permissions = wanted(call)
  if (permissions.some((permission) => roles.includes(permission))) return undefined
  if (permissions !== DIRECTORY && permissions !== GROUPS)
    return trouble(403, 'ErrorAccessDenied', 'Access is denied. Check credentials and try again.')
  return trouble(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.')
}

function unauthorised({ world }: Mailboxes, ended: Ended, call: Call): Trouble | undefined {
  const claims = bearer(call.headers.authorization, GRAPH_SCOPE, world.clock.now(), ended)
  if (typeof claims !== 'string') return forbidden(call, claims.roles)
  if (claims !== 'expired') {
    world.violate({ vendor: 'microsoft', method: call.method, path: call.path, what: `the bearer token is ${claims}` })
  }
  return trouble(401, 'InvalidAuthenticationToken', `Access token is ${claims}.`)
}

export type Guarded = (method: string, template: string, work: (call: Call) => Outcome) => void

/** Registers routes that want a token. */
export const guarded =
  (boxes: Mailboxes, ended: Ended, route: Route): Guarded =>
  (method, template, work) =>
    route(method, template, (call) => word(boxes, call, unauthorised(boxes, ended, call) ?? work(call)))

/** Work on the mailbox named in the path; refused when that person has none. */
export const inMailbox =
  ({ world }: Mailboxes, work: Work) =>
  (call: Call): Outcome => {
    const owner = findUser(world.cast, call.params.id ?? '')
    if (!owner) return trouble(404, 'Request_ResourceNotFound', `Resource '${call.params.id}' does not exist.`)
    if (hasMailbox(owner)) return work(call, owner)
    return trouble(404, 'MailboxNotEnabledForRESTAPI', 'The mailbox is either inactive, soft-deleted, or is hosted on-premise.')
  }

/** A page of a collection: `$top` (`usual`) and `$skip`, with a link to the next one. */
export function pageOf(items: readonly Json[], { query, base, path }: Call, usual = 10): Answer {
  const top = Number(query.get('$top') ?? usual) || usual
  const skip = Number(query.get('$skip') ?? 0) || 0
  const next = new URLSearchParams(query)
  next.set('$skip', String(skip + top))
  const more = skip + top < items.length ? { '@odata.nextLink': `${base}${path}?${next}` } : {}
  return { status: 200, body: { value: items.slice(skip, skip + top), ...more } }
}
