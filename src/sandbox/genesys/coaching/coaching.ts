// The coaching API's appointment routes.
import { listed } from '../../contracts/contracts.ts'
import type { Answer, Call } from '../../core/world.ts'
import { no, notFound, ok, paged, span } from '../answers.ts'
import type { On } from '../guard.ts'
import type { Org } from '../org.ts'
import { type ScheduleRef, scheduleOf, weekOf } from '../schedule/planner.ts'
import { appointmentRef, appointmentShape, canTakePart, conversationRef } from './appointment-shape.ts'
import { type Appointment, type Appointments, type Draft, endOf, type Status } from './appointments.ts'

const MINUTE = 60_000
const HORIZON = 6 * 7 * 86_400_000

interface Written {
  readonly name?: string
  readonly description?: string
  readonly dateStart?: string
  readonly lengthInMinutes?: number
  readonly attendeeIds?: readonly string[]
  readonly facilitatorId?: string
  readonly conversationIds?: string[]
  readonly externalLinks?: string[]
  readonly location?: string
  readonly wfmSchedule?: ScheduleRef
  readonly addToSchedule?: boolean
  readonly status?: Status
}

const bad = (message: string): Answer => no(400, 'bad.request', message)

/** Genesys rounds the start down to the minute. */
const minuteOf = (date: string): number => Math.floor(Date.parse(date) / MINUTE) * MINUTE

function draftOf(written: Written): Partial<Draft> {
  const { name, description, dateStart, lengthInMinutes, conversationIds, externalLinks, location, wfmSchedule, addToSchedule } =
    written
  return {
    ...(name === undefined ? {} : { name }),
    ...(description === undefined ? {} : { description }),
    ...(dateStart === undefined ? {} : { start: minuteOf(dateStart) }),
    ...(lengthInMinutes === undefined ? {} : { minutes: lengthInMinutes }),
    ...(conversationIds === undefined ? {} : { conversationIds }),
    ...(externalLinks === undefined ? {} : { externalLinks }),
    ...(location === undefined ? {} : { location }),
    ...(wfmSchedule === undefined ? {} : { wfmSchedule }),
    ...(addToSchedule === undefined ? {} : { scheduled: addToSchedule }),
  }
}

export function coaching(on: On, { world, limits }: Org, appointments: Appointments): void {
  const now = () => world.clock.now()
  const shown = (appointment: Appointment) => appointmentShape(appointment, now())

  /** What cannot be true of an appointment, however it is written. */
  function impossible({ name, start, minutes, wfmSchedule }: Partial<Draft>): string | undefined {
    if (name?.trim() === '') return 'name must not be empty'
    if (minutes !== undefined && (!Number.isInteger(minutes) || minutes < 1 || minutes > 60))
      return 'lengthInMinutes must be 1 to 60'
    if (start !== undefined && start > now() + HORIZON) return 'dateStart must be within six weeks from now'
    if (start !== undefined && start < now() - MINUTE) return 'dateStart must not be in the past'
    if (start === undefined || !wfmSchedule || scheduleOf(weekOf(start)).id === wfmSchedule.id) return undefined
    return 'wfmSchedule is not the published schedule of that week'
  }

  function conflict(
    who: readonly string[],
    { start, minutes }: Pick<Draft, 'start' | 'minutes'>,
    except: string[] = [],
  ): Answer | undefined {
    const other = appointments.clash(who, start, endOf({ start, minutes }), except)
    const message = 'The request conflicts with the current state of the target resource'
    return other && no(409, 'coaching.appointment.conflict', message)
  }

  function create({ body }: Call): Answer {
    const written = body as Written
    const { attendeeIds = [], facilitatorId } = written
    const who = [...attendeeIds, ...(facilitatorId ? [facilitatorId] : [])]
    const stranger = who.find((id) => !canTakePart(world.cast.people.find((person) => person.id === id)))
    if (stranger !== undefined) return bad(`User ${stranger} does not exist or cannot participate in coaching`)
    if (attendeeIds.length === 0) return bad('attendeeIds must not be empty')
    const defaults = { conversationIds: [], externalLinks: [], scheduled: written.wfmSchedule !== undefined }
    const draft = { ...defaults, ...draftOf(written), attendeeIds, ...(facilitatorId ? { facilitatorId } : {}) } as Draft
    const problem = impossible(draft)
    if (problem) return bad(problem)
    const clash = conflict(who, draft)
    if (clash) return clash
    const made = appointments.create(draft, 'bot')
    return limits.creating === 'accepted' ? { status: 202 } : { status: 201, body: shown(made) }
  }

  function patch(appointment: Appointment, { body }: Call): Answer {
    const change = draftOf(body as Written)
    const problem = impossible(change)
    if (problem) return bad(problem)
    const who = [...appointment.attendeeIds, ...(appointment.facilitatorId ? [appointment.facilitatorId] : [])]
    const moves = change.start !== undefined || change.minutes !== undefined
    const clash = moves && conflict(who, { start: appointment.start, minutes: appointment.minutes, ...change }, [appointment.id])
    if (clash) return clash
    const { status } = body as Written
    appointments.change(appointment, { ...change, ...(status ? { status } : {}) }, 'bot')
    return ok(shown(appointment))
  }

  function statusRoute(appointment: Appointment, { body }: Call): Answer {
    appointments.become(appointment, (body as { status: Status }).status, 'bot')
    const { status, at } = appointment.statuses.at(-1)!
    return ok({ appointment: appointmentRef(appointment.id), status, dateCreated: new Date(at).toISOString() })
  }

  function link(appointment: Appointment, { body }: Call): Answer {
    const { conversationId } = body as { conversationId: string }
    if (appointment.conversationIds.includes(conversationId)) return no(409, 'conflict', 'The conversation is already linked')
    appointments.change(appointment, { conversationIds: [...appointment.conversationIds, conversationId] }, 'bot')
    return { status: 201, body: { conversation: conversationRef(conversationId), appointment: appointmentRef(appointment.id) } }
  }

  const existing = (handle: (appointment: Appointment, call: Call) => Answer) => (call: Call) => {
    const found = appointments.get(call.params.appointmentId!)
    return found ? handle(found, call) : notFound('appointment', call.params.appointmentId)
  }

  on('postCoachingAppointments', create)
  on('getCoachingAppointments', ({ query }) => list(query))
  on(
    'getCoachingAppointment',
    existing((appointment) => ok(shown(appointment))),
  )
  on('patchCoachingAppointment', existing(patch))
  on('patchCoachingAppointmentStatus', existing(statusRoute))
  on('postCoachingAppointmentConversations', existing(link))
  on(
    'deleteCoachingAppointment',
    existing((appointment) => {
      appointments.remove(appointment, 'bot')
      return { status: 202, body: appointmentRef(appointment.id) }
    }),
  )

  function list(query: URLSearchParams): Answer {
    const interval = query.get('interval')
    const window = interval === null ? undefined : span(interval)
    if (interval !== null && !window) return bad('interval must be start/end in ISO 8601')
    const inside = ({ start, minutes }: Appointment) => {
      if (!window) return true
      const overlaps = query.get('intervalCondition') === 'Overlaps'
      return start < window[1] && (overlaps ? endOf({ start, minutes }) > window[0] : start >= window[0])
    }
    const listed = ({ dateCreated }: Appointment) => dateCreated + limits.listingDelay <= now()
    const found = appointments.all().filter((each) => listed(each) && concerns(each, query) && inside(each))
    const order = query.get('sortOrder') === 'Desc' ? -1 : 1
    return ok(paged(found.sort((a, b) => order * (a.start - b.start)).map(shown), query))
  }
}

function concerns({ attendeeIds, facilitatorId, createdBy, status }: Appointment, query: URLSearchParams): boolean {
  const users = listed(query, 'userIds')
  const wanted = listed(query, 'relationships')
  const related = { Attendee: attendeeIds, Facilitator: [facilitatorId], Creator: [createdBy] }
  const kinds = Object.entries(related).filter(([kind]) => wanted.length === 0 || wanted.includes(kind))
  const statuses = listed(query, 'statuses')
  const facilitators = listed(query, 'facilitatorIds')
  return (
    kinds.some(([, ids]) => ids.some((id) => id !== undefined && users.includes(id))) &&
    (statuses.length === 0 || statuses.includes(status)) &&
    (facilitators.length === 0 || (facilitatorId !== undefined && facilitators.includes(facilitatorId)))
  )
}
