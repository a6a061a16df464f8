// The published schedules: usual days, and what planners and coaching changed about them.
import type { World, WorldPerson } from '../../core/world.ts'
import { BUSINESS_UNIT } from '../org.ts'
import { type Frame, laid, type Mark, usualFrame, usualMarks } from './day-plan.ts'

const DAY = 86_400_000
const PAST_WEEKS = 8
const AHEAD_WEEKS = 6

export interface Shift extends Frame {
  readonly id: string
  readonly date: string
  readonly activities: readonly Mark[]
  readonly edited: boolean
}

/** Not in workforce management at all, or in no published schedule. */
export type Unplanned = 'licence' | 'schedule'

export interface ScheduleRef {
  readonly id: string
  readonly businessUnit: { readonly id: string }
  readonly weekDate: string
}

const dateOf = (ms: number, zone: string) => Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone).toPlainDate()

/** Monday of the business unit's week. */
export const weekOf = (ms: number): string => {
  const date = dateOf(ms, BUSINESS_UNIT.zone)
  return date.subtract({ days: date.dayOfWeek - 1 }).toString()
}

export function scheduleOf(weekDate: string): ScheduleRef {
  const id = `00000000-0000-4000-8006-0000${weekDate.replaceAll('-', '')}`
  return { id, businessUnit: { id: BUSINESS_UNIT.id }, weekDate }
}

/** Schedules exist for eight weeks back and six ahead, counted in whole weeks. */
export function createPlanner({ clock }: World) {
  const moved = new Map<string, Frame>()
  const added = new Map<string, Mark[]>()
  const unplanned = new Map<string, Unplanned>()

  const marksOf = (agent: string) => added.get(agent) ?? []
  const published = (ms: number): boolean => {
    const weeks = (Date.parse(weekOf(ms)) - Date.parse(weekOf(clock.now()))) / (7 * DAY)
    return weeks >= -PAST_WEEKS && weeks <= AHEAD_WEEKS
  }

  /** Whether anybody plans this person: agents are, unless the licence or the schedule was taken away. */
  const planned = ({ id, role, active }: WorldPerson): boolean => role === 'agent' && active && !unplanned.has(id)

  function shiftOn(person: WorldPerson, date: string): Shift | undefined {
    const override = moved.get(`${person.id} ${date}`)
    const frame = override ?? usualFrame(person, date)
    if (!planned(person) || !published(frame.start)) return undefined
    const marks = [...usualMarks(person, date, frame), ...marksOf(person.id)]
    return { ...frame, id: `${date}-${person.id}`, date, activities: laid(frame, marks), edited: override !== undefined }
  }

  return {
    published,
    planned,
    /** In a management unit, with or without a place in its schedules. */
    licensed: (person: WorldPerson): boolean => person.role === 'agent' && unplanned.get(person.id) !== 'licence',
    unplan: (agent: string, lost: Unplanned | null) => void (lost ? unplanned.set(agent, lost) : unplanned.delete(agent)),
    shiftOn,
    /** Shifts that touch the window, in order. */
    shifts(person: WorldPerson, from: number, to: number): Shift[] {
      const last = dateOf(to, person.zone)
      const found: Shift[] = []
      for (let day = dateOf(from - DAY, person.zone); Temporal.PlainDate.compare(day, last) <= 0; day = day.add({ days: 1 })) {
        const shift = shiftOn(person, day.toString())
        if (shift && shift.start < to && shift.end > from) found.push(shift)
      }
      return found
    },
    move(person: WorldPerson, frame: Frame): string {
      const date = dateOf(frame.start, person.zone).toString()
      moved.set(`${person.id} ${date}`, frame)
      return date
    },
    add: (agent: string, mark: Mark) => void added.set(agent, [...marksOf(agent), mark]),
    /** Takes out the coaching block of an appointment; false when there was none. */
    remove(agent: string, appointment: string): boolean {
      const kept = marksOf(agent).filter((mark) => mark.appointment !== appointment)
      const changed = kept.length < marksOf(agent).length
      added.set(agent, kept)
      return changed
    },
    marksOf: (agent: string): readonly Mark[] => marksOf(agent),
  }
}

export type Planner = ReturnType<typeof createPlanner>
