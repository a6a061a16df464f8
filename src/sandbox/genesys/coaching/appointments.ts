// Coaching appointments and their blocks on the schedules. https://developer.genesys.cloud/devapps/sdk/docexplorer/purecloudjavascript/CoachingApi
import type { LedgerEntry } from '../../core/world.ts'
import type { Org } from '../org.ts'
import { CODES } from '../schedule/codes.ts'
import type { Planner, ScheduleRef } from '../schedule/planner.ts'
import { tellActivity } from '../schedule/told.ts'

export type Status = 'Scheduled' | 'InProgress' | 'Completed' | 'InvalidSchedule'
type By = LedgerEntry['by']

export interface Appointment {
  readonly id: string
  readonly by: By
  readonly createdBy?: string
  readonly dateCreated: number
  readonly attendeeIds: readonly string[]
  readonly facilitatorId?: string
  name: string
  description: string
  start: number
  minutes: number
  status: Status
  conversationIds: string[]
  externalLinks: string[]
  location?: string
  wfmSchedule?: ScheduleRef
  /** Whether a block on the attendees' schedules is wanted. */
  scheduled: boolean
  dateModified?: number
  dateCompleted?: number
  readonly statuses: { readonly status: Status; readonly at: number }[]
}

export type Draft = Omit<Appointment, 'id' | 'dateCreated' | 'status' | 'statuses' | 'by' | 'dateModified' | 'dateCompleted'>

export const endOf = ({ start, minutes }: Pick<Appointment, 'start' | 'minutes'>): number => start + minutes * 60_000
const people = ({ attendeeIds, facilitatorId }: Appointment): string[] => [
  ...attendeeIds,
  ...(facilitatorId ? [facilitatorId] : []),
]

/** `shown` = how an appointment is written into the ledger. */
export function createAppointments(
  { world, later, limits }: Org,
  planner: Planner,
  shown: (appointment: Appointment) => unknown,
) {
  const all = new Map<string, Appointment>()
  const { clock, ledger } = world

  const note = (effect: string, by: By, appointment: Appointment) =>
    ledger.commit({ vendor: 'genesys', effect, by, id: appointment.id, body: shown(appointment) })

  function fits(appointment: Appointment): boolean {
    return appointment.attendeeIds.every((id) => {
      const person = world.cast.person(id)
      const end = endOf(appointment)
      const shift =
        person &&
        planner.shifts(person, appointment.start, end).find((each) => each.start <= appointment.start && each.end >= end)
      return shift?.activities.every(
        ({ start, end: until, code }) => code !== CODES.timeOff || until <= appointment.start || start >= end,
      )
    })
  }

  /** The schedule takes the appointment, or the appointment becomes InvalidSchedule. */
  function place(appointment: Appointment, moment: number): void {
    const wanted = appointment.scheduled || limits.placing === 'regardless'
    const current = all.get(appointment.id) === appointment && wanted && appointment.start === moment
    const placed = appointment.attendeeIds.some((agent) =>
      planner.marksOf(agent).some((mark) => mark.appointment === appointment.id),
    )
    if (!current || placed || limits.placing === 'never') return
    if (!fits(appointment)) {
      become(appointment, 'InvalidSchedule', 'other')
      return
    }
    for (const agent of appointment.attendeeIds) {
      const { id, start, name, by } = appointment
      const mark = { start, end: endOf(appointment), code: CODES.coaching, title: name, appointment: id }
      planner.add(agent, mark)
      tellActivity(ledger, 'activity-added', { by, agent, id }, mark)
    }
  }

  function unplace({ id, attendeeIds }: Appointment, by: By): void {
    for (const agent of attendeeIds) {
      const gone = planner.remove(agent, id)
      if (gone) tellActivity(ledger, 'activity-removed', { by, agent, id }, gone)
    }
  }

  function plan(appointment: Appointment): void {
    const moment = appointment.start
    if (appointment.scheduled) later.after(limits.scheduleDelay, () => place(appointment, moment))
  }

  function become(appointment: Appointment, status: Status, by: By): void {
    const now = clock.now()
    appointment.statuses.push({ status, at: now })
    Object.assign(appointment, { status, dateModified: now, ...(status === 'Completed' ? { dateCompleted: now } : {}) })
    note('appointment.updated', by, appointment)
  }

  return {
    get: (id: string): Appointment | undefined => all.get(id),
    all: (): readonly Appointment[] => [...all.values()],
    become,
    /** Another living appointment of any of these people in this window. */
    clash(who: readonly string[], start: number, end: number, except: readonly string[] = []): Appointment | undefined {
      const living = [...all.values()].filter(({ status }) => status === 'Scheduled' || status === 'InProgress')
      return living.find(
        (each) =>
          !except.includes(each.id) && each.start < end && endOf(each) > start && people(each).some((id) => who.includes(id)),
      )
    },
    create(draft: Draft, by: By): Appointment {
      const dateCreated = clock.now()
      const appointment: Appointment = {
        ...draft,
        id: crypto.randomUUID(),
        by,
        dateCreated,
        status: 'Scheduled',
        statuses: [{ status: 'Scheduled', at: dateCreated }],
      }
      all.set(appointment.id, appointment)
      note('appointment.created', by, appointment)
      plan(appointment)
      return appointment
    },
    change(appointment: Appointment, change: Partial<Draft> & { readonly status?: Status }, by: By): void {
      const before = `${appointment.start} ${appointment.minutes} ${appointment.scheduled}`
      const { status, ...fields } = change
      Object.assign(appointment, fields, { dateModified: clock.now() })
      const moved = before !== `${appointment.start} ${appointment.minutes} ${appointment.scheduled}`
      if (moved && appointment.status === 'InvalidSchedule') appointment.status = 'Scheduled'
      if (status && status !== appointment.status) become(appointment, status, by)
      else note('appointment.updated', by, appointment)
      if (!moved) return
      unplace(appointment, by)
      plan(appointment)
    },
    remove(appointment: Appointment, by: By): void {
      all.delete(appointment.id)
      note('appointment.deleted', by, appointment)
      unplace(appointment, by)
    },
    /** After a planner changed an agent's day: what no longer fits loses its block and becomes InvalidSchedule. */
    recheck(agent: string): void {
      for (const each of all.values()) {
        const concerned =
          each.attendeeIds.includes(agent) && each.scheduled && each.status === 'Scheduled' && endOf(each) > clock.now()
        if (!concerned || fits(each)) continue
        unplace(each, 'other')
        become(each, 'InvalidSchedule', 'other')
      }
    },
  }
}

export type Appointments = ReturnType<typeof createAppointments>
