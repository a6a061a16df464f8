// Why somebody should be coached, in words and numbers.
import type { Interaction, Signal } from './interaction.ts'
import type { Pattern } from './pattern.ts'
import type { Facts, Reader, Words } from './view.ts'
import { escapeMarkdown, markdownLink, momentFor, upperFirst } from './view.ts'

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

type Held = Pick<Interaction, 'media'>

/** "call", "chat", …; "other" when they were of different kinds. */
function kindOf(counted: readonly Held[]): string {
  const kinds = new Set(counted.map(({ media }) => MEDIA[media.toLowerCase()] ?? 'other'))
  const [kind = 'other'] = kinds.size === 1 ? kinds : []
  return kind
}

/** "calls", "chats", …; "conversations" when they were of different kinds. `count`: of how many is spoken. */
export const mediaNoun = (counted: readonly Held[], words: Words, count = counted.length): string =>
  words.say(`media.${kindOf(counted)}`, { count })

/** How many stands before that noun; in many languages "one" goes by it. */
export const manyMedia = (counted: readonly Held[], words: Words, count = counted.length): string =>
  count === 1 ? words.say(`one.${kindOf(counted)}`) : many(count, words)

/** "that call" as a whole, since in many languages "that" goes by the noun; `That` begins a sentence. */
export function thatMedia(one: Held, words: Words): { that: string; That: string } {
  const that = words.say(`that.${kindOf([one])}`)
  return { that, That: upperFirst(that) }
}

const scored = (signal: Signal, words: Words): string =>
  signal === null ? words.say('proposal.unmeasured') : words.score(signal)

interface Rough {
  readonly counted: readonly Interaction[]
  readonly pattern: Pattern
}

/** "Two rough calls in a row.", "Three of the last five calls were rough.", with the scores when the reader may see them. */
export function roughSentence({ counted, pattern }: Rough, words: Words, scores: boolean): string {
  const { key, facts, count, nouns } = shapeOf(pattern, counted.length, words)
  const said: Facts = { ...facts, count, many: manyMedia(counted, words), media: mediaNoun(counted, words, nouns) }
  if (!scores) return words.say(`proposal.rough${key}`, said)
  return words.say(`proposal.rough${key}-scores`, { ...said, scores: scoresOf(counted, words).join('; ') })
}

interface Shape {
  readonly key: string
  readonly facts: Facts
  /** What the sentence's number goes by. */
  readonly count: number
  /** What the number of the noun for the conversations goes by. */
  readonly nouns: number
}

function shapeOf(pattern: Pattern, found: number, words: Words): Shape {
  switch (pattern.kind) {
    case 'of-last':
      return { key: '-of-last', facts: { m: many(pattern.m, words).toLowerCase() }, count: pattern.m, nouns: pattern.m }
    case 'within':
      return { key: '-within', facts: { days: pattern.days }, count: pattern.days, nouns: found }
    default:
      return { key: '', facts: {}, count: found, nouns: found }
  }
}

/** "2 in a row", "3 of the last 5". */
export function patternWords(pattern: Pattern, words: Words): string {
  const { kind, ...facts } = pattern
  return words.say(`pattern.${kind}`, { ...facts, ...(kind === 'within' ? { count: pattern.days } : {}) })
}

/** "customer -0.80 and -0.72, agent -0.50 and -0.40", "evaluated 55 of 100": what was measured, and only that. */
function scoresOf(counted: readonly Interaction[], words: Words): string[] {
  const measured = counted.filter(({ customer, agentScore }) => customer !== null || agentScore !== null)
  const customer = words.list(measured.map((one) => scored(one.customer, words)))
  const agentScores = words.list(measured.map((one) => scored(one.agentScore, words)))
  const alone = measured.every(({ agentScore }) => agentScore === null)
  const evaluations = counted.flatMap(({ evaluation }) => (evaluation ? [String(Math.round(evaluation.score))] : []))
  return [
    ...(measured.length > 0 ? [words.say(`proposal.scores${alone ? '-alone' : ''}`, { customer, agentScores })] : []),
    ...(evaluations.length > 0 ? [words.say('proposal.evaluated', { score: words.list(evaluations) })] : []),
  ]
}

/** How much of the talk was this agent's, when others held it too. */
function sharing({ shared }: Interaction, words: Words): string[] {
  if (!shared) return []
  return [words.say('proposal.shared', { agents: shared.agents, share: Math.round(shared.share * 100) })]
}

const linkTo = (one: Interaction, reader: Reader, words: Words): string =>
  markdownLink(momentFor(one.endedAt, { ...reader, zoneLabel: false }, words), reader.link(one.conversation))

/** One Markdown line per conversation: when it ended, as a link into Genesys. No scores. */
export const conversationLinks = (counted: readonly Interaction[], reader: Reader, words: Words): { text: string }[] =>
  counted.map((one) => ({ text: linkTo(one, reader, words) }))

/** The same with its scores, and whether others held it too. */
export function conversationLines(counted: readonly Interaction[], reader: Reader, words: Words): { text: string }[] {
  return counted.map((one) => {
    const link = linkTo(one, reader, words)
    return {
      text: [link, ...[...scoresOf([one], words), ...sharing(one, words)].map((part) => escapeMarkdown(part))].join(' · '),
    }
  })
}
