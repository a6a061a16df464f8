// getSchedule: who is busy when. https://learn.microsoft.com/graph/api/calendar-getschedule
import { type Json, recordOf } from '../core/json.ts'
import type { WorldPerson } from '../core/world.ts'
import { mailboxOwner } from './directory.ts'
import { inMailbox, type Outcome, trouble } from './door.ts'
import { attending, type CalendarEvent, type Mailboxes } from './mailboxes.ts'
import { dateTimeZone, ianaZone, instantOf, preferredZone, windowsZone } from './zones.ts'

const LIMITS = { schedules: 20, days: 62, shortest: 5, longest: 1440 } as const

const DAY = 86_400_000

/** The digits of availabilityView. https://learn.microsoft.com/graph/api/resources/scheduleinformation */
const DIGITS: Readonly<Record<string, string>> = { free: '0', tentative: '1', busy: '2', oof: '3', workingElsewhere: '4' }

interface Window {
  readonly from: number
  readonly to: number
  readonly minutes: number
  readonly zone: string
}

/** Every day of the week, because in this world people work on every day. */
export const workingHours = (person: WorldPerson): Json => ({
  daysOfWeek: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'],
  startTime: '08:00:00.0000000',
  endTime: '18:00:00.0000000',
  timeZone: { name: windowsZone(person.zone) },
})

/** Unanswered invitations are tentative, as Outlook shows them. */
export function statusOf(event: CalendarEvent, person: WorldPerson): string {
  const attendee = attending(event, person)
  if (event.organizer.id === person.id || !attendee || attendee.response === 'accepted') return event.showAs
  return 'tentative'
}

function view(events: readonly { from: number; to: number; status: string }[], { from, to, minutes }: Window): string {
  const length = Math.ceil((to - from) / (minutes * 60_000))
  return Array.from({ length }, (_, n) => {
    const start = from + n * minutes * 60_000
    const there = events.filter((event) => event.from < start + minutes * 60_000 && event.to > start)
    const strongest = ['oof', 'busy', 'tentative', 'workingElsewhere'].find((status) =>
      there.some((event) => event.status === status),
    )
    return DIGITS[strongest ?? 'free']
  }).join('')
}

function scheduleOf(boxes: Mailboxes, address: string, window: Window): Json {
  const owner = mailboxOwner(boxes.world.cast, address)
  if (!owner) {
    const error = { message: 'The mailbox was not found.', responseCode: 'ErrorMailRecipientNotFound' }
    return { scheduleId: address, availabilityView: '', scheduleItems: [], error }
  }
  const events = boxes.within(owner, window.from, window.to).map((event) => ({ event, ...event, status: statusOf(event, owner) }))
  const scheduleItems = events.map(({ event, status }) => ({
    isPrivate: event.sensitivity === 'private',
    status,
    ...(event.sensitivity === 'private' ? {} : { subject: event.subject, location: event.location }),
    start: dateTimeZone(event.from, window.zone),
    end: dateTimeZone(event.to, window.zone),
  }))
  return { scheduleId: address, availabilityView: view(events, window), scheduleItems, workingHours: workingHours(owner) }
}

/** The window asked for, or what Graph says about it. */
function windowOf(body: Json, prefer: string | string[] | undefined): Window | string {
  const [from, to] = [instantOf(body.startTime), instantOf(body.endTime)]
  const minutes = body.availabilityViewInterval === undefined ? 30 : Number(body.availabilityViewInterval)
  const zone = preferredZone(prefer)
  if (!ianaZone(zone)) return `The time zone "${zone}" is unknown.`
  if (from === undefined || to === undefined) return 'startTime and endTime must be dateTimeTimeZone values.'
  if (to <= from) return 'The end time must be after the start time.'
  if (to - from >= LIMITS.days * DAY) return `The requested time duration is too long. The allowed limit is ${LIMITS.days} days.`
  if (!(minutes >= LIMITS.shortest && minutes <= LIMITS.longest)) return 'availabilityViewInterval must be between 5 and 1440.'
  return { from, to, minutes, zone }
}

export const getSchedule = (boxes: Mailboxes) =>
  inMailbox(boxes, (call): Outcome => {
    const body = recordOf(call.body)
    const schedules = Array.isArray(body.schedules) ? body.schedules.map(String) : []
    if (schedules.length === 0) return trouble(400, 'ErrorInvalidParameter', 'schedules must name at least one mailbox.')
    if (schedules.length > LIMITS.schedules)
      return trouble(400, 'ErrorInvalidParameter', `At most ${LIMITS.schedules} schedules.`)
    const window = windowOf(body, call.headers.prefer)
    if (typeof window === 'string') return trouble(400, 'ErrorInvalidParameter', window)
    return { status: 200, body: { value: schedules.map((address) => scheduleOf(boxes, address, window)) } }
  })
