// What stands in everybody's calendar: meetings seeded for supervisors, the bot's events, and what others put there.
import { createHash } from 'node:crypto'
import { type Meeting, meetingsOf } from '../core/meetings.ts'
import type { World, WorldPerson } from '../core/world.ts'

export type Response = 'none' | 'accepted' | 'tentativelyAccepted' | 'declined'

export interface Attendee {
  readonly address: string
  readonly name: string
  readonly type: string
  response: Response
}

export interface CalendarEvent {
  readonly id: string
  readonly organizer: WorldPerson
  readonly transactionId?: string
  /** What was asked for when it was created, to tell a repeated call from another one. */
  readonly asked: string
  /** One of a series that stands in this person's calendar from the start; only a calendar view shows it. */
  readonly seeded?: boolean
  readonly createdAt: number
  subject: string
  content: { readonly contentType: string; readonly content: string }
  from: number
  to: number
  zone: string
  location: string
  attendees: readonly Attendee[]
  showAs: string
  sensitivity: string
  online: boolean
  modifiedAt: number
  version: number
  deleted: boolean
}

export type Draft = Omit<CalendarEvent, 'id' | 'createdAt' | 'modifiedAt' | 'version' | 'deleted'>

export interface Mailboxes {
  readonly world: World
  add(draft: Draft, by: 'bot' | 'other'): CalendarEvent
  change(event: CalendarEvent, fields: Partial<Draft>, by: 'bot' | 'other'): void
  remove(event: CalendarEvent, by: 'bot' | 'other'): void
  /** What stands in this person's calendar in [from, to), oldest first. */
  within(person: WorldPerson, from: number, to: number): CalendarEvent[]
  /** All but the seeded meetings, oldest first. */
  all(person: WorldPerson): CalendarEvent[]
  find(person: WorldPerson, id: string): CalendarEvent | undefined
  byId(id: string): CalendarEvent | undefined
}

const opaque = (text: string): string => `AAMk${createHash('sha256').update(text).digest('base64url')}`

/** The organiser's copy and each attendee's copy have ids of their own. */
export const idFor = (event: CalendarEvent, person: WorldPerson): string =>
  event.organizer.id === person.id ? event.id : opaque(`${event.id} ${person.id}`)

export const attending = (event: CalendarEvent, person: WorldPerson): Attendee | undefined =>
  event.attendees.find(({ address }) => address.toLowerCase() === person.email.toLowerCase())

const mine = (event: CalendarEvent, person: WorldPerson): boolean => {
  if (event.deleted) return false
  const attendee = attending(event, person)
  return event.organizer.id === person.id || (attendee !== undefined && attendee.response !== 'declined')
}

const SEEDED = { attendees: [], asked: '', seeded: true, version: 1, deleted: false, location: '', online: false } as const

function seeded({ date, subject, from, to }: Meeting, organizer: WorldPerson): CalendarEvent {
  const look = { showAs: 'busy', sensitivity: 'normal', content: { contentType: 'text', content: '' }, zone: organizer.zone }
  const id = opaque(`seed ${organizer.id} ${date}`)
  return { ...SEEDED, ...look, id, organizer, subject, from, to, createdAt: from, modifiedAt: from }
}

const iso = (at: number): string => new Date(at).toISOString()

function commit({ ledger }: World, event: CalendarEvent, { effect, by }: { effect: string; by: 'bot' | 'other' }): void {
  const { organizer, subject, attendees, transactionId } = event
  const body = {
    person: organizer.id,
    mailbox: organizer.email,
    subject,
    start: iso(event.from),
    end: iso(event.to),
    attendees: attendees.map(({ address, response }) => ({ address, response })),
    ...(transactionId ? { transactionId } : {}),
  }
  ledger.commit({ vendor: 'microsoft', effect, by, id: event.id, body })
}

export function mailboxes(world: World): Mailboxes {
  const events = new Map<string, CalendarEvent>()
  const seed = (person: WorldPerson, from: number, to: number): void => {
    if (person.calendars[0] !== 'microsoft') return
    for (const meeting of meetingsOf(world.cast, person, from, to)) {
      const event = seeded(meeting, person)
      if (!events.has(event.id)) events.set(event.id, event)
    }
  }
  const sorted = (list: readonly CalendarEvent[]) => [...list].sort((a, b) => a.from - b.from)
  const every = (person: WorldPerson) => sorted([...events.values()].filter((event) => mine(event, person)))
  return {
    world,
    all: (person) => every(person).filter((event) => !event.seeded),
    add(draft, by) {
      const now = world.clock.now()
      const event = { ...draft, id: opaque(crypto.randomUUID()), createdAt: now, modifiedAt: now, version: 1, deleted: false }
      events.set(event.id, event)
      commit(world, event, { effect: 'event.created', by })
      return event
    },
    change(event, fields, by) {
      Object.assign(event, fields, { modifiedAt: world.clock.now(), version: event.version + 1 })
      commit(world, event, { effect: 'event.updated', by })
    },
    remove(event, by) {
      event.deleted = true
      commit(world, event, { effect: 'event.deleted', by })
    },
    within(person, from, to) {
      seed(person, from, to)
      return every(person).filter((event) => event.from < to && event.to > from)
    },
    find: (person, id) => every(person).find((event) => idFor(event, person) === id),
    byId: (id) => {
      const event = events.get(id)
      return event?.deleted ? undefined : event
    },
  }
}
