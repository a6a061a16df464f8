import { BALANCE_MS } from '../coaching/balance.ts'
import { Recognition } from '../coaching/recognition.ts'
import { DAY } from '../coaching/slot.ts'
import type { Change, Limit, Ports } from '../ports.ts'
import { commit } from './commit.ts'
import { idFrom, RECOGNITION, type SignalRecord, THANKED } from './kinds.ts'
import { type Acting, mustCommit, verdictBody, verdictChanges } from './verdict.ts'

type Praising = Acting<'recognise'>

/** Verdict and recognition in one write; the recognition falls due at once. What the limit does not allow is recorded, and nobody told. */
export async function recognise(ports: Ports, praising: Praising): Promise<SignalRecord> {
  const { interaction, verdict, current } = praising
  const body = verdictBody(praising, verdict.rule)
  const id = idFrom('praise', interaction.conversation, interaction.agent)
  if (current.settings.shadow ?? ports.house.shadow) return leftUnsaid(ports, praising, { body, as: 'recognised in shadow' })
  const written = await commit(
    ports,
    [
      ...verdictChanges(ports, praising.signal, body),
      ...thanksChanges(ports, newRecognition(ports, praising, id), current.settings.thanks.days),
    ],
    limitOf(ports, praising),
  )
  if (!written.ok && written.why !== 'limit') throw new Error(`another run was faster at ${written.id}`)
  if (!written.ok)
    return leftUnsaid(ports, praising, { body: verdictBody(praising, 'praise-limit'), as: 'refused by the praise-limit' })
  ports.log.info('recognition decided', { conversation: interaction.conversation, settings: current.version })
  return body
}

async function leftUnsaid(
  ports: Ports,
  { signal }: Praising,
  { body, as }: { body: SignalRecord; as: string },
): Promise<SignalRecord> {
  ports.counts.add(as)
  await mustCommit(ports, verdictChanges(ports, signal, body))
  return body
}

/** The recognition, which falls due at once, and that the agent was thanked, which the limit counts for so many `days`, and the balance for its own. */
export function thanksChanges(ports: Pick<Ports, 'now'>, recognition: Recognition, days: number): Change[] {
  const { id, agent } = recognition
  const at = ports.now()
  const [due, index] = [at + Math.max(days * DAY, BALANCE_MS), { agent: { key: agent.id, at } }]
  return [
    { put: RECOGNITION.name, id, expect: 0, body: recognition, due: at },
    { put: THANKED.name, id, expect: 0, body: { agent: agent.id, at }, due, index },
  ]
}

function limitOf(ports: Ports, { agent, current }: Praising): Limit {
  const { times, days } = current.settings.thanks
  return { kind: THANKED.name, index: 'agent', key: agent.id, since: ports.now() - days * DAY + 1, most: times }
}

function newRecognition(ports: Ports, { agent, interaction, verdict, current }: Praising, id: string): Recognition {
  const decidedAt = ports.now()
  return Recognition.parse({
    id,
    agent,
    interaction,
    rule: verdict.rule,
    settingsVersion: current.version,
    decidedAt,
    recognised: null,
  })
}
