// One interaction as this Genesys remembers it, and its faces in the platform API.
import type { WorldPerson } from '../../core/world.ts'
import { DIVISION, iso, self } from '../org.ts'

export type Media = 'voice' | 'callback' | 'chat' | 'email' | 'message'

export interface Interaction {
  readonly id: string
  readonly agent: WorldPerson
  readonly queue: { readonly id: string; readonly name: string }
  readonly media: Media
  readonly start: number
  readonly end: number
  /** -1 to 1; undefined = not calculated. */
  readonly customer?: number
  readonly agentScore?: number
  /** -100 to 100. */
  readonly empathy?: number
  /** Session of the customer's side: the transcript hangs on it. */
  readonly communication: string
  readonly agentSession: string
  readonly participants: { readonly customer: string; readonly agent: string }
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

function sessions({ media, start, end }: Interaction, id: string, live: boolean) {
  const { key, ended } = SESSIONS[media]
  const done = live ? {} : { disconnectedTime: iso(end), disconnectType: 'client' }
  const direction = media === 'chat' ? {} : { direction: 'inbound' }
  return { [key]: [{ id, state: live ? 'connected' : ended, ...direction, connectedTime: iso(start), ...done }] }
}

function participants(interaction: Interaction, live: boolean) {
  const { participants: ids, agent, queue, start, end, communication, agentSession } = interaction
  const times = { connectedTime: iso(start), ...(live ? {} : { endTime: iso(end) }) }
  return [
    { id: ids.customer, purpose: 'customer', name: 'Customer', ...times, ...sessions(interaction, communication, live) },
    {
      id: ids.agent,
      purpose: 'agent',
      name: agent.name,
      userId: agent.id,
      queueId: queue.id,
      ...(agent.team ? { teamId: agent.team } : {}),
      ...times,
      ...sessions(interaction, agentSession, live),
    },
  ]
}

/** ConversationEventTopicConversation, as the topic of a queue carries it. */
export const conversationEvent = (interaction: Interaction, live: boolean) => ({
  id: interaction.id,
  participants: participants(interaction, live),
  divisions: [{ division: { id: DIVISION.id }, entities: [] }],
})

/** Conversation, as GET /conversations/{id} answers. */
export const conversation = (interaction: Interaction) => ({
  id: interaction.id,
  startTime: iso(interaction.start),
  endTime: iso(interaction.end),
  participants: participants(interaction, false).map((each) => ({
    ...each,
    startTime: iso(interaction.start),
    ...(each.purpose === 'agent' ? { queueName: interaction.queue.name } : {}),
  })),
  selfUri: self(`conversations/${interaction.id}`),
})

/** AnalyticsConversationWithoutAttributes. */
export function details(interaction: Interaction) {
  const { id, agent, queue, media, start, end, communication, agentSession, participants: ids } = interaction
  const segment = {
    segmentStart: iso(start),
    segmentEnd: iso(end),
    segmentType: 'interact',
    disconnectType: 'client',
    queueId: queue.id,
  }
  const session = (sessionId: string) => ({ sessionId, mediaType: media, direction: 'inbound', segments: [segment] })
  return {
    conversationId: id,
    conversationStart: iso(start),
    conversationEnd: iso(end),
    originatingDirection: 'inbound',
    divisionIds: [DIVISION.id],
    participants: [
      { participantId: ids.customer, participantName: 'Customer', purpose: 'customer', sessions: [session(communication)] },
      {
        participantId: ids.agent,
        participantName: agent.name,
        purpose: 'agent',
        userId: agent.id,
        ...(agent.team ? { teamId: agent.team } : {}),
        sessions: [session(agentSession)],
      },
    ],
  }
}
