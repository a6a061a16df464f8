import { createHash } from 'node:crypto'
import { markerOf } from '../coaching/proposal.ts'
import { type Slot, spanOf } from '../coaching/slot.ts'
import { VendorError } from '../errors.ts'
import type { Ports } from '../ports.ts'
import type { Step } from './steps.ts'
import type { Session } from './surroundings.ts'

export interface Booking extends Session {
  readonly slot: Slot
}

/** The outside writes of one booking, the most checkable first. */
export const bookingSteps = (ports: Ports): readonly Step<Booking>[] => [appointment(ports), calendarEvent(ports)]

const appointment = (ports: Ports): Step<Booking> => ({
  name: 'appointment',
  find: async ({ proposal, supervisor, slot }) => {
    const there = await ports.centre.appointments([proposal.agent.id, supervisor.id], spanOf(slot))
    return there.find(({ description }) => description.endsWith(markerOf(proposal.id)))?.id
  },
  write: async (booking) => {
    const created = await ports.centre.createAppointment(wanted(ports, booking))
    if (created === 'taken') throw new VendorError({ vendor: 'Genesys', trouble: 'refused', code: 'taken' })
    return created.id
  },
  undo: (_booking, id) => ports.centre.removeAppointment(id),
})

function wanted(ports: Ports, { proposal, supervisor, slot }: Booking) {
  const words = ports.words(ports.house.locale)
  return {
    agent: proposal.agent.id,
    facilitator: supervisor.id,
    slot,
    name: words.say('appointment.name'),
    description: `${words.say('appointment.description', { count: proposal.counted.length })}\n${markerOf(proposal.id)}`,
    conversations: proposal.counted.map(({ conversation }) => conversation),
  }
}

const NO_MAILBOX = 'none'

/** A neutral title and no scores: calendars are read by many. Someone without a mailbox is booked without an event. */
const calendarEvent = (ports: Ports): Step<Booking> => ({
  name: 'event',
  find: async ({ proposal, supervisor, slot }) =>
    (await ports.calendar.find(supervisor.email, spanOf(slot), keyOf(proposal.id)))?.id,
  write: async ({ proposal, supervisor, slot }) => {
    const words = ports.words(ports.house.locale)
    const event = {
      organiser: supervisor.email,
      attendees: [proposal.agent.email],
      at: spanOf(slot),
      title: words.say('event.title'),
      text: words.say('event.text'),
      key: keyOf(proposal.id),
    }
    try {
      return (await ports.calendar.create(event)).id
    } catch (error) {
      if (error instanceof VendorError && error.trouble === 'not-found') return NO_MAILBOX
      throw error
    }
  },
  undo: async ({ supervisor }, id) => (id === NO_MAILBOX ? undefined : ports.calendar.remove(supervisor.email, id)),
})

/** Graph wants a UUID as transactionId; ours is made from the proposal, so that a repeat is the same one. */
function keyOf(proposal: string): string {
  const hex = createHash('sha256').update(`event ${proposal}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
