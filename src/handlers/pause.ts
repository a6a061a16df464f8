import type { AskedScope } from '../coaching/command.ts'
import type { PersonId } from '../coaching/interaction.ts'
import type { Person } from '../coaching/people.ts'
import type { Proposal } from '../coaching/proposal.ts'
import { whereOf } from '../coaching/scope.ts'
import { HOUR } from '../coaching/slot.ts'
import type { Notice } from '../coaching/told-cards.ts'
import { type Until, untilAt } from '../coaching/until.ts'
import type { Words } from '../coaching/view.ts'
import type { Ports, Stored } from '../ports.ts'
import { audited, type Happened } from './audit.ts'
import { commit } from './commit.ts'
import { HALT, type Halt } from './kinds.ts'
import { saidScope, scopeOf } from './scopes.ts'
import { tidy } from './tidy.ts'

const ALL = 'all'
/** The stretches left aside last are remembered; whoever waits longer than these was judged long ago. */
const MOST_DROPPED = 20
const NEVER: Halt = { on: null, dropped: [], name: null }

export interface Rest {
  /** Nothing of the agent is to be judged or proposed now. */
  readonly paused: boolean
  /** Nothing from that queue is. */
  pausedIn(queue: string | null): boolean
  /** Whether what arrived at that moment, from that queue, was left aside for good. */
  dropped(arrivedAt: number, queue: string | null): boolean
}

/** What pauses mean for an agent: one of all, one of the agent's own, and those of queues. */
export async function restOf(
  { store, now }: Pick<Ports, 'store' | 'now'>,
  agent: PersonId,
  queues: readonly (string | null)[],
): Promise<Rest> {
  const named = [...new Set(queues)].filter((queue) => queue !== null)
  const [all, own, ...some] = await Promise.all(
    [ALL, agent, ...named.map(ofQueue)].map(async (id) => (await store.get(HALT, id))?.body),
  )
  const byQueue = new Map(named.map((queue, n) => [queue, some[n]]))
  const at = (queue: string | null) => (queue === null ? [] : [byQueue.get(queue)]).flatMap((pause) => pause ?? [])
  const wide = [all, own].flatMap((pause) => pause ?? [])
  return {
    paused: wide.some((pause) => isOn(pause, now())),
    pausedIn: (queue) => at(queue).some((pause) => isOn(pause, now())),
    dropped: (arrivedAt, queue) =>
      [...wide, ...at(queue)].some(({ dropped }) => dropped.some(({ from, to }) => arrivedAt >= from && arrivedAt < to)),
  }
}

/** Whether no card about these conversations goes out now. */
export async function isResting(
  ports: Pick<Ports, 'store' | 'now'>,
  { agent, counted }: Pick<Proposal, 'agent' | 'counted'>,
): Promise<boolean> {
  const { queue } = whereOf(agent, counted)
  const rest = await restOf(ports, agent.id, [queue])
  return rest.paused || rest.pausedIn(queue)
}

const ofQueue = (id: string): string => `queue:${id}`

const isOn = ({ on }: Halt, now: number): boolean => on !== null && (on.until === null || now < on.until)

interface Wish {
  readonly by: Person
  readonly words: Words
  /** The reader's. */
  readonly zone: string
  /** Null = everybody. */
  readonly who: AskedScope | null
}

interface PauseWish extends Wish {
  readonly hours: number | null
  readonly until: Until | null
}

/** From now on nothing is judged and no card goes out; what arrives is kept. Bookings under way are finished. */
export async function pause(ports: Ports, wish: PauseWish): Promise<Notice> {
  const { by, words, zone } = wish
  const found = await whom(ports, wish)
  if ('title' in found) return found
  const at = ports.now()
  const until = endOf(wish, at)
  if (until === undefined) return { title: words.say('pause.over') }
  const stored = await ports.store.get(HALT, found.id)
  const body = { ...(stored?.body ?? NEVER), on: { by: by.id, at, until }, name: found.called }
  if (!(await keep(ports, { id: found.id, stored, body }, { what: 'paused', by: by.id, about: { until } })))
    return pause(ports, wish)
  ports.log.info('paused', { who: found.id, by: by.id })
  const moment = until === null ? '' : words.say('moment', { day: words.day(until, zone), time: words.time(until, zone) })
  const title = words.say(until === null ? 'pause.title' : 'pause.title-until', { who: found.name, moment })
  return { title, lines: [words.say('pause.line')] }
}

/** Null: until somebody resumes; undefined: that is over already. */
function endOf({ hours, until, zone }: PauseWish, now: number): number | null | undefined {
  if (until !== null) return untilAt(until, now, zone)
  return hours === null ? null : now + hours * HOUR
}

/** What waited is judged now, or (`drop`) left aside for good. */
export async function resume(ports: Ports, wish: Wish & { readonly drop: boolean }): Promise<Notice> {
  const { by, words, drop } = wish
  const found = await whom(ports, wish)
  if ('title' in found) return found
  const stored = await ports.store.get(HALT, found.id)
  if (!stored?.body.on) return { title: words.say('resume.none', { who: found.name }) }
  const { on, dropped } = stored.body
  const stretch = { from: on.at, to: Math.min(ports.now(), on.until ?? Number.POSITIVE_INFINITY) }
  const body = { ...stored.body, on: null, dropped: drop ? [...dropped, stretch].slice(-MOST_DROPPED) : dropped }
  const told: Happened = { what: 'resumed', by: by.id, outcome: drop ? 'dropped' : 'judged' }
  if (!(await keep(ports, { id: found.id, stored, body }, told))) return resume(ports, wish)
  ports.log.info('resumed', { who: found.id, by: by.id, drop })
  await tidy(ports)
  return { title: words.say('resume.title', { who: found.name }), lines: [words.say(drop ? 'resume.dropped' : 'resume.judged')] }
}

interface Kept {
  /** An agent's, "all", or a queue's behind its kind. */
  readonly id: string
  readonly stored: Stored<Halt> | undefined
  readonly body: Halt
}

async function keep(ports: Ports, { id, stored, body }: Kept, happened: Happened): Promise<boolean> {
  const queue = id.startsWith(ofQueue('')) ? id.slice(ofQueue('').length) : undefined
  const whose = queue === undefined ? (id === ALL ? {} : { agent: id as PersonId }) : { about: { ...happened.about, queue } }
  const told = await audited(ports, { ...happened, ...whose })
  const index = body.on ? { index: { on: { key: 'on', at: body.on.at } } } : {}
  return (await commit(ports, [{ put: HALT.name, id, expect: stored?.version ?? 0, body, ...index }, told])).ok
}

interface Found {
  readonly id: string
  readonly name: string
  /** A queue, in Genesys. */
  readonly called: string | null
}

/** Whom it is about, or what to say when that is nobody. */
async function whom(ports: Ports, { who, words }: Wish): Promise<Found | Notice> {
  if (who === null) return { id: ALL, name: words.say('pause.everybody'), called: null }
  const scope = await scopeOf(ports, who, words)
  if (!('kind' in scope)) return scope
  const name = await saidScope(ports, scope, words)
  return scope.kind === 'queue' ? { id: ofQueue(scope.id), name, called: scope.name } : { id: scope.id, name, called: null }
}

/** For the status: who paused everybody, and until when. */
export async function pausedSince(ports: Pick<Ports, 'store' | 'now'>): Promise<Halt['on']> {
  const stored = await ports.store.get(HALT, ALL)
  return stored && isOn(stored.body, ports.now()) ? stored.body.on : null
}

export interface Paused {
  /** An agent or a queue. */
  readonly scope: { readonly kind: 'agent' | 'queue'; readonly id: string; readonly name: string | null }
  readonly until: number | null
}

/** Whoever rests by a pause of their own, latest last. */
export async function pausedOnes({ store, now }: Pick<Ports, 'store' | 'now'>): Promise<Paused[]> {
  const found = await store.find(HALT, { index: 'on', key: 'on' })
  return found.flatMap(({ id, body }) => {
    if (id === ALL || !body.on || !isOn(body, now())) return []
    const queue = id.startsWith(ofQueue(''))
    const scope = {
      kind: queue ? ('queue' as const) : ('agent' as const),
      id: queue ? id.slice(ofQueue('').length) : id,
      name: body.name,
    }
    return [{ scope, until: body.on.until }]
  })
}
