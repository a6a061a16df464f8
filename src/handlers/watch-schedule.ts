import { type Block, nextLookAtBlock, OWN_BLOCK_MS, type Standing } from '../coaching/block.ts'
import { nextLook } from '../coaching/looks.ts'
import type { BookedAppointment, Proposal } from '../coaching/proposal.ts'
import { isPassing } from '../errors.ts'
import type { Ports, Stored } from '../ports.ts'
import { mustChange, putProposal } from './change.ts'
import { commit } from './commit.ts'
import { JOURNAL } from './kinds.ts'
import { blockOf, scheduleChain, scheduleJournal } from './schedule-steps.ts'
import { runSteps, undoSteps } from './steps.ts'

type Scheduled = BookedAppointment['scheduled']

/** Whether the schedule is to be looked at now. */
export function isScheduleDue({ appointment }: Proposal, now: number): boolean {
  return appointment?.scheduled === 'pending' || (appointment?.look ?? Number.POSITIVE_INFINITY) <= now
}

/**
 * After the booking: looks for Genesys's block until it is there; after a minute without it, puts one there instead, and looks now
 * and then whether it is still the only one. The card says what is true.
 */
export async function watchSchedule(ports: Ports, stored: Stored<Proposal>): Promise<void> {
  const { appointment } = stored.body
  const block = blockOf(stored.body)
  if (!appointment || !block) return
  const scheduled = await look(ports, stored, block)
  if (scheduled === 'pending') return keep(ports, stored, stored.body)
  if (scheduled !== appointment.scheduled) ports.counts.add(`on the schedule: ${scheduled}`)
  const next = { ...stored.body, appointment: { ...appointment, scheduled, look: await lookAfter(ports, stored, scheduled) } }
  // Cards are drawn again only where they would say something else.
  if (scheduled === appointment.scheduled) return keep(ports, stored, next)
  await mustChange(ports, stored, { body: next, due: nextLook(next, ports.now()) })
}

async function keep(ports: Ports, stored: Stored<Proposal>, body: Proposal): Promise<void> {
  const written = await commit(ports, [putProposal(stored, body, nextLook(body, ports.now()))])
  if (!written.ok) throw new Error(`another run was faster at ${stored.id}`)
}

/** Genesys's own block, added by itself, is left to Genesys; everything else is looked at again. */
async function lookAfter(ports: Ports, { id, body }: Stored<Proposal>, scheduled: Scheduled): Promise<number | null> {
  const untouched = scheduled === 'seen' && !(await ports.store.get(JOURNAL, scheduleJournal(id)))
  const [booked, start] = [body.appointment!.at, body.chosen!.slot.start]
  return untouched ? null : nextLookAtBlock({ booked, start, now: ports.now() })
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
