// How the agent sounded: from the transcript, or from Genesys's own measure of empathy.
import * as z from 'zod'
import type { ConversationId, PersonId } from '../coaching/interaction.ts'
import type { ContactCentre, Counts } from '../ports.ts'
import { stream } from './calls/download.ts'
import type { Whereabouts } from './calls/sdk.ts'
import type { Session } from './calls/session.ts'
import { orUndefined } from './calls/trouble.ts'
import type { Ended, Recollection } from './parties.ts'
import { type Scales, scaled } from './scale.ts'
import { agentPhrases } from './transcript-reading.ts'

const TranscriptLink = z.object({ url: z.string() })
const Metrics = z.object({
  empathyScores: z.array(z.object({ userId: z.string().nullish(), score: z.unknown().optional() })).nullish(),
})

/** Communications of one conversation that are looked at: more come from conferences. */
const MOST_COMMUNICATIONS = 3

/** Rounded where addition only leaves dust: -0.30000000000000004 must not pass a threshold of -0.3. */
const mean = (scores: readonly number[]): number =>
  Math.round((scores.reduce((sum, score) => sum + score, 0) / scores.length) * 1e9) / 1e9

export interface SignalOptions {
  readonly session: Session
  readonly whereabouts: Whereabouts
  readonly recollection: Recollection
  readonly scales: Scales
  readonly counts: Counts
  ended(conversation: ConversationId): Promise<Ended | undefined | 'malformed'>
}

export function signals({ session, whereabouts, recollection, scales, counts, ended }: SignalOptions) {
  async function phrasesOf(conversation: ConversationId, communication: string, agent: PersonId): Promise<unknown[]> {
    const link = await orUndefined(
      session.ask({
        name: 'getSpeechandtextanalyticsConversationCommunicationTranscripturl',
        schema: TranscriptLink,
        call: ({ speech }) => speech.getSpeechandtextanalyticsConversationCommunicationTranscripturl(conversation, communication),
      }),
    )
    if (!link) return []
    return (await orUndefined(stream(link.url, whereabouts, (pieces) => agentPhrases(pieces, agent)))) ?? []
  }

  /** Null when fewer phrases than asked for were measured. */
  async function fromTranscript(conversation: ConversationId, agent: PersonId, minimum: number): Promise<number | null> {
    const found = await ended(conversation)
    const communications = typeof found === 'object' ? found.communications.slice(0, MOST_COMMUNICATIONS) : []
    const phrases = (await Promise.all(communications.map((each) => phrasesOf(conversation, each, agent)))).flat()
    const scores = phrases.flatMap((raw) => scaled(raw, scales.transcripts, counts) ?? [])
    return scores.length < minimum ? null : mean(scores)
  }

  /** -100 to 100 in Genesys: help.mypurecloud.com/articles/understand-agent-empathy-analysis */
  async function fromEmpathy(conversation: ConversationId, agent: PersonId): Promise<number | null> {
    const heard = recollection.recall(conversation).empathy
    const raw = heard ? heard.get(agent) : await askedEmpathy(conversation, agent)
    return raw === undefined || raw === null ? null : (scaled(raw, scales.empathy, counts) ?? null)
  }

  async function askedEmpathy(conversation: ConversationId, agent: PersonId): Promise<unknown> {
    const metrics = await orUndefined(
      session.ask({
        name: 'getSpeechandtextanalyticsConversation',
        schema: Metrics,
        call: ({ speech }) => speech.getSpeechandtextanalyticsConversation(conversation),
      }),
    )
    return metrics?.empathyScores?.find(({ userId }) => userId === agent)?.score
  }

  const agentSignal: ContactCentre['agentSignal'] = async (conversation, agent, { source, minimumPhrases }) => {
    if (source === 'off') return null
    const measured = source === 'empathy' ? null : await fromTranscript(conversation, agent, minimumPhrases)
    return measured === null && source !== 'transcript' ? fromEmpathy(conversation, agent) : measured
  }
  return { agentSignal }
}
