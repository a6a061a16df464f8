// Why somebody should be coached, in words and numbers.
import type { Interaction, Signal } from './interaction.ts'
import type { Facts, Reader, Words } from './view.ts'
import { markdownLink, momentFor, sayMarkdown } from './view.ts'

/** "One" to "Ten", then figures. */
export const many = (count: number, words: Words): string =>
  count >= 1 && count <= 10 ? words.say(`number.${count}`) : String(count)

const MEDIA: Readonly<Record<string, string>> = {
  voice: 'call',
  call: 'call',
  callback: 'call',
  chat: 'chat',
  email: 'email',
  message: 'message',
}

/** "calls", "chats", …; "conversations" when they were of different kinds. */
export function mediaNoun(counted: readonly Pick<Interaction, 'media'>[], words: Words): string {
  const kinds = new Set(counted.map(({ media }) => MEDIA[media.toLowerCase()] ?? 'other'))
  const [kind = 'other'] = kinds.size === 1 ? kinds : []
  return words.say(`media.${kind}`, { count: counted.length })
}

const scored = (signal: Signal, words: Words): string =>
  signal === null ? words.say('proposal.unmeasured') : words.score(signal)

/** "Two rough calls in a row.", with the scores when the reader may see them. */
export function roughSentence(counted: readonly Interaction[], words: Words, scores: boolean): string {
  const facts: Facts = { count: counted.length, many: many(counted.length, words), media: mediaNoun(counted, words) }
  if (!scores) return words.say('proposal.rough', facts)
  const customer = words.list(counted.map((one) => scored(one.customer, words)))
  const agentScores = words.list(counted.map((one) => scored(one.agentScore, words)))
  return words.say('proposal.rough-scores', { ...facts, customer, agentScores })
}

/** One Markdown line per conversation: when it ended, as a link into Genesys, and its scores. */
export function conversationLines(counted: readonly Interaction[], reader: Reader, words: Words): { text: string }[] {
  return counted.map((one) => {
    const link = markdownLink(momentFor(one.endedAt, { ...reader, zoneLabel: false }, words), reader.link(one.conversation))
    const facts = { customer: scored(one.customer, words), agentScore: scored(one.agentScore, words) }
    return { text: `${link} · ${sayMarkdown(words, 'proposal.conversation', facts)}` }
  })
}
