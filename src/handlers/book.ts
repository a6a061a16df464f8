import { hasBegun, refOf } from '../coaching/booking.ts'
import type { Note, Proposal } from '../coaching/proposal.ts'
import { refusal, SECOND, type Slot, spanOf } from '../coaching/slot.ts'
import { isPassing } from '../errors.ts'
import type { Change, Ports, Stored } from '../ports.ts'
import { type Chosen, refuse, tellDecided } from './answers.ts'
import { bookingSteps } from './bookingSteps.ts'
import { commit, promptPosts, redrawAll } from './commit.ts'
import { offer, putProposal } from './gather.ts'
import { accountOf } from './identify.ts'
import { JOURNAL, POST, type Post, PROPOSAL } from './kinds.ts'
import { runSteps } from './steps.ts'
import { lookAgain, rulesFor, type Session } from './surroundings.ts'
import { currentSettings } from './tune.ts'

/** Genesys adds the block to the schedule in its own time: usually at once, so it is looked for soon, then less and less often. */
const LOOK_FIRST_MS = SECOND / 4
const LOOK_LAST_MS = 8 * SECOND
const LOOK_FOR_MS = 60 * SECOND

/** Claims the session for the first who pressed (open → booking). Everybody else is told who was faster. */
export async function claim(ports: Ports, chosen: Chosen, slot: Slot): Promise<void> {
  const { stored, by, place } = chosen
  if (stored.body.state !== 'open') return tellDecided(ports, chosen, stored.body)
  if (!stored.body.slots.some(({ start }) => start === slot.start)) return refuse(ports, place, 'refusal.stale')
  const decision = { by: by.id, name: by.name, at: ports.now(), account: place.account }
  const proposal: Proposal = { ...stored.body, state: 'booking', chosen: { slot, by: decision }, note: null }
  const written = await commit(ports, [putProposal(stored, proposal, ports.now()), redrawAll(stored.id, ports.now())])
  if (!written.ok) return again(ports, chosen, slot)
  ports.log.info('claimed', { proposal: stored.id, by: by.id })
  await promptPosts(ports, stored.id)
}

async function again(ports: Ports, chosen: Chosen, slot: Slot): Promise<void> {
  const stored = await ports.store.get(PROPOSAL, chosen.stored.id)
  if (stored) await claim(ports, { ...chosen, stored }, slot)
}

/** Books a claimed session: check the time again, write appointment and calendar, settle. Goes on wherever an earlier run stopped. */
export async function book(ports: Ports, stored: Stored<Proposal>): Promise<void> {
  const { supervisor, chosen } = stored.body
  if (!supervisor || !chosen) throw new Error('a booking without a supervisor or a time')
  const { settings } = await currentSettings(ports)
  const session: Session = { proposal: stored.body, supervisor, settings }
  const journal = await ports.store.get(JOURNAL, stored.id)
  const taken =
    journal && hasBegun(journal.body) ? undefined : await checkAgain(ports, session, chosen.slot).catch(refusedForGood)
  if (taken) return freshTimes(ports, stored, session, { kind: taken, start: chosen.slot.start })
  const ran = await runSteps(ports, { id: stored.id, steps: bookingSteps(ports), about: { ...session, slot: chosen.slot } })
  if (ran.kind === 'refused')
    return freshTimes(ports, stored, session, { kind: ran.why === 'taken' ? 'appointment' : 'refused', start: chosen.slot.start })
  await settle(ports, stored, refOf(ran.journal, 'appointment') ?? '')
}

async function checkAgain(ports: Ports, session: Session, slot: Slot): Promise<Note['kind'] | undefined> {
  const rules = { ...rulesFor(ports, session), leadMs: 0 }
  return refusal(slot, await lookAgain(ports, session, slot), rules)
}

/** A vendor that will not even be asked (a permission was withdrawn, say) ends the booking; passing trouble comes back by the job. */
function refusedForGood(error: unknown): Note['kind'] {
  if (isPassing(error)) throw error
  return 'refused'
}

async function freshTimes(ports: Ports, stored: Stored<Proposal>, session: Session, note: Note): Promise<void> {
  ports.counts.add(`fresh times: ${note.kind}`)
  ports.log.info('the chosen time is gone; offering others', { proposal: stored.id, why: note.kind })
  try {
    await offer(ports, { stored, supervisor: session.supervisor, settings: session.settings, note })
  } catch (error) {
    if (isPassing(error)) throw error
    await reopen(ports, stored, note)
  }
}

/** No fresh times to be had: the card opens again as it was, and says what happened. */
async function reopen(ports: Ports, stored: Stored<Proposal>, note: Note): Promise<void> {
  ports.log.error('a booking was refused and no other times can be asked for', { proposal: stored.id })
  const open: Proposal = { ...stored.body, state: 'open', chosen: null, note }
  const written = await commit(ports, [putProposal(stored, open, stored.body.expiresAt), redrawAll(stored.id, ports.now())])
  if (!written.ok) throw new Error(`another run was faster at ${written.id}`)
  await promptPosts(ports, stored.id)
}

/** The truth is in Genesys and the calendar now; the card, its copies and the agent's message follow. */
async function settle(ports: Ports, stored: Stored<Proposal>, appointment: string): Promise<void> {
  const booked: Proposal = { ...stored.body, state: 'booked', appointment: { id: appointment, scheduled: 'pending' } }
  const account = await accountOf(ports, booked.agent)
  const changes: Change[] = [putProposal(stored, booked, ports.now()), redrawAll(stored.id, ports.now())]
  if (account) changes.push(sessionPost(ports, booked, { account }))
  else ports.counts.add('unreachable')
  const written = await commit(ports, changes)
  if (!written.ok) throw new Error(`another run was faster at ${written.id}`)
  ports.counts.add('booked')
  ports.log.info('booked', { proposal: stored.id, appointment })
  await promptPosts(ports, stored.id)
}

function sessionPost(ports: Ports, { id, agent }: Proposal, to: Post['to']): Change {
  const body: Post = { shows: 'session', subject: id, to, reader: agent.id, state: 'new', posted: null, drawn: 0 }
  const now = ports.now()
  return { put: POST.name, id: `${id}:session`, expect: 0, body, due: now, index: { subject: { key: id, at: now } } }
}

/** Looks for the block until it is there, or a minute has passed; the card says which. */
export async function watchSchedule(ports: Ports, stored: Stored<Proposal>): Promise<void> {
  const { appointment, chosen, agent } = stored.body
  if (!appointment || !chosen || appointment.scheduled !== 'pending') return
  const seen = await ports.centre.onSchedule({ id: appointment.id, agent: agent.id, at: spanOf(chosen.slot) })
  const waited = ports.now() - chosen.by.at
  if (!seen && waited < LOOK_FOR_MS) {
    const pause = Math.min(LOOK_LAST_MS, Math.max(LOOK_FIRST_MS, Math.round(waited / 2)))
    await commit(ports, [putProposal(stored, stored.body, ports.now() + pause)])
    return
  }
  const scheduled = seen ? 'seen' : 'absent'
  const body: Proposal = { ...stored.body, appointment: { ...appointment, scheduled } }
  const written = await commit(ports, [putProposal(stored, body), redrawAll(stored.id, ports.now())])
  if (!written.ok) throw new Error(`another run was faster at ${written.id}`)
  ports.counts.add(`on the schedule: ${scheduled}`)
  await promptPosts(ports, stored.id)
}
