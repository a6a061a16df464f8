import { ConversationId, type Interaction, type PersonId } from '../coaching/interaction.ts'
import { patternWords } from '../coaching/rough.ts'
import type { Notice } from '../coaching/told-cards.ts'
import { plain, type Words } from '../coaching/view.ts'
import type { Ports } from '../ports.ts'
import { SIGNAL, type SignalRecord } from './kinds.ts'
import { currentSettings, settingsOfAgent } from './tune.ts'

const SHOWN = 5

interface Question {
  readonly words: Words
  /** The reader's. */
  readonly zone: string
  readonly about: string
}

/** What was decided about an agent's latest conversations, or about one conversation, and by which scores. */
export async function why(ports: Ports, question: Question): Promise<Notice> {
  const { words, about } = question
  const found = about.includes('@') ? await ofAgent(ports, about) : await ofConversation(ports, about)
  if (!found) return { title: words.say('command.nobody', { who: plain(about) }) }
  if (found.length === 0) return { title: words.say('why.nothing') }
  const { settings } = await currentSettings(ports)
  const [{ interaction }] = found as [SignalRecord, ...SignalRecord[]]
  const at = await settingsOfAgent(ports, settings, interaction.agent)
  const { customerBelow, agentBelow, pattern } = at(interaction.queue).policy.coach
  const rule = {
    customer: words.score(customerBelow),
    agentScore: words.score(agentBelow),
    pattern: patternWords(pattern, words),
  }
  return {
    title: words.say('why.title'),
    lines: [words.say('why.would', rule)],
    facts: found.map(({ interaction, verdict, proposal }) => ({
      title: words.say('moment', {
        day: words.day(interaction.endedAt, question.zone),
        time: words.time(interaction.endedAt, question.zone),
      }),
      value: words.say('why.verdict', {
        scores: scores(interaction, words),
        why: words.say(keyOf(verdict, proposal)),
        version: verdict?.settings ?? 0,
      }),
    })),
  }
}

async function ofAgent(ports: Ports, email: string): Promise<SignalRecord[] | undefined> {
  const [person, ...others] = await ports.centre.peopleByEmail(email)
  return person && others.length === 0 ? latest(ports, person.id, SHOWN) : undefined
}

async function ofConversation(ports: Ports, typed: string): Promise<SignalRecord[] | undefined> {
  const id = ConversationId.safeParse(typed)
  const held = id.success ? await ports.centre.interaction(id.data) : 'malformed'
  if (typeof held === 'string') return undefined
  return (await latest(ports, held.agent, 200)).filter(({ interaction }) => interaction.conversation === held.conversation)
}

async function latest({ store }: Ports, agent: PersonId, limit: number): Promise<SignalRecord[]> {
  return (await store.find(SIGNAL, { index: 'agent', key: agent, newest: true, limit })).map(({ body }) => body)
}

function scores({ customer, agentScore, evaluation }: Interaction, words: Words): string {
  const said = (score: number | null) => (score === null ? words.say('proposal.unmeasured') : words.score(score))
  if (evaluation) return words.say('proposal.evaluated', { score: evaluation.score })
  return words.say('proposal.scores', { customer: said(customer), agentScores: said(agentScore) })
}

const keyOf = (verdict: SignalRecord['verdict'], proposal: string | null): string => {
  if (!verdict) return 'why.waiting'
  if (verdict.why === 'praise-limit') return 'why.praise-limit'
  if (verdict.kind !== 'leave') return `why.${verdict.kind}`
  return proposal ? 'why.counted' : `why.${verdict.why}`
}
