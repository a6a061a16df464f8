import type { WorldPerson } from '../../core/world.ts'
import { iso, self, userRef } from '../org.ts'
import { type Appointment, endOf } from './appointments.ts'

const reference = (path: string) => (id: string) => ({ id, selfUri: self(`${path}/${id}`) })

/** A CoachingAppointmentResponse. `createdBy` is left out for appointments made by an OAuth client, which is no user. */
export function appointmentShape(appointment: Appointment, now: number): Record<string, unknown> {
  const { facilitatorId, createdBy, location, wfmSchedule, dateModified, dateCompleted, status } = appointment
  const open = status !== 'Completed'
  return {
    id: appointment.id,
    name: appointment.name,
    description: appointment.description,
    dateStart: iso(appointment.start),
    lengthInMinutes: appointment.minutes,
    status,
    attendees: appointment.attendeeIds.map(userRef),
    conversations: appointment.conversationIds.map(reference('conversations')),
    documents: [],
    externalLinks: appointment.externalLinks,
    dateCreated: iso(appointment.dateCreated),
    isOverdue: open && endOf(appointment) < now,
    ...(facilitatorId ? { facilitator: userRef(facilitatorId) } : {}),
    ...(createdBy ? { createdBy: userRef(createdBy) } : {}),
    ...(location ? { location } : {}),
    ...(wfmSchedule ? { wfmSchedule } : {}),
    ...(dateModified ? { dateModified: iso(dateModified) } : {}),
    ...(dateCompleted ? { dateCompleted: iso(dateCompleted) } : {}),
    selfUri: self(`coaching/appointments/${appointment.id}`),
  }
}

export const appointmentRef = reference('coaching/appointments')
export const conversationRef = reference('conversations')

/** Whether somebody could take part in coaching at all. */
export const canTakePart = (person: WorldPerson | undefined): boolean =>
  person?.active === true && person.role !== 'outsider' && person.role !== 'guest'
