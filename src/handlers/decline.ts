import type { Change, Ports } from '../ports.ts'
import { type Chosen, tellDecided } from './answers.ts'
import { commit, promptPosts, redrawAll } from './commit.ts'
import { putProposal } from './gather.ts'
import { PERMIT, PROPOSAL } from './kinds.ts'

/** The supervisor says no: the card says so, the permit is returned. Loses against whoever decided first. */
export async function decline(ports: Ports, chosen: Chosen): Promise<void> {
  const { stored, by, place } = chosen
  if (stored.body.state !== 'open') return tellDecided(ports, chosen, stored.body)
  const declined = { by: by.id, name: by.name, at: ports.now(), account: place.account }
  const permit = await ports.store.get(PERMIT, stored.id)
  const changes: Change[] = [
    putProposal(stored, { ...stored.body, state: 'declined', declined }),
    redrawAll(stored.id, ports.now()),
  ]
  if (permit) changes.push({ drop: PERMIT.name, id: stored.id, expect: permit.version })
  const written = await commit(ports, changes)
  if (!written.ok) return again(ports, chosen)
  ports.counts.add('declined')
  ports.log.info('declined', { proposal: stored.id, by: by.id })
  await promptPosts(ports, stored.id)
}

/** Somebody wrote in between: judge the press by what is there now. */
async function again(ports: Ports, chosen: Chosen): Promise<void> {
  const stored = await ports.store.get(PROPOSAL, chosen.stored.id)
  if (stored) await decline(ports, { ...chosen, stored })
}
