import { Recognition } from '../coaching/recognition.ts'
import { DAY, HOUR } from '../coaching/slot.ts'
import type { Change, Limit, Ports, Stored } from '../ports.ts'
import { audited } from './audit.ts'
import { commit } from './commit.ts'
import { idFrom, RECOGNITION, type SignalRecord, THANKED } from './kinds.ts'
import { mailFor } from './mail.ts'
import { postTo } from './post.ts'
import { runSteps, type Step } from './steps.ts'
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
    [...verdictChanges(ports, praising.signal, body), ...thanksChanges(ports, praising, id)],
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

function thanksChanges(ports: Ports, praising: Praising, id: string): Change[] {
  const { agent, current } = praising
  const at = ports.now()
  const due = at + current.settings.thanks.days * DAY
  return [
    { put: RECOGNITION.name, id, expect: 0, body: newRecognition(ports, praising, id), due: at },
    { put: THANKED.name, id, expect: 0, body: { agent: agent.id, at }, due, index: { agent: { key: agent.id, at } } },
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

/** Writes the recognition in Genesys, then lets the kudos message go out. Safe to run again after any crash. */
export async function praise(ports: Ports, id: string): Promise<void> {
  const stored = await ports.store.get(RECOGNITION, id)
  if (!stored || stored.body.recognised) return
  const outcome = await runSteps(ports, { id, steps: [inGenesys(ports)], about: stored.body })
  const ref = outcome.kind === 'done' ? (outcome.journal.steps.recognition?.ref ?? 'none') : 'refused'
  await finish(ports, stored, ref)
  ports.counts.add(outcome.kind === 'done' ? 'recognised' : 'recognition refused')
}

const inGenesys = (ports: Ports): Step<Recognition> => ({
  name: 'recognition',
  find: async ({ agent, interaction, decidedAt }) =>
    (await ports.centre.recognitionFor(agent.id, interaction.conversation, decidedAt - HOUR))?.id,
  write: async ({ agent, interaction }) =>
    (await ports.centre.recognise({ to: agent.id, ...thanks(ports), conversation: interaction.conversation })).id,
})

/** The kudos message and the mail are records of their own, written together with the last word on the recognition. */
async function finish(ports: Ports, stored: Stored<Recognition>, recognised: string): Promise<void> {
  const { id, agent, rule, settingsVersion } = stored.body
  const kudos = postTo(ports, { shows: 'kudos', subject: id, reader: agent.id })
  const last = { put: RECOGNITION.name, id, expect: stored.version, body: { ...stored.body, recognised } }
  const told = await audited(ports, {
    what: 'recognised',
    by: 'bot',
    agent: agent.id,
    about: { recognition: id, rule, settings: settingsVersion },
    outcome: recognised === 'refused' ? 'refused' : 'done',
  })
  await mustCommit(ports, [last, kudos, told, ...(await mailFor(ports, stored.body))])
}

const thanks = (ports: Ports): { title: string; note: string } => {
  const words = ports.words(ports.house.locale)
  return { title: words.say('recognition.title'), note: words.say('recognition.note') }
}
