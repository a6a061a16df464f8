// Whether the agents' own signal is there at all: without it the rule can never fire, and nobody would notice.
import { DAY } from '../coaching/slot.ts'
import type { Change, Ports, Stored } from '../ports.ts'
import { adminIds } from './admins.ts'
import { commit } from './commit.ts'
import { SUPPLY, type Supply } from './kinds.ts'
import { postTo } from './post.ts'

const ID = 'agent-signal'
/** Over this share of a day's rough conversations without a signal, something is switched off. */
const TOO_MANY = 0.8
/** Fewer say nothing. */
const ENOUGH = 5

const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10)

export const isGone = ({ candidates, missing }: Supply): boolean => candidates >= ENOUGH && missing > candidates * TOO_MANY

/** Counts one rough conversation of today; tells the admins when most of the day's had no signal, once until it comes back. */
export async function noteSupply(ports: Ports, hadSignal: boolean): Promise<void> {
  const stored = await ports.store.get(SUPPLY, ID)
  const today = await countedIn(ports, stored)
  const body = { ...today, candidates: today.candidates + 1, missing: today.missing + (hadSignal ? 0 : 1) }
  const telling = isGone(body) && !body.told
  const posts = telling ? await toAdmins(ports, body.day) : []
  const written = await commit(ports, [recordChange(stored, { ...body, told: body.told || telling }), ...posts])
  if (!written.ok) return noteSupply(ports, hadSignal)
  if (telling)
    ports.log.warn('most rough conversations have no agent signal', { candidates: body.candidates, missing: body.missing })
}

/** A new day begins at nothing; whoever was told yesterday is told again only after a day on which the signal was there. */
async function countedIn({ now }: Ports, stored: Stored<Supply> | undefined): Promise<Supply> {
  const day = dayOf(now())
  if (stored?.body.day === day) return stored.body
  const told = stored ? stored.body.told && (isGone(stored.body) || stored.body.candidates < ENOUGH) : false
  return { day, candidates: 0, missing: 0, told }
}

function recordChange(stored: Stored<Supply> | undefined, body: Supply): Change {
  return { put: SUPPLY.name, id: ID, expect: stored?.version ?? 0, body }
}

async function toAdmins(ports: Ports, day: string): Promise<Change[]> {
  const ids = await adminIds(ports)
  return ids.map((reader) => postTo(ports, { shows: 'signal-gone', subject: `${ID}:${day}`, reader }))
}

/** Today's, or the last day's that had any. */
export async function currentSupply(ports: Pick<Ports, 'store' | 'now'>): Promise<Supply | undefined> {
  const stored = await ports.store.get(SUPPLY, ID)
  const fresh = stored && Date.parse(stored.body.day) > ports.now() - 2 * DAY
  return fresh ? stored.body : undefined
}
