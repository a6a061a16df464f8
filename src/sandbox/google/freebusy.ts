// freeBusy: who is busy when. https://developers.google.com/workspace/calendar/api/v3/reference/freebusy/query
import { type Json, recordOf } from '../core/json.ts'
import { wallClock } from '../core/moments.ts'
import type { WorldPerson } from '../core/world.ts'
import type { Calendars } from './calendars.ts'
import { type Guarded, type Outcome, type Trouble, trouble } from './door.ts'
import { findUser } from './users.ts'

/** The days are not documented; more are refused in practice (github.com/calcom/cal.diy, pull request 11962). */
const LIMITS = { calendars: 50, days: 90 } as const
const DAY = 86_400_000

interface Window {
  readonly from: number
  readonly to: number
}

const onTimes = (reason: string, message: string): Trouble =>
  trouble(400, reason, message, { domain: 'calendar', location: 'timeMax' })

/** RFC 3339, with an offset. */
const instantOf = (value: unknown): number | undefined =>
  typeof value === 'string' && /(Z|[+-]\d\d:\d\d)$/.test(value) ? wallClock(value, 'UTC') : undefined

function windowOf({ timeMin, timeMax }: Json): Window | Trouble {
  const [from, to] = [instantOf(timeMin), instantOf(timeMax)]
  if (from === undefined || to === undefined) return trouble(400, 'badRequest', 'Bad Request')
  if (to <= from) return onTimes('timeRangeEmpty', 'The specified time range is empty.')
  if (to - from > LIMITS.days * DAY) return onTimes('timeRangeTooLong', 'The requested time range is too long.')
  return { from, to }
}

const failed = (reason: string): Json => ({ errors: [{ domain: 'global', reason }], busy: [] })

const iso = (at: number): string => `${new Date(at).toISOString().slice(0, 19)}Z`

/** Within the domain colleagues see each other's free and busy times. */
function timesOf(calendars: Calendars, id: string, { user, window }: { user: WorldPerson | undefined; window: Window }): Json {
  const owner = id === 'primary' ? user : user && findUser(calendars.world.cast, id)
  if (!owner) return failed('notFound')
  return { busy: calendars.busy(owner, window.from, window.to).map(({ from, to }) => ({ start: iso(from), end: iso(to) })) }
}

export function serveFreeBusy(calendars: Calendars, add: Guarded): void {
  add('POST', '/calendar/v3/freeBusy', 'freebusy', (call, { user }): Outcome => {
    const body = recordOf(call.body)
    const window = windowOf(body)
    if ('reason' in window) return window
    const ids = (Array.isArray(body.items) ? body.items : []).map((item) => String(recordOf(item).id))
    const many = ids.length > LIMITS.calendars
    if (many) {
      const what = `asks for ${ids.length} calendars; ${LIMITS.calendars} are allowed`
      calendars.world.violate({ vendor: 'google', method: call.method, path: call.path, what })
    }
    const answers = ids.map((id) => [id, many ? failed('tooManyCalendarsRequested') : timesOf(calendars, id, { user, window })])
    const { from, to } = window
    const times = { timeMin: new Date(from).toISOString(), timeMax: new Date(to).toISOString() }
    return { status: 200, body: { kind: 'calendar#freeBusy', ...times, calendars: Object.fromEntries(answers) } }
  })
}
