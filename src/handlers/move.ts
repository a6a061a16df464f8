// The supervisor answers the agent's wish: the session is moved, or stays.
import { refOf } from '../coaching/journal.ts'
import { nextLook } from '../coaching/looks.ts'
import { bookingId, type Proposal } from '../coaching/proposal.ts'
import type { Slot } from '../coaching/slot.ts'
import { isWished } from '../coaching/wish.ts'
import { isPassing } from '../errors.ts'
import type { Change, Ports, Stored } from '../ports.ts'
import { type Chosen, refuse, tellDecided } from './answers.ts'
import { audited, type Happened } from './audit.ts'
import { admitDelay, lookSoon, noteOf, standing } from './book.ts'
import { bookingSteps, isUnseen } from './booking-steps.ts'
import { changeProposal, mustChange } from './change.ts'
import { PROPOSAL } from './kinds.ts'
import { postTo } from './post.ts'
import { runSteps, undoSteps } from './steps.ts'
import { settingsAbout } from './tune.ts'
import { clearedSchedule } from './undo.ts'

/** Claims the move for the first who pressed (booked → moving); the session stands where it is until the new one does. */
export async function claimMove(ports: Ports, chosen: Chosen, slot: Slot): Promise<void> {
  const { stored, by, place } = chosen
  const { body } = stored
  const already = body.move ?? body.chosen
  if (!isWished(body)) return tellDecided(ports, chosen, already?.slot.start === slot.start)
  if (!body.slots.some(({ start }) => start === slot.start)) return refuse(ports, chosen, 'refusal.stale')
  const move = { slot, by: { by: by.id, name: by.name, at: ports.now(), account: place.account } }
  const moving: Proposal = { ...body, state: 'moving', move, undoUntil: null, note: null, waiting: null }
  if (await changeProposal(ports, stored, { body: moving, due: ports.now() }))
    return ports.log.info('a session is moved', { proposal: stored.id, by: by.id })
  const now = await ports.store.get(PROPOSAL, stored.id)
  if (now) await claimMove(ports, { ...chosen, stored: now }, slot)
}

/** None of the other times suits: the session stays, and the agent is told. */
export async function keepTime(ports: Ports, chosen: Chosen): Promise<void> {
  const { stored, by, place } = chosen
  const { wish } = stored.body
  if (!wish || !isWished(stored.body)) return tellDecided(ports, chosen, wish?.outcome === 'kept')
  const decision = { by: by.id, name: by.name, at: ports.now(), account: place.account }
  const body: Proposal = { ...stored.body, slots: [], note: null, wish: { ...wish, outcome: 'kept', by: decision } }
  if (
    await changeProposal(ports, stored, {
      body,
      due: nextLook(body, ports.now()),
      more: [answerTo(ports, body), await told(ports, body, { what: 'kept', by: by.id })],
    })
  )
    return ports.counts.add('another time refused')
  const now = await ports.store.get(PROPOSAL, stored.id)
  if (now) await keepTime(ports, { ...chosen, stored: now })
}

/**
 * Books the new time, then takes the old one back, each under its own name: the agent is never without a session, and never has two in the
 * end. Where the new time turns out to be taken, the old one was never touched. Goes on wherever an earlier run stopped.
 */
export async function move(ports: Ports, stored: Stored<Proposal>): Promise<void> {
  const { supervisor, chosen, move: wanted, moves } = stored.body
  if (!supervisor || !chosen || !wanted) throw new Error('a move without a supervisor or a time')
  const session = { proposal: stored.body, supervisor, settings: await settingsAbout(ports, stored.body) }
  const steps = bookingSteps(ports)
  const chain = (nth: number, slot: Slot) => {
    const booking = bookingId(stored.body.id, nth)
    return { id: booking, steps, about: { ...session, slot, booking } }
  }
  try {
    const ran = await runSteps(ports, chain(moves + 1, wanted.slot))
    if (ran.kind === 'refused') return await stay(ports, stored, ran.why)
    await clearedSchedule(ports, stored)
    await undoSteps(ports, chain(moves, chosen.slot))
    await arrive(ports, stored, refOf(ran.journal, 'appointment') ?? '')
  } catch (error) {
    if (isUnseen(error)) return lookSoon(ports, stored)
    if (isPassing(error)) await admitDelay(ports, stored, error)
    throw error
  }
}

/** The new time is gone: the session stays where it is, and others are looked for at once. */
async function stay(ports: Ports, stored: Stored<Proposal>, why: string): Promise<void> {
  const note = noteOf(ports, { id: stored.id, why, start: stored.body.move?.slot.start ?? 0 })
  const anew = { slots: [], offeredAt: null, note, move: null, waiting: null }
  const body: Proposal = { ...stored.body, ...anew, state: 'booked' }
  const more = [await told(ports, body, { what: 'not-moved', by: 'bot', outcome: note.kind })]
  await mustChange(ports, stored, { body, due: ports.now(), more })
}

const told = (ports: Ports, { id, agent }: Proposal, happened: Happened): Promise<Change> =>
  audited(ports, { ...happened, agent: agent.id, about: { proposal: id } })

async function arrive(ports: Ports, stored: Stored<Proposal>, appointment: string): Promise<void> {
  const { move: moved, wish, moves } = stored.body
  if (!moved || !wish) throw new Error('a move that nobody wished for')
  const body: Proposal = {
    ...stored.body,
    moves: moves + 1,
    move: null,
    slots: [],
    passed: [],
    wish: { ...wish, outcome: 'moved', by: moved.by },
    ...standing(ports.now(), { chosen: moved, appointment }),
  }
  await mustChange(ports, stored, {
    body,
    due: ports.now(),
    more: [answerTo(ports, body), await told(ports, body, { what: 'moved', by: moved.by.by })],
  })
  ports.counts.add('moved')
  ports.log.info('moved', { proposal: stored.id, appointment })
}

/** An answer to a question is a message of its own, so that the agent notices; the earlier ones say the same. */
const answerTo = (ports: Ports, { id, agent, wish }: Proposal): Change =>
  postTo(ports, { shows: 'session', subject: id, reader: agent.id, nth: wish?.times ?? 0 })
