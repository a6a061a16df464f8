// The published schedules: usual days, and what planners and coaching changed about them.
import type { World, WorldPerson } from '../../core/world.ts'
import { BUSINESS_UNIT } from '../org.ts'
import { CODES } from './codes.ts'
import { type Frame, laid, type Mark, over, usualFrame, usualMarks, without } from './day-plan.ts'

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

const touches =
  ({ start, end }: Frame) =>
  (mark: Frame): boolean =>
    mark.start < end && mark.end > start
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
  /** By agent and date: the activities of a shift as somebody wrote them, all of them. */
  const written = new Map<string, readonly Mark[]>()
  /** By agent: what was laid over the shifts since. */
  const added = new Map<string, readonly Mark[]>()
  const unplanned = new Map<string, Unplanned>()
  const versions = new Map<string, number>()

  const keyOf = (agent: string, date: string): string => `${agent} ${date}`
  const addedTo = (agent: string) => added.get(agent) ?? []
  const writtenFor = (agent: string) => [...written].filter(([key]) => key.startsWith(`${agent} `))

  /** Every change of anybody makes the schedule of the week and the agent's part of it newer. */
  function grow(agent: string, ms: number): void {
    const week = weekOf(ms)
    for (const key of [week, keyOf(agent, week)]) versions.set(key, (versions.get(key) ?? 1) + 1)
  }

  const published = (ms: number): boolean => {
    const weeks = (Date.parse(weekOf(ms)) - Date.parse(weekOf(clock.now()))) / (7 * DAY)
    return weeks >= -PAST_WEEKS && weeks <= AHEAD_WEEKS
  }

  /** Whether anybody plans this person: agents are, unless the licence or the schedule was taken away. */
  const planned = ({ id, role, active }: WorldPerson): boolean => role === 'agent' && active && !unplanned.has(id)

  /** Coaching and time off: what takes people from the queue and the usual plan did not have. */
  const marksOf = (agent: string): readonly Mark[] => [
    ...addedTo(agent),
    ...writtenFor(agent).flatMap(([, list]) => list.filter(({ code }) => code === CODES.coaching || code === CODES.timeOff)),
  ]

  function shiftOn(person: WorldPerson, date: string): Shift | undefined {
    const override = moved.get(keyOf(person.id, date))
    const frame = override ?? usualFrame(person, date)
    if (!planned(person) || !published(frame.start)) return undefined
    const list = written.get(keyOf(person.id, date))
    const activities = list
      ? addedTo(person.id)
          .filter(touches(frame))
          .reduce(over, [...list])
      : laid(frame, [...usualMarks(person, date, frame), ...addedTo(person.id)])
    return { ...frame, id: `${date}-${person.id}`, date, activities, edited: (override ?? list) !== undefined }
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
    /** Counts up with every change; without an agent that of the whole week. */
    version: (weekDate: string, agent?: string): number => versions.get(agent ? keyOf(agent, weekDate) : weekDate) ?? 1,
    /** Drawn anew: what somebody wrote into that day is gone, but for the blocks of appointments. */
    move(person: WorldPerson, frame: Frame): string {
      const date = dateOf(frame.start, person.zone).toString()
      const key = keyOf(person.id, date)
      const kept = (written.get(key) ?? []).filter(({ appointment }) => appointment !== undefined)
      written.delete(key)
      added.set(person.id, [...addedTo(person.id), ...kept])
      moved.set(key, frame)
      grow(person.id, frame.start)
      return date
    },
    /** All activities of a shift, as they are to be from now on. */
    write(agent: string, shift: Shift, activities: readonly Mark[]): void {
      written.set(keyOf(agent, shift.date), activities)
      const beyond = addedTo(agent).filter(({ start, end }) => start < shift.start || end > shift.end)
      added.set(agent, beyond)
      grow(agent, shift.start)
    },
    add(agent: string, mark: Mark): void {
      added.set(agent, [...addedTo(agent), mark])
      grow(agent, mark.start)
    },
    /** Takes out the coaching block of an appointment; answers it, or undefined when there was none. */
    remove(agent: string, appointment: string): Mark | undefined {
      const isIt = (mark: Mark) => mark.appointment === appointment
      const found = marksOf(agent).find(isIt)
      if (!found) return undefined
      added.set(
        agent,
        addedTo(agent).filter((mark) => !isIt(mark)),
      )
      for (const [key, list] of writtenFor(agent)) if (list.some(isIt)) written.set(key, without(list, isIt))
      grow(agent, found.start)
      return found
    },
    marksOf,
  }
}

export type Planner = ReturnType<typeof createPlanner>
