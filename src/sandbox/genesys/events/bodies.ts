// The bodies of the events an interaction causes, by the models of their topics.
import { disconnectOf, type Interaction, type Stretch } from '../conversations/interaction.ts'
import { DIVISION, type Limits } from '../org.ts'

const places = ({ queue }: Interaction) => ({ queueIds: [queue.id], divisionIds: [DIVISION.id], flowIds: [] })

/** V2StaSentimentOverallTopicOverallSentimentMessage; undefined when no sentiment was calculated. */
export function sentimentBody(interaction: Interaction, scale: Limits['eventScale']) {
  const { id, customer, trend = 0 } = interaction
  if (customer === undefined) return undefined
  const unit = scale === 'percent' ? 100 : 1
  const scores = { sentimentOverallScore: customer * unit, sentimentTrendScore: trend * unit }
  return { conversationId: id, ...scores, ...places(interaction) }
}

/** V2StaEmpathyOverallTopicOverallEmpathyMessage, -100 to 100; undefined when empathy was not measured. */
export function empathyBody(interaction: Interaction) {
  const { id, empathy, agent } = interaction
  if (empathy === undefined) return undefined
  return { conversationId: id, ...places(interaction), agents: [{ agentId: agent.id, overallEmpathyScore: empathy }] }
}

/** UserEndDetailEventTopicUserEndEvent: one agent's part is over. Times are epoch ms, words upper case. */
export const userEndBody = (interaction: Interaction, stretch: Stretch) => ({
  eventTime: stretch.end,
  conversationId: interaction.id,
  participantId: stretch.participant,
  sessionId: stretch.session,
  disconnectType: disconnectOf(interaction, stretch).toUpperCase(),
  mediaType: interaction.media.toUpperCase(),
  direction: 'INBOUND',
  userId: stretch.agent.id,
  divisionId: DIVISION.id,
  queueId: interaction.queue.id,
  interactingDurationMs: stretch.end - stretch.start,
})
