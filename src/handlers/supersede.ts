import type { Proposal } from '../coaching/proposal.ts'
import { limitMs, type Settings } from '../coaching/settings.ts'
import type { Appointment } from '../coaching/slot.ts'
import { supersededBy } from '../coaching/superseding.ts'
import { isPassing } from '../errors.ts'
import type { Ports, Stored } from '../ports.ts'
import { type EndedProposal, endProposal } from './change.ts'

/** A session somebody booked by hand since the times were first offered, in the place of the proposed one. */
export async function sessionInstead(ports: Ports, proposal: Proposal, settings: Settings): Promise<Appointment | undefined> {
  if (proposal.offeredAt === null) return undefined
  const at = { now: ports.now(), spacingMs: limitMs(settings) }
  const window = { from: proposal.proposedAt, to: at.now + at.spacingMs + 1 }
  try {
    return supersededBy(proposal, await ports.centre.appointments([proposal.agent.id], window), at)
  } catch (error) {
    if (isPassing(error)) throw error
    // Sessions cannot be seen: then no times will be found either, and the card says so.
    return undefined
  }
}

/** The need is met: the card says by which session, and the permit is returned. */
export async function supersede(ports: Ports, stored: Stored<Proposal>, { at: { from: start } }: Appointment): Promise<void> {
  const superseded = { at: ports.now(), start }
  const body: EndedProposal = { ...stored.body, state: 'superseded', superseded, slots: [], asking: null, note: null }
  if (!(await endProposal(ports, stored, body))) throw new Error(`another run was faster at ${stored.id}`)
  ports.counts.add('superseded')
  ports.log.info('another session takes the place of a proposed one', { proposal: stored.id })
}
