// The topic of a queue: who is in a conversation, and when it is over.
import * as z from 'zod'
import { ConversationId } from '../../coaching/interaction.ts'
import { type Ended, endedOf, type Party, personOf, sideOf } from '../parties.ts'
import { Instant } from '../times.ts'

export interface Talk {
  readonly conversation: ConversationId
  readonly withAgent: boolean
  readonly ended: Ended | undefined
}

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
  conversationRoutingData: z.object({ language: z.object({ id: z.string().nullish() }).nullish() }).nullish(),
  calls: Communication,
  callbacks: Communication,
  chats: Communication,
  emails: Communication,
  messages: Communication,
  videos: Communication,
})
const Body = z.object({ id: ConversationId, participants: z.array(Participant).max(1000).nullish() })

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
    language: participant.conversationRoutingData?.language?.id ?? null,
    communications: media.flatMap((each) => participant[each] ?? []).flatMap(({ id }) => id ?? []),
  }
}

/** It is over once everybody who talks has left; queues and flows leave earlier. */
function endOf(parties: readonly Party[]): number | undefined {
  const talkers = parties.filter(({ side }) => side !== 'other')
  if (talkers.length === 0 || talkers.some(({ left }) => left === null)) return undefined
  return Math.max(...parties.map(({ left }) => left ?? 0))
}

/** Undefined when it is not of the shape that Genesys documents. */
export function talkIn(body: unknown): Talk | undefined {
  const parsed = Body.safeParse(body)
  if (!parsed.success) return undefined
  const parties = (parsed.data.participants ?? []).map(partyOf)
  const end = endOf(parties)
  const withAgent = parties.some(({ side, person }) => side === 'agent' && person !== null)
  return { conversation: parsed.data.id, withAgent, ended: end === undefined ? undefined : endedOf(parties, end) }
}
