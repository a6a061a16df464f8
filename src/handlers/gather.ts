import { expiryOf } from '../coaching/expiry.ts'
import { dayOf, nextOpen, OFFICE_HOURS } from '../coaching/hours.ts'
import type { Person } from '../coaching/people.ts'
import type { Note, Proposal } from '../coaching/proposal.ts'
import type { Settings } from '../coaching/settings.ts'
import { DAY, HOUR, MINUTE } from '../coaching/slot.ts'
import type { Change, Limit, Ports, Stored } from '../ports.ts'
import { endProposal, putProposal } from './change.ts'
import { commit } from './commit.ts'
import { supervisorOf } from './identify.ts'
import { SENT } from './kinds.ts'
import { type Find, offerTimes, standingButtons, timeButtons } from './offering.ts'
import { isResting } from './pause.ts'
import { notPosted, postTo } from './post.ts'
import { sessionInstead, supersede } from './supersede.ts'
import { zoneOf } from './surroundings.ts'
import { settingsAbout } from './tune.ts'

/** With no time to offer, Genesys and the calendar are asked again this often. */
const LOOK_AGAIN_MS = HOUR

/**
 * Whatever an undecided proposal needs next: its supervisor, its times and its cards; fresh times once the offered ones have passed
 * or were lost; or its end. Safe to run again at any moment.
 */
export async function tend(ports: Ports, stored: Stored<Proposal>): Promise<void> {
  if (ports.now() >= stored.body.expiresAt) return expire(ports, stored)
  const settings = await settingsAbout(ports, stored.body)
  if (stored.body.offeredAt === null) {
    if (await isResting(ports, stored.body)) return wait(ports, stored, ports.now() + MINUTE)
    const { hours } = settings.cards
    const from = hours ? nextOpen(hours, ports.now(), await zoneOf(ports, stored.body.agent.id)) : 0
    if (from > ports.now()) return wait(ports, stored, from)
  }
  const supervisor = await supervisorOf(ports, stored.body.agent.id)
  if (!supervisor) return nobodyToAsk(ports, stored)
  const { slots, note } = stored.body
  const same = stored.body.supervisor?.id === supervisor.id
  if (same && slots.length > 0 && slots.every(({ start }) => start > ports.now())) return reschedule(ports, stored)
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

/** Not shown to anybody yet: it waits, for a pause to end, or for the hours of cards. */
async function wait(ports: Ports, stored: Stored<Proposal>, until: number): Promise<void> {
  await commit(ports, [putProposal(stored, stored.body, Math.min(until, stored.body.expiresAt))])
}

/**
 * Asks for times and puts the three best on the card, those from before when there are no others; whoever should see a card and has none
 * yet gets one.
 */
async function offer(ports: Ports, asked: Offer): Promise<void> {
  const { stored, supervisor, settings } = asked
  const session = { proposal: stored.body, supervisor, settings }
  const outcome = await offerTimes(ports, { stored, session }, async (find) => {
    const body = await offered(ports, asked, find)
    const counted = stored.body.offeredAt === null ? sentNow(ports, asked) : []
    const limits = stored.body.offeredAt === null ? limitOf(ports, asked) : []
    return { body, due: nextLook(ports, body), more: [...(await missingPosts(ports, body)), ...counted], limits }
  })
  if (outcome === 'limit') await waitForTomorrow(ports, asked)
}

/** Only the first card of a proposal counts, whatever it shows later. */
function sentNow(ports: Ports, { stored: { id }, supervisor }: Offer): Change[] {
  const at = ports.now()
  const index = { supervisor: { key: supervisor.id, at } }
  return [{ put: SENT.name, id, expect: 0, body: { supervisor: supervisor.id, at }, due: at + 2 * DAY, index }]
}

function limitOf(ports: Ports, { supervisor, settings: { cards } }: Offer): Limit[] {
  if (cards.aDay === null) return []
  const { from: since } = dayOf(ports.now(), ports.house.zone)
  return [{ kind: SENT.name, index: 'supervisor', key: supervisor.id, since, most: cards.aDay }]
}

/** Whoever has had enough cards today gets the rest from tomorrow on, in the hours for it. */
async function waitForTomorrow(ports: Ports, { stored, settings }: Offer): Promise<void> {
  const zone = await zoneOf(ports, stored.body.agent.id)
  ports.counts.add('cards that wait for tomorrow')
  await wait(ports, stored, nextOpen(settings.cards.hours ?? OFFICE_HOURS, dayOf(ports.now(), ports.house.zone).to, zone))
}

async function offered(ports: Ports, { stored, supervisor, settings, note }: Offer, find: Find): Promise<Proposal> {
  const { passed, agent } = stored.body
  const others = await find(passed)
  const anew = others.length === 0 && passed.length > 0
  const slots = anew ? await find([]) : others
  const standing = stored.body.buttons.length > 0 ? stored.body.buttons : standingButtons()
  const buttons = [...standing, ...timeButtons('slot', slots)]
  const round = anew ? 'again' : passed.length > 0 ? 'more' : 'first'
  const seen = { passed: anew ? [] : passed, round } as const
  const now = ports.now()
  // Counted from when somebody can first look, however long it took to find out who.
  const first = stored.body.offeredAt === null
  const expiresAt = first ? expiryOf(settings, now, await zoneOf(ports, agent.id)) : stored.body.expiresAt
  const times = { slots, offeredAt: now, expiresAt, buttons, note }
  return { ...stored.body, ...seen, ...times, state: 'open', supervisor, asking: null, chosen: null }
}

function nextLook(ports: Ports, { slots, expiresAt }: Proposal): number {
  const next = slots.length > 0 ? Math.min(...slots.map(({ start }) => start)) : ports.now() + LOOK_AGAIN_MS
  return Math.min(next, expiresAt)
}

/** The card goes to the supervisor, into the team's room, or both; copies that stand already are left alone. */
async function missingPosts(ports: Ports, { id, agent, supervisor }: Proposal): Promise<Change[]> {
  const { way, room } = (agent.team && ports.house.deliver.get(agent.team.id)) ?? { way: 'direct', room: undefined }
  const wanted = []
  if (room && way !== 'direct') wanted.push(postTo(ports, { shows: 'proposal', subject: id, room }))
  if ((way !== 'room' || !room) && supervisor)
    wanted.push(postTo(ports, { shows: 'proposal', subject: id, reader: supervisor.id }))
  return notPosted(ports, id, wanted)
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
