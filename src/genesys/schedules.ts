import * as z from 'zod'
import type { PersonId } from '../coaching/interaction.ts'
import { type Activity, type Interval, overlaps, type Shift } from '../coaching/slot.ts'
import type { ContactCentre } from '../ports.ts'
import { download } from './calls/download.ts'
import { finished } from './calls/patience.ts'
import type { Whereabouts } from './calls/sdk.ts'
import type { Session } from './calls/session.ts'
import { together } from './calls/together.ts'
import { orUndefined } from './calls/trouble.ts'
import { isGenesysOwn, isInserted, PlannedActivity, spanOf } from './planned.ts'
import { iso, quarters } from './times.ts'
import type { Units } from './units.ts'

const PlannedShift = z.object({
  startDate: z.iso.datetime({ offset: true }),
  lengthMinutes: z.number(),
  activities: z.array(PlannedActivity).nullish(),
})
const DayOff = z.object({ businessUnitDate: z.iso.date() })
const AgentSchedule = z.object({
  user: z.object({ id: z.string() }),
  shifts: z.array(PlannedShift).nullish(),
  fullDayTimeOffMarkers: z.array(DayOff).nullish(),
})
const Schedules = z.object({
  agentSchedules: z.array(AgentSchedule).nullish(),
  businessUnitTimeZone: z.string().nullish(),
  publishedSchedules: z.array(z.object({ id: z.string(), weekDate: z.iso.date() })).nullish(),
})
const Search = z.object({
  status: z.string().nullish(),
  result: Schedules.nullish(),
  downloadUrl: z.string().nullish(),
})
type Schedules = z.infer<typeof Schedules>

/** Off-queue work is planned work of another kind, so it is no free time: "other". */
const KINDS: Readonly<Record<string, Activity['kind']>> = {
  OnQueueWork: 'work',
  Break: 'break',
  Meal: 'meal',
  Meeting: 'meeting',
  Training: 'meeting',
  TimeOff: 'time-off',
}

type Categories = ReadonlyMap<string, string>

function activityOf(planned: z.infer<typeof PlannedActivity>, categories: Categories): Activity {
  const category = categories.get(planned.activityCodeId ?? '') ?? ''
  const coaching = planned.externalActivityType === 'Coaching'
  return {
    at: spanOf(planned),
    kind: coaching ? 'coaching' : (KINDS[category] ?? 'other'),
    external: coaching ? (planned.externalActivityId ?? null) : null,
  }
}

/** A marker takes a whole day off, whatever shift is still drawn there. */
function daysOff(markers: readonly z.infer<typeof DayOff>[], zone: string): Activity[] {
  return markers.map(({ businessUnitDate }) => {
    const day = Temporal.PlainDate.from(businessUnitDate)
    const start = (date: Temporal.PlainDate) => date.toZonedDateTime(zone).epochMilliseconds
    return { at: { from: start(day), to: start(day.add({ days: 1 })) }, kind: 'time-off', external: null }
  })
}

/** In no published schedule at all, an agent is planned by nobody; without a shift in one, the agent is off. */
function shiftsOf(
  { agentSchedules, businessUnitTimeZone }: Schedules,
  agent: PersonId,
  categories: Categories,
): Shift[] | 'unscheduled' {
  const own = (agentSchedules ?? []).filter(({ user }) => user.id === agent)
  if (own.length === 0) return 'unscheduled'
  return own.flatMap(({ shifts, fullDayTimeOffMarkers }) => {
    const off = daysOff(fullDayTimeOffMarkers ?? [], businessUnitTimeZone ?? 'UTC')
    return (shifts ?? []).map((shift) => {
      const at = spanOf(shift)
      const planned = (shift.activities ?? []).map((each) => activityOf(each, categories))
      return { at, activities: [...planned, ...off.filter((day) => overlaps(day.at, at))] }
    })
  })
}

/** The published schedule that a shift stands in: the last one that begins on its day or before. */
function publishedWith({ at }: Shift, { publishedSchedules, businessUnitTimeZone }: Schedules, businessUnit: string) {
  const zone = businessUnitTimeZone ?? 'UTC'
  const day = Temporal.Instant.fromEpochMilliseconds(at.from).toZonedDateTimeISO(zone).toPlainDate().toString()
  const begun = (publishedSchedules ?? []).filter(({ weekDate }) => weekDate <= day)
  const last = begun.toSorted((a, b) => a.weekDate.localeCompare(b.weekDate)).at(-1)
  return last ? { schedule: { ...last, businessUnit } } : {}
}

interface Wanted {
  readonly unit: string
  readonly agent: PersonId
  readonly window: Interval
}

export interface ScheduleOptions {
  readonly session: Session
  readonly units: Units
  readonly whereabouts: Whereabouts
}

/** Published schedules of agents. Somebody outside workforce management simply has none. */
export function schedules({ session, units, whereabouts }: ScheduleOptions) {
  const search = (unit: string, agents: readonly PersonId[], window: Interval) => () =>
    session.ask({
      name: 'postWorkforcemanagementBusinessunitAgentschedulesSearch',
      schema: Search,
      call: ({ wfm }) =>
        wfm.postWorkforcemanagementBusinessunitAgentschedulesSearch(unit, {
          startDate: iso(window.from),
          endDate: iso(window.to),
          userIds: [...agents],
        }),
    })

  async function published(unit: string, agents: readonly PersonId[], window: Interval): Promise<Schedules> {
    const found = await orUndefined(finished(search(unit, agents, window)))
    if (found?.downloadUrl) return download(found.downloadUrl, Schedules, whereabouts)
    return found?.result ?? {}
  }

  /** Agents of one unit whose times are looked for at the same moment share a question. */
  async function publishedAll(wanted: readonly Wanted[]): Promise<Promise<Schedules>[]> {
    const groups = Map.groupBy(wanted, ({ unit, window: { from, to } }) => `${unit} ${from} ${to}`)
    const plans = new Map<Wanted, Promise<Schedules>>()
    for (const group of groups.values()) {
      const { unit, window } = group[0]!
      const plan = published(unit, [...new Set(group.map(({ agent }) => agent))], window)
      for (const one of group) plans.set(one, plan)
    }
    return wanted.map((one) => plans.get(one)!)
  }
  const planOf = together(publishedAll, { most: 50, withinMs: 10 })

  const shifts: ContactCentre['shifts'] = async (agent, window) => {
    const unit = await units.unitOf(agent)
    if (!unit) return 'unscheduled'
    const plan = planOf({ unit, agent, window: quarters(window) })
    const [schedules, categories] = await Promise.all([plan, units.categoriesOf(unit)])
    const found = shiftsOf(schedules, agent, categories)
    if (found === 'unscheduled') return found
    const touched = found.filter(({ at }) => overlaps(at, window)).toSorted((a, b) => a.at.from - b.at.from)
    return touched.map((shift) => ({ ...shift, ...publishedWith(shift, schedules, unit) }))
  }

  /** Not planned at all is not standing anywhere. */
  const standing: ContactCentre['standing'] = async (block) => {
    const unit = await units.unitOf(block.agent)
    if (!unit) return { genesys: false, inserted: false }
    const plan = planOf({ unit, agent: block.agent, window: quarters(block.at) })
    const [{ agentSchedules }, code] = await Promise.all([plan, units.coachingCodeOf(unit)])
    const own = (agentSchedules ?? []).filter(({ user }) => user.id === block.agent)
    const activities = own.flatMap(({ shifts }) => (shifts ?? []).flatMap((shift) => shift.activities ?? []))
    return {
      genesys: activities.some((each) => isGenesysOwn(each, block)),
      inserted: activities.some((each) => isInserted(each, block, code)),
    }
  }

  return { shifts, standing }
}
