import type { PersonId } from '../coaching/interaction.ts'
import type { Person } from '../coaching/people.ts'
import type { Notice } from '../coaching/told-cards.ts'
import { plain, type Words } from '../coaching/view.ts'
import type { Ports, Stored } from '../ports.ts'
import { audited, type Happened } from './audit.ts'
import { commit } from './commit.ts'
import { isErased } from './erased.ts'
import { HALT, type Halt } from './kinds.ts'
import { tidy } from './tidy.ts'

const ALL = 'all'
/** The stretches left aside last are remembered; whoever waits longer than these was judged long ago. */
const MOST_DROPPED = 20
const NEVER: Halt = { on: null, dropped: [] }

export interface Rest {
  /** Nothing is to be judged or proposed now. */
  readonly paused: boolean
  /** Whether what arrived at that moment was left aside for good. */
  dropped(arrivedAt: number): boolean
}

/** What pauses mean for an agent: one of all, and one of the agent's own. */
export async function restOf({ store, now }: Pick<Ports, 'store' | 'now'>, agent: PersonId): Promise<Rest> {
  const found = await Promise.all([ALL, agent].map((id) => store.get(HALT, id)))
  const pauses = found.flatMap((stored) => (stored ? [stored.body] : []))
  return {
    paused: pauses.some((pause) => isOn(pause, now())),
    dropped: (at) => pauses.some(({ dropped }) => dropped.some(({ from, to }) => at >= from && at < to)),
  }
}

const isOn = ({ on }: Halt, now: number): boolean => on !== null && (on.until === null || now < on.until)

interface Wish {
  readonly by: Person
  readonly words: Words
  /** The reader's. */
  readonly zone: string
  /** An agent's e-mail; null = everybody. */
  readonly who: string | null
}

/** From now on nothing is judged and no card goes out; what arrives is kept. Bookings under way are finished. */
export async function pause(ports: Ports, wish: Wish & { readonly hours: number | null }): Promise<Notice> {
  const { by, words, zone, hours } = wish
  const found = await whom(ports, wish)
  if (!found) return nobody(wish)
  const at = ports.now()
  const until = hours === null ? null : at + hours * 3_600_000
  const stored = await ports.store.get(HALT, found.id)
  const body = { ...(stored?.body ?? NEVER), on: { by: by.id, at, until } }
  if (!(await keep(ports, { id: found.id, stored, body }, { what: 'paused', by: by.id, about: { until } })))
    return pause(ports, wish)
  ports.log.info('paused', { who: found.id, by: by.id })
  const moment = until === null ? '' : words.say('moment', { day: words.day(until, zone), time: words.time(until, zone) })
  const title = words.say(until === null ? 'pause.title' : 'pause.title-until', { who: found.name, moment })
  return { title, lines: [words.say('pause.line')] }
}

/** What waited is judged now, or (`drop`) left aside for good. */
export async function resume(ports: Ports, wish: Wish & { readonly drop: boolean }): Promise<Notice> {
  const { by, words, drop } = wish
  const found = await whom(ports, wish)
  if (!found) return nobody(wish)
  const stored = await ports.store.get(HALT, found.id)
  if (!stored?.body.on) return { title: words.say('resume.none', { who: found.name }) }
  const { on, dropped } = stored.body
  const stretch = { from: on.at, to: Math.min(ports.now(), on.until ?? Number.POSITIVE_INFINITY) }
  const body = { on: null, dropped: drop ? [...dropped, stretch].slice(-MOST_DROPPED) : dropped }
  const told: Happened = { what: 'resumed', by: by.id, outcome: drop ? 'dropped' : 'judged' }
  if (!(await keep(ports, { id: found.id, stored, body }, told))) return resume(ports, wish)
  ports.log.info('resumed', { who: found.id, by: by.id, drop })
  await tidy(ports)
  return { title: words.say('resume.title', { who: found.name }), lines: [words.say(drop ? 'resume.dropped' : 'resume.judged')] }
}

interface Kept {
  /** An agent's, or "all". */
  readonly id: string
  readonly stored: Stored<Halt> | undefined
  readonly body: Halt
}

async function keep(ports: Ports, { id, stored, body }: Kept, happened: Happened): Promise<boolean> {
  const told = await audited(ports, { ...happened, ...(id === ALL ? {} : { agent: id as PersonId }) })
  return (await commit(ports, [{ put: HALT.name, id, expect: stored?.version ?? 0, body }, told])).ok
}

async function whom(ports: Ports, { who, words }: Wish): Promise<{ readonly id: string; readonly name: string } | undefined> {
  if (who === null) return { id: ALL, name: words.say('pause.everybody') }
  const people = await ports.centre.peopleByEmail(who)
  const [person, ...others] = people
  return person && others.length === 0 && !(await isErased(ports, person.id)) ? person : undefined
}

const nobody = ({ words, who }: Wish): Notice => ({ title: words.say('command.nobody', { who: plain(who ?? '') }) })

/** For the status: who paused everybody, and until when. */
export async function pausedSince(ports: Pick<Ports, 'store' | 'now'>): Promise<Halt['on']> {
  const stored = await ports.store.get(HALT, ALL)
  return stored && isOn(stored.body, ports.now()) ? stored.body.on : null
}
