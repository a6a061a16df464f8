// What stands in everybody's primary calendar: meetings seeded for supervisors, the bot's events, and what others put there.
import { meetingsOf } from '../core/meetings.ts'
import type { LedgerEntry, World, WorldPerson } from '../core/world.ts'

export interface Attendee {
  readonly email: string
  readonly responseStatus: 'needsAction' | 'declined' | 'tentative' | 'accepted'
}

export interface CalendarEvent {
  readonly id: string
  readonly organizer: WorldPerson
  readonly createdAt: number
  readonly summary: string
  readonly description: string
  readonly location: string
  readonly from: number
  readonly to: number
  readonly zone: string
  readonly attendees: readonly Attendee[]
  /** `transparent` events leave their time free. */
  readonly transparency: 'opaque' | 'transparent'
  readonly visibility: string
  /** Of the Meet room that was asked for with it. */
  readonly requestId: string | undefined
  readonly status: 'confirmed' | 'cancelled'
  readonly updatedAt: number
}

export type Draft = Omit<CalendarEvent, 'createdAt' | 'updatedAt' | 'status'>
type Times = Pick<CalendarEvent, 'from' | 'to'>

interface Deed {
  readonly by: LedgerEntry['by']
  /** Who is told by mail. */
  readonly sendUpdates?: string
}

export interface Calendars {
  readonly world: World
  add(draft: Draft, deed: Deed): CalendarEvent
  change(event: CalendarEvent, fields: Partial<Draft>): void
  /** The event stays, cancelled, and with it its id. */
  cancel(event: CalendarEvent, deed: Deed): void
  /** In this person's own calendar, cancelled ones too. */
  find(person: WorldPerson, id: string): CalendarEvent | undefined
  /** The living one with that id, in whatever calendar. */
  living(id: string): CalendarEvent | undefined
  /** What keeps this person busy in [from, to), oldest first, overlapping times as one. */
  busy(person: WorldPerson, from: number, to: number): Times[]
}

const iso = (at: number): string => new Date(at).toISOString()

function commit({ ledger }: World, event: CalendarEvent, effect: string, { by, sendUpdates }: Deed): void {
  const { organizer, summary, description, attendees, requestId } = event
  const body = {
    person: organizer.id,
    mailbox: organizer.email,
    summary,
    description,
    start: iso(event.from),
    end: iso(event.to),
    attendees,
    ...(requestId ? { requestId } : {}),
    ...(sendUpdates ? { sendUpdates } : {}),
  }
  ledger.commit({ vendor: 'google', effect, by, id: event.id, body })
}

/** Invitations keep their time until they are declined. */
function takesTime(event: CalendarEvent, person: WorldPerson): boolean {
  if (event.status === 'cancelled' || event.transparency === 'transparent') return false
  if (event.organizer.id === person.id) return true
  const own = event.attendees.find(({ email }) => email.toLowerCase() === person.email.toLowerCase())
  return own !== undefined && own.responseStatus !== 'declined'
}

function merged(times: readonly Times[]): Times[] {
  const joined: { from: number; to: number }[] = []
  for (const { from, to } of [...times].sort((a, b) => a.from - b.from)) {
    const last = joined.at(-1)
    if (last && from <= last.to) last.to = Math.max(last.to, to)
    else joined.push({ from, to })
  }
  return joined
}

export function calendars(world: World): Calendars {
  /** Ids are unique in each calendar. */
  const events = new Map<string, CalendarEvent>()
  const nameOf = ({ organizer, id }: Pick<CalendarEvent, 'organizer' | 'id'>) => `${organizer.id} ${id}`
  const all = () => [...events.values()]

  function keep(event: CalendarEvent, effect: string, deed: Deed): CalendarEvent {
    events.set(nameOf(event), event)
    commit(world, event, effect, deed)
    return event
  }

  return {
    world,
    add(draft, deed) {
      const now = world.clock.now()
      return keep({ ...draft, createdAt: now, updatedAt: now, status: 'confirmed' }, 'event.created', deed)
    },
    change: (event, fields) => void keep({ ...event, ...fields, updatedAt: world.clock.now() }, 'event.updated', { by: 'other' }),
    cancel: (event, deed) => void keep({ ...event, status: 'cancelled', updatedAt: world.clock.now() }, 'event.deleted', deed),
    find: (person, id) => events.get(nameOf({ organizer: person, id })),
    living: (id) => all().find((event) => event.id === id && event.status === 'confirmed'),
    busy(person, from, to) {
      const seeded = person.calendars[0] === 'google' ? meetingsOf(world.cast, person, from, to) : []
      const own = all().filter((event) => takesTime(event, person) && event.from < to && event.to > from)
      return merged([...seeded, ...own])
    },
  }
}
