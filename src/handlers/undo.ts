import { bookingId, type Proposal } from '../coaching/proposal.ts'
import type { Ports, Stored } from '../ports.ts'
import { type Chosen, refuse, tellDecided } from './answers.ts'
import { bookingSteps } from './booking-steps.ts'
import { changeProposal, endProposal } from './change.ts'
import { PROPOSAL } from './kinds.ts'
import { blockOf, scheduleChain } from './schedule-steps.ts'
import { undoSteps } from './steps.ts'
import { settingsAbout } from './tune.ts'

/** Somebody booked too fast: within ten minutes everything is taken back. The card says so at once, the work follows. */
export async function undo(ports: Ports, chosen: Chosen): Promise<void> {
  const { stored, by, place } = chosen
  const { state, undoUntil } = stored.body
  if (state !== 'booked') return tellDecided(ports, chosen, state === 'undoing' || state === 'undone')
  if (undoUntil === null || ports.now() >= undoUntil) return refuse(ports, chosen, 'refusal.undo-late')
  const decision = { by: by.id, name: by.name, at: ports.now(), account: place.account }
  const body: Proposal = { ...stored.body, state: 'undoing', undone: decision, undoUntil: null, answersUntil: null, slots: [] }
  if (!(await changeProposal(ports, stored, { body, due: ports.now() }))) return undoAgain(ports, chosen)
  ports.log.info('a booked session is taken back', { proposal: stored.id, by: by.id })
}

/** Somebody wrote in between: judge the press by what is there now. */
async function undoAgain(ports: Ports, chosen: Chosen): Promise<void> {
  const stored = await ports.store.get(PROPOSAL, chosen.stored.id)
  if (stored) await undo(ports, { ...chosen, stored })
}

/** What we put on the schedule, calendar event, appointment and with it Genesys's own block go; then the permit is returned and every message says so. */
export async function takeBackBooking(ports: Ports, stored: Stored<Proposal>): Promise<void> {
  const { supervisor, chosen } = stored.body
  if (!supervisor || !chosen) throw new Error('a session without a supervisor or a time cannot be taken back')
  const settings = await settingsAbout(ports, stored.body)
  const booking = bookingId(stored.body.id, stored.body.moves)
  const about = { proposal: stored.body, supervisor, settings, slot: chosen.slot, booking }
  const appointment = await clearedSchedule(ports, stored)
  await undoSteps(ports, { id: booking, steps: bookingSteps(ports), about })
  if (!(await endProposal(ports, stored, { ...stored.body, state: 'undone', appointment })))
    throw new Error(`another run was faster at ${stored.id}`)
  ports.counts.add('undone')
}

/** Whatever we put on the schedule is taken off, and the card tells when it could not be. */
export async function clearedSchedule(ports: Ports, { id, body }: Stored<Proposal>): Promise<Proposal['appointment']> {
  const block = blockOf(body)
  if (!block || !body.appointment) return body.appointment
  const left = await undoSteps(ports, scheduleChain(ports, id, block))
  return left.length > 0 ? { ...body.appointment, scheduled: 'left' } : body.appointment
}
