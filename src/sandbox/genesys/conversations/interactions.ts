// POST /world/interactions: something happened between an agent and a customer, and is analysed a moment later.
import { TEAMS } from '../../core/cast.ts'
import type { WorldPerson } from '../../core/world.ts'
import { DIVISION, type Org } from '../org.ts'
import type { Publish } from './channels.ts'
import { conversationEvent, type Interaction, type Media } from './interaction.ts'

type Body = Readonly<Record<string, unknown>>

const MEDIA: readonly Media[] = ['voice', 'callback', 'chat', 'email', 'message']
const VIAS = ['live', 'push', 'backfill'] as const
const KEYS = ['agent', 'customer', 'agentScore', 'empathy', 'queue', 'media', 'seconds', 'endedAt', 'via', 'delayScore']

function refuse(message: string): never {
  throw new Error(message)
}

/** Omitted and null both mean: the vendor has no such value. */
function score(body: Body, key: string, limit: number): number | undefined {
  const value = body[key] ?? undefined
  if (value === undefined) return undefined
  const fits = typeof value === 'number' && Math.abs(value) <= limit
  return fits ? value : refuse(`"${key}" must be a number from ${-limit} to ${limit}, or left out.`)
}

function positive(body: Body, key: string, otherwise: number): number {
  const value = body[key] ?? otherwise
  return typeof value === 'number' && value >= 0 && Number.isFinite(value) ? value : refuse(`"${key}" must be a number from 0.`)
}

function oneOf<T extends string>(body: Body, key: string, values: readonly T[]): T {
  const value = body[key] ?? values[0]
  return values.find((each) => each === value) ?? refuse(`"${key}" must be one of ${values.join(', ')}.`)
}

function instant(body: Body, now: number): number {
  if (body.endedAt === undefined || body.endedAt === null) return now
  const ms = typeof body.endedAt === 'string' ? Date.parse(body.endedAt) : Number.NaN
  if (Number.isNaN(ms)) return refuse('"endedAt" must be an ISO 8601 instant such as 2026-03-02T10:00:00Z.')
  return ms > now ? refuse('"endedAt" must not be in the future.') : ms
}

function queueOf({ world }: Org, body: Body, agent: WorldPerson) {
  const own = TEAMS.find(({ id }) => id === agent.team)?.queue
  const wanted = body.queue ?? own?.id
  const found = world.cast.queues.find(({ id, name }) => id === wanted || name === wanted)
  return found ?? refuse(`There is no queue "${String(wanted)}". There are: ${world.cast.queues.map(({ id }) => id).join(', ')}.`)
}

function read(org: Org, body: Body): Interaction {
  const unknown = Object.keys(body).filter((key) => !KEYS.includes(key))
  if (unknown.length > 0) return refuse(`Unknown keys: ${unknown.join(', ')}. Known: ${KEYS.join(', ')}.`)
  const agent = org.world.cast.person(String(body.agent ?? ''))
  if (agent?.role !== 'agent') return refuse(`"agent" must be an agent, by id, e-mail or lower-case first name.`)
  const end = instant(body, org.world.clock.now())
  const [customer, agentScore, empathy] = [score(body, 'customer', 1), score(body, 'agentScore', 1), score(body, 'empathy', 100)]
  return {
    id: crypto.randomUUID(),
    agent,
    queue: queueOf(org, body, agent),
    media: oneOf(body, 'media', MEDIA),
    start: end - positive(body, 'seconds', 240) * 1000,
    end,
    ...(customer === undefined ? {} : { customer }),
    ...(agentScore === undefined ? {} : { agentScore }),
    ...(empathy === undefined ? {} : { empathy }),
    communication: crypto.randomUUID(),
    agentSession: crypto.randomUUID(),
    participants: { customer: crypto.randomUUID(), agent: crypto.randomUUID() },
  }
}

/**
 * `live`: the queue's topic says connected and ended, `delayScore` world milliseconds later the analysis is there and the sentiment
 * topic says so. `backfill`: no event, and the analysis is there at once; only the query APIs show it. Throws an Error that says what to mend.
 */
export function interactions(org: Org, publish: Publish) {
  const all = new Map<string, Interaction>()

  function analyse(interaction: Interaction, announce: boolean): void {
    interaction.analysed = org.world.clock.now()
    if (!announce || interaction.customer === undefined) return
    const scale = org.limits.eventScale === 'percent' ? 100 : 1
    publish('v2.speechandtextanalytics.conversation.{id}.sentiment', interaction.id, {
      conversationId: interaction.id,
      sentimentOverallScore: interaction.customer * scale,
      sentimentTrendScore: 0,
      queueIds: [interaction.queue.id],
      divisionIds: [DIVISION.id],
      flowIds: [],
    })
  }

  function interact(body: Body): { conversationId: string } {
    const via = oneOf(body, 'via', VIAS)
    if (via === 'push') return refuse('Pushing events to the bot is not simulated yet; use "live" or "backfill".')
    const delay = positive(body, 'delayScore', org.limits.scoreDelay)
    const interaction = read(org, body)
    all.set(interaction.id, interaction)
    if (via === 'backfill') analyse(interaction, false)
    else {
      publish('v2.routing.queues.{id}.conversations', interaction.queue.id, conversationEvent(interaction, true))
      publish('v2.routing.queues.{id}.conversations', interaction.queue.id, conversationEvent(interaction, false))
      org.later.after(delay, () => analyse(interaction, true))
    }
    return { conversationId: interaction.id }
  }

  return { all: all as ReadonlyMap<string, Interaction>, interact }
}
