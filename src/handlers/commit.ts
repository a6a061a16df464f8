import type { Change, Job, Limit, Ports, Written } from '../ports.ts'
import { AUDIT_HEAD, AUDIT_NEW, HEAD, POST } from './kinds.ts'

/** Due work further ahead than this is left to the sweep; it needs no job of its own. */
const PROMPT_MS = 2 * 60_000

/** Writes durably, then asks for whatever falls due soon. A crash in between is mended by the sweep. */
export async function commit(
  ports: Pick<Ports, 'store' | 'jobs' | 'now'>,
  changes: readonly Change[],
  ...limits: readonly Limit[]
): Promise<Written> {
  const written = await ports.store.write(changes, ...limits)
  if (!written.ok) return written
  const now = ports.now()
  const jobs = changes.flatMap((change) => promptOf(change, now) ?? [])
  if (jobs.length > 0) await ports.jobs.add(...jobs)
  return written
}

function promptOf(change: Change, now: number): Job | undefined {
  if ('append' in change && change.append === AUDIT_NEW.name) return { queue: AUDIT_HEAD.name, id: HEAD, at: now }
  const isSoon = 'put' in change && change.due !== undefined && change.due <= now + PROMPT_MS
  return isSoon ? { queue: change.put, id: change.id, at: change.due } : undefined
}

/** The change that makes every message about a subject be drawn anew. */
export const redrawAll = (subject: string, now: number): Change => ({ wake: POST.name, index: 'subject', key: subject, due: now })

/** Asks for the redraws that a committed `redrawAll` made due. */
export async function promptPosts(ports: Pick<Ports, 'store' | 'jobs' | 'now'>, subject: string): Promise<void> {
  const posts = await ports.store.find(POST, { index: 'subject', key: subject })
  if (posts.length > 0) await ports.jobs.add(...posts.map(({ id }) => ({ queue: POST.name, id, at: ports.now() })))
}
