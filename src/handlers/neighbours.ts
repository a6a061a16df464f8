import type { Interaction, PersonId } from '../coaching/interaction.ts'
import { byEnd } from '../coaching/interaction.ts'
import { farthest, isEnough, mayStand, type PolicyOf } from '../coaching/policy.ts'
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
export async function neighbours(ports: Ports, pending: readonly SignalStored[], of: PolicyOf): Promise<SignalStored[]> {
  const ends = pending.map(({ body }) => body.interaction.endedAt)
  const policies = [...new Set(pending.map(({ body }) => of(body.interaction)))]
  const reach = Math.max(...policies.map(farthest))
  const [first, last] = [Math.min(...ends), Math.max(...ends)]
  const enough = (all: readonly Interaction[]) => policies.every((policy) => isEnough(all, policy, of))
  const { agent } = pending[0]!.body.interaction
  const later = await read(ports, { agent, since: first, until: last + reach }, (page) =>
    enough(interactionsOf(page).filter(({ endedAt }) => endedAt > last)),
  )
  const anyMayStand = pending.some(({ body }) => mayStand(body.interaction, of(body.interaction)))
  const search = { agent, since: first - reach, until: first - 1, newest: true }
  const earlier = anyMayStand ? await read(ports, search, (page) => enough(interactionsOf(page))) : []
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
