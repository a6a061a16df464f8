import type { Reason } from '../coaching/proposal.ts'
import type { Ports } from '../ports.ts'
import { type Chosen, tellDecided } from './answers.ts'
import { endProposal } from './change.ts'
import { PROPOSAL } from './kinds.ts'

/** The supervisor says no: the card says so, the permit is returned. Loses against whoever decided first. */
export async function decline(ports: Ports, chosen: Chosen, reason: Reason): Promise<void> {
  const { stored, by, place } = chosen
  if (stored.body.state !== 'open') return tellDecided(ports, chosen, stored.body.declined?.by === by.id)
  const declined = { by: by.id, name: by.name, at: ports.now(), account: place.account, reason }
  if (!(await endProposal(ports, stored, { ...stored.body, state: 'declined', declined })))
    return declineAgain(ports, chosen, reason)
  ports.counts.add('declined')
  ports.counts.add(`declined: ${reason}, ${stored.body.rule}`)
  ports.log.info('declined', { proposal: stored.id, by: by.id, reason })
}

/** Somebody wrote in between: judge the press by what is there now. */
async function declineAgain(ports: Ports, chosen: Chosen, reason: Reason): Promise<void> {
  const stored = await ports.store.get(PROPOSAL, chosen.stored.id)
  if (stored) await decline(ports, { ...chosen, stored }, reason)
}
