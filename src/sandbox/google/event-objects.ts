// Events between the Calendar API's JSON and ours. https://developers.google.com/workspace/calendar/api/v3/reference/events
import { type Json, recordOf } from '../core/json.ts'
import { wallClock } from '../core/moments.ts'
import type { WorldPerson } from '../core/world.ts'
import type { Attendee, CalendarEvent, Draft } from './calendars.ts'
import { type Trouble, trouble } from './door.ts'

// biome-ignore format: a list of words
const WRITABLE = new Set([
  'id', 'summary', 'description', 'location', 'start', 'end', 'attendees', 'conferenceData', 'transparency', 'visibility', 'status',
  'reminders', 'guestsCanInviteOthers', 'guestsCanModify', 'guestsCanSeeOtherGuests', 'extendedProperties', 'source', 'colorId',
  'eventType', 'anyoneCanAddSelf',
])

/** Base32hex, five to 1024 characters. */
const ID = /^[0-9a-v]{5,1024}$/
const REPLIES = ['needsAction', 'declined', 'tentative', 'accepted']

/** Names Google does not know are passed over in silence there; here they are noted, because somebody meant something by them. */
export const strangersIn = (body: Json): string[] => Object.keys(body).filter((name) => !WRITABLE.has(name))

/** `{dateTime, timeZone}`: an offset in the text, or a zone beside it. */
function instantOf(value: unknown): number | undefined {
  const { dateTime, timeZone } = recordOf(value)
  if (typeof dateTime !== 'string') return undefined
  return timeZone === undefined && !/(Z|[+-]\d\d:\d\d)$/.test(dateTime)
    ? undefined
    : wallClock(dateTime, String(timeZone ?? 'UTC'))
}

const listed = (value: unknown): readonly Json[] => (Array.isArray(value) ? value : []).map(recordOf)

/** What Google refuses of an event to be. */
export function refusedEvent({ id, start, end, attendees }: Json): Trouble | undefined {
  if (id !== undefined && !ID.test(String(id))) return trouble(400, 'invalid', 'Invalid resource id value.')
  for (const [name, value] of Object.entries({ start, end })) {
    if (value === undefined) return trouble(400, 'required', `Missing ${name} time.`)
    if (instantOf(value) === undefined) return trouble(400, 'invalid', `Invalid ${name} time.`)
  }
  if (instantOf(end)! < instantOf(start)!)
    return trouble(400, 'timeRangeEmpty', 'The specified time range is empty.', { domain: 'calendar' })
  if (listed(attendees).some(({ email }) => typeof email !== 'string' || !email.includes('@')))
    return trouble(400, 'invalid', 'Invalid attendee email.')
  if (listed(attendees).some(({ responseStatus }) => responseStatus !== undefined && !REPLIES.includes(String(responseStatus))))
    return trouble(400, 'invalid', 'Invalid value for: responseStatus')
  return undefined
}

const newId = (): string => BigInt(`0x${crypto.randomUUID().replaceAll('-', '')}`).toString(32)
const wordsIn = (value: unknown): string => (typeof value === 'string' ? value : '')

/** `conferences`: the caller speaks version 1 of conference data; otherwise that part is passed over. */
export function draftOf(body: Json, organizer: WorldPerson, conferences: boolean): Draft {
  const { requestId } = recordOf(recordOf(body.conferenceData).createRequest)
  return {
    id: typeof body.id === 'string' ? body.id : newId(),
    organizer,
    summary: wordsIn(body.summary),
    description: wordsIn(body.description),
    location: wordsIn(body.location),
    from: instantOf(body.start) ?? 0,
    to: instantOf(body.end) ?? 0,
    zone: String(recordOf(body.start).timeZone ?? organizer.zone),
    attendees: listed(body.attendees).map((each) => ({
      email: String(each.email),
      responseStatus: (each.responseStatus ?? 'needsAction') as Attendee['responseStatus'],
    })),
    transparency: body.transparency === 'transparent' ? 'transparent' : 'opaque',
    visibility: wordsIn(body.visibility) || 'default',
    requestId: conferences && typeof requestId === 'string' ? requestId : undefined,
  }
}

function conferenceOf({ requestId }: CalendarEvent): Json {
  if (!requestId) return {}
  const uri = `https://meet.google.com/${requestId
    .replaceAll(/[^a-z]/g, '')
    .slice(0, 10)
    .padEnd(10, 'x')}`
  const createRequest = { requestId, conferenceSolutionKey: { type: 'hangoutsMeet' }, status: { statusCode: 'success' } }
  return { hangoutLink: uri, conferenceData: { createRequest, entryPoints: [{ entryPointType: 'video', uri }] } }
}

const momentIn = (at: number, zone: string): Json => ({
  dateTime: Temporal.Instant.fromEpochMilliseconds(at).toString({ timeZone: zone, fractionalSecondDigits: 0 }),
  timeZone: zone,
})

/** The event as it stands in its organiser's calendar. */
export function eventObject(event: CalendarEvent, base: string): Json {
  const { id, organizer, summary, description, location, transparency, visibility, status, zone } = event
  const owner = { email: organizer.email, self: true }
  return {
    kind: 'calendar#event',
    etag: `"${event.updatedAt}"`,
    id,
    status,
    htmlLink: `${base}/calendar/event?eid=${Buffer.from(id).toString('base64url')}`,
    created: new Date(event.createdAt).toISOString(),
    updated: new Date(event.updatedAt).toISOString(),
    summary,
    ...(description ? { description } : {}),
    ...(location ? { location } : {}),
    creator: owner,
    organizer: owner,
    start: momentIn(event.from, zone),
    end: momentIn(event.to, zone),
    ...(transparency === 'opaque' ? {} : { transparency }),
    ...(visibility === 'default' ? {} : { visibility }),
    iCalUID: `${id}@google.com`,
    sequence: 0,
    ...(event.attendees.length > 0 ? { attendees: event.attendees } : {}),
    ...conferenceOf(event),
    eventType: 'default',
  }
}
