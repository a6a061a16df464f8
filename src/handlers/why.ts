import { ConversationId, type Interaction, type PersonId } from '../coaching/interaction.ts'
import { patternWords } from '../coaching/rough.ts'
import { isOfTheRest } from '../coaching/settings.ts'
import type { Notice } from '../coaching/told-cards.ts'
import { plain, type Words } from '../coaching/view.ts'
import { type WouldFire, wouldFire } from '../coaching/would-fire.ts'
import type { Ports } from '../ports.ts'
import { type Held, heldStill } from './held.ts'
import { settingsOf } from './history.ts'
import { PROPOSAL, SIGNAL, type SignalRecord } from './kinds.ts'
import { pausedOnes } from './pause.ts'
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
  const resting = await restingLine(ports, interaction.agent, question)
  const facts = found.map(async (record) => ({
    title: momentWords(record.interaction.endedAt, question),
    value: await verdictWords(ports, record, question),
  }))
  return {
    title: words.say('why.title'),
    lines: [...resting, words.say('why.would', rule), ...more],
    facts: await Promise.all(facts),
  }
}

/** Somebody who rests gets no card, whatever happens. */
async function restingLine(ports: Ports, agent: PersonId, question: Question): Promise<string[]> {
  const { words } = question
  const own = (await pausedOnes(ports)).find(({ scope }) => scope.kind === 'agent' && scope.id === agent)
  if (!own) return []
  const person = await ports.centre.person(agent)
  const facts = { who: plain(person?.name ?? '', 60), command: `/coaching resume ${person?.email ?? ''}` }
  if (own.until !== null) return [words.say('why.paused-until', { ...facts, moment: momentWords(own.until, question) })]
  return [words.say('why.paused-now', facts)]
}

const momentWords = (at: number, { words, zone }: Question): string =>
  words.say('moment', { day: words.day(at, zone), time: words.time(at, zone) })

/** What was decided, by which scores, rule and settings; and, where nothing followed, what would have had to be otherwise. */
async function verdictWords(ports: Ports, record: SignalRecord, question: Question): Promise<string> {
  const { interaction, verdict, proposal } = record
  const { words } = question
  const why = await outcomeWords(ports, record, words)
  const said = words.say('why.verdict', { scores: scores(interaction, words), why, version: verdict?.settings ?? 0 })
  if (!verdict || proposal !== null) return said
  const would = LEFT.has(verdict.why) ? await wouldHave(ports, record) : undefined
  if (would) return words.say('why.would-have', { said, needs: needsWords(would, question) })
  return stillWords(said, await stillNow(ports, record), question)
}

async function stillNow(ports: Ports, record: SignalRecord): Promise<Held | undefined> {
  const { agent, queue } = record.interaction
  const { settings } = await currentSettings(ports)
  return heldStill(ports, record, (await settingsOfAgent(ports, settings, agent))(queue))
}

function stillWords(said: string, held: Held | undefined, question: Question): string {
  if (!held) return said
  if ('thanks' in held) return question.words.say('why.thanks', { said, count: held.thanks })
  return question.words.say('why.until', { said, moment: momentWords(held.until, question) })
}

/** Of what led to something the record says by which rule, and what was counted. */
async function outcomeWords(ports: Ports, { verdict, proposal }: SignalRecord, words: Words): Promise<string> {
  const said = words.say(keyOf(verdict, proposal))
  if (!verdict || verdict.kind === 'leave' || verdict.why === 'praise-limit') return said
  const led = proposal === null ? undefined : (await ports.store.get(PROPOSAL, proposal))?.body
  const counting = led ? words.say('why.coach-counting', { count: led.counted.length }) : said
  const waits = led?.state === 'gathering' && led.offeredAt === null
  return byRule(waits ? words.say('why.coach-waits', { said: counting }) : counting, verdict.why, words)
}

const byRule = (said: string, rule: string, words: Words): string =>
  isOfTheRest(rule) ? said : words.say('why.by-rule', { said, rule })

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

/** Those that are no scores between -1 and 1. */
const PLAIN: ReadonlySet<string> = new Set(['length', 'evaluation'])

/** "with the customer's score below -0.60 and one more rough conversation like it by Tue 8 Dec, 14:30" */
function needsWords({ needs, more, by, rule }: WouldFire, question: Question): string {
  const { words } = question
  const said = needs.map((need) => {
    const key = need.part === 'agent' && !need.measured ? 'measured' : need.part
    return words.say(`would.${key}`, { value: PLAIN.has(need.part) ? need.value : words.score(need.value) })
  })
  const later = by === null ? [] : [words.say('would.more', { count: more, moment: momentWords(by, question) })]
  return byRule(words.list([...said, ...later]), rule, words)
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
