// What a notification says: https://developer.genesys.cloud/notificationsalerts/notifications/available-topics
import * as z from 'zod'
import { ConversationId, normalised, type SentimentScale, type SentimentScore } from '../../coaching/interaction.ts'
import { type Ended, endedOf, type Party, personOf, sideOf } from '../parties.ts'
import { Instant } from '../times.ts'

/** A notification, understood. */
export type Heard =
  | { readonly kind: 'alive' }
  /** The server is about to hang up. */
  | { readonly kind: 'closing' }
  /** Subscriptions or token are no longer what we believe. */
  | { readonly kind: 'lapsed'; readonly why: string }
  | {
      readonly kind: 'talk'
      readonly conversation: ConversationId
      readonly withAgent: boolean
      readonly ended: Ended | undefined
    }
  | { readonly kind: 'score'; readonly conversation: ConversationId; readonly customer: SentimentScore }
  | { readonly kind: 'refused'; readonly why: 'not JSON' | 'no topic' | 'unexpected shape' | 'score outside the scale' }
  | { readonly kind: 'unsupported'; readonly what: string }

export const talkTopic = (queue: string): string => `v2.routing.queues.${queue}.conversations`
export const scoreTopic = (conversation: string): string => `v2.speechandtextanalytics.conversation.${conversation}.sentiment`

const TALK = /^v2\.routing\.queues\.[^.]+\.conversations$/
const SCORE = /^v2\.speechandtextanalytics\.conversation\.[^.]+\.sentiment$/
const LAPSED = /^v2\.system\.(?:no_longer_subscribed|token_revoked|user_tokens_revoked)\b/

const Envelope = z.object({ topicName: z.string().max(500), eventBody: z.unknown() })

const Communication = z.array(z.object({ id: z.string().nullish() })).nullish()
/** Genesys lists communications by medium; analytics calls the same media by the names on the right. */
const MEDIA = {
  calls: 'voice',
  callbacks: 'callback',
  chats: 'chat',
  emails: 'email',
  messages: 'message',
  videos: 'video',
} as const
const Participant = z.object({
  purpose: z.string().nullish(),
  userId: z.string().nullish(),
  queueId: z.string().nullish(),
  connectedTime: Instant.nullish(),
  endTime: Instant.nullish(),
  calls: Communication,
  callbacks: Communication,
  chats: Communication,
  emails: Communication,
  messages: Communication,
  videos: Communication,
})
const Talk = z.object({ id: ConversationId, participants: z.array(Participant).max(1000).nullish() })
const Score = z.object({ conversationId: ConversationId, sentimentOverallScore: z.unknown() })

function partyOf(participant: z.infer<typeof Participant>): Party {
  const { purpose, userId, queueId, connectedTime, endTime } = participant
  const media = (Object.keys(MEDIA) as (keyof typeof MEDIA)[]).filter((each) => (participant[each]?.length ?? 0) > 0)
  return {
    side: sideOf(purpose),
    person: personOf(userId),
    queue: queueId ?? null,
    left: endTime ?? null,
    talkMs: connectedTime && endTime ? Math.max(0, endTime - connectedTime) : 0,
    media: media[0] ? MEDIA[media[0]] : null,
    communications: media.flatMap((each) => participant[each] ?? []).flatMap(({ id }) => id ?? []),
  }
}

/** It is over once everybody who talks has left; queues and flows leave earlier. */
function endOf(parties: readonly Party[]): number | undefined {
  const talkers = parties.filter(({ side }) => side !== 'other')
  if (talkers.length === 0 || talkers.some(({ left }) => left === null)) return undefined
  return Math.max(...parties.map(({ left }) => left ?? 0))
}

function talk(body: unknown): Heard {
  const parsed = Talk.safeParse(body)
  if (!parsed.success) return { kind: 'refused', why: 'unexpected shape' }
  const parties = (parsed.data.participants ?? []).map(partyOf)
  const end = endOf(parties)
  const withAgent = parties.some(({ side, person }) => side === 'agent' && person !== null)
  return { kind: 'talk', conversation: parsed.data.id, withAgent, ended: end === undefined ? undefined : endedOf(parties, end) }
}

function score(body: unknown, scale: SentimentScale): Heard {
  const parsed = Score.safeParse(body)
  if (!parsed.success) return { kind: 'refused', why: 'unexpected shape' }
  const customer = normalised(parsed.data.sentimentOverallScore, scale)
  if (customer === undefined) return { kind: 'refused', why: 'score outside the scale' }
  return { kind: 'score', conversation: parsed.data.conversationId, customer }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Reads one text frame. Never throws: what makes no sense is `refused`, what we do not know `unsupported`. */
export function hear(text: string, scale: SentimentScale): Heard {
  const frame = json(text)
  if (frame === undefined) return { kind: 'refused', why: 'not JSON' }
  const envelope = Envelope.safeParse(frame)
  if (!envelope.success) return { kind: 'refused', why: 'no topic' }
  const { topicName, eventBody } = envelope.data
  if (TALK.test(topicName)) return talk(eventBody)
  if (SCORE.test(topicName)) return score(eventBody, scale)
  if (topicName === 'channel.metadata' || topicName === 'v2.subscription.updated') return { kind: 'alive' }
  if (topicName === 'v2.system.socket_closing') return { kind: 'closing' }
  if (LAPSED.test(topicName)) return { kind: 'lapsed', why: topicName.split('.')[2] ?? '' }
  return { kind: 'unsupported', what: topicName.slice(0, 100) }
}
