import { type Block, nextLook, OWN_BLOCK_MS, type Standing } from '../coaching/block.ts'
import type { BookedAppointment, Proposal } from '../coaching/proposal.ts'
import { SECOND } from '../coaching/slot.ts'
import { isPassing } from '../errors.ts'
import type { Ports, Stored } from '../ports.ts'
import { mustChange, putProposal } from './change.ts'
import { commit } from './commit.ts'
import { JOURNAL } from './kinds.ts'
import { blockOf, scheduleChain, scheduleJournal } from './schedule-steps.ts'
import { runSteps, undoSteps } from './steps.ts'

type Scheduled = BookedAppointment['scheduled']

/** Genesys adds the block to the schedule in its own time: usually at once, so it is looked for soon, then less and less often. */
const LOOK_FIRST_MS = SECOND / 4
const LOOK_LAST_MS = 8 * SECOND

/**
 * After the booking: looks for Genesys's block until it is there; after a minute without it, puts one there instead, and looks now
 * and then whether it is still the only one. Takes the Undo button off in time. The card says what is true.
 */
export async function watchSchedule(ports: Ports, stored: Stored<Proposal>): Promise<void> {
  const { appointment } = stored.body
  if (!appointment) return
  const block = blockOf(stored.body)
  const isDue = block && (appointment.scheduled === 'pending' || ports.now() >= (appointment.look ?? Number.POSITIVE_INFINITY))
  const scheduled = isDue ? await look(ports, stored, block) : appointment.scheduled
  if (scheduled === 'pending') return lookSoon(ports, stored)
  if (scheduled !== appointment.scheduled) ports.counts.add(`on the schedule: ${scheduled}`)
  await remember(ports, stored, {
    ...appointment,
    scheduled,
    look: isDue ? await lookAfter(ports, stored, scheduled) : appointment.look,
  })
}

async function lookSoon(ports: Ports, stored: Stored<Proposal>): Promise<void> {
  const waited = ports.now() - stored.body.appointment!.at
  const pause = Math.min(LOOK_LAST_MS, Math.max(LOOK_FIRST_MS, Math.round(waited / 2)))
  await commit(ports, [putProposal(stored, stored.body, ports.now() + pause)])
}

/** Genesys's own block, added by itself, is left to Genesys; everything else is looked at again. */
async function lookAfter(ports: Ports, { id, body }: Stored<Proposal>, scheduled: Scheduled): Promise<number | null> {
  const untouched = scheduled === 'seen' && !(await ports.store.get(JOURNAL, scheduleJournal(id)))
  const [booked, start] = [body.appointment!.at, body.chosen!.slot.start]
  return untouched ? null : nextLook({ booked, start, now: ports.now() })
}

/** Cards are drawn again only where they would say something else. */
async function remember(ports: Ports, stored: Stored<Proposal>, appointment: BookedAppointment): Promise<void> {
  const { body } = stored
  const undoUntil = body.undoUntil !== null && ports.now() >= body.undoUntil ? null : body.undoUntil
  const dues = [undoUntil, appointment.look].filter((at) => at !== null)
  const due = dues.length > 0 ? { due: Math.min(...dues) } : {}
  const next: Proposal = { ...body, undoUntil, appointment }
  const isNews = undoUntil !== body.undoUntil || appointment.scheduled !== body.appointment?.scheduled
  if (isNews) return mustChange(ports, stored, { body: next, ...due })
  const written = await commit(ports, [putProposal(stored, next, due.due)])
  if (!written.ok) throw new Error(`another run was faster at ${stored.id}`)
}

/** What stands there by itself was put there by a person. */
const NOT_OURS: ReadonlySet<Scheduled> = new Set(['seen', 'absent', 'forbidden'])

/** What is true of the schedule now; what should stand there and does not is put there first. */
async function look(ports: Ports, stored: Stored<Proposal>, block: Block): Promise<Scheduled> {
  const { scheduled, at } = stored.body.appointment!
  const standing = await seen(ports, block)
  if (!standing) return scheduled === 'pending' && ports.now() - at < OWN_BLOCK_MS ? 'pending' : 'forbidden'
  if (standing.genesys && standing.inserted) return scheduled === 'left' ? 'left' : takeOutOurs(ports, stored.id, block)
  if (standing.genesys || (standing.inserted && NOT_OURS.has(scheduled))) return 'seen'
  if (scheduled === 'pending' && !standing.inserted && ports.now() - at < OWN_BLOCK_MS) return 'pending'
  // Taken off by a planner, or asked for by hand in vain: it stays as people have it.
  return scheduled === 'absent' || (scheduled === 'inserted' && !standing.inserted) ? 'absent' : fill(ports, stored.id, block)
}

/** Undefined when that is not allowed. */
async function seen(ports: Ports, block: Block): Promise<Standing | undefined> {
  try {
    return await ports.centre.standing(block)
  } catch (error) {
    if (isPassing(error)) throw error
    return undefined
  }
}

async function fill(ports: Ports, id: string, block: Block): Promise<Scheduled> {
  const ran = await runSteps(ports, scheduleChain(ports, id, block))
  if (ran.kind === 'done') return 'inserted'
  ports.log.error('a booked session could not be put on the schedule', { proposal: id, why: ran.why })
  return ran.why === 'not-allowed' ? 'forbidden' : 'absent'
}

/** Genesys's own turned up later: one is enough. */
async function takeOutOurs(ports: Ports, id: string, block: Block): Promise<Scheduled> {
  const left = await undoSteps(ports, scheduleChain(ports, id, block))
  return left.length > 0 ? 'left' : 'seen'
}
