import { mayFollow, type Proposal, type ProposalState } from '../coaching/proposal.ts'
import type { Change, Limit, Ports, Stored, Written } from '../ports.ts'
import { audited, type Happened } from './audit.ts'
import { commit, promptPosts, redrawAll } from './commit.ts'
import { PERMIT, PROPOSAL } from './kinds.ts'

/** The change of a proposal. Throws when its state may not follow the one before: that is a mistake of ours, never an outcome. */
export function putProposal(stored: Stored<Proposal>, body: Proposal, due?: number): Change {
  const { state } = stored.body
  if (state !== body.state && !mayFollow(state, body.state))
    throw new Error(`a proposal cannot go from ${state} to ${body.state}`)
  const at = body.proposedAt
  const { agent, supervisor } = body
  const index = {
    agent: { key: agent.id, at },
    ...(supervisor ? { supervisor: { key: supervisor.id, at } } : {}),
    ...(agent.team ? { team: { key: agent.team.id, at } } : {}),
  }
  return { put: PROPOSAL.name, id: stored.id, expect: stored.version, body, index, ...(due === undefined ? {} : { due }) }
}

export interface Changed {
  readonly body: Proposal
  /** When it must be looked at again, epoch ms. */
  readonly due?: number | undefined
  /** What is written with it. */
  readonly more?: readonly Change[]
  /** What must hold, or nothing is written. */
  readonly limits?: readonly Limit[]
}

/** Writes a proposal and lets every copy of its card be drawn anew. False when somebody else wrote first. */
export async function changeProposal(ports: Ports, stored: Stored<Proposal>, changed: Changed): Promise<boolean> {
  return (await writeProposal(ports, stored, changed)).ok
}

/** The same, telling which record somebody else wrote. */
export async function writeProposal(
  ports: Ports,
  stored: Stored<Proposal>,
  { body, due, more = [], limits = [] }: Changed,
): Promise<Written> {
  const changes = [putProposal(stored, body, due), redrawAll(stored.id, ports.now()), ...more]
  const written = await commit(ports, changes, ...limits)
  if (written.ok) await promptPosts(ports, stored.id)
  return written
}

/** The same where nobody else should be writing: a lost race ends this run, and the job comes back to what is there then. */
export async function mustChange(ports: Ports, stored: Stored<Proposal>, changed: Changed): Promise<void> {
  if (!(await changeProposal(ports, stored, changed))) throw new Error(`another run was faster at ${stored.id}`)
}

/** Whatever ends a proposal without a session. */
type Ended = Extract<ProposalState, 'declined' | 'expired' | 'superseded' | 'undone'>
export type EndedProposal = Proposal & { readonly state: Ended }

/** Who ended it, and why. */
const endingOf = ({ id, state, agent, declined, undone }: EndedProposal): Happened => ({
  what: state,
  by: (state === 'declined' ? declined : state === 'undone' ? undone : null)?.by ?? 'bot',
  agent: agent.id,
  about: { proposal: id },
  ...(state === 'declined' && declined ? { outcome: declined.reason } : {}),
})

/** The end without a session: the permit is returned. `also` = written with it. */
export async function endProposal(
  ports: Ports,
  stored: Stored<Proposal>,
  body: EndedProposal,
  also: readonly Change[] = [],
): Promise<boolean> {
  const permit = await ports.store.get(PERMIT, stored.id)
  const returned: Change[] = permit ? [{ drop: PERMIT.name, id: stored.id, expect: permit.version }] : []
  return changeProposal(ports, stored, { body, more: [...returned, ...also, await audited(ports, endingOf(body))] })
}
