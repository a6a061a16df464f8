import type { Held } from '../coaching/choosing.ts'
import type { Proposal } from '../coaching/proposal.ts'
import { DAY, spanOf } from '../coaching/slot.ts'
import { isWished } from '../coaching/wish.ts'
import type { Change, Find, Ports } from '../ports.ts'
import { HOLDS, PROPOSAL } from './kinds.ts'
import type { Session } from './surroundings.ts'

export interface Holds {
  readonly held: readonly Held[]
  /** Written with an offer, so that of two made at the same moment the second one notices. */
  readonly fences: readonly Fence[]
}

type Fence = Extract<Change, { readonly put: string }>

/** So many of the latest proposals are looked at: an open one lives a few days. */
const LATEST = 50
/** Nobody answered for so long: then others may have the same times, too. Whoever presses first gets them. */
const HELD_MS = DAY

/**
 * What other open cards have on offer: to the same supervisor, who cannot be in two places, and for the same team, whose margin would be used up twice.
 * Nothing is kept for it, so nothing has to be released: a card that is no longer open holds nothing.
 */
export async function heldElsewhere(ports: Pick<Ports, 'store' | 'now'>, { proposal, supervisor }: Session): Promise<Holds> {
  const names = [`supervisor ${supervisor.id}`, ...(proposal.agent.team ? [`team ${proposal.agent.team.id}`] : [])]
  // The fences first: whatever is written after they were read makes the offer fail.
  const fences = await Promise.all(names.map((name) => fence(ports, name)))
  const [own, team] = await Promise.all([
    offers(ports, proposal, { index: 'supervisor', key: supervisor.id }),
    proposal.agent.team ? offers(ports, proposal, { index: 'team', key: proposal.agent.team.id }) : [],
  ])
  const ids = new Set(own.map(({ id }) => id))
  const held = [...own, ...team.filter(({ id }) => !ids.has(id))].flatMap((other) =>
    spansOf(other).map((at) => ({ at, people: ids.has(other.id) })),
  )
  return { held, fences }
}

async function fence({ store }: Pick<Ports, 'store'>, id: string): Promise<Fence> {
  const stored = await store.get(HOLDS, id)
  return { put: HOLDS.name, id, expect: stored?.version ?? 0, body: {} }
}

async function offers({ store, now }: Pick<Ports, 'store' | 'now'>, { id: own }: Proposal, where: Find): Promise<Proposal[]> {
  const latest = await store.find(PROPOSAL, { ...where, newest: true, limit: LATEST })
  const isHeld = (other: Proposal) => {
    const { state, offeredAt } = other
    const offers = state === 'open' || isWished(other)
    return state === 'booking' || state === 'moving' || (offers && offeredAt !== null && offeredAt > now() - HELD_MS)
  }
  return latest.filter(({ id, body }) => id !== own && isHeld(body)).map(({ body }) => body)
}

/** While one of them is being booked, the others are free again. */
function spansOf({ state, chosen, move, slots }: Proposal) {
  const taken = state === 'booking' ? chosen : state === 'moving' ? move : null
  return (taken ? [taken.slot] : slots).map(spanOf)
}
