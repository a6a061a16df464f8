// What others do in their calendars: a meeting appears, is moved, cancelled or declined.
import { unclear } from '../control/asking.ts'
import { mailboxChange } from '../core/mailboxes.ts'
import { spanOf } from '../core/moments.ts'
import type { ChangeHandler, WorldPerson } from '../core/world.ts'
import { draftOf } from './event-objects.ts'
import { declined } from './events.ts'
import type { CalendarEvent, Mailboxes } from './mailboxes.ts'

/** {person, from, to, title?}: somebody else puts a meeting into that person's calendar. */
const busy =
  (boxes: Mailboxes): ChangeHandler =>
  ({ person, from, to, title }) => {
    const owner = boxes.world.cast.person(String(person)) ?? unclear(`Nobody here is called "${person}".`)
    if (!owner.calendars.includes('microsoft')) return `${owner.name} has no Microsoft calendar.`
    const span = spanOf({ from, to }, owner)
    const draft = draftOf({ subject: typeof title === 'string' ? title : 'A meeting' }, owner)
    const event = boxes.add({ ...draft, ...span, zone: owner.zone }, 'other')
    return { id: event.id }
  }

function decliner(boxes: Mailboxes, event: CalendarEvent, person: unknown): WorldPerson {
  const name = person === undefined ? event.attendees[0]?.address : String(person)
  return (
    boxes.world.cast.person(name ?? '') ??
    unclear(`"person" must be one of the attendees: ${event.attendees.map((each) => each.address).join(', ')}.`)
  )
}

/** {action: move|cancel|decline, id, from?, to?, person?}: `id` as in the ledger; without `to` a moved event keeps its length. */
const eventChange =
  (boxes: Mailboxes): ChangeHandler =>
  ({ action, id, from, to, person }) => {
    const event = boxes.byId(String(id))
    if (!event) return `There is no Microsoft event "${id}".`
    if (action === 'cancel') boxes.remove(event, 'other')
    else if (action === 'decline') boxes.change(event, declined(event, decliner(boxes, event, person)), 'other')
    else if (action === 'move') boxes.change(event, spanOf({ from, to }, event.organizer, event.to - event.from), 'other')
    else unclear('"action" must be move, cancel or decline.')
    return { id: event.id }
  }

export const changesOf = (boxes: Mailboxes): Readonly<Record<string, ChangeHandler>> => ({
  busy: busy(boxes),
  event: eventChange(boxes),
  mailbox: mailboxChange(boxes.world, 'microsoft'),
})
