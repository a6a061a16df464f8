// One interaction as this Genesys remembers it, and its faces in the conversation API.
import type { WorldPerson } from '../../core/world.ts'
import { DIVISION, iso, self } from '../org.ts'

export type Media = 'voice' | 'callback' | 'chat' | 'email' | 'message'

/** One agent's part of an interaction, epoch ms. */
export interface Stretch {
  readonly agent: WorldPerson
  readonly start: number
  readonly end: number
  /** -1 to 1; undefined = their phrases carry no sentiment. */
  readonly score?: number
  readonly session: string
  readonly participant: string
}

export interface Interaction {
  readonly id: string
  /** Who had it in the end. */
  readonly agent: WorldPerson
  readonly queue: { readonly id: string; readonly name: string }
  readonly media: Media
  /** Id of the language it was routed by; undefined = by none. */
  readonly language?: string
  readonly start: number
  readonly end: number
  /** -1 to 1; undefined = not calculated. */
  readonly customer?: number
  /** -1 to 1, from the beginning to the end; undefined = no change. */
  readonly trend?: number
  /** -100 to 100, of the agent who had it in the end. */
  readonly empathy?: number
  /** Session of the customer's side: the transcript hangs on it. */
  readonly communication: string
  /** The customer's participant id. */
  readonly participant: string
  /** In order; each but the last was handed over. */
  readonly stretches: readonly Stretch[]
  /** World time of the analysis; undefined until then. */
  analysed?: number
}

/** Under which key a participant carries its sessions of a medium, and how a finished one is called. */
const SESSIONS = {
  voice: { key: 'calls', ended: 'terminated' },
  callback: { key: 'callbacks', ended: 'terminated' },
  chat: { key: 'chats', ended: 'terminated' },
  email: { key: 'emails', ended: 'disconnected' },
  message: { key: 'messages', ended: 'disconnected' },
} as const

type Part = Pick<Stretch, 'start' | 'end' | 'session'>

/** How somebody's part ended; the platform's own words, upper case in detail events. */
export const disconnectOf = ({ end }: Interaction, part: Pick<Part, 'end'>): 'client' | 'transfer' =>
  part.end < end ? 'transfer' : 'client'

function sessions(interaction: Interaction, part: Part, at: number) {
  const { key, ended } = SESSIONS[interaction.media]
  const live = part.end > at
  const done = live ? {} : { disconnectedTime: iso(part.end), disconnectType: disconnectOf(interaction, part) }
  const direction = interaction.media === 'chat' ? {} : { direction: 'inbound' }
  return {
    [key]: [{ id: part.session, state: live ? 'connected' : ended, ...direction, connectedTime: iso(part.start), ...done }],
  }
}

const times = ({ start, end }: Part, at: number) => ({ connectedTime: iso(start), ...(end > at ? {} : { endTime: iso(end) }) })

function participants(interaction: Interaction, at: number) {
  const { queue, language, start, end, communication, participant, stretches } = interaction
  const customer = { start, end, session: communication }
  const agents = stretches.filter((each) => each.start <= at)
  return [
    {
      id: participant,
      purpose: 'customer',
      name: 'Customer',
      ...times(customer, at),
      ...sessions(interaction, customer, at),
    },
    ...agents.map((each) => ({
      id: each.participant,
      purpose: 'agent',
      name: each.agent.name,
      userId: each.agent.id,
      queueId: queue.id,
      ...(language ? { conversationRoutingData: { language: { id: language } } } : {}),
      ...(each.agent.team ? { teamId: each.agent.team } : {}),
      ...times(each, at),
      ...sessions(interaction, each, at),
    })),
  ]
}

/** ConversationEventTopicConversation, as the topic of a queue carries it, told at an instant (epoch ms). */
export const conversationEvent = (interaction: Interaction, at: number) => ({
  id: interaction.id,
  participants: participants(interaction, at),
  divisions: [{ division: { id: DIVISION.id }, entities: [] }],
})

/** Conversation, as GET /conversations/{id} answers at an instant (epoch ms). */
export const conversation = (interaction: Interaction, at: number) => ({
  id: interaction.id,
  startTime: iso(interaction.start),
  ...(interaction.end > at ? {} : { endTime: iso(interaction.end) }),
  participants: participants(interaction, at).map((each) => ({
    ...each,
    startTime: each.connectedTime,
    ...(each.purpose === 'agent' ? { queueName: interaction.queue.name } : {}),
  })),
  selfUri: self(`conversations/${interaction.id}`),
})
