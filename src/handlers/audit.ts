// What happened is told to the audit in the same write as the happening itself; `seal.ts` puts it into the chain.
import { createHmac, randomBytes } from 'node:crypto'
import { entryOf, type Telling } from '../coaching/audit.ts'
import type { PersonId } from '../coaching/interaction.ts'
import type { Change, Ports } from '../ports.ts'
import { commit } from './commit.ts'
import { isErased } from './erased.ts'
import { AUDIT_KEY, AUDIT_NEW } from './kinds.ts'

export interface Happened extends Omit<Telling, 'by' | 'agent'> {
  readonly by: PersonId | 'bot' | 'stranger' | 'unlinked' | 'unknown'
  /** `by` had no authority for it, and is named like an agent. */
  readonly uninvited?: boolean
  /** The agent concerned. */
  readonly agent?: PersonId
}

/** The change that tells the audit, to be written together with what it tells of. */
export async function audited(ports: Pick<Ports, 'store' | 'now'>, happened: Happened): Promise<Change> {
  const { by, agent = null, uninvited = false, ...told } = happened
  const named = agent && (await pseudonymOf(ports, agent))
  const actor = by === agent ? named : uninvited ? await pseudonymOf(ports, by as PersonId) : by
  return { append: AUDIT_NEW.name, at: ports.now(), entry: entryOf({ ...told, by: actor ?? by, agent: named }) }
}

/** Tells the audit of something that wrote nothing else: a refusal. Tried again after a failure, it is told again. */
export async function note(ports: Pick<Ports, 'store' | 'jobs' | 'now'>, happened: Happened): Promise<void> {
  await commit(ports, [await audited(ports, happened)])
}

/** Whoever was erased gets no name again. */
const ERASED_NAME = 'erased'

/** How an agent is called in the audit. Once the key is destroyed, nobody can tell any more who that was; it is therefore kept nowhere else, not even in memory. */
async function pseudonymOf({ store }: Pick<Ports, 'store'>, agent: PersonId): Promise<string> {
  if (await isErased({ store }, agent)) return ERASED_NAME
  const stored = await store.get(AUDIT_KEY, agent)
  if (stored) return pseudonym(stored.body.key, agent)
  const key = randomBytes(32).toString('hex')
  const written = await store.write([{ put: AUDIT_KEY.name, id: agent, expect: 0, body: { key } }])
  return written.ok ? pseudonym(key, agent) : pseudonymOf({ store }, agent)
}

export const pseudonym = (key: string, agent: string): string =>
  createHmac('sha256', Buffer.from(key, 'hex')).update(agent).digest('hex').slice(0, 16)
