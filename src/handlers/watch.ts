// A booked session, for as long as something can still become of it.
import { nextLook, timesNeededAt } from '../coaching/looks.ts'
import type { Proposal } from '../coaching/proposal.ts'
import { isWished } from '../coaching/wish.ts'
import type { Ports, Stored } from '../ports.ts'
import { mustChange, putProposal } from './change.ts'
import { commit } from './commit.ts'
import { isScheduleDue, watchSchedule } from './watch-schedule.ts'
import { offerOthers } from './wish.ts'

/** One thing at a time, the most pressing first; whatever it changes says when to look again. */
export async function watch(ports: Ports, stored: Stored<Proposal>): Promise<void> {
  const { body } = stored
  const now = ports.now()
  if (isOver(body.answersUntil, now)) return begin(ports, stored)
  if (isOver(body.undoUntil, now)) return change(ports, stored, { ...body, undoUntil: null })
  if (isWished(body) && timesNeededAt(body) <= now) return offerOthers(ports, stored)
  if (isScheduleDue(body, now)) return watchSchedule(ports, stored)
  await commit(ports, [putProposal(stored, body, nextLook(body, now))])
}

const isOver = (until: number | null, now: number): boolean => until !== null && now >= until

async function change(ports: Ports, stored: Stored<Proposal>, body: Proposal): Promise<void> {
  await mustChange(ports, stored, { body, due: nextLook(body, ports.now()) })
}

/** The session begins: the agent's buttons go, and a wish nobody answered has come to nothing. */
async function begin(ports: Ports, stored: Stored<Proposal>): Promise<void> {
  const { body } = stored
  const wish = body.wish && isWished(body) ? { ...body.wish, outcome: 'over' as const } : body.wish
  await change(ports, stored, { ...body, answersUntil: null, wish, slots: [], note: null })
}
