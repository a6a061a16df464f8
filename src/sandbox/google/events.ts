// Events: insert, get, delete. https://developers.google.com/workspace/calendar/api/v3/reference/events
import { recordOf } from '../core/json.ts'
import type { Call, WorldPerson } from '../core/world.ts'
import type { CalendarEvent, Calendars } from './calendars.ts'
import { type Door, type Guarded, NOT_FOUND, type Outcome, trouble, type Work } from './door.ts'
import { draftOf, eventObject, refusedEvent, strangersIn } from './event-objects.ts'
import { findUser } from './users.ts'

const DUPLICATE = trouble(409, 'duplicate', 'The requested identifier already exists.')
const DELETED = trouble(410, 'deleted', 'Resource has been deleted')
const NO_MEET = trouble(400, 'invalid', 'Invalid conference type value.', { ordinary: true })
const NOT_YOURS = trouble(403, 'requiredAccessLevel', 'You need to have writer access to this calendar.', { domain: 'calendar' })

/** `primary` and their address name the same calendar. */
const isOwn = ({ email }: WorldPerson, id: string): boolean => id === 'primary' || id.toLowerCase() === email.toLowerCase()

/** Work on the user's own calendar; colleagues' calendars can be seen at most. */
const inOwn =
  ({ world }: Calendars, work: (call: Call, owner: WorldPerson) => Outcome): Work =>
  (call, { user }) => {
    const id = call.params.calendarId ?? ''
    if (user && isOwn(user, id)) return work(call, user)
    return user && findUser(world.cast, id) ? NOT_YOURS : NOT_FOUND
  }

const UPDATES = ['all', 'externalOnly', 'none']

function refusedQuery({ query }: Call): Outcome | undefined {
  const updates = query.get('sendUpdates')
  if (updates !== null && !UPDATES.includes(updates))
    return trouble(400, 'invalidParameter', `Invalid string value: '${updates}'. Allowed values: [${UPDATES.join(', ')}]`, {
      location: 'sendUpdates',
    })
  const version = query.get('conferenceDataVersion')
  if (version !== null && !['0', '1'].includes(version))
    return trouble(400, 'invalidParameter', `Invalid integer value: '${version}'.`, { location: 'conferenceDataVersion' })
  return undefined
}

const updatesOf = ({ query }: Call): string => query.get('sendUpdates') ?? 'none'

interface Wanted {
  readonly call: Call
  readonly owner: WorldPerson
}

function insert(calendars: Calendars, { limits }: Door, { call, owner }: Wanted): Outcome {
  const body = recordOf(call.body)
  for (const name of strangersIn(body))
    calendars.world.violate({ vendor: 'google', method: call.method, path: call.path, what: `an event has no "${name}"` })
  const refused = refusedQuery(call) ?? refusedEvent(body)
  if (refused) return refused
  const draft = draftOf(body, owner, call.query.get('conferenceDataVersion') === '1')
  if (draft.requestId && !limits.meet) return NO_MEET
  // The id of a deleted event stays taken.
  if (calendars.find(owner, draft.id)) return DUPLICATE
  const event = calendars.add(draft, { by: 'bot', sendUpdates: updatesOf(call) })
  return { status: 200, body: eventObject(event, call.base) }
}

function remove(calendars: Calendars, call: Call, event: CalendarEvent): Outcome {
  const refused = refusedQuery(call)
  if (refused) return refused
  if (event.status === 'cancelled') return DELETED
  calendars.cancel(event, { by: 'bot', sendUpdates: updatesOf(call) })
  return { status: 204 }
}

export function serveEvents(calendars: Calendars, door: Door, add: Guarded): void {
  const all = '/calendar/v3/calendars/{calendarId}/events'
  const one = `${all}/{eventId}`
  const onEvent = (work: (calendars: Calendars, call: Call, event: CalendarEvent) => Outcome): Work =>
    inOwn(calendars, (call, owner) => {
      const event = calendars.find(owner, call.params.eventId ?? '')
      return event ? work(calendars, call, event) : NOT_FOUND
    })
  add(
    'POST',
    all,
    'writing',
    inOwn(calendars, (call, owner) => insert(calendars, door, { call, owner })),
  )
  add(
    'GET',
    one,
    'reading',
    onEvent((_, call, event) => ({ status: 200, body: eventObject(event, call.base) })),
  )
  add('DELETE', one, 'writing', onEvent(remove))
}
