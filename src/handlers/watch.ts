import type { Proposal } from '../coaching/proposal.ts'
import { SECOND, spanOf } from '../coaching/slot.ts'
import { isPassing } from '../errors.ts'
import type { Ports, Stored } from '../ports.ts'
import { mustChange, putProposal } from './change.ts'
import { commit } from './commit.ts'

/** Genesys adds the block to the schedule in its own time: usually at once, so it is looked for soon, then less and less often. */
const LOOK_FIRST_MS = SECOND / 4
const LOOK_LAST_MS = 8 * SECOND
const LOOK_FOR_MS = 60 * SECOND

/** Looks for the block of a booked session until it is there, or a minute has passed; the card says which. Later takes the Undo button off. */
export async function watchSchedule(ports: Ports, stored: Stored<Proposal>): Promise<void> {
  const { appointment, chosen } = stored.body
  if (!appointment || !chosen) return
  if (appointment.scheduled !== 'pending') return closeUndo(ports, stored)
  const seen = await isSeen(ports, stored.body)
  const waited = ports.now() - appointment.at
  if (!seen && waited < LOOK_FOR_MS) {
    const pause = Math.min(LOOK_LAST_MS, Math.max(LOOK_FIRST_MS, Math.round(waited / 2)))
    await commit(ports, [putProposal(stored, stored.body, ports.now() + pause)])
    return
  }
  const scheduled = seen ? 'seen' : 'absent'
  const { undoUntil } = stored.body
  const due = undoUntil === null ? {} : { due: undoUntil }
  await mustChange(ports, stored, { body: { ...stored.body, appointment: { ...appointment, scheduled } }, ...due })
  ports.counts.add(`on the schedule: ${scheduled}`)
}

async function closeUndo(ports: Ports, stored: Stored<Proposal>): Promise<void> {
  const { undoUntil } = stored.body
  if (undoUntil === null) return
  if (ports.now() >= undoUntil) return mustChange(ports, stored, { body: { ...stored.body, undoUntil: null } })
  await commit(ports, [putProposal(stored, stored.body, undoUntil)])
}

/** Not being allowed to look is the same as not having seen it. */
async function isSeen(ports: Ports, { agent, appointment, chosen }: Proposal): Promise<boolean> {
  if (!appointment || !chosen) return false
  try {
    return await ports.centre.onSchedule({ id: appointment.id, agent: agent.id, at: spanOf(chosen.slot) })
  } catch (error) {
    if (isPassing(error)) throw error
    return false
  }
}
