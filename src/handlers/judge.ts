import { type Interaction, type PersonId, Signal } from '../coaching/interaction.ts'
import { decide, type Judged, needsAgentSignal, type PolicyOf, type Verdict } from '../coaching/policy.ts'
import { HOUR } from '../coaching/slot.ts'
import { isPassing } from '../errors.ts'
import type { Ports } from '../ports.ts'
import { SIGNAL, type SignalRecord } from './kinds.ts'
import { neighbours } from './neighbours.ts'
import { type Rest, restOf } from './pause.ts'
import { propose } from './propose.ts'
import { recognise } from './recognise.ts'
import { noteSupply } from './supply.ts'
import { type CurrentSettings, currentSettings, settingsOfAgent } from './tune.ts'
import { type Case, mustCommit, type Settling, type SignalStored, verdictBody, verdictChanges } from './verdict.ts'

/** So many waiting ones of one agent are judged in one run; the next run takes the rest. */
const WINDOW = 500

/**
 * Judges every interaction of an agent that has settled, in order of end time, together with those that ended earlier and
 * arrived since. Runs any number of times with the same outcome: each verdict is a compare-and-set on its own record.
 */
export async function judge(ports: Ports, agent: PersonId): Promise<void> {
  const pending = await ports.store.find(SIGNAL, { index: 'pending', key: agent, limit: WINDOW })
  if (pending.length === 0) return
  const rest = await restOf(
    ports,
    agent,
    pending.map(({ body }) => body.interaction.queue),
  )
  // Whatever ends the pause asks for all of them again.
  if (rest.paused) return
  const current = await currentSettings(ports)
  const at = await settingsOfAgent(ports, current.settings, agent)
  const of: PolicyOf = ({ queue }) => at(queue).policy
  const rests = ({ body }: SignalStored) => rest.pausedIn(body.interaction.queue)
  const awake = pending.filter((signal) => !rests(signal))
  if (awake.length === 0) return
  const entries = (await neighbours(ports, awake, of)).filter((signal) => signal.body.verdict !== null || !rests(signal))
  for (const signal of settled(entries, ports.now(), ports.house.settleMs)) {
    const here = { ...current, settings: at(signal.body.interaction.queue) }
    const verdict = await judgeOne(ports, { signal, entries, current: here, of }, rest)
    // A proposal marks others as counted, too: the rest is judged by another run that reads them anew.
    if (verdict === 'coach') break
  }
  await comeBack(ports, agent, entries)
}

/** Several that wait share one job, which runs at the earliest time: whoever has not settled by then needs another run. */
async function comeBack(ports: Ports, agent: PersonId, entries: readonly SignalStored[]): Promise<void> {
  const waiting = entries.filter(({ body }) => body.verdict === null).map(({ body }) => body.arrivedAt + ports.house.settleMs)
  if (waiting.length > 0) await ports.jobs.add({ queue: 'judge', id: agent, at: Math.min(...waiting) })
}

function settled(entries: readonly SignalStored[], now: number, settleMs: number): SignalStored[] {
  const pending = entries.filter(({ body }) => body.verdict === null)
  const last = pending.findLast(({ body }) => body.arrivedAt + settleMs <= now)
  return last ? pending.slice(0, pending.indexOf(last) + 1) : []
}

async function judgeOne(ports: Ports, judging: Case, rest: Rest): Promise<Verdict['kind']> {
  const { signal, entries, current, of } = judging
  if (rest.dropped(signal.body.arrivedAt, signal.body.interaction.queue)) return leaveAside(ports, judging)
  const asked = needsAgentSignal(signal.body.interaction, current.settings.policy)
  const interaction = asked ? await completed(ports, signal, current) : signal.body.interaction
  const index = entries.indexOf(signal)
  const late = entries.slice(index + 1).some(({ body }) => body.verdict !== null)
  const verdict = decide(interaction, judgedOthers(entries, signal), current.settings.policy, of)
  const judged = await settle(ports, { ...judging, verdict, late, interaction })
  entries[index] = { ...signal, version: signal.version + 1, body: judged }
  if (asked && interaction.customer !== null) await noteSupply(ports, interaction.agentScore !== null)
  ports.counts.add(`judged ${verdict.kind}`)
  ports.log.info('judged an interaction', {
    conversation: interaction.conversation,
    verdict: verdict.kind,
    why: judged.verdict?.why,
    late,
  })
  return verdict.kind
}

/** It arrived in a pause that an admin ended by leaving all of it aside: no verdict, and no part in any pattern. */
async function leaveAside(ports: Ports, judging: Case): Promise<'leave'> {
  const { signal, entries } = judging
  const verdict = { kind: 'leave', why: 'paused' } as const
  const body = verdictBody({ ...judging, verdict, late: false, interaction: signal.body.interaction }, 'paused')
  await mustCommit(ports, verdictChanges(ports, signal, body))
  entries[entries.indexOf(signal)] = { ...signal, version: signal.version + 1, body }
  ports.counts.add('left aside after a pause')
  return 'leave'
}

const judgedOthers = (entries: readonly SignalStored[], signal: SignalStored): Judged[] =>
  entries
    .filter((entry) => entry !== signal && entry.body.verdict !== null && entry.body.verdict.why !== 'paused')
    .map(({ body }) => ({ interaction: body.interaction, proposed: body.proposal !== null }))

/** A signal that cannot be had within this time counts as missing, so that one bad transcript never holds up an agent's others. */
const SIGNAL_PATIENCE_MS = HOUR

/** Asks for the agent's own signal only where it can still change the verdict. */
async function completed(ports: Ports, { body }: SignalStored, current: CurrentSettings): Promise<Interaction> {
  const { interaction, arrivedAt } = body
  const { signal } = current.settings.policy
  try {
    const score = await ports.centre.agentSignal(interaction.conversation, interaction.agent, signal)
    return { ...interaction, agentScore: Signal.parse(score) }
  } catch (error) {
    if (isPassing(error) && ports.now() - arrivedAt < SIGNAL_PATIENCE_MS) throw error
    ports.counts.add('agent signal not to be had')
    ports.log.warn('the agent signal of an interaction is not to be had', { conversation: interaction.conversation })
    return interaction
  }
}

/** Makes the verdict and what follows from it durable in one write; answers the record as it stands then. */
async function settle(ports: Ports, settling: Settling): Promise<SignalRecord> {
  const { verdict, interaction } = settling
  if (verdict.kind !== 'leave') {
    const agent = await ports.centre.person(interaction.agent)
    if (agent && verdict.kind === 'coach') return propose(ports, { ...settling, verdict, agent })
    if (agent && verdict.kind === 'recognise') return recognise(ports, { ...settling, verdict, agent })
  }
  const body = verdictBody(settling, verdict.kind === 'leave' ? verdict.why : 'unknown-agent')
  await mustCommit(ports, verdictChanges(ports, settling.signal, body))
  return body
}
