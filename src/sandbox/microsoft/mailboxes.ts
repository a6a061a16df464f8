// What stands in everybody's calendar: meetings seeded for supervisors, the bot's events, and what others put there.
import { createHash } from 'node:crypto'
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

const SEEDS = [
  { time: '13:00', minutes: 60, subject: 'Lunch with the other leads' },
  { time: '09:30', minutes: 45, subject: 'Forecast review' },
  { time: '16:30', minutes: 30, subject: 'Shift planning' },
  { time: '12:30', minutes: 45, subject: 'Quality round' },
  { time: '13:45', minutes: 30, subject: 'One to one with Helena' },
  { time: '10:00', minutes: 60, subject: 'Operations board' },
] as const

/** One meeting a day for each supervisor, at a time of their own. */
function seedOf(world: World, person: WorldPerson, date: Temporal.PlainDate): CalendarEvent | undefined {
  const place = world.cast.people.filter(({ role }) => role === 'supervisor').indexOf(person)
  const seed = SEEDS[place % SEEDS.length]
  if (place < 0 || !seed) return undefined
  const from = date.toZonedDateTime({ timeZone: person.zone, plainTime: seed.time }).epochMilliseconds
  const fixed = { createdAt: from, modifiedAt: from, version: 1, deleted: false, attendees: [], asked: '', seeded: true }
  const look = {
    location: '',
    showAs: 'busy',
    sensitivity: 'normal',
    online: false,
    content: { contentType: 'text', content: '' },
  }
  const times = { from, to: from + seed.minutes * 60_000, zone: person.zone }
  return { id: opaque(`seed ${person.id} ${date}`), organizer: person, subject: seed.subject, ...times, ...fixed, ...look }
}

function datesOf(person: WorldPerson, from: number, to: number): Temporal.PlainDate[] {
  const dateAt = (at: number) => Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(person.zone).toPlainDate()
  const first = dateAt(from)
  const days = first.until(dateAt(to), { largestUnit: 'days' }).days
  return Array.from({ length: Math.max(0, days) + 1 }, (_, n) => first.add({ days: n }))
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
    for (const date of datesOf(person, from, to)) {
      const event = seedOf(world, person, date)
      if (event && !events.has(event.id)) events.set(event.id, event)
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
