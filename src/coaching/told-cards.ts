// Cards that tell and do not ask: thanks to an agent, and any plain answer.
import type { Interaction } from './interaction.ts'
import type { Card, Person } from './people.ts'
import { mediaNoun } from './rough.ts'
import { escapeMarkdown, frame, markdownLink, momentFor, plain, type Reader, sayMarkdown, summaryOf, type Words } from './view.ts'

/** So many ways there are to say it in cards/text: whoever is thanked often should not read the same twice running. */
const LINES = 6

/** By the conversation, so that a card drawn again says the same. */
const variantOf = (conversation: string): number =>
  1 + ([...conversation].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)!) % 9973, 7) % LINES)

/** Thanks an agent for one brilliant conversation. The score stays out of the summary, which others may see on a locked screen. */
export function kudosCard(
  of: { readonly agent: Pick<Person, 'name'>; readonly interaction: Interaction },
  reader: Reader,
  words: Words,
): Card {
  const agent = plain(of.agent.name).split(' ')[0] ?? ''
  const { conversation, endedAt, customer } = of.interaction
  const media = mediaNoun([of.interaction], words)
  const line = words.say(`kudos.line-${variantOf(conversation)}`, { media })
  const view = {
    ...frame(reader.practice, words),
    title: sayMarkdown(words, 'kudos.title', { agent }),
    line,
    facts: [
      {
        title: words.say('kudos.conversation', { media }),
        value: markdownLink(momentFor(endedAt, reader, words), reader.link(conversation)),
      },
      {
        title: words.say('kudos.score'),
        value: customer === null ? '' : words.say('kudos.score-value', { score: words.score(customer) }),
      },
    ],
  }
  return { name: 'kudos', view, summary: summaryOf(words.say('kudos.summary', { agent, line })) }
}

/** The same thanks as an e-mail: plain text, without scores, for who knows where it is read. */
export function mailOf(
  of: { readonly agent: Pick<Person, 'name'>; readonly interaction: Interaction },
  reader: Reader,
  words: Words,
): { readonly subject: string; readonly text: string } {
  const agent = plain(of.agent.name).split(' ')[0] ?? ''
  const media = mediaNoun([of.interaction], words)
  const line = words.say(`kudos.line-${variantOf(of.interaction.conversation)}`, { media })
  const moment = momentFor(of.interaction.endedAt, reader, words)
  return { subject: words.say('kudos.title', { agent }), text: words.say('kudos.mail', { line, media, moment }) }
}

/** A plain answer: everything given is plain text and is escaped here. Lines are sentences; facts are pairs such as a command and what it does. */
export interface Notice {
  readonly title: string
  readonly lines?: readonly string[]
  readonly facts?: readonly { readonly title: string; readonly value: string }[]
  readonly practice?: boolean
}

export function noticeCard({ title, lines = [], facts = [], practice = false }: Notice, words: Words): Card {
  const view = {
    ...frame(practice, words),
    title: escapeMarkdown(title, 150),
    lines: lines.map((line) => ({ text: escapeMarkdown(line, 500) })),
    facts: facts.map((fact) => ({ title: escapeMarkdown(fact.title, 100), value: escapeMarkdown(fact.value, 300) })),
  }
  const spoken = [title, ...lines, ...facts.map((fact) => `${fact.title}: ${fact.value}`)]
  return { name: 'notice', view, summary: summaryOf(spoken.map(sentence).join(' ')) }
}

const sentence = (text: string): string => (/[.!?:…]$/.test(text) ? text : `${text}.`)
