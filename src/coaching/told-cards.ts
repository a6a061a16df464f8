// Cards that tell and do not ask: a booked session and thanks (to the agent), and any plain answer.
import type { Interaction } from './interaction.ts'
import type { Card, Person } from './people.ts'
import type { Proposal } from './proposal.ts'
import { conversationLines, mediaNoun, roughSentence } from './rough.ts'
import {
  escapeMarkdown,
  frame,
  markdownLink,
  momentFor,
  plain,
  type Reader,
  sayMarkdown,
  spanFor,
  summaryOf,
  type Words,
} from './view.ts'

/** Tells the agent that a session was booked, when, with whom and why; or that it was taken back. Throws when nothing was chosen yet. */
export function sessionCard(proposal: Proposal, reader: Reader, words: Words): Card {
  if (!proposal.chosen) throw new Error('A session card needs a proposal with a chosen time.')
  const supervisor = plain(proposal.supervisor?.name ?? proposal.chosen.by.name)
  const span = spanFor(proposal.chosen.slot, reader, words)
  const cancelled = proposal.state === 'undoing' || proposal.state === 'undone' ? '-cancelled' : ''
  const view = {
    ...frame(reader.practice, words),
    title: sayMarkdown(words, `session.title${cancelled}`, { supervisor }),
    facts: [{ title: words.say('session.when'), value: escapeMarkdown(span) }],
    why: words.say('session.why', { why: roughSentence(proposal.counted, words, false) }),
    conversationsTitle: words.say('session.conversations'),
    conversations: conversationLines(proposal.counted, reader, words),
    warm: words.say(`session.warm${cancelled}`),
  }
  return { name: 'session', view, summary: summaryOf(words.say(`session.summary${cancelled}`, { supervisor, span })) }
}

/** Thanks an agent for one brilliant conversation. The score stays out of the summary, which others may see on a locked screen. */
export function kudosCard(
  of: { readonly agent: Pick<Person, 'name'>; readonly interaction: Interaction },
  reader: Reader,
  words: Words,
): Card {
  const agent = plain(of.agent.name).split(' ')[0] ?? ''
  const { conversation, endedAt, customer } = of.interaction
  const view = {
    ...frame(reader.practice, words),
    title: sayMarkdown(words, 'kudos.title', { agent }),
    line: words.say('kudos.line'),
    facts: [
      {
        title: words.say('kudos.conversation', { media: mediaNoun([of.interaction], words) }),
        value: markdownLink(momentFor(endedAt, reader, words), reader.link(conversation)),
      },
      {
        title: words.say('kudos.score'),
        value: customer === null ? '' : words.say('kudos.score-value', { score: words.score(customer) }),
      },
    ],
  }
  return { name: 'kudos', view, summary: summaryOf(words.say('kudos.summary', { agent })) }
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
