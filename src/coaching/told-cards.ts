// Cards that tell and do not ask: thanks to an agent, and any plain answer.
import type { Interaction } from './interaction.ts'
import { MOST_LINE } from './kudos.ts'
import type { Card, Person } from './people.ts'
import { mediaNoun, thatMedia } from './rough.ts'
import { escapeMarkdown, frame, markdownLink, momentFor, plain, type Reader, sayMarkdown, summaryOf, type Words } from './view.ts'

/** So many ways there are to say it in cards/text: whoever is thanked often should not read the same twice running. */
const LINES = 6

/** By the conversation, so that a card drawn again says the same. */
const variantOf = (conversation: string): number =>
  1 + ([...conversation].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)!) % 9973, 7) % LINES)

/** What an agent is thanked for: a conversation, or whatever somebody says in a line of their own. */
export type Praise = { readonly agent: Pick<Person, 'name'> } & (
  | { readonly interaction: Interaction }
  | { readonly interaction: null; readonly from: string; readonly line: string }
)

const firstName = ({ agent }: Praise): string => plain(agent.name).split(' ')[0] ?? ''

/** Thanks an agent. The score stays out of the summary, which others may see on a locked screen. */
export function kudosCard(of: Praise, reader: Reader, words: Words): Card {
  const agent = firstName(of)
  const view = { ...frame(reader.practice, words), title: sayMarkdown(words, 'kudos.title', { agent }) }
  if (of.interaction === null) {
    const { from, line } = of
    const facts = [{ title: words.say('kudos.sender'), value: escapeMarkdown(from) }]
    const summary = words.say('kudos.by-hand-summary', { agent, from: plain(from), line: plain(line, MOST_LINE) })
    const said = words.say('kudos.by-hand-line', { line: escapeMarkdown(line, MOST_LINE) })
    return { name: 'kudos', view: { ...view, line: said, facts }, summary: summaryOf(summary) }
  }
  const line = lineFor(of.interaction, words)
  const facts = factsOf(of.interaction, reader, words)
  return { name: 'kudos', view: { ...view, line, facts }, summary: summaryOf(words.say('kudos.summary', { agent, line })) }
}

const lineFor = (interaction: Interaction, words: Words): string =>
  words.say(`kudos.line-${variantOf(interaction.conversation)}`, {
    media: mediaNoun([interaction], words),
    ...thatMedia(interaction, words),
  })

function factsOf(interaction: Interaction, reader: Reader, words: Words) {
  const { conversation, endedAt, customer } = interaction
  return [
    {
      title: words.say('kudos.conversation', { media: mediaNoun([interaction], words) }),
      value: markdownLink(momentFor(endedAt, reader, words), reader.link(conversation)),
    },
    {
      title: words.say('kudos.score'),
      value: customer === null ? '' : words.say('kudos.score-value', { score: words.score(customer) }),
    },
  ]
}

/** The same thanks as an e-mail: plain text, without scores, for who knows where it is read. */
export function mailOf(of: Praise, reader: Reader, words: Words): { readonly subject: string; readonly text: string } {
  const subject = words.say('kudos.title', { agent: firstName(of) })
  if (of.interaction === null)
    return { subject, text: words.say('kudos.by-hand-mail', { line: plain(of.line, MOST_LINE), from: plain(of.from) }) }
  const media = mediaNoun([of.interaction], words)
  const moment = momentFor(of.interaction.endedAt, reader, words)
  return { subject, text: words.say('kudos.mail', { line: lineFor(of.interaction, words), media, moment }) }
}

export interface Chart {
  readonly title: string
  readonly series: readonly {
    readonly name: string
    readonly points: readonly { readonly label: string; readonly value: number }[]
  }[]
}

/** A plain answer: everything given is plain text and is escaped here. Lines are sentences; facts are pairs such as a command and what it does. */
export interface Notice {
  readonly title: string
  readonly lines?: readonly string[]
  readonly facts?: readonly { readonly title: string; readonly value: string }[]
  /** Pictures what lines or facts say, too: not everywhere is one shown. Names and labels keep apart when cut to 20 characters. */
  readonly chart?: Chart
  readonly buttons?: readonly { readonly id: string; readonly title: string; readonly positive: boolean }[]
  readonly practice?: boolean
}

const NO_CHART: Chart = { title: '', series: [] }

export function noticeCard(notice: Notice, words: Words): Card {
  const { title, lines = [], facts = [], chart = NO_CHART, buttons = [], practice = false } = notice
  const view = {
    ...frame(practice, words),
    title: escapeMarkdown(title, 150),
    lines: lines.map((line) => ({ text: escapeMarkdown(line, 500) })),
    facts: facts.map((fact) => ({ title: escapeMarkdown(fact.title, 100), value: escapeMarkdown(fact.value, 300) })),
    chart: charted(chart),
    buttons: buttons.map(({ id, title, positive }) => ({ id, title, tip: title, style: positive ? 'positive' : 'default' })),
  }
  const spoken = [title, ...lines, ...facts.map((fact) => `${fact.title}: ${fact.value}`)]
  return { name: 'notice', view, summary: summaryOf(spoken.map(sentence).join(' ')) }
}

/** Nothing in a chart is read as Markdown. */
const charted = ({ title, series }: Chart) => ({
  title: plain(title, 50),
  series: series.map(({ name, points }) => ({
    name: plain(name, 20),
    points: points.map(({ label, value }) => ({ label: plain(label, 20), value })),
  })),
})

const sentence = (text: string): string => (/[.!?:…]$/.test(text) ? text : `${text}.`)
