// What planners do to a single activity of somebody's shift: {kind: "activity", action: add | coach | rename | remove, …}.
import type { WorldPerson } from '../../core/world.ts'
import type { Org } from '../org.ts'
import { CODES } from './codes.ts'
import { type Frame, type Mark, over, without } from './day-plan.ts'
import type { Planner, Shift } from './planner.ts'
import { tellChanges } from './told.ts'

const ACTIONS = ['add', 'coach', 'rename', 'remove'] as const
type Action = (typeof ACTIONS)[number]

interface Edit extends Frame {
  readonly action: string
  readonly title: string
}

function rewrite({ world }: Org, planner: Planner, agent: string, shift: Shift, activities: readonly Mark[]): void {
  planner.write(agent, shift, activities)
  tellChanges(world.ledger, { by: 'other', agent, id: shift.id }, shift.activities, activities)
}

const EDITED: Readonly<Record<Action, (activities: readonly Mark[], edit: Edit) => readonly Mark[]>> = {
  add: (activities, { start, end, title }) => over(activities, { start, end, code: CODES.meeting, title }),
  coach: (activities, { start, end, title }) => over(activities, { start, end, code: CODES.coaching, title }),
  rename: (activities, { start, end, title }) =>
    activities.map((mark) => (mark.start < end && mark.end > start && mark.code !== CODES.queue ? { ...mark, title } : mark)),
  remove: (activities, { start, end }) =>
    without(activities, (mark) => mark.start < end && mark.end > start && mark.code !== CODES.queue),
}

/** A string answer says why not. */
export function editActivity(org: Org, planner: Planner, person: WorldPerson, edit: Edit): unknown {
  const action = ACTIONS.find((each) => each === edit.action)
  if (!action) return `"action" must be one of ${ACTIONS.join(', ')}.`
  const shift = planner.shifts(person, edit.start, edit.end).find((each) => each.start <= edit.start && each.end >= edit.end)
  if (!shift) return `${person.name} has no shift then.`
  rewrite(org, planner, person.id, shift, EDITED[action](shift.activities, edit))
  return { agent: person.id, date: shift.date }
}

/** Another planner is faster: the lunch of each of the agent's shifts says so from now on. */
export function outrun(org: Org, planner: Planner, agent: string, { start, end }: Frame): void {
  const person = org.world.cast.person(agent)
  for (const shift of person ? planner.shifts(person, start, end) : []) {
    const told = shift.activities.map((mark) => (mark.code === CODES.meal ? { ...mark, title: `${mark.title}, on time` } : mark))
    rewrite(org, planner, agent, shift, told)
  }
}
