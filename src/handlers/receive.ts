import type { CoachingEvent } from '../coaching/event.ts'
import type { Interaction } from '../coaching/interaction.ts'
import type { Ports } from '../ports.ts'
import { commit } from './commit.ts'
import { HEARD, INBOX, type Inbox, idFrom, SIGNAL, type SignalRecord } from './kinds.ts'

/** Stores what reached us, durably, before the doorway acknowledges it. A repeat of something known changes nothing. */
export async function receive(ports: Ports, event: CoachingEvent): Promise<void> {
  ports.counts.add(`received ${event.kind}`)
  switch (event.kind) {
    case 'analysed':
      return hear(ports, event.conversation)
    case 'scored':
      return keepSignal(ports, event.interaction)
    case 'pressed':
      return keep(ports, event.delivery, { kind: 'pressed', button: event.button.slice(0, 100), place: event.place })
    case 'commanded':
      return keep(ports, event.delivery, { kind: 'commanded', text: event.text.slice(0, 500), place: event.place })
    case 'unsupported':
      return ports.log.info('something unsupported arrived', { what: event.what })
    default:
      return event satisfies never
  }
}

async function hear(ports: Ports, conversation: Interaction['conversation']): Promise<void> {
  const body = { conversation, heardAt: ports.now(), tries: 0 }
  await commit(ports, [{ put: HEARD.name, id: conversation, expect: 0, body, due: ports.now() }])
}

/** One record per signal kind, conversation and agent: delivered again, it is known. */
export async function keepSignal(ports: Ports, interaction: Interaction): Promise<void> {
  const id = idFrom('sentiment', interaction.conversation, interaction.agent)
  const body: SignalRecord = { interaction, arrivedAt: ports.now(), verdict: null, proposal: null }
  const due = ports.now() + ports.house.settleMs
  const { agent, endedAt } = interaction
  const index = { agent: { key: agent, at: endedAt }, pending: { key: agent, at: ports.now() } }
  const written = await ports.store.write([{ put: SIGNAL.name, id, expect: 0, body, due, index }])
  if (!written.ok) return ports.counts.add('heard before')
  await ports.jobs.add({ queue: 'judge', id: interaction.agent, at: due })
}

async function keep(ports: Ports, delivery: string, what: Inbox['what']): Promise<void> {
  const body: Inbox = { what, at: ports.now(), state: 'new' }
  const id = idFrom(delivery)
  const written = await commit(ports, [{ put: INBOX.name, id, expect: 0, body, due: ports.now() }])
  if (!written.ok) ports.counts.add('delivered before')
}
