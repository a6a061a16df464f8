import * as z from 'zod'
import { DAY, type Interval } from '../coaching/slot.ts'
import { VendorError } from '../errors.ts'
import type { Counts, Log, NewEvent } from '../ports.ts'
import { type Graph, type GraphOptions, openGraph } from './microsoft-api.ts'
import { type CalendarSource, type Found, joined, noAnswer, portions } from './source.ts'

export interface MicrosoftCalendarOptions extends GraphOptions {
  readonly log: Log
  readonly counts: Counts
}

// https://learn.microsoft.com/graph/api/calendar-getschedule
const MAILBOXES_PER_CALL = 20
const DAYS_PER_CALL = 61
const NO_MAILBOX = 'ErrorMailRecipientNotFound'
/** Everything else blocks: busy, away, tentative, and what we do not know. */
const LEAVES_FREE: ReadonlySet<string> = new Set(['free', 'workingelsewhere'])

const Moment = z.object({ dateTime: z.string(), timeZone: z.string().regex(/utc/i) })
const Item = z.object({ status: z.string(), start: Moment, end: Moment })
const Failed = z.object({ responseCode: z.string().optional() })
const Schedule = z.object({ scheduleId: z.string(), scheduleItems: z.array(Item).optional(), error: Failed.nullish() })
const Schedules = z.object({ value: z.array(Schedule) })
const Made = z.object({ id: z.string().min(1) })
const Page = z.object({
  value: z.array(z.object({ id: z.string(), transactionId: z.string().nullish() })),
  '@odata.nextLink': z.url().optional(),
})

/**
 * The calendars of an organisation on Microsoft 365 (application permissions Calendars.ReadBasic.All and Calendars.ReadWrite). `create` may
 * be repeated with the same key, a UUID, and answers the same event.
 */
export function microsoftCalendar(options: MicrosoftCalendarOptions): CalendarSource {
  const graph = openGraph(options)
  return {
    name: 'microsoft',
    busy: (mailboxes, window) => everybody(graph, options, { mailboxes: [...new Set(mailboxes)], window }),
    create: (event) =>
      graph({ method: 'POST', path: `/users/${part(event.organiser)}/events`, body: eventBody(event), repeatable: false }, Made),
    find: (organiser, at, key) => findEvent(graph, { organiser, at, key }),
    async remove(organiser, id) {
      const path = `/users/${part(organiser)}/events/${part(id)}`
      await graph({ method: 'DELETE', path, repeatable: true }, z.unknown()).catch((error: VendorError) => {
        if (error.trouble !== 'not-found') throw error
      })
    },
  }
}

const part = encodeURIComponent

interface Asked {
  readonly mailboxes: readonly string[]
  readonly window: Interval
}

async function everybody(
  graph: Graph,
  options: MicrosoftCalendarOptions,
  { mailboxes, window }: Asked,
): Promise<Map<string, Found>> {
  const groups = Array.from({ length: Math.ceil(mailboxes.length / MAILBOXES_PER_CALL) }, (_, n) =>
    mailboxes.slice(n * MAILBOXES_PER_CALL, (n + 1) * MAILBOXES_PER_CALL),
  )
  const asked = groups.flatMap((group) => portions(window, DAYS_PER_CALL).map((each) => ({ mailboxes: group, window: each })))
  const times = new Map<string, Found>()
  for (const answer of await Promise.all(asked.map((each) => group(graph, options, each))))
    for (const [mailbox, found] of answer) times.set(mailbox, joined(times.get(mailbox), found))
  return times
}

/** One call. It is asked in the name of its first mailbox; when that one does not exist, the others are asked one by one. */
async function group(graph: Graph, options: MicrosoftCalendarOptions, asked: Asked): Promise<Map<string, Found>> {
  const [first = ''] = asked.mailboxes
  const call = {
    method: 'POST',
    path: `/users/${part(first)}/calendar/getSchedule`,
    body: scheduleBody(asked),
    repeatable: true,
  } as const
  try {
    const { value } = await graph(call, Schedules)
    return new Map(asked.mailboxes.map((mailbox) => [mailbox, timesOf(value, mailbox)]))
  } catch (error) {
    const isAbsent = error instanceof VendorError && error.trouble === 'not-found'
    if (isAbsent && asked.mailboxes.length > 1) {
      const singly = asked.mailboxes.map((mailbox) => group(graph, options, { ...asked, mailboxes: [mailbox] }))
      return new Map((await Promise.all(singly)).flatMap((each) => [...each]))
    }
    const found = isAbsent ? 'absent' : noAnswer(options, 'microsoft', error, asked.mailboxes.length)
    return new Map(asked.mailboxes.map((mailbox) => [mailbox, found]))
  }
}

const scheduleBody = ({ mailboxes, window }: Asked) => ({
  schedules: mailboxes,
  startTime: moment(window.from),
  endTime: moment(window.to),
  availabilityViewInterval: 15,
})

function timesOf(schedules: readonly z.infer<typeof Schedule>[], mailbox: string): Found {
  const own = schedules.find(({ scheduleId }) => scheduleId.toLowerCase() === mailbox.toLowerCase())
  if (own?.error?.responseCode === NO_MAILBOX) return 'absent'
  if (!own?.scheduleItems || own.error) return 'unchecked'
  return own.scheduleItems
    .filter(({ status }) => !LEAVES_FREE.has(status.toLowerCase()))
    .map(({ start, end }) => ({ from: instant(start.dateTime), to: instant(end.dateTime) }))
    .toSorted((a, b) => a.from - b.from)
}

const eventBody = ({ title, text, at, attendees, key }: NewEvent) => ({
  subject: title,
  body: { contentType: 'text', content: text },
  start: moment(at.from),
  end: moment(at.to),
  attendees: attendees.map((address) => ({ emailAddress: { address }, type: 'required' })),
  transactionId: key,
  isOnlineMeeting: true,
  onlineMeetingProvider: 'teamsForBusiness',
})

/** Graph cannot filter by transactionId, so the days around are listed: the event may have been moved a little. */
async function findEvent(graph: Graph, { organiser, at, key }: { organiser: string; at: Interval; key: string }) {
  const path = `/users/${part(organiser)}/calendarView`
  let query: Record<string, string | number> | undefined = {
    startDateTime: wire(at.from - DAY),
    endDateTime: wire(at.to + DAY),
    $select: 'id,transactionId',
    $top: 100,
  }
  while (query) {
    const page: z.infer<typeof Page> = await graph({ method: 'GET', path, query, repeatable: true }, Page)
    const found = page.value.find(({ transactionId }) => transactionId === key)
    if (found) return { id: found.id }
    const next = page['@odata.nextLink']
    query = next ? Object.fromEntries(new URL(next).searchParams) : undefined
  }
  return undefined
}

const wire = (ms: number): string => Temporal.Instant.fromEpochMilliseconds(ms).toString()
const moment = (ms: number) => ({ dateTime: wire(ms).replace(/Z$/, ''), timeZone: 'UTC' })
/** Graph writes seven decimals and no zone; we asked for UTC. */
const instant = (dateTime: string): number =>
  Temporal.PlainDateTime.from(dateTime.replace(/Z$/, '')).toZonedDateTime('UTC').epochMilliseconds
