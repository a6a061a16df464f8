// Somebody works on coaching appointments in Genesys itself: {kind: "appointment", action: create | cancel | move | complete, …}.

import { wallClock } from '../../core/moments.ts'
import type { ChangeHandler } from '../../core/world.ts'
import type { Changed } from '../changes.ts'
import { BUSINESS_UNIT } from '../org.ts'
import { appointmentShape } from './appointment-shape.ts'
import type { Appointment } from './appointments.ts'

type Change = Parameters<ChangeHandler>[0]
const ACTIONS = ['create', 'cancel', 'move', 'complete'] as const

const startOf = ({ from }: Change): number | undefined =>
  typeof from === 'string' ? wallClock(from, BUSINESS_UNIT.zone) : undefined

function create({ org, appointments }: Changed, change: Change): Appointment | string {
  const { cast } = org.world
  const agent = cast.person(String(change.agent ?? ''))
  const start = startOf(change)
  if (!agent || start === undefined) return 'Say {"agent": …, "from": <time>, "minutes"?, "facilitator"?}.'
  const facilitator = cast.person(String(change.facilitator ?? agent.supervisor ?? ''))
  const who = facilitator ? { facilitatorId: facilitator.id, createdBy: facilitator.id } : {}
  const draft = {
    name: String(change.title ?? 'Coaching'),
    description: '',
    start,
    minutes: typeof change.minutes === 'number' ? change.minutes : 30,
    attendeeIds: [agent.id],
    conversationIds: [],
    externalLinks: [],
    scheduled: true,
    ...who,
  }
  return appointments.create(draft, 'other')
}

/** By id; else the agent's next one. */
function find({ org, appointments }: Changed, { id, agent }: Change): Appointment | undefined {
  if (typeof id === 'string') return appointments.get(id)
  const attendee = org.world.cast.person(String(agent ?? ''))?.id
  const own = appointments
    .all()
    .filter(({ attendeeIds, status }) => attendee && attendeeIds.includes(attendee) && status !== 'Completed')
  return own.sort((a, b) => a.start - b.start)[0]
}

function act(parts: Changed, found: Appointment, change: Change): Appointment | string {
  const { appointments } = parts
  if (change.action === 'cancel') appointments.remove(found, 'other')
  if (change.action === 'complete') appointments.become(found, 'Completed', 'other')
  if (change.action !== 'move') return found
  const start = startOf(change)
  if (start === undefined)
    return 'Say where to: "from" as an ISO 8601 time such as 2026-11-24T14:30 (in the zone of the business unit) or 2026-11-24T13:30:00Z.'
  appointments.change(found, { start, ...(typeof change.minutes === 'number' ? { minutes: change.minutes } : {}) }, 'other')
  return found
}

export function appointmentChange(parts: Changed, change: Change): unknown {
  if (!ACTIONS.some((action) => action === change.action)) return `"action" must be one of ${ACTIONS.join(', ')}.`
  const found = change.action === 'create' ? create(parts, change) : find(parts, change)
  if (typeof found === 'string') return found
  if (!found) return 'There is no such appointment; name it by "id", or its "agent".'
  const outcome = change.action === 'create' ? found : act(parts, found, change)
  return typeof outcome === 'string' ? outcome : appointmentShape(outcome, parts.org.world.clock.now())
}
