// What others do: a meeting appears, is moved, cancelled or declined; an admin changes what is delegated, or Google how much may be asked.
import { unclear } from '../control/asking.ts'
import { mailboxChange } from '../core/mailboxes.ts'
import { spanOf } from '../core/moments.ts'
import type { ChangeHandler } from '../core/world.ts'
import { DELEGATED, fullScope } from './account.ts'
import type { CalendarEvent, Calendars } from './calendars.ts'
import type { Door } from './door.ts'
import { draftOf } from './event-objects.ts'

/** {person, from, to, title?}: somebody else puts a meeting into that person's calendar. */
const busy =
  (calendars: Calendars): ChangeHandler =>
  ({ person, from, to, title }) => {
    const owner = calendars.world.cast.person(String(person)) ?? unclear(`Nobody here is called "${person}".`)
    if (!owner.calendars.includes('google')) return `${owner.name} has no Google calendar.`
    const draft = draftOf({ summary: typeof title === 'string' ? title : 'A meeting' }, owner, false)
    return { id: calendars.add({ ...draft, ...spanOf({ from, to }, owner) }, { by: 'other' }).id }
  }

function declined({ attendees }: CalendarEvent, { world }: Calendars, name: unknown): Pick<CalendarEvent, 'attendees'> {
  const email = name === undefined ? attendees[0]?.email : world.cast.person(String(name))?.email
  const isTheirs = (each: { readonly email: string }) => each.email.toLowerCase() === email?.toLowerCase()
  if (!attendees.some(isTheirs))
    unclear(`"person" must be one of the attendees: ${attendees.map((each) => each.email).join(', ')}.`)
  return { attendees: attendees.map((each) => (isTheirs(each) ? { ...each, responseStatus: 'declined' } : each)) }
}

/** {action: move|cancel|decline, id, from?, to?, person?}: `id` as in the ledger; without `to` a moved event keeps its length. */
const event =
  (calendars: Calendars): ChangeHandler =>
  ({ action, id, from, to, person }) => {
    const found = calendars.living(String(id))
    if (!found) return `There is no Google event "${id}".`
    if (action === 'cancel') calendars.cancel(found, { by: 'other' })
    else if (action === 'decline') calendars.change(found, declined(found, calendars, person))
    else if (action === 'move') calendars.change(found, spanOf({ from, to }, found.organizer, found.to - found.from))
    else unclear('"action" must be move, cancel or decline.')
    return { id: found.id }
  }

/** {permission: "calendar.events.owned", granted: false}: that scope is no longer delegated, or again; it shows in new tokens. */
const permission =
  (delegated: Set<string>): ChangeHandler =>
  ({ permission: name, granted }) => {
    const scope = fullScope(String(name))
    if (!DELEGATED.includes(scope) || typeof granted !== 'boolean')
      return `Say {"permission": "calendar.freebusy", "granted": false}; scopes: ${DELEGATED.join(', ')}.`
    if (granted) delegated.add(scope)
    else delegated.delete(scope)
    return { delegated: [...delegated] }
  }

/** {perMinute: 3}: so many calls a minute for each user. */
const quota =
  ({ limits }: Door): ChangeHandler =>
  ({ perMinute }) => {
    if (!Number.isInteger(perMinute) || Number(perMinute) < 0) return 'Say {"perMinute": 3}.'
    limits.perMinute = Number(perMinute)
    return { ...limits }
  }

/** {on: false}: an admin switches Meet off. */
const meet =
  ({ limits }: Door): ChangeHandler =>
  ({ on }) => {
    if (typeof on !== 'boolean') return 'Say {"on": false}.'
    limits.meet = on
    return { ...limits }
  }

export const changesOf = (calendars: Calendars, door: Door, delegated: Set<string>): Readonly<Record<string, ChangeHandler>> => ({
  busy: busy(calendars),
  event: event(calendars),
  mailbox: mailboxChange(calendars.world, 'google'),
  permission: permission(delegated),
  quota: quota(door),
  meet: meet(door),
})
