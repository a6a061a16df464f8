// Putting times on a card: found around what other cards hold, each with a button of its own.
import { randomBytes } from 'node:crypto'
import { type Button, type Proposal, Reason } from '../coaching/proposal.ts'
import type { Slot } from '../coaching/slot.ts'
import { isPassing } from '../errors.ts'
import type { Ports, Stored } from '../ports.ts'
import { orAlarm } from './alarm.ts'
import { type Changed, writeProposal } from './change.ts'
import { heldElsewhere } from './holds.ts'
import { type Session, timesFor } from './surroundings.ts'

/** Times that serve, leaving out those passed over. */
export type Find = (passed: readonly number[]) => Promise<Slot[]>

/** More often than offers to one supervisor are ever made at the same moment. */
const ROUNDS = 50

/** Writes what `draft` makes of the times, unless a limit is reached. Another offer to the same people made meanwhile: chosen again, around what that one holds. */
export async function offerTimes(
  ports: Ports,
  { stored, session }: { readonly stored: Stored<Proposal>; readonly session: Session },
  draft: (find: Find) => Promise<Changed>,
): Promise<'offered' | 'limit'> {
  const find = timesFor(ports, session)
  for (let round = 0; round < ROUNDS; round += 1) {
    const { held, fences } = await heldElsewhere(ports, session)
    const changed = await draft((passed) => timesOr(ports, stored.id, () => find(held, passed)))
    const written = await writeProposal(ports, stored, { ...changed, more: [...fences, ...(changed.more ?? [])] })
    if (written.ok) {
      ports.log.info('times offered', { proposal: stored.id, slots: changed.body.slots.length })
      return 'offered'
    }
    if (written.why === 'limit') return 'limit'
    if (fences.every(({ id }) => id !== written.id)) break
  }
  throw new Error(`another run was faster at ${stored.id}`)
}

/** Where times cannot even be asked for (a permission is missing, say), the card says that none was found and keeps looking. */
async function timesOr(ports: Ports, proposal: string, find: () => Promise<Slot[]>): Promise<Slot[]> {
  try {
    return await orAlarm(ports, find)
  } catch (error) {
    if (isPassing(error)) throw error
    ports.counts.add('times refused')
    ports.log.error('times cannot be asked for', {
      proposal,
      error: error instanceof Error ? error.message : 'unknown',
    })
    return []
  }
}

const STANDING: readonly Button['does'][] = [
  ...(['other', 'pick', 'picked', 'decline', 'back', 'show', 'undo', 'keep', 'seen', 'wish'] as const).map((kind) => ({ kind })),
  ...Reason.options.map((reason) => ({ kind: 'reason' as const, reason })),
]

/** Whatever may be pressed, times aside, for as long as the proposal lives. */
export const standingButtons = (): Button[] => STANDING.map((does) => ({ code: newCode(), does }))

/** New times get new codes, so that an old press is never taken for a new one. */
export const timeButtons = (kind: 'slot' | 'move', slots: readonly Slot[]): Button[] =>
  slots.map((slot) => ({ code: newCode(), does: { kind, slot } }))

const newCode = (): string => randomBytes(6).toString('hex')
