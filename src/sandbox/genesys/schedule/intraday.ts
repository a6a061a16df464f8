// Forecast, scheduled time and predicted performance of a day: POST …/businessunits/{id}/intraday. No actuals, as in the real one.
import { TEAMS } from '../../core/cast.ts'
import type { Answer, Call } from '../../core/world.ts'
import { no, ok } from '../answers.ts'
import type { On } from '../guard.ts'
import { BUSINESS_UNIT } from '../org.ts'
import { at } from './day-plan.ts'
import { type Planner, scheduleOf, weekOf } from './planner.ts'
import { QUARTER, type Staffing, type StaffingCurves } from './staffing.ts'
import { inUnit } from './wfm.ts'

const HANDLE_SECONDS = 300

interface IntradayRequest {
  readonly businessUnitDate: string
  readonly categories: readonly string[]
  readonly planningGroupIds?: readonly string[]
  readonly intervalLengthMinutes?: number
}

/** Planning groups are the teams' queues, under the team's id. */
const groups = TEAMS.map(({ id, name, queue }) => ({
  id,
  name,
  routePaths: [{ queue: { id: queue.id }, mediaType: 'Voice' }],
  serviceGoalTemplate: { serviceLevel: { percent: 80, seconds: 20 } },
}))

interface Sum {
  readonly required: number
  readonly scheduled: number
}

const added = (parts: readonly Sum[]): Sum => ({
  required: parts.reduce((sum, { required }) => sum + required, 0),
  scheduled: parts.reduce((sum, { scheduled }) => sum + scheduled, 0),
})

const between = (low: number, value: number, high: number) => Math.min(high, Math.max(low, value))

const forecast = ({ required }: Sum, seconds: number) => ({
  offered: Math.round((required * seconds * 0.85) / HANDLE_SECONDS),
  averageHandleTimeSeconds: HANDLE_SECONDS,
})

/** Everyone too few costs service level and makes the others busier. */
function performance({ required, scheduled }: Sum) {
  const spare = scheduled - required
  return {
    serviceLevelPercent: between(20, spare < 0 ? 70 + 10 * spare : 85 + 3 * spare, 99),
    averageSpeedOfAnswerSeconds: between(3, 25 - 8 * spare, 240),
    occupancyPercent: between(40, spare < 0 ? 92 - 2 * spare : 84 - 5 * spare, 100),
  }
}

function daySpan(date: string): readonly [number, number] {
  const next = Temporal.PlainDate.from(date).add({ days: 1 }).toString()
  return [at(date, '00:00', BUSINESS_UNIT.zone), at(next, '00:00', BUSINESS_UNIT.zone)]
}

export function intraday(on: On, planner: Planner, staffing: StaffingCurves): void {
  function sums(teams: readonly string[], [from, to]: readonly [number, number], quarters: number): Sum[] {
    const curves = teams.map((team) => staffing.quarters(team, from, to))
    const perQuarter = curves[0]!.map((_, index) => added(curves.map((curve): Staffing => curve[index]!)))
    return Array.from({ length: Math.ceil(perQuarter.length / quarters) }, (_, index) => {
      const part = perQuarter.slice(index * quarters, (index + 1) * quarters)
      const { required, scheduled } = added(part)
      return { required: required / part.length, scheduled: scheduled / part.length }
    })
  }

  function query({ body }: Call): Answer {
    const { businessUnitDate, categories, planningGroupIds, intervalLengthMinutes = 15 } = body as IntradayRequest
    if (![15, 30, 60].includes(intervalLengthMinutes)) return no(400, 'bad.request', 'intervalLengthMinutes must be 15, 30 or 60')
    const teams = TEAMS.map(({ id }) => id).filter((id) => (planningGroupIds ?? [id]).includes(id))
    if (teams.length === 0) return no(400, 'bad.request', 'planningGroupIds are unknown')
    const window = daySpan(businessUnitDate)
    const frame = {
      startDate: new Date(window[0]).toISOString(),
      endDate: new Date(window[1]).toISOString(),
      intervalLengthMinutes,
      categories,
    }
    if (!planner.published(window[0]))
      return ok({ status: 'Complete', result: { ...frame, noDataReason: 'NoPublishedSchedule' } })
    const { id, weekDate } = scheduleOf(weekOf(window[0]))
    const intervals = sums(teams, window, (intervalLengthMinutes * 60_000) / QUARTER)
    const grouping = dataGroup(intervals, categories, intervalLengthMinutes * 60)
    return ok({ status: 'Complete', result: { ...frame, schedule: { id, weekDate }, intradayDataGroupings: [grouping] } })
  }

  on('postWorkforcemanagementBusinessunitIntraday', inUnit(query))
  on(
    'getWorkforcemanagementBusinessunitIntradayPlanninggroups',
    inUnit(() => ok({ entities: groups })),
  )
}

function dataGroup(intervals: readonly Sum[], categories: readonly string[], seconds: number) {
  const scheduled = (each: Sum) => ({ onQueueTimeSeconds: Math.round(each.scheduled * seconds) })
  return {
    mediaType: 'Voice',
    ...(categories.includes('ForecastData') ? { forecastDataPerInterval: intervals.map((each) => forecast(each, seconds)) } : {}),
    ...(categories.includes('ScheduleData') ? { scheduleDataPerInterval: intervals.map(scheduled) } : {}),
    ...(categories.includes('PerformancePredictionData')
      ? { performancePredictionDataPerInterval: intervals.map(performance) }
      : {}),
  }
}
