// Calendar events: create, list, get, change, delete. https://learn.microsoft.com/graph/api/resources/calendar
import { recordOf } from '../core/json.ts'
import { wallClock } from '../core/moments.ts'
import type { Answer, Call, WorldPerson } from '../core/world.ts'
import { type Guarded, inMailbox, type Outcome, pageOf, trouble, type Work } from './door.ts'
import { eventFilter } from './event-filter.ts'
import { draftOf, etagOf, eventObject, fieldsOf, refusedEvent, selected } from './event-objects.ts'
import type { CalendarEvent, Mailboxes } from './mailboxes.ts'
import { getSchedule } from './schedule.ts'
import { ianaZone, preferredZone } from './zones.ts'

const NOT_FOUND = trouble(404, 'ErrorItemNotFound', 'The specified object was not found in the store.')

function shown(boxes: Mailboxes, { call, viewer }: { call: Call; viewer: WorldPerson }) {
  const asked = preferredZone(call.headers.prefer)
  const zone = ianaZone(asked) ? asked : 'UTC'
  return (event: CalendarEvent) => selected(eventObject(boxes, event, { viewer, zone }), call.query.get('$select'))
}

/** The same transactionId with the same content is the same event again; with other content it is refused. */
const create =
  (boxes: Mailboxes): Work =>
  (call, owner) => {
    const body = recordOf(call.body)
    const refusal = refusedEvent(body, true)
    if (refusal) return trouble(400, 'ErrorInvalidRequest', refusal)
    const draft = draftOf(body, owner)
    const { transactionId } = draft
    const before = transactionId && boxes.all(owner).find((event) => event.transactionId === transactionId)
    if (before && before.asked !== draft.asked) {
      return trouble(409, 'ErrorDuplicateTransactionId', 'Your request can not be completed. The TransactionId was used before.')
    }
    const event = before || boxes.add(draft, 'bot')
    return { status: 201, body: shown(boxes, { call, viewer: owner })(event), headers: { location: `${call.path}/${event.id}` } }
  }

const list =
  (boxes: Mailboxes): Work =>
  (call, viewer) => {
    const test = eventFilter(call.query.get('$filter'))
    if (!test) return trouble(400, 'ErrorInvalidUrlQueryFilter', 'The filter is not supported for this resource.')
    return pageOf(boxes.all(viewer).filter(test).map(shown(boxes, { call, viewer })), call)
  }

const calendarView =
  (boxes: Mailboxes): Work =>
  (call, viewer) => {
    const [from, to] = ['startDateTime', 'endDateTime'].map((name) => wallClock(call.query.get(name) ?? '', 'UTC'))
    if (from === undefined || to === undefined || to <= from) {
      return trouble(400, 'ErrorInvalidParameter', 'This request requires a time window given by startDateTime and endDateTime.')
    }
    const test = eventFilter(call.query.get('$filter'))
    if (!test) return trouble(400, 'ErrorInvalidUrlQueryFilter', 'The filter is not supported for this resource.')
    return pageOf(boxes.within(viewer, from, to).filter(test).map(shown(boxes, { call, viewer })), call)
  }

type OnEvent = (call: Call, viewer: WorldPerson, event: CalendarEvent) => Outcome

const onEvent =
  (boxes: Mailboxes, work: OnEvent): Work =>
  (call, viewer) => {
    const event = boxes.find(viewer, call.params.event ?? '')
    if (!event) return NOT_FOUND
    const wanted = call.headers['if-match']
    if (wanted && wanted !== '*' && wanted !== etagOf(event)) {
      return trouble(
        412,
        'ErrorIrresolvableConflict',
        'The send or update operation could not be performed because the change key is stale.',
      )
    }
    return work(call, viewer, event)
  }

const change =
  (boxes: Mailboxes): OnEvent =>
  (call, viewer, event) => {
    const body = recordOf(call.body)
    const refusal = refusedEvent(body, false)
    if (refusal) return trouble(400, 'ErrorInvalidRequest', refusal)
    if (event.organizer.id !== viewer.id) return trouble(403, 'ErrorAccessDenied', 'Only the organizer can change this event.')
    boxes.change(event, fieldsOf(body), 'bot')
    return { status: 200, body: shown(boxes, { call, viewer })(event) }
  }

/** The organiser's event goes for everybody; an attendee's copy goes by declining. */
const erase =
  (boxes: Mailboxes): OnEvent =>
  (_, viewer, event) => {
    if (event.organizer.id === viewer.id) boxes.remove(event, 'bot')
    else boxes.change(event, declined(event, viewer), 'bot')
    return { status: 204 }
  }

export const declined = (event: CalendarEvent, { email }: WorldPerson) => ({
  attendees: event.attendees.map((each) =>
    each.address.toLowerCase() === email.toLowerCase() ? { ...each, response: 'declined' as const } : each,
  ),
})

const cancel =
  (boxes: Mailboxes): OnEvent =>
  (_, viewer, event) => {
    if (event.organizer.id !== viewer.id) return trouble(400, 'ErrorInvalidRequest', 'Only the organizer can cancel a meeting.')
    boxes.remove(event, 'bot')
    return { status: 202 }
  }

const sendMail =
  ({ world }: Mailboxes): Work =>
  (call, owner): Answer | Outcome => {
    const message = recordOf(recordOf(call.body).message)
    const to = (Array.isArray(message.toRecipients) ? message.toRecipients : []).map(
      (each) => recordOf(recordOf(each).emailAddress).address,
    )
    if (to.length === 0) return trouble(400, 'ErrorInvalidRecipients', 'At least one recipient is not valid.')
    const body = { from: owner.email, to, subject: message.subject, content: recordOf(message.body).content }
    world.ledger.commit({ vendor: 'microsoft', effect: 'mail.sent', by: 'bot', id: crypto.randomUUID(), body })
    return { status: 202 }
  }

export function serveCalendars(boxes: Mailboxes, add: Guarded): void {
  const user = '/v1.0/users/{id}'
  const mount = (method: string, template: string, work: Work): void => add(method, template, inMailbox(boxes, work))
  add('POST', `${user}/calendar/getSchedule`, getSchedule(boxes))
  for (const where of [user, `${user}/calendar`]) {
    mount('POST', `${where}/events`, create(boxes))
    mount('GET', `${where}/events`, list(boxes))
    mount('GET', `${where}/calendarView`, calendarView(boxes))
    const event = `${where}/events/{event}`
    mount(
      'GET',
      event,
      onEvent(boxes, (call, viewer, found) => ({ status: 200, body: shown(boxes, { call, viewer })(found) })),
    )
    mount('PATCH', event, onEvent(boxes, change(boxes)))
    mount('DELETE', event, onEvent(boxes, erase(boxes)))
    mount('POST', `${event}/cancel`, onEvent(boxes, cancel(boxes)))
  }
  mount('POST', `${user}/sendMail`, sendMail(boxes))
}
