import { refOf } from '../coaching/journal.ts'
import { bookingId, Note, type Proposal } from '../coaching/proposal.ts'
import { MINUTE, SECOND, type Slot } from '../coaching/slot.ts'
import { isPassing, VendorError } from '../errors.ts'
import type { Ports, Stored } from '../ports.ts'
import { type Chosen, refuse, tellDecided } from './answers.ts'
import { audited } from './audit.ts'
import { bookingSteps, isUnseen } from './booking-steps.ts'
import { changeProposal, mustChange, putProposal } from './change.ts'
import { commit } from './commit.ts'
import { PROPOSAL } from './kinds.ts'
import { postTo } from './post.ts'
import { runSteps } from './steps.ts'
import { settingsAbout } from './tune.ts'

/** So long a booked session can be taken back from its card. */
const UNDO_MS = 10 * MINUTE
/** A vendor that has not answered for so long is named on the card. */
const SLOW_MS = 10 * SECOND
/** What may still turn up is looked for so often. */
const LOOK_MS = 3 * SECOND

/** Claims the session for the first who pressed (open → booking). Everybody else is told who was faster. */
export async function claim(ports: Ports, chosen: Chosen, slot: Slot): Promise<void> {
  const { stored } = chosen
  const { state, slots, chosen: before } = stored.body
  const same = (state === 'booking' || state === 'booked') && before?.slot.start === slot.start
  if (state !== 'open') return tellDecided(ports, chosen, same)
  if (!slots.some(({ start }) => start === slot.start)) return refuse(ports, chosen, 'refusal.stale')
  if (!(await take(ports, chosen, slot))) await claimAgain(ports, chosen, slot)
}

/** The one moment at which an open session becomes somebody's. False when somebody wrote in between. */
export async function take(ports: Ports, { stored, by, place }: Chosen, slot: Slot): Promise<boolean> {
  const decision = { by: by.id, name: by.name, at: ports.now(), account: place.account }
  const body: Proposal = {
    ...stored.body,
    state: 'booking',
    chosen: { slot, by: decision },
    asking: null,
    picking: null,
    note: null,
    waiting: null,
  }
  if (!(await changeProposal(ports, stored, { body, due: ports.now() }))) return false
  ports.log.info('claimed', { proposal: stored.id, by: by.id })
  return true
}

/** Somebody wrote in between: judge the press by what is there now. */
async function claimAgain(ports: Ports, chosen: Chosen, slot: Slot): Promise<void> {
  const stored = await ports.store.get(PROPOSAL, chosen.stored.id)
  if (stored) await claim(ports, { ...chosen, stored }, slot)
}

/** Books a claimed session: appointment, calendar, then the truth on the card. Goes on wherever an earlier run stopped. */
export async function book(ports: Ports, stored: Stored<Proposal>): Promise<void> {
  const { supervisor, chosen } = stored.body
  if (!supervisor || !chosen) throw new Error('a booking without a supervisor or a time')
  const settings = await settingsAbout(ports, stored.body)
  const booking = bookingId(stored.body.id, stored.body.moves)
  const about = { proposal: stored.body, supervisor, settings, slot: chosen.slot, booking }
  try {
    const ran = await runSteps(ports, { id: booking, steps: bookingSteps(ports), about })
    if (ran.kind === 'refused') await askForOthers(ports, stored, ran.why)
    else await settle(ports, stored, { chosen, appointment: refOf(ran.journal, 'appointment') ?? '' })
  } catch (error) {
    if (isUnseen(error)) return lookSoon(ports, stored)
    if (isPassing(error)) await admitDelay(ports, stored, error)
    throw error
  }
}

/** Looked for at an even pace: the growing pauses after a failure would find it late. */
export async function lookSoon(ports: Ports, stored: Stored<Proposal>): Promise<void> {
  await commit(ports, [putProposal(stored, stored.body, ports.now() + LOOK_MS)])
}

/** The time is gone: open again, to be given fresh times at once; the cards keep saying "booking" until these are there. */
async function askForOthers(ports: Ports, stored: Stored<Proposal>, why: string): Promise<void> {
  const note = noteOf(ports, { id: stored.id, why, start: stored.body.chosen?.slot.start ?? 0 })
  const body: Proposal = { ...stored.body, state: 'open', chosen: null, slots: [], note, waiting: null }
  const gone = await audited(ports, {
    what: 'not-booked',
    by: 'bot',
    agent: body.agent.id,
    about: { proposal: stored.id },
    outcome: note.kind,
  })
  const written = await commit(ports, [putProposal(stored, body, ports.now()), gone])
  if (!written.ok) throw new Error(`another run was faster at ${written.id}`)
}

/** What the card says of a time that could not be booked. */
export function noteOf(
  ports: Ports,
  { id, why, start }: { readonly id: string; readonly why: string; readonly start: number },
): Note {
  const kind = Note.shape.kind.safeParse(why).data ?? 'refused'
  ports.counts.add(`fresh times: ${kind}`)
  if (kind === 'not-allowed') ports.log.error('a permission is missing; no session can be booked', { proposal: id })
  else ports.log.info('the chosen time is gone; offering others', { proposal: id, why })
  return { kind, start }
}

/** The card tells the truth while it waits, too. */
export async function admitDelay(ports: Ports, stored: Stored<Proposal>, error: unknown): Promise<void> {
  const { chosen, move, waiting } = stored.body
  const since = (move ?? chosen)?.by.at
  const slow = since !== undefined && ports.now() - since > SLOW_MS
  if (!(error instanceof VendorError) || waiting === error.vendor || !slow) return
  await changeProposal(ports, stored, { body: { ...stored.body, waiting: error.vendor }, due: ports.now() })
}

interface Booked {
  readonly chosen: NonNullable<Proposal['chosen']>
  /** Genesys's id. */
  readonly appointment: string
}

/** How a proposal stands once its session is booked, the first time or after a move. */
export function standing(now: number, { chosen, appointment }: Booked) {
  return {
    state: 'booked',
    chosen,
    waiting: null,
    undoUntil: now + UNDO_MS,
    seenAt: null,
    answersUntil: chosen.slot.start,
    appointment: { id: appointment, scheduled: chosen.slot.schedule ? 'pending' : 'none', at: now, look: null },
  } as const satisfies Partial<Proposal>
}

/** The truth is in Genesys and the calendar now; the card, its copies and the agent's message follow. */
async function settle(ports: Ports, stored: Stored<Proposal>, booked: Booked): Promise<void> {
  const now = ports.now()
  const body: Proposal = { ...stored.body, ...standing(now, booked), slots: [] }
  const told = postTo(ports, { shows: 'session', subject: stored.id, reader: body.agent.id })
  const done = await audited(ports, {
    what: 'booked',
    by: booked.chosen.by.by,
    agent: body.agent.id,
    about: { proposal: stored.id },
  })
  await mustChange(ports, stored, { body, due: now, more: [told, done] })
  ports.counts.add('booked')
  ports.log.info('booked', { proposal: stored.id, appointment: booked.appointment })
}
