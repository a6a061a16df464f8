// Workforce management: units, activity codes, published schedules. https://developer.genesys.cloud/useragentman/workforcemanagement/
import type { Answer, Call, WorldPerson } from '../../core/world.ts'
import { no, notFound, ok } from '../answers.ts'
import type { On } from '../guard.ts'
import { BUSINESS_UNIT, DIVISION, iso, MANAGEMENT_UNIT, type Org, self, userRef } from '../org.ts'
import { activityCodes, CODES } from './codes.ts'
import { activityShape, type Mark, minutesOf } from './day-plan.ts'
import { type Planner, type Shift, scheduleOf, weekOf } from './planner.ts'

const WEEK = 7 * 86_400_000
const wfm = (path: string) => self(`workforcemanagement/${path}`)

/** Settings are never changed here. */
const metadata = { version: 1 }
const unitRef = { id: BUSINESS_UNIT.id, selfUri: wfm(`businessunits/${BUSINESS_UNIT.id}`) }

const activity = (mark: Mark) => ({ startDate: iso(mark.start), ...activityShape(mark) })

export function shiftShape(shift: Shift) {
  const { id, weekDate } = scheduleOf(weekOf(shift.start))
  return {
    id: shift.id,
    startDate: iso(shift.start),
    lengthMinutes: minutesOf(shift),
    activities: shift.activities.map(activity),
    manuallyEdited: shift.edited,
    schedule: { id, weekDate },
  }
}

function settings(expand: string, coaching: boolean) {
  const all = {
    coaching: coaching ? { defaultActivityCode: { id: CODES.coaching.id } } : {},
    learning: { defaultActivityCode: { id: CODES.training.id } },
  }
  const wanted = expand.split(',')
  const kept = Object.entries(all).filter(([key]) => wanted.includes('settings') || wanted.includes(`settings.${key}`))
  if (!wanted.some((each) => each.startsWith('settings'))) return {}
  return { settings: { startDayOfWeek: 'Monday', timeZone: BUSINESS_UNIT.zone, metadata, ...Object.fromEntries(kept) } }
}

export function units(on: On, { world, limits }: Org, planner: Planner): void {
  on('getWorkforcemanagementAgentManagementunit', ({ params }) => {
    const person = world.cast.people.find((each) => each.id === params.agentId && planner.licensed(each))
    if (!person) return notFound('agent', params.agentId)
    const managementUnit = { id: MANAGEMENT_UNIT.id, selfUri: wfm(`managementunits/${MANAGEMENT_UNIT.id}`) }
    return ok({ user: userRef(person.id), managementUnit, businessUnit: unitRef })
  })
  on('getWorkforcemanagementManagementunit', ({ params }) => {
    if (params.managementUnitId !== MANAGEMENT_UNIT.id) return notFound('management unit', params.managementUnitId)
    const { id, name } = MANAGEMENT_UNIT
    return ok({
      id,
      name,
      businessUnit: unitRef,
      startDayOfWeek: 'Monday',
      timeZone: BUSINESS_UNIT.zone,
      division: { id: DIVISION.id },
    })
  })
  on(
    'getWorkforcemanagementBusinessunit',
    inUnit(({ query }) => {
      const { id, name } = BUSINESS_UNIT
      return ok({ id, name, division: { id: DIVISION.id }, ...settings(query.getAll('expand').join(','), limits.coachingCode) })
    }),
  )
  on(
    'getWorkforcemanagementBusinessunitActivitycodes',
    inUnit(() => ok({ entities: activityCodes(limits.coachingCode) })),
  )
}

/** Runs only for the one business unit there is. */
export function inUnit(handle: (call: Call) => Answer) {
  return (call: Call): Answer => {
    const id = call.params.businessUnitId
    return id === BUSINESS_UNIT.id ? handle(call) : notFound('business unit', id)
  }
}

/** Who works when, as it is published. */
export function schedules(on: On, { world }: Org, planner: Planner): void {
  function search({ body }: Call): Answer {
    const { startDate, endDate, userIds } = body as { startDate: string; endDate: string; userIds?: string[] }
    const [from, to] = [Date.parse(startDate), Date.parse(endDate)]
    if (to <= from) return no(400, 'bad.request', 'endDate must be after startDate')
    const agents = world.cast.people.filter((person) => planner.planned(person) && (userIds ?? [person.id]).includes(person.id))
    const weeks = weeksBetween(from, to).filter((week) => planner.published(Date.parse(week)))
    return ok({
      status: 'Complete',
      result: {
        agentSchedules: agents.map((person: WorldPerson) => ({
          user: userRef(person.id),
          shifts: planner.shifts(person, from, to).map(shiftShape),
          fullDayTimeOffMarkers: [],
        })),
        businessUnitTimeZone: BUSINESS_UNIT.zone,
        publishedSchedules: weeks.map((weekDate) => ({ id: scheduleOf(weekDate).id, weekDate, weekCount: 1 })),
      },
    })
  }

  on('postWorkforcemanagementBusinessunitAgentschedulesSearch', inUnit(search))
  on('postWorkforcemanagementManagementunitAgentschedulesSearch', (call) =>
    call.params.managementUnitId === MANAGEMENT_UNIT.id
      ? search(call)
      : notFound('management unit', call.params.managementUnitId),
  )
}

export function weeksBetween(from: number, to: number): string[] {
  const found = new Set<string>()
  for (let ms = from; ms < to; ms += WEEK / 7) found.add(weekOf(ms))
  return [...found.add(weekOf(to - 1))]
}
