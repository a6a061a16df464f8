// Events between Graph's JSON and ours. https://learn.microsoft.com/graph/api/resources/event
import { type Json, recordOf } from '../core/json.ts'
import type { WorldPerson } from '../core/world.ts'
import { type Attendee, attending, type CalendarEvent, type Draft, idFor, type Mailboxes } from './mailboxes.ts'
import { statusOf } from './schedule.ts'
import { dateTimeZone, instantOf } from './zones.ts'

// Properties a caller may write; the rest of the resource is Graph's own, and a name that is not there at all is refused.
// biome-ignore format: a list of words
const WRITABLE = new Set([
  '@odata.type', 'subject', 'body', 'start', 'end', 'location', 'attendees', 'showAs', 'sensitivity', 'importance', 'isAllDay',
  'isOnlineMeeting', 'onlineMeetingProvider', 'transactionId', 'categories', 'reminderMinutesBeforeStart', 'isReminderOn',
  'responseRequested', 'allowNewTimeProposals', 'hideAttendees', 'singleValueExtendedProperties',
])

const STATUSES = ['free', 'tentative', 'busy', 'oof', 'workingElsewhere', 'unknown']

/** What Graph refuses of a body to create (`whole`) or change an event, in words. */
export function refusedEvent(body: Json, whole: boolean): string | undefined {
  const stranger = Object.keys(body).find((name) => !WRITABLE.has(name))
  if (stranger) return `The property '${stranger}' does not exist on type 'microsoft.graph.event'.`
  if ((whole || body.start !== undefined) && instantOf(body.start) === undefined) return 'start must be a dateTimeTimeZone.'
  if ((whole || body.end !== undefined) && instantOf(body.end) === undefined) return 'end must be a dateTimeTimeZone.'
  if (whole && instantOf(body.end)! < instantOf(body.start)!) return 'The end must not be before the start.'
  if (body.showAs !== undefined && !STATUSES.includes(String(body.showAs))) return `showAs must be one of ${STATUSES.join(', ')}.`
  if (!whole && body.transactionId !== undefined) return 'transactionId cannot be changed.'
  return undefined
}

function attendeesOf(value: unknown): Attendee[] {
  return (Array.isArray(value) ? value : []).map((each) => {
    const { address, name } = recordOf(recordOf(each).emailAddress)
    return {
      address: String(address),
      name: String(name ?? address),
      type: String(recordOf(each).type ?? 'required'),
      response: 'none',
    }
  })
}

/** Only what the body says. */
export function fieldsOf(body: Json): Partial<Draft> {
  const fields: Record<string, unknown> = {
    subject: body.subject,
    content: body.body,
    from: body.start === undefined ? undefined : instantOf(body.start),
    to: body.end === undefined ? undefined : instantOf(body.end),
    zone: recordOf(body.start).timeZone,
    location: recordOf(body.location).displayName,
    attendees: body.attendees === undefined ? undefined : attendeesOf(body.attendees),
    showAs: body.showAs,
    sensitivity: body.sensitivity,
    online: body.isOnlineMeeting,
  }
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<Draft>
}

export function draftOf(body: Json, organizer: WorldPerson): Draft {
  const { transactionId, ...asked } = body
  return {
    organizer,
    subject: '',
    content: { contentType: 'html', content: '' },
    from: 0,
    to: 0,
    zone: 'UTC',
    location: '',
    attendees: [],
    showAs: 'busy',
    sensitivity: 'normal',
    online: false,
    asked: JSON.stringify(asked),
    ...(typeof transactionId === 'string' ? { transactionId } : {}),
    ...fieldsOf(body),
  }
}

export const etagOf = ({ version, id }: CalendarEvent): string =>
  `W/"${Buffer.from(`${id.slice(0, 12)} ${version}`).toString('base64')}"`

const address = (name: string, mail: string): Json => ({ emailAddress: { name, address: mail } })

function responseOf(event: CalendarEvent, viewer: WorldPerson): string {
  if (event.organizer.id === viewer.id) return 'organizer'
  const response = attending(event, viewer)?.response ?? 'none'
  return response === 'none' ? 'notResponded' : response
}

/** The event as it stands in this person's calendar, times in the zone asked for. */
export function eventObject(
  { world }: Mailboxes,
  event: CalendarEvent,
  { viewer, zone }: { viewer: WorldPerson; zone: string },
): Json {
  const mine = event.organizer.id === viewer.id
  const text = event.content.content.replace(/<[^>]*>/g, '').trim()
  return {
    '@odata.etag': etagOf(event),
    id: idFor(event, viewer),
    createdDateTime: new Date(event.createdAt).toISOString(),
    lastModifiedDateTime: new Date(event.modifiedAt).toISOString(),
    changeKey: String(event.version),
    transactionId: mine ? (event.transactionId ?? null) : null,
    iCalUId: `040000008200E000${event.id}`,
    originalStartTimeZone: event.zone,
    originalEndTimeZone: event.zone,
    subject: event.subject,
    bodyPreview: text.slice(0, 255),
    body: event.content,
    sensitivity: event.sensitivity,
    isAllDay: false,
    isCancelled: false,
    isOrganizer: mine,
    showAs: statusOf(event, viewer),
    type: 'singleInstance',
    responseStatus: { response: responseOf(event, viewer), time: new Date(event.modifiedAt).toISOString() },
    start: dateTimeZone(event.from, zone),
    end: dateTimeZone(event.to, zone),
    location: { displayName: event.location },
    attendees: event.attendees.map(({ name, address: mail, type, response }) => ({
      type,
      status: { response, time: new Date(event.modifiedAt).toISOString() },
      ...address(name, mail),
    })),
    organizer: address(event.organizer.name, event.organizer.email),
    webLink: `${world.url()}/graph/web/${event.id}`,
    isOnlineMeeting: event.online,
    onlineMeetingProvider: event.online ? 'teamsForBusiness' : 'unknown',
    onlineMeeting: event.online ? { joinUrl: `https://teams.microsoft.com/l/meetup-join/${event.id}` } : null,
  }
}

/** Only the properties `$select` names, with id and etag. */
export function selected(object: Json, select: string | null): Json {
  if (!select) return object
  const names = new Set(['@odata.etag', 'id', ...select.split(',').map((name) => name.trim())])
  return Object.fromEntries(Object.entries(object).filter(([name]) => names.has(name)))
}
