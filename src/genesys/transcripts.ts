import * as z from 'zod'
import { type ConversationId, normalised, type PersonId } from '../coaching/interaction.ts'
import type { ContactCentre, Counts } from '../ports.ts'
import { download } from './calls/download.ts'
import type { Whereabouts } from './calls/sdk.ts'
import type { Session } from './calls/session.ts'
import { orUndefined } from './calls/trouble.ts'
import type { Ended } from './parties.ts'

const TranscriptLink = z.object({ url: z.string() })

/** 10^5 phrases are days of talk: more is no transcript. */
const MOST_PHRASES = 100_000
/** Communications of one conversation that are looked at: more come from conferences. */
const MOST_COMMUNICATIONS = 3

const PhraseSentiment = z.object({
  participant: z.string().nullish(),
  sentiment: z.unknown().optional(),
  startTimeMs: z.number().nullish(),
})
const Speaker = z.object({
  participantPurpose: z.string().nullish(),
  userId: z.string().nullish(),
  startTimeMs: z.number().nullish(),
  endTimeMs: z.number().nullish(),
})
const Transcript = z.object({
  participants: z.array(Speaker).max(1000).nullish(),
  transcripts: z
    .array(z.object({ analytics: z.object({ sentiment: z.array(PhraseSentiment).max(MOST_PHRASES).nullish() }).nullish() }))
    .max(100)
    .nullish(),
})
type Transcript = z.infer<typeof Transcript>

/** With several agents in a transcript only what was said during this one's stretches counts. */
function spokenBy(agent: PersonId, transcript: Transcript): (at: number | null | undefined) => boolean {
  const inside = (transcript.participants ?? []).filter(({ participantPurpose }) => participantPurpose === 'internal')
  const others = inside.some(({ userId }) => userId && userId !== agent)
  const own = inside.filter(({ userId }) => userId === agent)
  if (!others || own.length === 0) return () => true
  return (at) => own.some(({ startTimeMs, endTimeMs }) => (at ?? 0) >= (startTimeMs ?? 0) && (at ?? 0) < (endTimeMs ?? Infinity))
}

function agentScores(transcript: Transcript, agent: PersonId): unknown[] {
  const mine = spokenBy(agent, transcript)
  return (transcript.transcripts ?? [])
    .flatMap(({ analytics }) => analytics?.sentiment ?? [])
    .filter(({ participant, startTimeMs }) => participant === 'internal' && mine(startTimeMs))
    .map(({ sentiment }) => sentiment)
}

/** Rounded where addition only leaves dust: -0.30000000000000004 must not pass a threshold of -0.3. */
function mean(scores: readonly number[]): number | null {
  if (scores.length === 0) return null
  return Math.round((scores.reduce((sum, score) => sum + score, 0) / scores.length) * 1e9) / 1e9
}

export interface TranscriptOptions {
  readonly session: Session
  readonly whereabouts: Whereabouts
  readonly counts: Counts
  ended(conversation: ConversationId): Promise<Ended | undefined>
}

/** The agent's side of a transcript, as one number. The words are read past, never kept, never logged. */
export function transcripts({ session, whereabouts, counts, ended }: TranscriptOptions) {
  async function scoresOf(conversation: ConversationId, communication: string, agent: PersonId): Promise<unknown[]> {
    const link = await orUndefined(
      session.ask({
        name: 'getSpeechandtextanalyticsConversationCommunicationTranscripturl',
        schema: TranscriptLink,
        call: ({ speech }) => speech.getSpeechandtextanalyticsConversationCommunicationTranscripturl(conversation, communication),
      }),
    )
    if (!link) return []
    const transcript = await orUndefined(download(link.url, Transcript, whereabouts))
    return transcript ? agentScores(transcript, agent) : []
  }

  const agentSignal: ContactCentre['agentSignal'] = async (conversation, agent) => {
    const communications = (await ended(conversation))?.communications ?? []
    const wanted = communications.slice(0, MOST_COMMUNICATIONS)
    const found = (await Promise.all(wanted.map((each) => scoresOf(conversation, each, agent)))).flat()
    const scores = found.map((raw) => normalised(raw))
    const refused = scores.filter((score) => score === undefined).length
    if (refused > 0) counts.add('score refused', refused)
    return mean(scores.filter((score) => score !== undefined))
  }
  return { agentSignal }
}
