import * as z from 'zod'
import type { ConversationId } from '../coaching/interaction.ts'
import { DAY, HOUR } from '../coaching/slot.ts'
import { VendorError } from '../errors.ts'
import type { ContactCentre, Held } from '../ports.ts'
import type { Session } from './calls/session.ts'
import { together } from './calls/together.ts'
import { type Ended, endedOf, type Party, personOf, type Recollection, sideOf } from './parties.ts'
import { Instant } from './times.ts'

const Segment = z.object({
  segmentType: z.string().nullish(),
  segmentStart: Instant.nullish(),
  segmentEnd: Instant.nullish(),
  queueId: z.string().nullish(),
  requestedLanguageId: z.string().nullish(),
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
const Found = z.object({ conversations: z.array(z.looseObject({ conversationId: z.string() })).nullish() })

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
    language: segments.find(({ requestedLanguageId }) => requestedLanguageId)?.requestedLanguageId ?? null,
    communications: all.flatMap(({ sessionId }) => sessionId ?? []),
  }
}

/** One question takes so many; Genesys answers at most 100 a page. */
const MOST_AT_ONCE = 50
/** Genesys searches a month at most: https://developer.genesys.cloud/analyticsdatamanagement/analytics/detail/conversation-query */
const REACH_MS = 30 * DAY

export interface ConversationOptions {
  readonly session: Session
  readonly recollection: Recollection
  /** Empty = every queue. */
  readonly queues: readonly string[]
  now(): number
}

type Answer = Ended | undefined | 'malformed'

/** Conversations after their end. Who held them comes from what was heard live, else from Genesys, many in one question. */
export function conversations({ session, recollection, queues, now }: ConversationOptions) {
  async function ask(ids: readonly string[]): Promise<ReadonlyMap<string, Answer>> {
    const predicates = ids.map((value) => ({ type: 'dimension', dimension: 'conversationId', operator: 'matches', value }))
    const at = now()
    const body = {
      interval: `${new Date(at - REACH_MS).toISOString()}/${new Date(at + HOUR).toISOString()}`,
      conversationFilters: [{ type: 'or', predicates }],
      paging: { pageSize: ids.length, pageNumber: 1 },
    }
    const { conversations: found } = await session.ask({
      name: 'postAnalyticsConversationsDetailsQuery',
      schema: Found,
      call: ({ analytics }) => analytics.postAnalyticsConversationsDetailsQuery(body),
    })
    return new Map((found ?? []).map((each) => [each.conversationId, readEnded(each)]))
  }

  /** A single id that Genesys refuses must not stand in the way of the others. */
  async function askInParts(ids: readonly string[]): Promise<ReadonlyMap<string, Answer>> {
    try {
      return await ask(ids)
    } catch (error) {
      if (!(error instanceof VendorError && error.trouble === 'refused')) throw error
      if (ids.length === 1) return new Map([[ids[0]!, 'malformed']])
      const half = Math.ceil(ids.length / 2)
      const [first, second] = [await askInParts(ids.slice(0, half)), await askInParts(ids.slice(half))]
      return new Map([...first, ...second])
    }
  }

  const details = together(
    async (ids: readonly string[]): Promise<Answer[]> => {
      const answers = await askInParts([...new Set(ids)])
      return ids.map((id) => answers.get(id))
    },
    { most: MOST_AT_ONCE, withinMs: 20 },
  )

  async function ended(id: ConversationId): Promise<Answer> {
    const heard = recollection.recall(id).ended
    if (heard) return heard
    const found = await details(id)
    if (found !== undefined && found !== 'malformed') recollection.note(id, { ended: found })
    return found
  }

  const interaction: ContactCentre['interaction'] = async (conversation) => {
    const found = await ended(conversation)
    if (found === undefined) return 'unknown'
    return found === 'malformed' ? found : held(conversation, found, queues)
  }
  return { interaction, ended }
}

/** Undefined while it goes on. */
function readEnded(conversation: unknown): Answer {
  const parsed = Details.safeParse(conversation)
  if (!parsed.success) return 'malformed'
  const { conversationEnd, participants } = parsed.data
  return conversationEnd ? endedOf((participants ?? []).map(partyOf), conversationEnd) : undefined
}

/** What leaves this folder: an interaction without its scores, or a word for why it is none of ours. */
export function held(conversation: ConversationId, found: Ended, wanted: readonly string[]): Held | 'no-agent' | 'other-queue' {
  const { agent, queue, queues, media, language, endedAt, seconds, shared } = found
  if (!agent) return 'no-agent'
  if (wanted.length > 0 && queues.length > 0 && !queues.some((each) => wanted.includes(each))) return 'other-queue'
  const more = { ...(language === undefined ? {} : { language }), ...(seconds === undefined ? {} : { seconds }) }
  return { conversation, agent, queue, media, endedAt, ...more, ...(shared ? { shared } : {}) }
}
