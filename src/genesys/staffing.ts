import * as z from 'zod'
import { HOUR, type Interval, MINUTE, overlaps } from '../coaching/slot.ts'
import { VendorError } from '../errors.ts'
import type { ContactCentre } from '../ports.ts'
import { finished } from './calls/patience.ts'
import { remember } from './calls/remember.ts'
import type { Session } from './calls/session.ts'
import { orUndefined } from './calls/trouble.ts'
import { Instant } from './times.ts'
import type { Units } from './units.ts'

/** Contact centres plan for 80 % answered in time; ten points below, one person fewer is felt by those who wait. */
const SERVICE_LEVEL_FLOOR = 70
/** Above this share of talking time people get no breath between calls, which planners treat as the bearable maximum. */
const OCCUPANCY_CEILING = 88

const Prediction = z.object({ serviceLevelPercent: z.number().nullish(), occupancyPercent: z.number().nullish() })
const Forecast = z.object({ offered: z.number().nullish() })
const Group = z.object({
  performancePredictionDataPerInterval: z.array(Prediction.nullable()).nullish(),
  forecastDataPerInterval: z.array(Forecast.nullable()).nullish(),
})
const Day = z.object({
  startDate: Instant.nullish(),
  intervalLengthMinutes: z.number().positive().nullish(),
  intradayDataGroupings: z.array(Group).nullish(),
})
const Intraday = z.object({ status: z.string().nullish(), result: Day.nullish() })

const Queues = z.object({ entities: z.array(z.object({ id: z.string() })).nullish() })
const PlanningGroup = z.object({
  id: z.string(),
  routePaths: z.array(z.object({ queue: z.object({ id: z.string() }).nullish() })).nullish(),
})
const PlanningGroups = z.object({ entities: z.array(PlanningGroup).nullish() })

const INTERVAL_MINUTES = 15
const LATELY_MS = 5 * MINUTE

function short(prediction: z.infer<typeof Prediction> | null, forecast: z.infer<typeof Forecast> | null | undefined): boolean {
  if (!prediction || forecast?.offered === 0) return false
  const { serviceLevelPercent: level, occupancyPercent: occupancy } = prediction
  return (level ?? SERVICE_LEVEL_FLOOR) < SERVICE_LEVEL_FLOOR || (occupancy ?? 0) > OCCUPANCY_CEILING
}

function shortIntervals({ startDate, intervalLengthMinutes, intradayDataGroupings }: z.infer<typeof Day>): Interval[] {
  if (!startDate) return []
  const length = (intervalLengthMinutes ?? INTERVAL_MINUTES) * MINUTE
  return (intradayDataGroupings ?? []).flatMap((group) =>
    (group.performancePredictionDataPerInterval ?? []).flatMap((prediction, index) => {
      const from = startDate + index * length
      return short(prediction, group.forecastDataPerInterval?.[index]) ? [{ from, to: from + length }] : []
    }),
  )
}

/** Touching and overlapping intervals become one. */
export function merged(intervals: readonly Interval[]): Interval[] {
  const whole: Interval[] = []
  for (const { from, to } of intervals.toSorted((a, b) => a.from - b.from)) {
    const last = whole.at(-1)
    if (last && from <= last.to) whole[whole.length - 1] = { from: last.from, to: Math.max(last.to, to) }
    else whole.push({ from, to })
  }
  return whole
}

/** The calendar days a window touches, yyyy-MM-dd in that zone. */
export function daysOf({ from, to }: Interval, zone: string): string[] {
  const dayAt = (at: number) => Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate()
  const days: string[] = []
  for (let day = dayAt(from); to > from && Temporal.PlainDate.compare(day, dayAt(to - 1)) <= 0; day = day.add({ days: 1 }))
    days.push(day.toString())
  return days
}

const sharing = (queues: ReadonlySet<string>) => (group: z.infer<typeof PlanningGroup>) =>
  (group.routePaths ?? []).some(({ queue }) => queue && queues.has(queue.id))

/**
 * When the agent's part of the business unit will be short of people: what workforce management predicts for the planning groups
 * of the agent's queues; for the whole unit where these cannot be told. Kept for a few minutes while times are looked for, since many
 * agents share them; before booking it is asked afresh.
 */
export function staffing(session: Session, units: Units, now: () => number) {
  /** Undefined when the client may not see queues: the permission is not needed for anything else. */
  const queuesOf = remember(now, HOUR, async (agent) => {
    const call = session.ask({
      name: 'getUserQueues',
      schema: Queues,
      call: ({ users }) => users.getUserQueues(agent, { pageSize: 500, pageNumber: 1 }),
    })
    const listed = await orUndefined(call.catch(unlessForbidden))
    return listed && new Set((listed.entities ?? []).map(({ id }) => id))
  })

  /** Planning groups rarely change from one day to the next, so today's serve for an hour and for every day. */
  const groupsOf = remember(now, HOUR, async (businessUnit) => {
    const today = new Date(now()).toISOString().slice(0, 10)
    const call = session.ask({
      name: 'getWorkforcemanagementBusinessunitIntradayPlanninggroups',
      schema: PlanningGroups,
      call: ({ wfm }) => wfm.getWorkforcemanagementBusinessunitIntradayPlanninggroups(businessUnit, today),
    })
    return (await orUndefined(call))?.entities ?? []
  })

  async function predicted(businessUnit: string, day: string, planningGroupIds: readonly string[]): Promise<Interval[]> {
    const categories = ['ForecastData', 'ScheduleData', 'PerformancePredictionData']
    const request = { businessUnitDate: day, categories, intervalLengthMinutes: INTERVAL_MINUTES }
    const body = planningGroupIds.length > 0 ? { ...request, planningGroupIds: [...planningGroupIds] } : request
    const ask = () =>
      session.ask({
        name: 'postWorkforcemanagementBusinessunitIntraday',
        schema: Intraday,
        call: ({ wfm }) => wfm.postWorkforcemanagementBusinessunitIntraday(businessUnit, body),
      })
    const answer = await orUndefined(finished(ask))
    return answer?.result ? shortIntervals(answer.result) : []
  }

  const lately = remember(now, LATELY_MS, (asked) => predicted(...(JSON.parse(asked) as Parameters<typeof predicted>)))

  const peaks: ContactCentre['peaks'] = async (agent, window, fresh = false) => {
    const businessUnit = await units.unitOf(agent)
    if (!businessUnit) return []
    const [zone, queues] = await Promise.all([units.zoneOf(businessUnit), queuesOf(agent)])
    const found = daysOf(window, zone).map(async (day) => {
      const groups = queues ? (await groupsOf(businessUnit)).filter(sharing(queues)) : []
      const asked: Parameters<typeof predicted> = [businessUnit, day, groups.map(({ id }) => id)]
      return fresh ? predicted(...asked) : lately(JSON.stringify(asked))
    })
    return merged((await Promise.all(found)).flat().filter((interval) => overlaps(interval, window)))
  }
  return { peaks }
}

function unlessForbidden(error: unknown): undefined {
  if (error instanceof VendorError && error.status === 403) return undefined
  throw error
}
