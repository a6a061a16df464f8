import type { Interaction } from '../coaching/interaction.ts'
import type { Person } from '../coaching/people.ts'
import type { PolicyOf, Verdict } from '../coaching/policy.ts'
import { DAY } from '../coaching/slot.ts'
import type { Change, Ports, Stored } from '../ports.ts'
import { commit } from './commit.ts'
import { scoreChanges } from './keep-scores.ts'
import { SIGNAL, type SignalRecord } from './kinds.ts'
import type { CurrentSettings } from './tune.ts'

/** How long a judged interaction is remembered: longer than any pattern looks back, and than Genesys repeats itself. */
const KEPT_MS = 30 * DAY

export type SignalStored = Stored<SignalRecord>

/** One interaction to be judged, among all of its agent's. */
export interface Case {
  readonly signal: SignalStored
  /** All of the agent's in order; replaced in place as verdicts fall. */
  readonly entries: SignalStored[]
  /** As they hold for this agent and queue. */
  readonly current: CurrentSettings
  /** By the queues of the others. */
  readonly of: PolicyOf
}

/** The same once the verdict is known but not yet written. */
export interface Settling extends Case {
  readonly verdict: Verdict
  readonly late: boolean
  readonly interaction: Interaction
}

export function verdictBody(settling: Settling, why: string, proposal: string | null = null): SignalRecord {
  const { signal, verdict, late, interaction, current } = settling
  return {
    ...signal.body,
    interaction,
    verdict: { kind: why === 'unknown-agent' ? 'leave' : verdict.kind, why, late, settings: current.version },
    proposal,
  }
}

/** A verdict that leads to something, and the agent it is about. */
export interface Acting<Kind extends 'coach' | 'recognise'> extends Settling {
  readonly verdict: Extract<Verdict, { kind: Kind }>
  readonly agent: Person
}

/** A judged signal falls due again only to be forgotten. */
export function signalChange(signal: SignalStored, body: SignalRecord): Change {
  const { agent, endedAt } = body.interaction
  return {
    put: SIGNAL.name,
    id: signal.id,
    expect: signal.version,
    body,
    due: endedAt + KEPT_MS,
    index: { agent: { key: agent, at: endedAt } },
  }
}

/** A signal with its verdict, and the scores it leaves behind. */
export const verdictChanges = (ports: Pick<Ports, 'now'>, signal: SignalStored, body: SignalRecord): Change[] => [
  signalChange(signal, body),
  ...scoreChanges(ports, body),
]

/** A conflict means another run judged at the same time: give up this run, the job tries again on what is there then. */
export async function mustCommit(ports: Ports, changes: readonly Change[]): Promise<void> {
  const written = await commit(ports, changes)
  if (!written.ok) throw new Error(`another run was faster at ${written.id}`)
}
