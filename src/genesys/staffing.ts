import * as z from 'zod'
import { HOUR, type Interval, MINUTE, overlaps, type Prediction } from '../coaching/slot.ts'
import type { ContactCentre } from '../ports.ts'
import { finished } from './calls/patience.ts'
import { remember } from './calls/remember.ts'
import type { Session } from './calls/session.ts'
import { orUndefined } from './calls/trouble.ts'
import { live, unlessForbidden } from './live-queues.ts'
import { Instant } from './times.ts'
import type { Units } from './units.ts'

const Performance = z.object({ serviceLevelPercent: z.number().nullish(), occupancyPercent: z.number().nullish() })
const Forecast = z.object({ offered: z.number().nullish() })
const Group = z.object({
  performancePredictionDataPerInterval: z.array(Performance.nullable()).nullish(),
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

/** Per interval of the day, the worst of all planning groups; one that expects nobody has nothing to lose. */
function worstOf({ startDate, intervalLengthMinutes, intradayDataGroupings }: z.infer<typeof Day>): Prediction[] {
  if (!startDate) return []
  const length = (intervalLengthMinutes ?? INTERVAL_MINUTES) * MINUTE
  const worst: Prediction[] = []
  for (const group of intradayDataGroupings ?? [])
    for (const [n, prediction] of (group.performancePredictionDataPerInterval ?? []).entries()) {
      if (!prediction || group.forecastDataPerInterval?.[n]?.offered === 0) continue
      const at = { from: startDate + n * length, to: startDate + (n + 1) * length }
      const { level = null, occupancy = null } = worst[n] ?? {}
      worst[n] = {
        at,
        level: least(level, prediction.serviceLevelPercent),
        occupancy: most(occupancy, prediction.occupancyPercent),
      }
    }
  return worst.filter((each) => each !== undefined)
}

const least = (a: number | null, b: number | null | undefined): number | null => (a === null ? (b ?? null) : Math.min(a, b ?? a))
const most = (a: number | null, b: number | null | undefined): number | null => (a === null ? (b ?? null) : Math.max(a, b ?? a))

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
 * How it will go for those who wait for the agent's part of the business unit: what workforce management predicts for the planning groups
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

  async function ofDay(businessUnit: string, day: string, planningGroupIds: readonly string[]): Promise<Prediction[]> {
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
    return answer?.result ? worstOf(answer.result) : []
  }

  const lately = remember(now, LATELY_MS, (asked) => ofDay(...(JSON.parse(asked) as Parameters<typeof ofDay>)))

  const predicted: ContactCentre['predicted'] = async (agent, window, fresh = false) => {
    const businessUnit = await units.unitOf(agent)
    if (!businessUnit) return []
    const [zone, queues] = await Promise.all([units.zoneOf(businessUnit), queuesOf(agent)])
    const found = daysOf(window, zone).map(async (day) => {
      const groups = queues ? (await groupsOf(businessUnit)).filter(sharing(queues)) : []
      const asked: Parameters<typeof ofDay> = [businessUnit, day, groups.map(({ id }) => id)]
      return fresh ? ofDay(...asked) : lately(JSON.stringify(asked))
    })
    return (await Promise.all(found)).flat().filter(({ at }) => overlaps(at, window))
  }

  return { predicted, ...live({ session, queuesOf, now }) }
}
