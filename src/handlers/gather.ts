import { randomBytes } from 'node:crypto'
import type { Person } from '../coaching/people.ts'
import type { Button, Note, Proposal } from '../coaching/proposal.ts'
import type { Settings } from '../coaching/settings.ts'
import { HOUR, type Slot } from '../coaching/slot.ts'
import type { Change, Ports, Stored } from '../ports.ts'
import { commit, promptPosts, redrawAll } from './commit.ts'
import { accountOf, superiorsOf } from './identify.ts'
import { PERMIT, POST, type Post, PROPOSAL } from './kinds.ts'
import { findSlots } from './surroundings.ts'
import { currentSettings } from './tune.ts'

/** With no time to offer, Genesys and the calendar are asked again this often. */
const LOOK_AGAIN_MS = HOUR

/**
 * Whatever an undecided proposal needs next: its supervisor, its first three times and its cards; fresh times once the offered
 * ones have passed; or its end. Safe to run again at any moment.
 */
export async function tend(ports: Ports, id: string): Promise<void> {
  const stored = await ports.store.get(PROPOSAL, id)
  if (!stored) return
  const { state, expiresAt } = stored.body
  if (state !== 'gathering' && state !== 'open') return
  if (ports.now() >= expiresAt) return expire(ports, stored)
  const { settings } = await currentSettings(ports)
  const supervisor = (await superiorsOf(ports, stored.body.agent.id))[0]
  if (!supervisor) return unsupervised(ports, stored)
  if (state === 'open' && stored.body.slots.length > 0 && !passed(ports, stored.body)) return reschedule(ports, stored)
  await offer(ports, { stored, supervisor, settings, note: null })
}

const passed = (ports: Ports, { slots }: Proposal): boolean => slots.some(({ start }) => start <= ports.now())

export interface Offer {
  readonly stored: Stored<Proposal>
  readonly supervisor: Person
  readonly settings: Settings
  /** What became of the time chosen before. */
  readonly note: Note | null
}

/** Asks for times and puts the three best on the card, in whatever state it is; the first time, the cards are created too. */
export async function offer(ports: Ports, { stored, supervisor, settings, note }: Offer): Promise<void> {
  const session = { proposal: stored.body, supervisor, settings }
  const slots = await findSlots(ports, session)
  const proposal: Proposal = {
    ...stored.body,
    state: 'open',
    supervisor,
    slots,
    buttons: [...stored.body.buttons, ...buttonsFor(slots, stored.body.buttons)],
    note,
    chosen: null,
  }
  const first = stored.body.state === 'gathering' ? await firstPosts(ports, proposal) : []
  const changes = [putProposal(stored, proposal, nextLook(ports, proposal)), redrawAll(stored.id, ports.now()), ...first]
  const written = await commit(ports, changes)
  if (!written.ok) throw new Error(`another run was faster at ${written.id}`)
  ports.log.info('times offered', { proposal: stored.id, slots: slots.length })
  await promptPosts(ports, stored.id)
}

function nextLook(ports: Ports, { slots, expiresAt }: Proposal): number {
  const next = slots.length > 0 ? Math.min(...slots.map(({ start }) => start)) : ports.now() + LOOK_AGAIN_MS
  return Math.min(next, expiresAt)
}

export function putProposal(stored: Stored<Proposal>, body: Proposal, due?: number): Change {
  const index = { agent: { key: body.agent.id, at: body.proposedAt } }
  return { put: PROPOSAL.name, id: stored.id, expect: stored.version, body, index, ...(due === undefined ? {} : { due }) }
}

/** New codes for new times; decline and show keep theirs. */
function buttonsFor(slots: readonly Slot[], before: readonly Button[]): Button[] {
  const fresh: Button[] = slots.map((slot) => ({ code: newCode(), does: { kind: 'slot', slot } }))
  const standing =
    before.length > 0 ? [] : (['decline', 'show'] as const).map((kind): Button => ({ code: newCode(), does: { kind } }))
  return [...fresh, ...standing]
}

const newCode = (): string => randomBytes(6).toString('hex')

/** Where the card goes: to the supervisor, into the team's room, or both. */
async function firstPosts(ports: Ports, proposal: Proposal): Promise<Change[]> {
  const { way, room } = (proposal.agent.team && ports.house.deliver.get(proposal.agent.team.id)) ?? {
    way: 'direct',
    room: undefined,
  }
  const posts: Change[] = []
  if (room && way !== 'direct') posts.push(postOf(ports, proposal, { to: { room }, reader: null }))
  if (way !== 'room' || !room) {
    const account = proposal.supervisor && (await accountOf(ports, proposal.supervisor))
    if (account) posts.push(postOf(ports, proposal, { to: { account }, reader: proposal.supervisor?.id ?? null }))
    else ports.counts.add('unreachable')
  }
  return posts
}

function postOf(ports: Ports, { id }: Proposal, { to, reader }: Pick<Post, 'to' | 'reader'>): Change {
  const where = 'room' in to ? `${to.room.platform}:${to.room.id}` : `${to.account.platform}:${to.account.id}`
  const body: Post = { shows: 'proposal', subject: id, to, reader, state: 'new', posted: null, drawn: 0 }
  const now = ports.now()
  return { put: POST.name, id: `${id}:${where}`, expect: 0, body, due: now, index: { subject: { key: id, at: now } } }
}

async function expire(ports: Ports, stored: Stored<Proposal>): Promise<void> {
  const permit = await ports.store.get(PERMIT, stored.id)
  const changes: Change[] = [putProposal(stored, { ...stored.body, state: 'expired' }), redrawAll(stored.id, ports.now())]
  if (permit) changes.push({ drop: PERMIT.name, id: stored.id, expect: permit.version })
  const written = await commit(ports, changes)
  if (!written.ok) throw new Error(`another run was faster at ${written.id}`)
  ports.counts.add('expired')
  await promptPosts(ports, stored.id)
}

/** Nobody may take it: counted, logged, and asked again later, until it expires. */
async function unsupervised(ports: Ports, stored: Stored<Proposal>): Promise<void> {
  ports.counts.add('nobody to ask')
  ports.log.warn('an agent has no active superior in Genesys; the proposal waits', {
    proposal: stored.id,
    agent: stored.body.agent.id,
  })
  const due = Math.min(ports.now() + LOOK_AGAIN_MS, stored.body.expiresAt)
  await commit(ports, [putProposal(stored, stored.body, due)])
}

/** Woken without need: fall due again when the first offered time has passed. */
async function reschedule(ports: Ports, stored: Stored<Proposal>): Promise<void> {
  const due = nextLook(ports, stored.body)
  if (stored.due !== due) await commit(ports, [putProposal(stored, stored.body, due)])
}
