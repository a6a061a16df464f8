import { createHash } from 'node:crypto'
import type { Refusal } from '../coaching/against.ts'
import { carriesMarker, markerOf } from '../coaching/proposal.ts'
import { DAY, SECOND, type Slot, spanOf } from '../coaching/slot.ts'
import { VendorError } from '../errors.ts'
import type { NewAppointment, Ports } from '../ports.ts'
import { orAlarm } from './alarm.ts'
import type { Doubt, Step } from './steps.ts'
import { reasonAgainst, type Session } from './surroundings.ts'

export interface Booking extends Session {
  readonly slot: Slot
  /** Its name: what is written for it is found again by that. */
  readonly booking: string
}

/** The outside writes of one booking, the most checkable first. */
export const bookingSteps = (ports: Ports): readonly Step<Booking>[] =>
  [appointment(ports), calendarEvent(ports)].map((step) => alarming(ports, step))

/** Where we may not write, the admins hear of it. */
const alarming = (ports: Ports, step: Step<Booking>): Step<Booking> => ({
  ...step,
  write: (booking, doubtMs) => orAlarm(ports, () => step.write(booking, doubtMs)),
  undo: (booking, ref) => orAlarm(ports, async () => step.undo?.(booking, ref)),
})

/** Genesys plans six weeks ahead; an appointment somebody moved meanwhile is still found by its marker. */
const SEARCHED_MS = 42 * DAY
/** What was made while its answer was lost may not be found yet, and may itself be what Genesys holds against the time. So long it is waited for. */
const LAG_MS = 30 * SECOND
const OWN_WORK: ReadonlySet<Refusal> = new Set(['agent-busy', 'appointment', 'too-close'])

/** A write of ours may still turn up: to be looked for again soon, never to be made anew before. */
export const isUnseen = (error: unknown): boolean => error instanceof VendorError && error.code === 'not-seen-yet'

const unseen = (): VendorError => new VendorError({ vendor: 'Genesys', trouble: 'unavailable', code: 'not-seen-yet' })

const appointment = (ports: Ports): Step<Booking> => {
  async function find(
    { proposal, supervisor, slot, booking }: Booking,
    { lostMs = LAG_MS }: Partial<Doubt> = {},
  ): Promise<string | undefined> {
    const window = { from: slot.start - SEARCHED_MS, to: slot.start + SEARCHED_MS }
    const there = await ports.centre.appointments([proposal.agent.id, supervisor.id], window)
    const own = there.find(({ description }) => carriesMarker(description, booking))?.id
    if (!own && lostMs < LAG_MS) throw unseen()
    return own
  }

  async function write(booking: Booking, doubtMs = LAG_MS): Promise<string> {
    // At the last moment, each time: somebody else may have taken the time since the card was drawn, or since the last try.
    const why = await reasonAgainst(ports, booking, booking.slot)
    if (why && OWN_WORK.has(why) && doubtMs < LAG_MS) throw unseen()
    if (why) throw refused(why)
    const created = await ports.centre.createAppointment(wanted(ports, booking))
    if (created !== 'taken') return created.id
    const own = await find(booking)
    if (own) return own
    throw doubtMs < LAG_MS ? unseen() : refused('appointment')
  }
  return { name: 'appointment', find, write, undo: (_booking, id) => ports.centre.removeAppointment(id) }
}

const refused = (code: string): VendorError => new VendorError({ vendor: 'Genesys', trouble: 'refused', code })

function wanted(ports: Ports, { proposal, supervisor, slot, booking }: Booking): NewAppointment {
  const words = ports.words(ports.house.locale)
  return {
    agent: proposal.agent.id,
    facilitator: supervisor.id,
    slot,
    name: words.say('appointment.name'),
    description: `${words.say('appointment.description', { count: proposal.counted.length })}\n${markerOf(booking)}`,
    conversations: proposal.counted.map(({ conversation }) => conversation),
  }
}

const NO_MAILBOX = 'none'

/** A neutral title and no scores: calendars are read by many. Someone without a mailbox is booked without an event. */
const calendarEvent = (ports: Ports): Step<Booking> => ({
  name: 'event',
  find: ({ supervisor, slot, booking }) =>
    withoutMailbox(async () => (await ports.calendar.find(supervisor.email, spanOf(slot), keyOf(booking)))?.id),
  write: async ({ proposal, supervisor, slot, booking }) => {
    const { say } = ports.words(ports.house.locale)
    const event = {
      organiser: supervisor.email,
      attendees: [proposal.agent.email],
      at: spanOf(slot),
      title: say('event.title'),
      text: say('event.text'),
      key: keyOf(booking),
    }
    return (await withoutMailbox(async () => (await ports.calendar.create(event)).id)) ?? NO_MAILBOX
  },
  undo: async ({ supervisor }, id) => (id === NO_MAILBOX ? undefined : ports.calendar.remove(supervisor.email, id)),
})

async function withoutMailbox<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof VendorError && error.trouble === 'not-found') return undefined
    throw error
  }
}

/** Graph wants a UUID as transactionId; ours is made from the booking's name, so that a repeat is the same one. */
function keyOf(booking: string): string {
  const hex = createHash('sha256').update(`event ${booking}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
