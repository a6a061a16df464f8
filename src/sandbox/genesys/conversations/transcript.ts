// What was said, with the sentiment of each phrase. The shape follows the transcript files behind the transcript URLs.

import { ORGANIZATION } from '../org.ts'
import type { Interaction } from './interaction.ts'

const CUSTOMER_LINES = {
  rough: [
    'This is the third time I call about this.',
    'Nobody told me about that fee.',
    'I really cannot accept this.',
    'Fine. Then cancel it.',
  ],
  plain: ['I have a question about my contract.', 'Could you check that for me?', 'I see.', 'That is all, thank you.'],
  bright: [
    'That was quick, thank you!',
    'You have been so kind.',
    'Nobody explained it that well before.',
    'I will tell my friends.',
  ],
} as const
const AGENT_LINES = {
  rough: ['I already told you that.', 'There is nothing I can do.', 'You should have read the terms.', 'As I said.'],
  plain: ['Let me have a look.', 'I can see your contract here.', 'One moment please.', 'Is there anything else?'],
  bright: [
    'I am glad you called.',
    'Let me sort this out for you right now.',
    'I have added a note so it stays that way.',
    'Have a lovely day!',
  ],
} as const

const band = (score: number) => (score < -0.25 ? 'rough' : score > 0.25 ? 'bright' : 'plain')
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

/**
 * Four values in -1..1 that vary around `score` and whose mean, added up in order and divided, is exactly `score` (so that a
 * threshold at the same number is not crossed by rounding); two equal values where no such four are found.
 */
export function phrasesAround(score: number): number[] {
  const room = 1 - Math.abs(score)
  for (const spread of [0.25, 0.2, 0.125, 0.1, 0.05, 0.0625, 0.03125]) {
    if (spread > room) continue
    const values = [score - spread, score + spread, score - spread / 2, score + spread / 2]
    if (mean(values) === score && values.every((value) => Math.abs(value) <= 1)) return values
  }
  return [score, score]
}

interface Phrase {
  readonly participantPurpose: 'internal' | 'external'
  readonly text: string
  readonly sentiment?: number
}

function side(participantPurpose: Phrase['participantPurpose'], score: number | undefined): Phrase[] {
  const lines = (participantPurpose === 'internal' ? AGENT_LINES : CUSTOMER_LINES)[band(score ?? 0)]
  const values = score === undefined ? lines.map(() => undefined) : phrasesAround(score)
  return values.map((sentiment, index) => ({
    participantPurpose,
    text: lines[index]!,
    ...(sentiment === undefined ? {} : { sentiment }),
  }))
}

function alternating(customer: readonly Phrase[], agent: readonly Phrase[]): Phrase[] {
  const turns = Math.max(customer.length, agent.length)
  return Array.from({ length: turns }, (_, turn) => [customer[turn], agent[turn]]).flatMap((pair) =>
    pair.filter((each) => each !== undefined),
  )
}

/** Each agent's own phrases stand inside their own stretch; the customer's are in every one. */
function spoken({ customer, stretches }: Interaction): Placed[] {
  return stretches
    .flatMap(({ start, end, score }) => {
      const phrases = alternating(side('external', customer), side('internal', score))
      const step = Math.floor((end - start) / (phrases.length + 1))
      return phrases.map((phrase, turn) => ({ ...phrase, startTimeMs: start + turn * step, duration: { milliseconds: step } }))
    })
    .map((phrase, phraseIndex) => ({ ...phrase, phraseIndex }))
}

interface Placed extends Phrase {
  readonly phraseIndex: number
  readonly startTimeMs: number
  readonly duration: { readonly milliseconds: number }
}

const sentimentOf = ({ participantPurpose, text, sentiment, phraseIndex, startTimeMs, duration }: Placed) =>
  sentiment === undefined
    ? []
    : [{ participant: participantPurpose, phrase: text, sentiment, phraseIndex, startTimeMs, duration, type: 'Sentiment' }]

/** Times are epoch milliseconds, durations `{milliseconds}`. Words and topics are left empty. */
export function transcript(interaction: Interaction) {
  const { id, start, end, communication, agent, queue, media } = interaction
  const placed = spoken(interaction)
  return {
    organizationId: ORGANIZATION,
    conversationId: id,
    communicationId: communication,
    mediaType: media === 'voice' || media === 'callback' ? 'call' : media,
    conversationStartTime: start,
    startTime: start,
    duration: { milliseconds: end - start },
    transcripts: [
      {
        transcriptId: `${communication}-1`,
        language: agent.language === 'de' ? 'de-de' : 'en-us',
        startTime: start,
        phrases: placed.map(({ sentiment: _left, ...phrase }) => ({
          ...phrase,
          decoratedText: phrase.text,
          confidence: 0.9,
          words: [],
        })),
        analytics: { sentiment: placed.flatMap(sentimentOf), topics: [], acoustic: [] },
      },
    ],
    participants: [
      { participantPurpose: 'external', startTimeMs: start, endTimeMs: end },
      ...interaction.stretches.map((each) => ({
        participantPurpose: 'internal',
        userId: each.agent.id,
        queueId: queue.id,
        teamId: each.agent.team,
        startTimeMs: each.start,
        endTimeMs: each.end,
      })),
    ],
  }
}
