// When could these people sit together? The coaching API's slot query, from the same schedules and staffing as everything else.
import type { Answer, Call, WorldPerson } from '../../core/world.ts'
import { no, ok, span } from '../answers.ts'
import type { On } from '../guard.ts'
import { iso, type Org, userRef } from '../org.ts'
import { CODES } from '../schedule/codes.ts'
import { activityShape, type Mark, minutesOf } from '../schedule/day-plan.ts'
import { type Planner, type Shift, scheduleOf, weekOf } from '../schedule/planner.ts'
import { rated, type StaffingCurves } from '../schedule/staffing.ts'
import { canTakePart } from './appointment-shape.ts'
import type { Appointments } from './appointments.ts'

const MINUTE = 60_000
const HORIZON = 6 * 7 * 86_400_000

interface SlotsRequest {
  readonly interval: string
  readonly lengthInMinutes: number
  readonly attendeeIds: readonly string[]
  readonly facilitatorIds?: readonly string[]
  readonly interruptibleAppointmentIds?: readonly string[]
}

interface Search extends SlotsRequest {
  readonly from: number
  readonly to: number
  readonly attendees: readonly WorldPerson[]
  /** By person. */
  readonly shifts: ReadonlyMap<string, readonly Shift[]>
}

/** On queue or off-queue work may be interrupted for coaching; breaks, meals, meetings and time off may not. */
const interruptible = ({ code }: Mark) => code === CODES.queue || code === CODES.offQueue

const activity = (mark: Mark) => ({ dateStart: iso(mark.start), ...activityShape(mark) })

export function slots(
  on: On,
  { world }: Org,
  parts: { planner: Planner; staffing: StaffingCurves; appointments: Appointments },
): void {
  const { planner, staffing, appointments } = parts

  const shiftsOf = ({ id }: WorldPerson, { shifts }: Search): readonly Shift[] => shifts.get(id) ?? []
  const free = (person: WorldPerson, search: Search, start: number, end: number): boolean =>
    shiftsOf(person, search).some(
      (shift) =>
        shift.start <= start &&
        shift.end >= end &&
        shift.activities.every((mark) => interruptible(mark) || ignored(mark, search) || mark.end <= start || mark.start >= end),
    )

  function slot(search: Search, start: number) {
    const end = start + search.lengthInMinutes * MINUTE
    const spare = search.attendees.flatMap(({ team }) =>
      team ? staffing.quarters(team, start, end).map(({ scheduled, required }) => scheduled - required - 1) : [],
    )
    const staffingDifference = Math.min(...spare)
    return {
      dateStart: iso(start),
      lengthInMinutes: search.lengthInMinutes,
      staffingDifference,
      differenceRating: rated(staffingDifference),
      wfmSchedule: scheduleOf(weekOf(start)),
    }
  }

  function suggested(search: Search) {
    const { lengthInMinutes, attendeeIds, facilitatorIds = [], interruptibleAppointmentIds = [] } = search
    const step = (lengthInMinutes % 30 === 0 ? 30 : 15) * MINUTE
    const found = []
    for (let start = Math.ceil(Math.max(search.from, world.clock.now()) / step) * step; start < search.to; start += step) {
      const end = start + lengthInMinutes * MINUTE
      const busy = () => appointments.clash([...attendeeIds, ...facilitatorIds], start, end, interruptibleAppointmentIds)
      if (end <= search.to && search.attendees.every((person) => free(person, search, start, end)) && !busy())
        found.push(slot(search, start))
    }
    return found
  }

  function available(person: WorldPerson, search: Search) {
    const pieces = shiftsOf(person, search).flatMap(({ activities }) => activities.filter(interruptible))
    const availableTimes = pieces.map((mark) => ({
      dateStart: iso(mark.start),
      lengthInMinutes: minutesOf(mark),
      isPaid: mark.code.paid,
      activityCategory: mark.code.category,
      wfmSchedule: scheduleOf(weekOf(mark.start)),
    }))
    return { user: userRef(person.id), availableTimes }
  }

  function query({ body }: Call): Answer {
    const request = body as SlotsRequest
    const window = span(request.interval)
    const people = (ids: readonly string[]) =>
      ids.flatMap((id) => world.cast.people.find((each) => each.id === id && canTakePart(each)) ?? [])
    const attendees = people(request.attendeeIds)
    const facilitators = people(request.facilitatorIds ?? [])
    const problem = refused(request, window, attendees.length, world.clock.now())
    if (!window || problem) return no(400, 'bad.request', problem ?? 'interval must be start/end in ISO 8601')
    const [from, to] = window
    const everybody = [...attendees, ...facilitators]
    const shifts = new Map(everybody.map((person) => [person.id, planner.shifts(person, from, to)]))
    const search = { ...request, from, to, attendees, shifts }
    const activities = everybody.map((person) => ({
      userReference: userRef(person.id),
      activities: shiftsOf(person, search).flatMap((shift) => shift.activities.map(activity)),
      fullDayTimeOffMarkers: [],
    }))
    return ok({
      suggestedSlots: suggested(search),
      attendeeSchedules: attendees.map((person) => available(person, search)),
      facilitatorSchedules: facilitators.map((person) => available(person, search)),
      wfmScheduleActivities: activities,
    })
  }

  on('postCoachingScheduleslotsQuery', query)
}

const ignored = ({ appointment }: Mark, { interruptibleAppointmentIds = [] }: Search): boolean =>
  appointment !== undefined && interruptibleAppointmentIds.includes(appointment)

function refused(
  request: SlotsRequest,
  window: readonly [number, number] | undefined,
  known: number,
  now: number,
): string | undefined {
  const { lengthInMinutes, attendeeIds } = request
  if (!window) return 'interval must be start/end in ISO 8601'
  if (lengthInMinutes % 15 !== 0 || lengthInMinutes < 15 || lengthInMinutes > 60)
    return 'lengthInMinutes must be 15, 30, 45 or 60'
  if (attendeeIds.length === 0 || known < attendeeIds.length) return 'attendeeIds must name users who may take part in coaching'
  return window[0] > now + HORIZON ? 'interval must begin within six weeks from now' : undefined
}
