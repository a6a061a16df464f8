import type { Picking, Proposal } from '../coaching/proposal.ts'
import { DAY } from '../coaching/slot.ts'
import type { Ports } from '../ports.ts'
import { type Chosen, tellDecided } from './answers.ts'
import { changeProposal } from './change.ts'
import { PROPOSAL } from './kinds.ts'
import { settingsAbout } from './tune.ts'

/** An open card asks for something in place of its buttons, or (null) shows these again. The times on it stay on offer. */
export async function ask(ports: Ports, chosen: Chosen, what: Proposal['asking']): Promise<void> {
  const { stored } = chosen
  if (stored.body.state !== 'open') return tellDecided(ports, chosen, false)
  if (stored.body.asking === what) return
  const picking = what === 'time' ? await newPicking(ports, stored.body) : null
  const due = stored.due === undefined ? {} : { due: stored.due }
  if (await changeProposal(ports, stored, { body: { ...stored.body, asking: what, picking }, ...due })) return
  const again = await ports.store.get(PROPOSAL, stored.id)
  if (again) await ask(ports, { ...chosen, stored: again }, what)
}

/** From when to when a time of one's own may be, at this moment. */
export async function newPicking(ports: Ports, proposal: Proposal, attempt: Picking['attempt'] = null): Promise<Picking> {
  const { horizonDays } = (await settingsAbout(ports, proposal)).session
  return { from: ports.now(), to: ports.now() + horizonDays * DAY, attempt }
}
