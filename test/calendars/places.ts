// What the tests of calendars share: a world, its calendars as the bot opens them, mornings that are nobody's lunch.
import { randomUUID } from 'node:crypto'
import { googleCalendar } from '../../src/calendars/google.ts'
import { microsoftCalendar } from '../../src/calendars/microsoft.ts'
import { HOUR, type Interval } from '../../src/coaching/slot.ts'
import type { NewEvent } from '../../src/ports.ts'
import type { OpenWorld } from '../sandbox/world.ts'

/** Both vendors, at a time that a test may move on, with what was counted and logged. */
export function placesIn({ env }: OpenWorld) {
  const counted = new Map<string, number>()
  const logged: string[] = []
  const note = (sentence: string, fields = {}) => void logged.push(`${sentence} ${JSON.stringify(fields)}`)
  const clock = { ahead: 0 }
  const tools = {
    now: () => Date.now() + clock.ahead,
    log: { info: note, warn: note, error: note },
    counts: {
      add: (name: string, by = 1) => void counted.set(name, (counted.get(name) ?? 0) + by),
      set: (name: string, value: number) => void counted.set(name, value),
      all: () => Object.fromEntries(counted),
    },
  }
  const google = googleCalendar({
    ...tools,
    clientEmail: env.GOOGLE_CLIENT_EMAIL!,
    privateKey: env.GOOGLE_PRIVATE_KEY!,
    url: env.GOOGLE_URL!,
    tokenUrl: env.GOOGLE_TOKEN_URL!,
  })
  const microsoft = microsoftCalendar({
    ...tools,
    clientId: env.GRAPH_CLIENT_ID!,
    clientSecret: env.GRAPH_CLIENT_SECRET!,
    tenantId: env.GRAPH_TENANT_ID!,
    loginUrl: env.GRAPH_LOGIN_URL!,
    url: env.GRAPH_URL!,
  })
  return { google, microsoft, tools, clock, counted, logged }
}

export type Places = ReturnType<typeof placesIn>

/** Eleven in the morning in Berlin, so many days from now: away from the seeded meetings of those met here. */
export const morning = (days: number): number =>
  Temporal.Now.plainDateISO('Europe/Berlin').add({ days }).toZonedDateTime({ timeZone: 'Europe/Berlin', plainTime: '11:00' })
    .epochMilliseconds

export const hour = (from: number): Interval => ({ from, to: from + HOUR })
export const iso = (ms: number): string => new Date(ms).toISOString()

export const session = (organiser: string, more: Partial<NewEvent> = {}): NewEvent => ({
  organiser,
  attendees: ['emil@northwind.example'],
  at: hour(morning(3)),
  title: '1:1',
  text: 'Time for the two of you.',
  key: randomUUID(),
  ...more,
})
