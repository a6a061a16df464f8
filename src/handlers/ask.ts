import type { Proposal } from '../coaching/proposal.ts'
import type { Ports } from '../ports.ts'
import { type Chosen, tellDecided } from './answers.ts'
import { changeProposal } from './change.ts'
import { PROPOSAL } from './kinds.ts'

/** An open card asks for something in place of its buttons, or (null) shows these again. The times on it stay on offer. */
export async function ask(ports: Ports, chosen: Chosen, what: Proposal['asking']): Promise<void> {
  const { stored } = chosen
  if (stored.body.state !== 'open') return tellDecided(ports, chosen, false)
  if (stored.body.asking === what) return
  const due = stored.due === undefined ? {} : { due: stored.due }
  if (await changeProposal(ports, stored, { body: { ...stored.body, asking: what }, ...due })) return
  const again = await ports.store.get(PROPOSAL, stored.id)
  if (again) await ask(ports, { ...chosen, stored: again }, what)
}
