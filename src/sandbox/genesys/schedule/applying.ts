// What an uploaded schedule is held against, and what becomes of the shifts when nothing is wrong with it.
import type { Answer, WorldPerson } from '../../core/world.ts'
import { no } from '../answers.ts'
import type { Org } from '../org.ts'
import { activityCodes, CODES } from './codes.ts'
import type { Mark } from './day-plan.ts'
import { outrun } from './edits.ts'
import type { Planner, Shift } from './planner.ts'
import { tellChanges } from './told.ts'
import { frameOf } from './weeks.ts'

const MINUTE = 60_000

interface UploadedActivity {
  readonly startDate: string
  readonly lengthMinutes: number
  readonly description: string
  readonly activityCodeId: string
  readonly externalActivityId?: string
  readonly externalActivityType?: string
  readonly [more: string]: unknown
}

interface UploadedShift {
  readonly id?: string
  readonly activities?: readonly UploadedActivity[]
  readonly delete?: boolean
}

interface UploadedAgent {
  readonly userId: string
  readonly shifts?: readonly UploadedShift[]
  readonly fullDayTimeOffMarkers?: readonly unknown[]
  readonly metadata?: { readonly version: number }
  readonly delete?: boolean
}

export interface Upload {
  readonly metadata: { readonly version: number }
  readonly agentSchedules?: readonly UploadedAgent[]
}

/** One shift with all of its activities, as they are to be. */
interface Rewrite {
  readonly agent: string
  readonly shift: Shift
  readonly activities: readonly Mark[]
}

const bad = (message: string): Answer => no(400, 'bad.request', message)

/** Undefined when all of it was applied; nothing was otherwise. */
export function applyUpload(org: Org, planner: Planner, weekDate: string, upload: Upload): Answer | undefined {
  const { world, limits } = org
  const agents = upload.agentSchedules ?? []
  if (limits.rivals > 0) {
    limits.rivals -= 1
    for (const { userId } of agents) outrun(org, planner, userId, frameOf(weekDate))
  }
  const older =
    upload.metadata.version !== planner.version(weekDate) ||
    agents.some(({ userId, metadata }) => metadata && metadata.version !== planner.version(weekDate, userId))
  if (older) return no(limits.conflictStatus, 'wfm.schedule.version.conflict', 'The schedule was changed since that version')
  const rewrites: Rewrite[] = []
  for (const agent of agents) {
    const found = rewritesOf(org, planner, weekDate, agent)
    if (typeof found === 'string') return bad(found)
    rewrites.push(...found)
  }
  for (const { agent, shift, activities } of rewrites) {
    planner.write(agent, shift, activities)
    tellChanges(world.ledger, { by: 'bot', agent, id: shift.id }, shift.activities, activities)
  }
  return undefined
}

function rewritesOf(org: Org, planner: Planner, weekDate: string, uploaded: UploadedAgent): Rewrite[] | string {
  const { userId, metadata, shifts = [] } = uploaded
  const person = org.world.cast.people.find(({ id }) => id === userId)
  if (!person || !planner.planned(person)) return `User ${userId} is in no schedule`
  if (!metadata) return 'metadata is required when an agent schedule is updated'
  if (uploaded.delete || uploaded.fullDayTimeOffMarkers?.length || shifts.some((shift) => shift.delete || !shift.id))
    return 'This world only rewrites the activities of shifts that are there'
  const rewrites = shifts.map((shift) => rewriteOf(org, planner, { person, weekDate }, shift))
  return rewrites.find((each) => typeof each === 'string') ?? rewrites.filter((each) => typeof each !== 'string')
}

function rewriteOf(
  { limits }: Org,
  planner: Planner,
  { person, weekDate }: { person: WorldPerson; weekDate: string },
  { id, activities }: UploadedShift,
): Rewrite | string {
  const { start, end } = frameOf(weekDate)
  const shift = planner.shifts(person, start, end).find((each) => each.id === id)
  if (!shift) return `There is no shift ${id}`
  if (!activities?.length) return 'A shift needs its activities'
  const usable = new Set<string>(activityCodes(limits.coachingCode).flatMap((code) => (code.active ? [code.id] : [])))
  const unknown = activities.find(({ activityCodeId }) => !usable.has(activityCodeId))
  if (unknown) return `There is no activity code ${unknown.activityCodeId}`
  const marks = activities.map(markOf).sort((a, b) => a.start - b.start)
  return problemIn(shift, marks) ?? { agent: person.id, shift, activities: marks }
}

function markOf(activity: UploadedActivity): Mark {
  const { startDate, lengthMinutes, description, activityCodeId, externalActivityId, externalActivityType, ...rest } = activity
  const start = Date.parse(startDate)
  const code = Object.values(CODES).find(({ id }) => id === activityCodeId)!
  const { paid, ...others } = rest
  const more = { ...others, ...(paid === undefined || paid === code.paid ? {} : { paid }) }
  return {
    start,
    end: start + lengthMinutes * MINUTE,
    code,
    title: description,
    ...(externalActivityId && externalActivityType === 'Coaching' ? { appointment: externalActivityId } : {}),
    ...(Object.keys(more).length > 0 ? { more } : {}),
  }
}

function problemIn(shift: Shift, marks: readonly Mark[]): string | undefined {
  if (marks.some(({ start, end }) => end <= start || start % MINUTE || end % MINUTE)) return 'An activity has no proper length'
  if (marks.some(({ start, end }) => start < shift.start || end > shift.end)) return 'An activity lies outside its shift'
  if (marks.some((mark, index) => index > 0 && mark.start < marks[index - 1]!.end)) return 'Activities overlap'
  const blocks = new Set(shift.activities.flatMap(({ appointment }) => appointment ?? []))
  const foreign = marks.find(({ appointment }) => appointment && !blocks.has(appointment))
  return foreign && `The external activity ${foreign.appointment} is not in this shift`
}
