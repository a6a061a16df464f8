import * as z from 'zod'
import { type ConversationId, type Interaction, normalised, type SentimentScale } from '../coaching/interaction.ts'
import { VendorError } from '../errors.ts'
import type { ContactCentre, Counts } from '../ports.ts'
import type { Session } from './calls/session.ts'
import { orUndefined } from './calls/trouble.ts'
import { type Ended, endedOf, type Party, personOf, type Recollection, sideOf } from './parties.ts'
import { Instant } from './times.ts'

const Segment = z.object({
  segmentType: z.string().nullish(),
  segmentStart: Instant.nullish(),
  segmentEnd: Instant.nullish(),
  queueId: z.string().nullish(),
})
const SessionOfParty = z.object({
  sessionId: z.string().nullish(),
  mediaType: z.string().nullish(),
  segments: z.array(Segment).nullish(),
})
const Participant = z.object({
  purpose: z.string().nullish(),
  userId: z.string().nullish(),
  sessions: z.array(SessionOfParty).nullish(),
})
const Details = z.object({ conversationEnd: Instant.nullish(), participants: z.array(Participant).nullish() })
const Metrics = z.object({ sentimentScore: z.unknown().optional() })

/** Ringing, dialling and wrapping up are not part of the talk. */
const TALK = new Set(['interact', 'hold', 'transmitting'])

function partyOf({ purpose, userId, sessions }: z.infer<typeof Participant>): Party {
  const all = sessions ?? []
  const segments = all.flatMap((session) => session.segments ?? [])
  const talk = segments.filter(({ segmentType }) => TALK.has(segmentType ?? ''))
  return {
    side: sideOf(purpose),
    person: personOf(userId),
    queue: segments.find(({ queueId }) => queueId)?.queueId ?? null,
    left: segments.at(-1)?.segmentEnd ?? null,
    talkMs: talk.reduce((sum, { segmentStart, segmentEnd }) => sum + Math.max(0, (segmentEnd ?? 0) - (segmentStart ?? 0)), 0),
    media: all.find(({ mediaType }) => mediaType)?.mediaType ?? null,
    communications: all.flatMap(({ sessionId }) => sessionId ?? []),
  }
}

export interface ConversationOptions {
  readonly session: Session
  readonly recollection: Recollection
  readonly scale: SentimentScale
  readonly counts: Counts
}

/** Conversations after their end. Who the agent was and how the customer felt come from what was heard live, else from Genesys. */
export function conversations({ session, recollection, scale, counts }: ConversationOptions) {
  async function ended(id: ConversationId): Promise<Ended | undefined> {
    const heard = recollection.recall(id).ended
    if (heard) return heard
    const details = await orUndefined(
      session.ask({
        name: 'getAnalyticsConversationDetails',
        schema: Details,
        call: (apis) => apis.analytics.getAnalyticsConversationDetails(id),
      }),
    )
    if (!details?.conversationEnd) return undefined
    const found = endedOf((details.participants ?? []).map(partyOf), details.conversationEnd)
    recollection.note(id, { ended: found })
    return found
  }

  /** Null = Genesys measured none. 404 = not analysed yet, or never: help.mypurecloud.com/articles/sentiment-analysis */
  async function customer(id: ConversationId): Promise<Interaction['customer'] | 'unknown' | 'malformed'> {
    const heard = recollection.recall(id).customer
    if (heard !== undefined) return heard
    const metrics = await orUndefined(
      session.ask({
        name: 'getSpeechandtextanalyticsConversation',
        schema: Metrics,
        call: (apis) => apis.speech.getSpeechandtextanalyticsConversation(id),
      }),
    )
    if (!metrics) return 'unknown'
    const { sentimentScore } = metrics
    if (sentimentScore === null || sentimentScore === undefined) return null
    const score = normalised(sentimentScore, scale)
    if (score === undefined) counts.add('score refused')
    return score ?? 'malformed'
  }

  const interaction: ContactCentre['interaction'] = async (conversation) => {
    const score = await customer(conversation)
    if (score === 'unknown' || score === 'malformed') return score
    const found = await ended(conversation)
    if (!found) return 'unknown'
    const { agent, queue, media, endedAt } = found
    return agent ? { conversation, agent, queue, media, endedAt, customer: score } : 'no-agent'
  }

  return { interaction: (id: ConversationId) => interaction(id).catch(senseless), ended, customer }
}

/** An answer that makes no sense will make none tomorrow; the caller gives the conversation up instead of asking for ever. */
function senseless(error: unknown): 'malformed' {
  if (error instanceof VendorError && error.trouble === 'malformed') return 'malformed'
  throw error
}
