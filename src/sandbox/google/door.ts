// The Calendar API's door: whose token it is and what it allows, how much may be asked, how refusals are worded.
// https://developers.google.com/workspace/calendar/api/guides/errors
import type { Answer, Call, Route, World } from '../core/world.ts'
import { fullScope } from './account.ts'
import type { Grant, Tokens } from './oauth.ts'

export interface Trouble {
  readonly status: number
  readonly reason: string
  readonly message: string
  readonly domain: string
  /** The parameter or field that is wrong. */
  readonly location?: string
  /** No mistake of the caller's, though it looks like one. */
  readonly ordinary?: boolean
}

export type Outcome = Answer | Trouble
export type Work = (call: Call, grant: Grant) => Outcome

const isTrouble = (outcome: Outcome): outcome is Trouble => 'reason' in outcome

export const trouble = (status: number, reason: string, message: string, more: Partial<Trouble> = {}): Trouble => ({
  domain: 'global',
  ...more,
  status,
  reason,
  message,
})

export const NOT_FOUND = trouble(404, 'notFound', 'Not Found')

const UNKNOWN = trouble(401, 'authError', 'Invalid Credentials', { location: 'Authorization' })
const TOO_FAST = trouble(403, 'userRateLimitExceeded', 'User Rate Limit Exceeded', { domain: 'usageLimits' })
const BARRED = trouble(403, 'insufficientPermissions', 'Insufficient Permission: Request had insufficient authentication scopes.')

/** Which scopes let a call through; any one of them will do. */
const ALLOWING = {
  freebusy: ['calendar', 'calendar.freebusy', 'calendar.events.freebusy'].map(fullScope),
  reading: ['calendar', 'calendar.events', 'calendar.events.owned', 'calendar.events.freebusy'].map(fullScope),
  writing: ['calendar', 'calendar.events', 'calendar.events.owned'].map(fullScope),
} as const

/** A project may call so often a minute for one user. https://developers.google.com/workspace/calendar/api/guides/quota */
export const PER_MINUTE = 600
const MINUTE = 60_000

export interface Door {
  readonly world: World
  readonly tokens: Tokens
  readonly limits: { perMinute: number; meet: boolean }
}

function word({ world }: Door, call: Call, outcome: Outcome): Answer {
  if (!isTrouble(outcome)) return outcome
  const { status, reason, message, domain, location, ordinary } = outcome
  // A 400 is always the caller's mistake; the other refusals belong to ordinary life.
  if (status === 400 && !ordinary)
    world.violate({ vendor: 'google', method: call.method, path: call.path, what: `${reason}: ${message}` })
  const where = location ? { locationType: status === 401 ? 'header' : 'parameter', location } : {}
  return { status, body: { error: { errors: [{ domain, reason, message, ...where }], code: status, message } } }
}

export type Guarded = (method: string, template: string, needs: keyof typeof ALLOWING, work: Work) => void

/** Registers routes that want a token. */
export function guarded(door: Door, route: Route): Guarded {
  const { world, tokens, limits } = door
  const spent = new Map<string, number[]>()

  function tooFast({ user }: Grant): boolean {
    const now = world.clock.now()
    const recent = (spent.get(user?.id ?? '') ?? []).filter((at) => at > now - MINUTE)
    spent.set(user?.id ?? '', [...recent, now])
    return recent.length >= limits.perMinute
  }

  function judge(call: Call, needs: keyof typeof ALLOWING, work: Work): Outcome {
    const grant = tokens.read(call.headers.authorization)
    if (typeof grant === 'string') {
      const what = `the bearer token is ${grant}`
      if (grant !== 'expired') world.violate({ vendor: 'google', method: call.method, path: call.path, what })
      return UNKNOWN
    }
    if (tooFast(grant)) return TOO_FAST
    return ALLOWING[needs].some((scope) => grant.scopes.includes(scope)) ? work(call, grant) : BARRED
  }

  return (method, template, needs, work) => route(method, template, (call) => word(door, call, judge(call, needs, work)))
}
