import { randomBytes } from 'node:crypto'
import { expiryOf } from '../coaching/expiry.ts'
import type { Person } from '../coaching/people.ts'
import { type Button, type Note, type Proposal, Reason } from '../coaching/proposal.ts'
import type { Settings } from '../coaching/settings.ts'
import { HOUR, MINUTE, type Slot } from '../coaching/slot.ts'
import { isPassing } from '../errors.ts'
import type { Change, Ports, Stored } from '../ports.ts'
import { orAlarm } from './alarm.ts'
import { endProposal, putProposal, writeProposal } from './change.ts'
import { commit } from './commit.ts'
import { heldElsewhere } from './holds.ts'
import { supervisorOf } from './identify.ts'
import { POST } from './kinds.ts'
import { restOf } from './pause.ts'
import { postTo } from './post.ts'
import { sessionInstead, supersede } from './supersede.ts'
import { timesFor, zoneOf } from './surroundings.ts'
import { currentSettings } from './tune.ts'

/** With no time to offer, Genesys and the calendar are asked again this often. */
const LOOK_AGAIN_MS = HOUR

/**
 * Whatever an undecided proposal needs next: its supervisor, its times and its cards; fresh times once the offered ones have passed
 * or were lost; or its end. Safe to run again at any moment.
 */
export async function tend(ports: Ports, stored: Stored<Proposal>): Promise<void> {
  if (ports.now() >= stored.body.expiresAt) return expire(ports, stored)
  if (stored.body.offeredAt === null && (await restOf(ports, stored.body.agent.id)).paused) return rest(ports, stored)
  const supervisor = await supervisorOf(ports, stored.body.agent.id)
  if (!supervisor) return nobodyToAsk(ports, stored)
  const { slots, note } = stored.body
  const same = stored.body.supervisor?.id === supervisor.id
  if (same && slots.length > 0 && slots.every(({ start }) => start > ports.now())) return reschedule(ports, stored)
  const { settings } = await currentSettings(ports)
  const other = await sessionInstead(ports, stored.body, settings)
  if (other) return supersede(ports, stored, other)
  await offer(ports, { stored, supervisor, settings, note: slots.length === 0 ? note : null })
}

interface Offer {
  readonly stored: Stored<Proposal>
  readonly supervisor: Person
  readonly settings: Settings
  /** What became of the time chosen before. */
  readonly note: Note | null
}

/** Decided before a pause, but not shown to anybody yet: it waits for the pause to end. */
async function rest(ports: Ports, stored: Stored<Proposal>): Promise<void> {
  await commit(ports, [putProposal(stored, stored.body, Math.min(ports.now() + MINUTE, stored.body.expiresAt))])
}

/** More often than offers to one supervisor are ever made at the same moment. */
const ROUNDS = 50

/**
 * Asks for times and puts the three best on the card, those from before when there are no others; whoever should see a card and has none
 * yet gets one. Another offer to the same people made meanwhile: chosen again, around what that one holds.
 */
async function offer(ports: Ports, asked: Offer): Promise<void> {
  const { stored, supervisor, settings } = asked
  const session = { proposal: stored.body, supervisor, settings }
  const find = timesFor(ports, session)
  for (let round = 0; round < ROUNDS; round += 1) {
    const { held, fences } = await heldElsewhere(ports, session)
    const body = await offered(ports, asked, (passed) => find(held, passed))
    const more = [...fences, ...(await missingPosts(ports, body))]
    const written = await writeProposal(ports, stored, { body, due: nextLook(ports, body), more })
    if (written.ok) return ports.log.info('times offered', { proposal: stored.id, slots: body.slots.length })
    if (fences.every(({ id }) => id !== written.id)) break
  }
  throw new Error(`another run was faster at ${stored.id}`)
}

type Find = (passed: readonly number[]) => Promise<Slot[]>

async function offered(ports: Ports, { stored, supervisor, settings, note }: Offer, find: Find): Promise<Proposal> {
  const { passed, agent } = stored.body
  const others = await slotsOr(ports, stored.id, () => find(passed))
  const anew = others.length === 0 && passed.length > 0
  const slots = anew ? await slotsOr(ports, stored.id, () => find([])) : others
  const buttons = [...stored.body.buttons, ...buttonsFor(slots, stored.body.buttons)]
  const round = anew ? 'again' : passed.length > 0 ? 'more' : 'first'
  const seen = { passed: anew ? [] : passed, round } as const
  const now = ports.now()
  // Counted from when somebody can first look, however long it took to find out who.
  const first = stored.body.offeredAt === null
  const expiresAt = first ? expiryOf(settings, now, await zoneOf(ports, agent.id)) : stored.body.expiresAt
  const times = { slots, offeredAt: now, expiresAt, buttons, note }
  return { ...stored.body, ...seen, ...times, state: 'open', supervisor, asking: null, chosen: null }
}

/** Where times cannot even be asked for (a permission is missing, say), the card says that none was found and keeps looking. */
async function slotsOr(ports: Ports, proposal: string, find: () => Promise<Slot[]>): Promise<Slot[]> {
  try {
    return await orAlarm(ports, find)
  } catch (error) {
    if (isPassing(error)) throw error
    ports.counts.add('times refused')
    ports.log.error('times cannot be asked for', {
      proposal,
      error: error instanceof Error ? error.message : 'unknown',
    })
    return []
  }
}

function nextLook(ports: Ports, { slots, expiresAt }: Proposal): number {
  const next = slots.length > 0 ? Math.min(...slots.map(({ start }) => start)) : ports.now() + LOOK_AGAIN_MS
  return Math.min(next, expiresAt)
}

const STANDING: readonly Button['does'][] = [
  ...(['other', 'pick', 'picked', 'decline', 'back', 'show', 'undo'] as const).map((kind) => ({ kind })),
  ...Reason.options.map((reason) => ({ kind: 'reason' as const, reason })),
]

/** New codes for new times; the other buttons keep theirs. */
function buttonsFor(slots: readonly Slot[], before: readonly Button[]): Button[] {
  const fresh: Button[] = slots.map((slot) => ({ code: newCode(), does: { kind: 'slot', slot } }))
  const standing = before.length > 0 ? [] : STANDING.map((does): Button => ({ code: newCode(), does }))
  return [...fresh, ...standing]
}

const newCode = (): string => randomBytes(6).toString('hex')

/** The card goes to the supervisor, into the team's room, or both; copies that stand already are left alone. */
async function missingPosts(ports: Ports, { id, agent, supervisor }: Proposal): Promise<Change[]> {
  const { way, room } = (agent.team && ports.house.deliver.get(agent.team.id)) ?? { way: 'direct', room: undefined }
  const wanted: Change[] = []
  if (room && way !== 'direct') wanted.push(postTo(ports, { shows: 'proposal', subject: id, room }))
  if ((way !== 'room' || !room) && supervisor)
    wanted.push(postTo(ports, { shows: 'proposal', subject: id, reader: supervisor.id }))
  const known = new Set((await ports.store.find(POST, { index: 'subject', key: id })).map((post) => post.id))
  return wanted.filter((change) => 'put' in change && !known.has(change.id))
}

async function expire(ports: Ports, stored: Stored<Proposal>): Promise<void> {
  if (!(await endProposal(ports, stored, { ...stored.body, state: 'expired' })))
    throw new Error(`another run was faster at ${stored.id}`)
  ports.counts.add('expired')
}

/** Nobody may take it: counted, logged, and asked again later, until it expires. */
async function nobodyToAsk(ports: Ports, stored: Stored<Proposal>): Promise<void> {
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
