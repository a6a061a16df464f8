import { setTimeout as pause } from 'node:timers/promises'
import * as z from 'zod'
import { PersonId } from '../coaching/interaction.ts'
import { type Appointment, type Interval, MINUTE, overlaps, spanOf } from '../coaching/slot.ts'
import { VendorError } from '../errors.ts'
import type { ContactCentre, NewAppointment } from '../ports.ts'
import type { Session } from './calls/session.ts'
import { together } from './calls/together.ts'
import { genesysError, orUndefined } from './calls/trouble.ts'
import { spans } from './slots.ts'
import { Instant, iso, quarters, range } from './times.ts'

const Somebody = z.object({ id: PersonId })
const CoachingAppointment = z.object({
  id: z.string(),
  dateStart: Instant,
  lengthInMinutes: z.number(),
  status: z.enum(['Scheduled', 'InProgress', 'Completed', 'InvalidSchedule']).nullish().catch('Scheduled'),
  attendees: z.array(Somebody).nullish(),
  facilitator: Somebody.nullish(),
  description: z.string().nullish(),
  dateCreated: Instant.nullish().catch(null),
})
const Listing = z.object({ entities: z.array(CoachingAppointment).nullish(), pageCount: z.number().nullish() })
/** An accepted creation may be answered without a body. */
const Created = z.object({ id: z.string() }).optional()

const STATUS = { Scheduled: 'scheduled', InProgress: 'in-progress', Completed: 'completed', InvalidSchedule: 'invalid' } as const

const PAGE = 100
const MOST_PAGES = 20
/** People per listing, so that the address stays well under what proxies allow. */
const MOST_PEOPLE = 40
const LOOKS = 4
const LOOK_MS = 500

function appointmentOf(found: z.infer<typeof CoachingAppointment>): Appointment {
  return {
    id: found.id,
    at: { from: found.dateStart, to: found.dateStart + found.lengthInMinutes * MINUTE },
    status: STATUS[found.status ?? 'Scheduled'],
    attendees: (found.attendees ?? []).map(({ id }) => id),
    facilitator: found.facilitator?.id ?? null,
    description: found.description ?? '',
    bookedAt: found.dateCreated ?? null,
  }
}

/** Without a schedule to write on (an agent outside workforce management) Genesys is not asked to. */
function requestOf({ agent, facilitator, slot, name, description, conversations }: NewAppointment) {
  const { schedule } = slot
  const wfmSchedule = schedule && { ...schedule, businessUnit: { id: schedule.businessUnit } }
  return {
    name,
    description,
    dateStart: iso(slot.start),
    lengthInMinutes: slot.minutes,
    attendeeIds: [agent],
    facilitatorId: facilitator,
    conversationIds: [...conversations],
    ...(wfmSchedule ? { wfmSchedule, addToSchedule: true } : {}),
  }
}

const lastLine = (text: string): string => text.trimEnd().split('\n').at(-1)?.trim() ?? ''

interface Wanted {
  readonly people: readonly PersonId[]
  readonly window: Interval
}

/** Appointments of Genesys's coaching: https://developer.genesys.cloud/devapps/api-explorer (Coaching). */
export function coaching(session: Session) {
  async function pageOf(userIds: readonly PersonId[], window: Interval, pageNumber: number) {
    return session.ask({
      name: 'getCoachingAppointments',
      schema: Listing,
      call: (apis) =>
        apis.coaching.getCoachingAppointments([...userIds], {
          interval: range(window),
          intervalCondition: 'Overlaps',
          pageNumber,
          pageSize: PAGE,
        }),
    })
  }

  async function listed(userIds: readonly PersonId[], window: Interval): Promise<Appointment[]> {
    const found: Appointment[] = []
    for (let page = 1; page <= MOST_PAGES; page++) {
      const { entities, pageCount } = await pageOf(userIds, window, page)
      found.push(...(entities ?? []).map(appointmentOf))
      if (page >= (pageCount ?? 1)) return found
    }
    throw genesysError({ trouble: 'malformed', code: 'too-many-appointments' })
  }

  async function listedAll(people: readonly PersonId[], window: Interval): Promise<Appointment[]> {
    const groups = spans({ from: 0, to: people.length }, MOST_PEOPLE)
    const found = await Promise.all(groups.map(({ from, to }) => listed(people.slice(from, to), window)))
    return [...new Map(found.flat().map((each) => [each.id, each])).values()].toSorted((a, b) => a.at.from - b.at.from)
  }

  /** Whoever looks at the same stretch of time at the same moment shares a question. */
  const appointmentsOf = together(
    async (wanted: readonly Wanted[]): Promise<Promise<Appointment[]>[]> => {
      const groups = Map.groupBy(wanted, ({ window: { from, to } }) => `${from} ${to}`)
      const lists = new Map<Wanted, Promise<Appointment[]>>()
      for (const group of groups.values()) {
        const list = listedAll([...new Set(group.flatMap(({ people }) => people))], group[0]!.window)
        for (const one of group) lists.set(one, list)
      }
      return wanted.map((one) => lists.get(one)!)
    },
    { most: 20, withinMs: 10 },
  )

  const appointments: ContactCentre['appointments'] = async (people, window) => {
    const own = new Set(people)
    const found = await appointmentsOf({ people, window: quarters(window) })
    const ours = ({ attendees, facilitator }: Appointment) =>
      attendees.some((id) => own.has(id)) || (facilitator !== null && own.has(facilitator))
    return found.filter((each) => overlaps(each.at, window) && ours(each))
  }

  const appointment: ContactCentre['appointment'] = async (id) => {
    const call = session.ask({
      name: 'getCoachingAppointment',
      schema: CoachingAppointment,
      call: (apis) => apis.coaching.getCoachingAppointment(id),
    })
    const found = await orUndefined(call)
    return found && appointmentOf(found)
  }

  /** Genesys accepted it and will do it (202): our marker tells which one became ours. */
  async function accepted(wanted: NewAppointment): Promise<{ id: string }> {
    const marker = lastLine(wanted.description)
    for (let look = 0; look < LOOKS; look++) {
      const found = await appointments([wanted.agent], spanOf(wanted.slot))
      const own = found.find(({ description }) => lastLine(description) === marker)
      if (own) return { id: own.id }
      await pause(LOOK_MS)
    }
    throw genesysError({ trouble: 'unavailable', code: 'accepted-not-seen', inDoubt: true })
  }

  const createAppointment: ContactCentre['createAppointment'] = async (wanted) => {
    try {
      const created = await session.ask({
        name: 'postCoachingAppointments',
        schema: Created,
        kind: 'create',
        call: (apis) => apis.coaching.postCoachingAppointments(requestOf(wanted)),
      })
      return created ?? (await accepted(wanted))
    } catch (error) {
      if (error instanceof VendorError && error.status === 409) return 'taken'
      throw error
    }
  }

  const removeAppointment: ContactCentre['removeAppointment'] = async (id) => {
    await orUndefined(
      session.ask({
        name: 'deleteCoachingAppointment',
        schema: z.unknown(),
        kind: 'read',
        call: (apis) => apis.coaching.deleteCoachingAppointment(id),
      }),
    )
  }

  const withhold: ContactCentre['withhold'] = async (id) => {
    await session.ask({
      name: 'patchCoachingAppointment',
      schema: z.unknown(),
      call: (apis) => apis.coaching.patchCoachingAppointment(id, { addToSchedule: false }),
    })
  }

  return { appointments, appointment, createAppointment, removeAppointment, withhold }
}
