import { ConversationId, type Interaction, type PersonId } from '../coaching/interaction.ts'
import { patternWords } from '../coaching/rough.ts'
import { DEFAULTS } from '../coaching/settings.ts'
import type { Notice } from '../coaching/told-cards.ts'
import { plain, type Words } from '../coaching/view.ts'
import { type WouldFire, wouldFire } from '../coaching/would-fire.ts'
import type { Ports } from '../ports.ts'
import { settingsOf } from './history.ts'
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
  const { policy } = (await settingsOfAgent(ports, settings, interaction.agent))(interaction.queue)
  const { customerBelow, agentBelow, pattern } = policy.coach
  const rule = {
    customer: words.score(customerBelow),
    agentScore: words.score(agentBelow),
    pattern: patternWords(pattern, words),
  }
  const more = policy.rules.length === 0 ? [] : [words.say('why.rules', { command: '/coaching rules' })]
  const facts = found.map(async (record) => ({ title: momentOf(record, question), value: await verdictOf(ports, record, words) }))
  return { title: words.say('why.title'), lines: [words.say('why.would', rule), ...more], facts: await Promise.all(facts) }
}

const momentOf = ({ interaction: { endedAt } }: SignalRecord, { words, zone }: Question): string =>
  words.say('moment', { day: words.day(endedAt, zone), time: words.time(endedAt, zone) })

/** What was decided, by which scores and settings; and, where nothing followed, what would have had to be otherwise. */
async function verdictOf(ports: Ports, record: SignalRecord, words: Words): Promise<string> {
  const { interaction, verdict, proposal } = record
  const why = words.say(keyOf(verdict, proposal))
  const said = words.say('why.verdict', { scores: scores(interaction, words), why, version: verdict?.settings ?? 0 })
  const would = verdict && proposal === null && LEFT.has(verdict.why) ? await wouldHave(ports, record) : undefined
  return would ? words.say('why.would-have', { said, needs: needsWords(would, words) }) : said
}

/** Verdicts that another score, or another conversation, would have changed. */
const LEFT: ReadonlySet<string> = new Set(['fails', 'missing-signal', 'too-few'])
/** So many of the agent's earlier ones are looked at. */
const WINDOW = 200

/** Recomputed by the settings it was judged by, and what lay before it. */
async function wouldHave(ports: Ports, { interaction, verdict }: SignalRecord): Promise<WouldFire | undefined> {
  const settings = await settingsOf(ports, verdict?.settings ?? 0)
  if (!settings) return undefined
  const at = await settingsOfAgent(ports, settings, interaction.agent)
  const where = { index: 'agent', key: interaction.agent, until: interaction.endedAt, newest: true, limit: WINDOW }
  const before = await ports.store.find(SIGNAL, where)
  const window = before
    .filter(
      ({ body }) =>
        body.interaction.conversation !== interaction.conversation && body.verdict !== null && body.verdict.why !== 'paused',
    )
    .map(({ body }) => ({ interaction: body.interaction, proposed: body.proposal !== null }))
  return wouldFire(interaction, window, at(interaction.queue).policy, ({ queue }) => at(queue).policy)
}

/** "with the customer's score below -0.60 and one more rough conversation like it" */
function needsWords({ needs, more, rule }: WouldFire, words: Words): string {
  const said = needs.map((need) => {
    const key = need.part === 'agent' && !need.measured ? 'measured' : need.part
    return words.say(`would.${key}`, { value: need.part === 'length' ? need.value : words.score(need.value) })
  })
  const all = words.list([...said, ...(more > 0 ? [words.say('would.more', { count: more })] : [])])
  return rule === DEFAULTS.policy.coach.id ? all : words.say('would.by-rule', { needs: all, rule })
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
