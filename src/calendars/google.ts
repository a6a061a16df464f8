import { createHash } from 'node:crypto'
import * as z from 'zod'
import type { Interval } from '../coaching/slot.ts'
import { VendorError } from '../errors.ts'
import type { Counts, Log, NewEvent } from '../ports.ts'
import { type Google, type GoogleCall, type GoogleOptions, openGoogle } from './google-api.ts'
import { type CalendarSource, type Found, joined, noAnswer, portions } from './source.ts'

export interface GoogleCalendarOptions extends GoogleOptions {
  readonly log: Log
  readonly counts: Counts
}

/** A little over three months are refused; how much exactly is not documented. */
const DAYS_PER_CALL = 60

const Moment = z.iso.datetime({ offset: true })
const Own = z.object({
  busy: z.array(z.object({ start: Moment, end: Moment })).optional(),
  errors: z.array(z.object({ reason: z.string() })).optional(),
})
const FreeBusy = z.object({ calendars: z.object({ primary: Own }) })
const Event = z.object({ id: z.string().min(1), status: z.string() })

/**
 * The calendars of a Google Workspace, each asked in its owner's name, so that no sharing between colleagues is needed. `create` may be
 * repeated with the same key and time and answers the same event.
 */
export function googleCalendar(options: GoogleCalendarOptions): CalendarSource {
  const google = openGoogle(options)
  return {
    name: 'google',
    busy: async (mailboxes, window) => {
      const asked = [...new Set(mailboxes)].map(
        async (mailbox) => [mailbox, await timesOf(google, options, mailbox, window)] as const,
      )
      return new Map(await Promise.all(asked))
    },
    create: (event) => create(google, event),
    find: (organiser, at, key) => findEvent(google, organiser, { at, key }),
    async remove(organiser, eventId) {
      await google(
        onEvents(organiser, (api, wire) => api.events.delete({ ...PRIMARY, eventId, sendUpdates: 'all' }, wire)),
        z.unknown(),
      ).catch((error: VendorError) => {
        if (error.trouble !== 'not-found') throw error
      })
    },
  }
}

const PRIMARY = { calendarId: 'primary' } as const
const iso = (ms: number): string => new Date(ms).toISOString()

const onEvents = (user: string, send: GoogleCall['send'], repeatable = true): GoogleCall => ({
  user,
  scope: 'events',
  repeatable,
  send,
})

async function timesOf(google: Google, options: GoogleCalendarOptions, mailbox: string, window: Interval): Promise<Found> {
  const answers = portions(window, DAYS_PER_CALL).map((portion) => portionOf(google, options, mailbox, portion))
  return (await Promise.all(answers)).reduce<Found>((known, found) => joined(known, found), [])
}

async function portionOf(google: Google, options: GoogleCalendarOptions, user: string, { from, to }: Interval): Promise<Found> {
  const requestBody = { timeMin: iso(from), timeMax: iso(to), items: [{ id: 'primary' }] }
  const send: GoogleCall['send'] = (api, wire) => api.freebusy.query({ requestBody }, wire)
  try {
    const { calendars } = await google({ user, scope: 'freebusy', repeatable: true, send }, FreeBusy)
    const { busy, errors = [] } = calendars.primary
    if (errors.some(({ reason }) => reason === 'notFound')) return 'absent'
    if (!busy || errors.length > 0) return 'unchecked'
    return busy.map(({ start, end }) => ({ from: Date.parse(start), to: Date.parse(end) }))
  } catch (error) {
    return error instanceof VendorError && error.trouble === 'not-found' ? 'absent' : noAnswer(options, 'google', error)
  }
}

/** So often a session may be taken back and booked again at the very same time. */
const TURNS = 8

/**
 * The id of the event is chosen here, so that a repeat is refused as a duplicate rather than made twice. The time is part of it: the same
 * session at another time is another event. And the id of a deleted event stays taken for good, so each deletion uses up a turn.
 */
const idOf = ({ key, at }: Pick<NewEvent, 'key' | 'at'>, turn: number): string => {
  const hash = createHash('sha256').update(`${key} ${at.from} ${turn}`).digest('hex')
  // Base 32 of JavaScript has Google's alphabet, base32hex: 0-9 and a-v.
  return BigInt(`0x${hash}`).toString(32).padStart(52, '0')
}

type Standing = 'stands' | 'deleted' | 'unknown'

async function standing(google: Google, user: string, eventId: string): Promise<Standing> {
  const send: GoogleCall['send'] = (api, wire) => api.events.get({ ...PRIMARY, eventId }, wire)
  try {
    const { status } = await google(onEvents(user, send), Event)
    return status === 'cancelled' ? 'deleted' : 'stands'
  } catch (error) {
    if (error instanceof VendorError && error.status === 404) return 'unknown'
    if (error instanceof VendorError && error.status === 410) return 'deleted'
    throw error
  }
}

async function create(google: Google, event: NewEvent): Promise<{ readonly id: string }> {
  for (let turn = 0; turn < TURNS; turn += 1) {
    const id = idOf(event, turn)
    if (await inserted(google, event, id)) return { id }
    const there = await standing(google, event.organiser, id)
    if (there === 'stands') return { id }
    if (there === 'unknown')
      throw new VendorError({ vendor: 'Google', trouble: 'unavailable', code: 'notSeenYet', inDoubt: true })
  }
  throw new VendorError({ vendor: 'Google', trouble: 'refused', code: 'duplicate' })
}

/** False when the id is taken. Where a video room cannot be had (Meet is switched off), the event goes without one. */
async function inserted(google: Google, event: NewEvent, id: string): Promise<boolean> {
  try {
    await insert(google, event, { ...bodyOf(event, id), conferenceData: roomFor(event) })
    return true
  } catch (error) {
    if (!(error instanceof VendorError)) throw error
    if (error.status === 409) return false
    if (error.status !== 400) throw error
    await insert(google, event, bodyOf(event, id))
    return true
  }
}

function insert(google: Google, { organiser }: NewEvent, requestBody: Body): Promise<unknown> {
  const how = { ...PRIMARY, sendUpdates: 'all', conferenceDataVersion: 1, requestBody }
  const send: GoogleCall['send'] = (api, wire) => api.events.insert(how, wire)
  return google(onEvents(organiser, send, false), Event)
}

type Body = ReturnType<typeof bodyOf> & { readonly conferenceData?: ReturnType<typeof roomFor> }

const bodyOf = ({ title, text, at, attendees }: NewEvent, id: string) => ({
  id,
  summary: title,
  description: text,
  start: { dateTime: iso(at.from) },
  end: { dateTime: iso(at.to) },
  attendees: attendees.map((email) => ({ email })),
})

const roomFor = ({ key }: NewEvent) => ({
  createRequest: { requestId: key, conferenceSolutionKey: { type: 'hangoutsMeet' } },
})

async function findEvent(google: Google, user: string, wanted: Pick<NewEvent, 'key' | 'at'>) {
  for (let turn = 0; turn < TURNS; turn += 1) {
    const id = idOf(wanted, turn)
    const there = await standing(google, user, id)
    if (there === 'stands') return { id }
    if (there === 'unknown') return undefined
  }
  return undefined
}
