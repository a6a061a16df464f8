// How many people each team's queue needs and has, per quarter of an hour. The teams are larger than the cast: about twenty agents each.
import { TEAMS } from '../../core/cast.ts'
import type { World } from '../../core/world.ts'
import { BUSINESS_UNIT } from '../org.ts'
import { hash } from './day-plan.ts'
import type { Planner } from './planner.ts'

export const QUARTER = 15 * 60_000

export interface Staffing {
  readonly at: number
  readonly required: number
  readonly scheduled: number
}

/** From this minute of the business unit's day on: how many agents more than needed, how many needed. Two peaks, quiet around them. */
const CURVE = [
  { from: 0, spare: 2, need: 4 },
  { from: 7 * 60, spare: 2, need: 8 },
  { from: 9 * 60, spare: 3, need: 14 },
  { from: 10 * 60 + 30, spare: -3, need: 22 },
  { from: 12 * 60, spare: 3, need: 16 },
  { from: 13 * 60, spare: 5, need: 13 },
  { from: 14 * 60 + 30, spare: -2, need: 21 },
  { from: 16 * 60, spare: 4, need: 14 },
  { from: 18 * 60, spare: 2, need: 9 },
  { from: 22 * 60, spare: 2, need: 4 },
] as const

/** A window somebody made busier than usual; without `team` for all. */
interface Peak {
  readonly from: number
  readonly to: number
  readonly team?: string
}

function usual(team: string, ms: number) {
  const local = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(BUSINESS_UNIT.zone)
  const minute = local.hour * 60 + local.minute
  const { spare, need } = CURVE.findLast(({ from }) => from <= minute)!
  const wobble = hash(`${team} ${local.toPlainDate()} ${local.hour}`) % 2
  return { required: need + wobble, spare: spare < 0 ? spare - wobble : spare + wobble }
}

export function createStaffing({ cast }: World, planner: Planner) {
  const peaks: Peak[] = []

  /** People of the cast who are taken from the queue by coaching or time off that the usual plan did not have. */
  function taken(team: string, ms: number): number {
    const agents = cast.people.filter((person) => person.team === team)
    const away = (agent: string) => planner.marksOf(agent).some(({ start, end }) => start < ms + QUARTER && end > ms)
    return agents.filter(({ id }) => away(id)).length
  }

  function quarter(team: string, ms: number): Staffing {
    const { required, spare } = usual(team, ms)
    const peak = peaks.some(({ from, to, team: only }) => from < ms + QUARTER && to > ms && (only ?? team) === team)
    const need = peak ? required + spare + 4 : required
    return { at: ms, required: need, scheduled: required + spare - taken(team, ms) }
  }

  return {
    peak: (peak: Peak) => void peaks.push(peak),
    /** The quarters that touch the window. */
    quarters(team: string, from: number, to: number): Staffing[] {
      const found: Staffing[] = []
      for (let ms = Math.floor(from / QUARTER) * QUARTER; ms < to; ms += QUARTER) found.push(quarter(team, ms))
      return found
    },
    teamOf: (queue: string): string | undefined => TEAMS.find((team) => team.queue.id === queue)?.id,
  }
}

export type StaffingCurves = ReturnType<typeof createStaffing>

export const rated = (difference: number): 'Good' | 'Neutral' | 'Poor' =>
  difference > 0 ? 'Good' : difference === 0 ? 'Neutral' : 'Poor'
