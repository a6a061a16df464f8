// AnalyticsConversationWithoutAttributes: a conversation as analytics tells it, alone or in a list.
import { DIVISION, iso } from '../org.ts'
import { disconnectOf, type Interaction } from './interaction.ts'

interface Part {
  readonly start: number
  readonly end: number
  readonly session: string
}

/** Whoever is still there has an open segment. */
function sessions(interaction: Interaction, { start, end, session }: Part, at: number) {
  const done = end > at ? {} : { segmentEnd: iso(end), disconnectType: disconnectOf(interaction, { end }) }
  const language = interaction.language ? { requestedLanguageId: interaction.language } : {}
  const segment = { segmentStart: iso(start), segmentType: 'interact', queueId: interaction.queue.id, ...language, ...done }
  return [{ sessionId: session, mediaType: interaction.media, direction: 'inbound', segments: [segment] }]
}

/** What is known at an instant (epoch ms): a conversation still going on has no end. */
export function details(interaction: Interaction, at: number) {
  const { id, start, end, communication, participant, stretches } = interaction
  const customer = { start, end, session: communication }
  return {
    conversationId: id,
    conversationStart: iso(start),
    ...(end > at ? {} : { conversationEnd: iso(end) }),
    originatingDirection: 'inbound',
    divisionIds: [DIVISION.id],
    participants: [
      {
        participantId: participant,
        participantName: 'Customer',
        purpose: 'customer',
        sessions: sessions(interaction, customer, at),
      },
      ...stretches
        .filter((each) => each.start <= at)
        .map((each) => ({
          participantId: each.participant,
          participantName: each.agent.name,
          purpose: 'agent',
          userId: each.agent.id,
          ...(each.agent.team ? { teamId: each.agent.team } : {}),
          sessions: sessions(interaction, each, at),
        })),
    ],
  }
}
