import type { Interaction, PersonId } from '../coaching/interaction.ts'
import { byEnd } from '../coaching/interaction.ts'
import { reachOf } from '../coaching/pattern.ts'
import { type CoachingPolicy, isEnough, match } from '../coaching/policy.ts'
import type { Find, Ports } from '../ports.ts'
import { SIGNAL } from './kinds.ts'
import type { SignalStored } from './verdict.ts'

/** Read at a time; most stretches are far shorter. */
const PAGE = 100

interface Search {
  readonly agent: PersonId
  readonly since: number
  readonly until: number
  readonly newest?: boolean
}

const interactionsOf = (signals: readonly SignalStored[]): Interaction[] => signals.map(({ body }) => body.interaction)

/**
 * Those that wait for a verdict together with every interaction that may stand in a pattern with one of them, in order of end time.
 * Beyond them it looks no further than to what ends every pattern; where none of them can be part of one, not at all.
 */
export async function neighbours(
  ports: Ports,
  pending: readonly SignalStored[],
  policy: CoachingPolicy,
): Promise<SignalStored[]> {
  const ends = pending.map(({ body }) => body.interaction.endedAt)
  const [first, last, reach] = [Math.min(...ends), Math.max(...ends), reachOf(policy.coach.pattern)]
  const { agent } = pending[0]!.body.interaction
  const later = await read(ports, { agent, since: first, until: last + reach }, (page) =>
    isEnough(
      interactionsOf(page).filter(({ endedAt }) => endedAt > last),
      policy,
    ),
  )
  const mayStand = pending.some(({ body }) => match(body.interaction, policy) !== 'fails')
  const search = { agent, since: first - reach, until: first - 1, newest: true }
  const earlier = mayStand ? await read(ports, search, (page) => isEnough(interactionsOf(page), policy)) : []
  return [...earlier, ...later].toSorted((a, b) => byEnd(a.body.interaction, b.body.interaction))
}

/** Page by page until there is no more, or enough. */
async function read(ports: Ports, search: Search, enough: (page: readonly SignalStored[]) => boolean): Promise<SignalStored[]> {
  const { agent: key, newest = false } = search
  const found = new Map<string, SignalStored>()
  let { since, until } = search
  for (let limit = PAGE; ; ) {
    const where: Find = { index: 'agent', key, since, until, newest, limit }
    const page = await ports.store.find(SIGNAL, where)
    const before = found.size
    for (const signal of page) found.set(signal.id, signal)
    const end = page.at(-1)?.body.interaction
    // The last conversation of a full page may go on behind it.
    const whole = page.filter(({ body }) => body.interaction.conversation !== end?.conversation)
    if (!end || page.length < limit || enough(whole)) return [...found.values()]
    // So many at the very same instant: a longer page gets past them.
    if (found.size === before) limit *= 2
    if (newest) until = end.endedAt
    else since = end.endedAt
  }
}
