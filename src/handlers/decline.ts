import { pauseAfter, type Reason } from '../coaching/proposal.ts'
import type { Change, Ports } from '../ports.ts'
import { type Chosen, tellDecided } from './answers.ts'
import { endProposal } from './change.ts'
import { DECLINES, type Declines, PROPOSAL, SETTLED, type Settled } from './kinds.ts'

/** The supervisor says no: the card says so and why, and the permit is returned, if only after a pause. Loses against whoever decided first. */
export async function decline(ports: Ports, chosen: Chosen, reason: Reason): Promise<void> {
  const { stored, by, place } = chosen
  const { state, rule } = stored.body
  if (state !== 'open') return tellDecided(ports, chosen, state === 'declined')
  const declined = { by: by.id, name: by.name, at: ports.now(), account: place.account, reason }
  const more = [await counted(ports, rule, reason), ...pause(ports, chosen, reason)]
  if (!(await endProposal(ports, stored, { ...stored.body, state: 'declined', declined }, more)))
    return declineAgain(ports, chosen, reason)
  ports.counts.add('declined')
  ports.log.info('declined', { proposal: stored.id, by: by.id, reason, rule })
}

/** Somebody wrote in between: judge the press by what is there now. */
async function declineAgain(ports: Ports, chosen: Chosen, reason: Reason): Promise<void> {
  const stored = await ports.store.get(PROPOSAL, chosen.stored.id)
  if (stored) await decline(ports, { ...chosen, stored }, reason)
}

/** One more for that rule and reason: many false alarms say that the rule is too strict. */
async function counted(ports: Ports, rule: string, reason: Reason): Promise<Change> {
  const stored = await ports.store.get(DECLINES, rule)
  const { since, times }: Declines = stored?.body ?? { since: ports.now(), times: {} }
  const body: Declines = { since, times: { ...times, [reason]: (times[reason] ?? 0) + 1 } }
  return { put: DECLINES.name, id: rule, expect: stored?.version ?? 0, body }
}

function pause(ports: Ports, { stored }: Chosen, reason: Reason): Change[] {
  const ms = pauseAfter(reason)
  if (ms === 0) return []
  const { id: agent } = stored.body.agent
  const until = ports.now() + ms
  const body: Settled = { agent, until }
  return [{ put: SETTLED.name, id: stored.id, expect: 0, body, due: until, index: { agent: { key: agent, at: until } } }]
}
