// One record per signal kind, conversation and agent: delivered again, it is known.
import type { Interaction } from '../coaching/interaction.ts'
import { DAY } from '../coaching/slot.ts'
import type { Change, Ports, Written } from '../ports.ts'
import { isErased } from './erased.ts'
import { HEARD, type Heard, idFrom, SIGNAL, type SignalRecord } from './kinds.ts'

/** So long a repeat is recognised by the conversation alone, without asking whose it was. */
const KNOWN_MS = 7 * DAY

/** An interaction, as it is to be judged. */
export interface Kept {
  readonly interaction: Interaction
  readonly raw: number | null
  readonly arrivedAt: number
}

export const signalId = ({ conversation, agent, evaluation }: Interaction): string =>
  evaluation ? idFrom('evaluation', evaluation.id, String(evaluation.version)) : idFrom('sentiment', conversation, agent)

/** The id under which the repeats of what was heard meet each other. */
export const heardId = ({ conversation, evaluated }: Pick<Heard, 'conversation' | 'evaluated'>): string =>
  evaluated ? idFrom('evaluation', evaluated.evaluation.id, String(evaluated.evaluation.version)) : conversation

/** Nothing more is to be asked about it. `version` 0 = it was not heard of before. */
export function knownChange(ports: Pick<Ports, 'now'>, heard: Heard, version: number): Change {
  const body: Heard = { ...heard, known: true }
  return { put: HEARD.name, id: heardId(heard), expect: version, body, due: ports.now() + KNOWN_MS }
}

/** Writes an interaction to be judged once it has settled, and whatever belongs to the same write. */
export async function keepSignal(ports: Ports, { interaction, raw, arrivedAt }: Kept, also: readonly Change[]): Promise<Written> {
  if (await isErased(ports, interaction.agent)) return leftOut(ports, also)
  const body: SignalRecord = { interaction, raw, arrivedAt, verdict: null, proposal: null }
  const due = arrivedAt + ports.house.settleMs
  const { agent, endedAt } = interaction
  const index = { agent: { key: agent, at: endedAt }, pending: { key: agent, at: arrivedAt } }
  const change: Change = { put: SIGNAL.name, id: signalId(interaction), expect: 0, body, due, index }
  const written = await ports.store.write([change, ...also])
  if (written.ok) await ports.jobs.add({ queue: 'judge', id: agent, at: due })
  else ports.counts.add('heard before')
  return written
}

/** Whose agent was erased: nothing is kept of it. */
function leftOut(ports: Ports, also: readonly Change[]): Promise<Written> {
  ports.counts.add('left out: erased')
  return ports.store.write(also)
}

/** A score that came with its agent and its end: nothing has to be asked. */
export async function keepScored(
  ports: Ports,
  { interaction, raw }: { readonly interaction: Interaction; readonly raw: number },
): Promise<void> {
  const { conversation, customer } = interaction
  const score = customer === null ? null : { customer, raw }
  const heard: Heard = { conversation, score, evaluated: null, heardAt: ports.now(), tries: 0, known: true }
  const kept = { interaction, raw, arrivedAt: ports.now() }
  const written = await keepSignal(ports, kept, [knownChange(ports, heard, 0)])
  if (written.ok || written.id !== conversation) return
  // Heard of before, perhaps without knowing whose it was: then this tells.
  const before = await ports.store.get(HEARD, conversation)
  if (!before || before.body.known) return
  await keepSignal(ports, { ...kept, arrivedAt: before.body.heardAt }, [knownChange(ports, before.body, before.version)])
}
