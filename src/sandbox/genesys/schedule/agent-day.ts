// One agent's day for the page, from the same state the API answers with.
import type { WorldPerson } from '../../core/world.ts'
import { appointmentShape } from '../coaching/appointment-shape.ts'
import type { Appointments } from '../coaching/appointments.ts'
import { iso, type Org } from '../org.ts'
import { CODES } from './codes.ts'
import { at } from './day-plan.ts'
import type { Planner } from './planner.ts'
import { QUARTER, rated, type Staffing, type StaffingCurves } from './staffing.ts'

const LOOKED_AT = { from: '07:00', to: '19:00' } as const

function dateOf(date: string | undefined, { zone }: WorldPerson, now: number): string {
  if (date === undefined) return Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone).toPlainDate().toString()
  if (!/^\d{4}-\d\d-\d\d$/.test(date)) throw new Error('?date= must be YYYY-MM-DD.')
  try {
    return Temporal.PlainDate.from(date, { overflow: 'reject' }).toString()
  } catch {
    throw new Error(`There is no day ${date}.`)
  }
}

/** Contiguous quarters with too few people. */
function peaksOf(quarters: readonly Staffing[]): { from: number; to: number }[] {
  const peaks: { from: number; to: number }[] = []
  for (const { at: from, scheduled, required } of quarters) {
    if (scheduled >= required) continue
    const last = peaks.at(-1)
    if (last?.to === from) last.to = from + QUARTER
    else peaks.push({ from, to: from + QUARTER })
  }
  return peaks
}

export function agentDay({ world }: Org, parts: { planner: Planner; staffing: StaffingCurves; appointments: Appointments }) {
  return (person: WorldPerson, wanted?: string) => {
    if (person.role !== 'agent' || !person.team) throw new Error(`${person.name} is no agent and has no schedule.`)
    const date = dateOf(wanted, person, world.clock.now())
    const shift = parts.planner.shiftOn(person, date)
    const [early, late] = [at(date, LOOKED_AT.from, person.zone), at(date, LOOKED_AT.to, person.zone)]
    const [from, to] = [Math.min(early, shift?.start ?? early), Math.max(late, shift?.end ?? late)]
    const quarters = parts.staffing.quarters(person.team, from, to)
    const own = parts.appointments
      .all()
      .filter(({ attendeeIds, start }) => attendeeIds.includes(person.id) && start >= from && start < to)
    return {
      agent: person.id,
      zone: person.zone,
      date,
      shift: shift ? { start: iso(shift.start), end: iso(shift.end) } : null,
      activities: (shift?.activities ?? []).map(({ start, end, code, title, appointment }) => ({
        start: iso(start),
        end: iso(end),
        kind: appointment || code === CODES.coaching ? 'Coaching' : code.category,
        title,
      })),
      staffing: quarters.map(({ at: ms, required, scheduled }) => {
        const difference = scheduled - required
        return { at: iso(ms), required, scheduled, difference, rating: rated(difference) }
      }),
      peaks: peaksOf(quarters).map((peak) => ({ from: iso(peak.from), to: iso(peak.to) })),
      coaching: own.map((each) => appointmentShape(each, world.clock.now())),
    }
  }
}
