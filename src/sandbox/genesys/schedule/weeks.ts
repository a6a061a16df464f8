// The schedules of weeks: what there is, in which version, and who stands in it.
import type { Answer, Call } from '../../core/world.ts'
import { no, notFound, ok } from '../answers.ts'
import type { On } from '../guard.ts'
import { BUSINESS_UNIT, iso, MANAGEMENT_UNIT, type Org, userRef } from '../org.ts'
import { type Planner, scheduleOf, weekOf } from './planner.ts'
import { inUnit, shiftShape, weeksBetween } from './wfm.ts'

const WEEK = 7 * 86_400_000
const isDate = (text: string): boolean => /^\d{4}-\d\d-\d\d$/.test(text)
const noonOf = (weekDate: string): number => Date.parse(`${weekDate}T12:00Z`)

/** Start and end of a week of the business unit. */
export function frameOf(weekDate: string) {
  const first = Temporal.PlainDate.from(weekDate)
  const start = (date: Temporal.PlainDate) => date.toZonedDateTime(BUSINESS_UNIT.zone).epochMilliseconds
  return { start: start(first), end: start(first.add({ days: 7 })) }
}

export const scheduleShape = (planner: Planner, weekDate: string) => ({
  id: scheduleOf(weekDate).id,
  weekDate,
  weekCount: 1,
  published: true,
  metadata: { version: planner.version(weekDate) },
})

/** Runs only for a schedule there is. */
export function inSchedule(planner: Planner, handle: (weekDate: string, call: Call) => Answer | Promise<Answer>) {
  return (call: Call): Answer | Promise<Answer> => {
    const { businessUnitId, weekId, scheduleId } = call.params
    if (businessUnitId !== BUSINESS_UNIT.id) return notFound('business unit', businessUnitId)
    if (!weekId || !isDate(weekId)) return no(400, 'bad.request', 'weekId must be yyyy-MM-dd')
    const known = weekOf(noonOf(weekId)) === weekId && planner.published(noonOf(weekId)) && scheduleOf(weekId).id === scheduleId
    return known ? handle(weekId, call) : notFound('schedule', scheduleId)
  }
}

export function weeks(on: On, { world }: Org, planner: Planner): void {
  function list({ params }: Call): Answer {
    const now = world.clock.now()
    const recent = params.weekId === 'recent'
    if (!recent && !isDate(params.weekId!)) return no(400, 'bad.request', 'weekId must be yyyy-MM-dd or recent')
    const wanted = recent ? weeksBetween(now - 4 * WEEK, now + 6 * WEEK) : [params.weekId!]
    const known = wanted.filter((week) => weekOf(noonOf(week)) === week && planner.published(noonOf(week)))
    return ok({ entities: known.map((week) => scheduleShape(planner, week)) })
  }

  function query(weekDate: string, { body }: Call): Answer {
    const { managementUnitId, userIds } = body as { managementUnitId: string; userIds?: string[] }
    if (managementUnitId !== MANAGEMENT_UNIT.id) return notFound('management unit', managementUnitId)
    const { start, end } = frameOf(weekDate)
    const agents = world.cast.people.filter((person) => planner.planned(person) && (userIds ?? [person.id]).includes(person.id))
    const agentSchedules = agents.map((person) => ({
      user: userRef(person.id),
      shifts: planner
        .shifts(person, start, end)
        .filter((shift) => shift.start >= start)
        .map(shiftShape),
      fullDayTimeOffMarkers: [],
      metadata: { version: planner.version(weekDate, person.id), dateModified: iso(world.clock.now()) },
    }))
    return ok({ status: 'Complete', result: { agentSchedules, businessUnitTimeZone: BUSINESS_UNIT.zone } })
  }

  on('getWorkforcemanagementBusinessunitWeekSchedules', inUnit(list))
  on(
    'getWorkforcemanagementBusinessunitWeekSchedule',
    inSchedule(planner, (weekDate) => {
      const managementUnits = [{ managementUnit: { id: MANAGEMENT_UNIT.id } }]
      return ok({ ...scheduleShape(planner, weekDate), managementUnits })
    }),
  )
  on('postWorkforcemanagementBusinessunitWeekScheduleAgentschedulesQuery', inSchedule(planner, query))
}
