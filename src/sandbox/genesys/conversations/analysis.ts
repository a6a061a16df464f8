// Conversations and what speech and text analytics says about them. https://developer.genesys.cloud/analyticsdatamanagement/speechtextanalytics/
import type { Answer, Call, Route } from '../../core/world.ts'
import { no, notFound, ok } from '../answers.ts'
import type { On } from '../guard.ts'
import { type Limits, type Org, self } from '../org.ts'
import { details } from './details.ts'
import { conversation, type Interaction } from './interaction.ts'
import type { Records } from './records.ts'
import { transcript } from './transcript.ts'

const TREND_CLASSES = ['Declining', 'NoChange', 'Improving'] as const
const URL_LIFE_MS = 10 * 60_000

function metrics({ id, customer, trend = 0, empathy, agent }: Interaction, { metricsScale }: Limits) {
  const unit = metricsScale === 'percent' ? 100 : 1
  return {
    conversation: { id, selfUri: self(`conversations/${id}`) },
    ...(customer === undefined ? {} : { sentimentScore: customer * unit, sentimentTrend: trend * unit }),
    sentimentTrendClass: customer === undefined ? 'NotCalculated' : TREND_CLASSES[Math.sign(trend) + 1],
    empathyScores: empathy === undefined ? [] : [{ userId: agent.id, score: empathy }],
    participantMetrics: {
      agentDurationPercentage: 45,
      customerDurationPercentage: 40,
      silenceDurationPercentage: 15,
      ivrDurationPercentage: 0,
      acdDurationPercentage: 0,
      overtalkDurationPercentage: 0,
      otherDurationPercentage: 0,
      overtalkCount: 0,
    },
  }
}

interface Analysis {
  readonly on: On
  readonly route: Route
  readonly records: Records
  readonly org: Org
}

export function analysis({ on, route, records, org: { world, limits } }: Analysis): void {
  /** Downloads follow the machine's clock, as the signatures of a real storage do. */
  const tickets = new Map<string, { readonly interaction: Interaction; readonly expires: number }>()

  const known = (handle: (interaction: Interaction, call: Call) => Answer) => (call: Call) => {
    const id = call.params.conversationId!
    const found = records.get(id)
    return found ? handle(found, call) : notFound('conversation', id)
  }
  const analysed = (handle: (interaction: Interaction, call: Call) => Answer) => (call: Call) => {
    const id = call.params.conversationId!
    const found = records.get(id)
    if (found?.analysed !== undefined) return handle(found, call)
    const refusal = no(404, 'resource.not.found', `Resource not found: conversation ${id}`)
    return { ...refusal, body: { ...(refusal.body as object), messageParams: { id } } }
  }

  function ticket(interaction: Interaction, base: string): string {
    const id = crypto.randomUUID()
    tickets.set(id, { interaction, expires: Date.now() + URL_LIFE_MS })
    return `${base}/transcripts/${id}`
  }

  const transcribed = (handle: (interaction: Interaction, call: Call) => Answer) =>
    analysed((interaction, call) => {
      const ours = interaction.communication === call.params.communicationId
      return ours ? handle(interaction, call) : notFound('communication', call.params.communicationId)
    })

  on(
    'getConversation',
    known((interaction) => ok(conversation(interaction, world.clock.now()))),
  )
  on(
    'getAnalyticsConversationDetails',
    known((interaction) => ok(details(interaction, world.clock.now()))),
  )
  on(
    'getSpeechandtextanalyticsConversation',
    analysed((interaction) => ok(metrics(interaction, limits))),
  )
  on(
    'getSpeechandtextanalyticsConversationCommunicationTranscripturl',
    transcribed((interaction, { base }) => ok({ url: ticket(interaction, base) })),
  )
  on(
    'getSpeechandtextanalyticsConversationCommunicationTranscripturls',
    transcribed((interaction, { base }) =>
      ok({
        conversation: { id: interaction.id, selfUri: self(`conversations/${interaction.id}`) },
        communicationId: interaction.communication,
        urls: [{ url: ticket(interaction, base) }],
      }),
    ),
  )
  route('GET', '/transcripts/{ticket}', ({ params }) => {
    const found = tickets.get(params.ticket!)
    if (found && found.expires > Date.now()) return ok(transcript(found.interaction))
    const body =
      '<?xml version="1.0" encoding="UTF-8"?><Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>'
    return { status: 403, body, headers: { 'content-type': 'application/xml' } }
  })
}
