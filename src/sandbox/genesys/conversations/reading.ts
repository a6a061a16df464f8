// What POST /world/interactions is told, read into an interaction. Everything here throws an Error that says what to mend.
import { TEAMS } from '../../core/cast.ts'
import { isRecord } from '../../core/json.ts'
import type { WorldPerson } from '../../core/world.ts'
import type { Ways } from '../events/telling.ts'
import { LANGUAGES, type Org } from '../org.ts'
import type { Interaction, Media, Stretch } from './interaction.ts'

export type Body = Readonly<Record<string, unknown>>

/** An interaction, how it is told and how many world milliseconds after its end it is analysed. */
export interface Told {
  readonly interaction: Interaction
  readonly ways: Ways
  readonly delay: number
}

const MEDIA: readonly Media[] = ['voice', 'callback', 'chat', 'email', 'message']
const VIAS = ['live', 'push', 'backfill'] as const
const KEYS = [
  'id',
  'agent',
  'colleagues',
  'customer',
  'trend',
  'agentScore',
  'empathy',
  'queue',
  'media',
  'language',
  'seconds',
  'endedAt',
  'via',
  'delayScore',
]

export function refuse(message: string): never {
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
  return Number.isNaN(ms) ? refuse('"endedAt" must be an ISO 8601 instant such as 2026-03-02T10:00:00Z.') : ms
}

/** One way, or a list of them: the same interaction may be told twice. */
export function waysOf(body: Body): Ways {
  const given = [body.via ?? 'live'].flat()
  const known = given.length > 0 && given.every((each) => VIAS.some((via) => via === each))
  if (!known) return refuse(`"via" must be one of ${VIAS.join(', ')}, or a list of them.`)
  return { live: given.includes('live'), pushed: given.includes('push') }
}

function queueOf({ world }: Org, body: Body, agent: WorldPerson) {
  const own = TEAMS.find(({ id }) => id === agent.team)?.queue
  const wanted = body.queue ?? own?.id
  const found = world.cast.queues.find(({ id, name }) => id === wanted || name === wanted)
  return found ?? refuse(`There is no queue "${String(wanted)}". There are: ${world.cast.queues.map(({ id }) => id).join(', ')}.`)
}

function agentOf({ world }: Org, name: unknown): WorldPerson {
  const agent = world.cast.person(String(name ?? ''))
  return agent?.role === 'agent' ? agent : refuse('"agent" must be an agent, by id, e-mail or lower-case first name.')
}

interface Part {
  readonly agent: WorldPerson
  readonly ms: number
  readonly score: number | undefined
}

function partOf(org: Org, body: Body, seconds: number): Part {
  const ms = Math.round(positive(body, 'seconds', seconds) * 1000)
  return { agent: agentOf(org, body.agent), ms, score: score(body, 'agentScore', 1) }
}

function colleaguesOf(org: Org, { colleagues = [] }: Body): Part[] {
  if (!Array.isArray(colleagues)) return refuse('"colleagues" must be a list of {agent, seconds, agentScore?}.')
  return colleagues.map((each: unknown) => {
    if (!isRecord(each)) return refuse('"colleagues" must be a list of {agent, seconds, agentScore?}.')
    checkKeys(each, ['agent', 'seconds', 'agentScore'])
    return partOf(org, each, 60)
  })
}

/** One after the other, the last until the end. */
function stretchesOf(parts: readonly Part[], end: number): Stretch[] {
  let left = end - parts.reduce((sum, { ms }) => sum + ms, 0)
  return parts.map(({ agent, ms, score: own }) => {
    const start = left
    left += ms
    const ids = { session: crypto.randomUUID(), participant: crypto.randomUUID() }
    return { agent, start, end: left, ...(own === undefined ? {} : { score: own }), ...ids }
  })
}

function languageOf({ language }: Body): { language?: string } {
  if (language === undefined || language === null) return {}
  const found = LANGUAGES.find(({ id, name }) => id === language || name === language)
  return found ? { language: found.id } : refuse(`"language" must be one of ${LANGUAGES.map(({ name }) => name).join(', ')}.`)
}

function idOf({ id = crypto.randomUUID() }: Body): string {
  const isUuid = typeof id === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)
  return isUuid ? id : refuse('"id" must be a UUID in lower case.')
}

function checkKeys(body: Body, keys: readonly string[]): void {
  const unknown = Object.keys(body).filter((key) => !keys.includes(key))
  if (unknown.length > 0) refuse(`Unknown keys: ${unknown.join(', ')}. Known: ${keys.join(', ')}.`)
}

export function read(org: Org, body: Body): Told {
  checkKeys(body, KEYS)
  const own = partOf(org, body, 240)
  const end = instant(body, org.world.clock.now())
  const stretches = stretchesOf([...colleaguesOf(org, body), own], end)
  const start = stretches[0]!.start
  if (start > org.world.clock.now())
    return refuse('It must have begun: "endedAt" may be in the future, its "seconds" earlier not.')
  const [customer, trend, empathy] = [score(body, 'customer', 1), score(body, 'trend', 1), score(body, 'empathy', 100)]
  const interaction: Interaction = {
    id: idOf(body),
    agent: own.agent,
    queue: queueOf(org, body, own.agent),
    media: oneOf(body, 'media', MEDIA),
    ...languageOf(body),
    start,
    end,
    ...(customer === undefined ? {} : { customer }),
    ...(trend === undefined ? {} : { trend }),
    ...(empathy === undefined ? {} : { empathy }),
    communication: crypto.randomUUID(),
    participant: crypto.randomUUID(),
    stretches,
  }
  const ways = waysOf(body)
  // What is told to nobody is there for the queries at once.
  const delay = ways.live || ways.pushed ? positive(body, 'delayScore', org.limits.scoreDelay) : 0
  return { interaction, ways, delay }
}
