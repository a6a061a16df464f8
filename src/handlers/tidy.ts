import type { Ports, RecordKind } from '../ports.ts'
import { AUDIT_HEAD, HEAD, SIGNAL } from './kinds.ts'

const BATCH = 500

/**
 * The sweep: whatever is due and was not done promptly (a crash, a missed wake-up) is asked for again. Every minute, after every
 * start, and whenever the clock jumps. Answers how many records were due.
 */
export async function tidy(ports: Ports): Promise<number> {
  const now = ports.now()
  let asked = 0
  for (let page = await ports.store.due(now, BATCH); page.length > 0; page = await ports.store.due(now, BATCH, page.at(-1))) {
    await ports.jobs.add(...page.map(({ kind, id, due: at }) => ({ queue: kind, id, at, patient: true })))
    asked += page.length
  }
  // Nothing of it is due: it looks for itself whether something waits to be sealed, or is old enough to go.
  await ports.jobs.add({ queue: AUDIT_HEAD.name, id: HEAD, at: now, patient: true })
  return asked
}

/** A signal that fell due is either still to be judged (with the agent's others), or old enough to be forgotten. */
export async function judgeSignal(ports: Ports, id: string): Promise<void> {
  const stored = await ports.store.get(SIGNAL, id)
  if (!stored) return
  if (stored.body.verdict) return forget(ports, SIGNAL, id)
  await ports.jobs.add({ queue: 'judge', id: stored.body.interaction.agent, at: ports.now(), patient: true })
}

export async function forget<T>(ports: Pick<Ports, 'store' | 'now'>, kind: RecordKind<T>, id: string): Promise<void> {
  const stored = await ports.store.get(kind, id)
  if (stored?.due === undefined || stored.due > ports.now()) return
  await ports.store.write([{ drop: kind.name, id, expect: stored.version }])
}

/** More rounds than any chain of follow-up work has links. */
const ROUNDS = 20

/** Runs what fell due until nothing more does, for when the clock jumps; what fails meanwhile comes back by itself. */
export async function catchUp(ports: Ports): Promise<void> {
  ports.jobs.wake()
  for (let round = 0; round < ROUNDS; round += 1) {
    const due = await tidy(ports)
    await ports.jobs.settled()
    if (due === 0) return
  }
}
