// The meetings that stand in supervisors' calendars from the start: one a day each, at a time of their own.
import type { Cast, WorldPerson } from './world.ts'

const SEEDS = [
  { time: '13:00', minutes: 60, subject: 'Lunch with the other leads' },
  { time: '09:30', minutes: 45, subject: 'Forecast review' },
  { time: '16:30', minutes: 30, subject: 'Shift planning' },
  { time: '12:30', minutes: 45, subject: 'Quality round' },
  { time: '13:45', minutes: 30, subject: 'One to one with Helena' },
  { time: '10:00', minutes: 60, subject: 'Operations board' },
] as const

export interface Meeting {
  readonly date: Temporal.PlainDate
  readonly subject: string
  readonly from: number
  readonly to: number
}

/** Those of this person that touch [from, to), oldest first; none for anybody but supervisors. */
export function meetingsOf({ people }: Cast, person: WorldPerson, from: number, to: number): Meeting[] {
  const place = people.filter(({ role }) => role === 'supervisor').indexOf(person)
  const seed = SEEDS[place % SEEDS.length]
  if (!seed) return []
  const meetings = datesOf(person, from, to).map((date) => {
    const start = date.toZonedDateTime({ timeZone: person.zone, plainTime: seed.time }).epochMilliseconds
    return { date, subject: seed.subject, from: start, to: start + seed.minutes * 60_000 }
  })
  return meetings.filter((meeting) => meeting.from < to && meeting.to > from)
}

function datesOf({ zone }: WorldPerson, from: number, to: number): Temporal.PlainDate[] {
  const dateAt = (at: number) => Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate()
  const first = dateAt(from)
  const { days } = first.until(dateAt(to), { largestUnit: 'days' })
  return Array.from({ length: Math.max(0, days) + 1 }, (_, n) => first.add({ days: n }))
}
