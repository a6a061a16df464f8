import type { Change, Limit, Ports, Written } from '../ports.ts'
import { POST } from './kinds.ts'

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
  const soon = ports.now() + PROMPT_MS
  const jobs = changes.flatMap((change) =>
    'put' in change && change.due !== undefined && change.due <= soon
      ? [{ queue: change.put, id: change.id, at: change.due }]
      : [],
  )
  if (jobs.length > 0) await ports.jobs.add(...jobs)
  return written
}

/** The change that makes every message about a subject be drawn anew. */
export const redrawAll = (subject: string, now: number): Change => ({ wake: POST.name, index: 'subject', key: subject, due: now })

/** Asks for the redraws that a committed `redrawAll` made due. */
export async function promptPosts(ports: Pick<Ports, 'store' | 'jobs' | 'now'>, subject: string): Promise<void> {
  const posts = await ports.store.find(POST, { index: 'subject', key: subject })
  if (posts.length > 0) await ports.jobs.add(...posts.map(({ id }) => ({ queue: POST.name, id, at: ports.now() })))
}
