import type { Account, Card, Person, Place, RoomRef } from '../coaching/people.ts'
import type { Proposal } from '../coaching/proposal.ts'
import { proposalCard } from '../coaching/proposal-card.ts'
import type { Recognition } from '../coaching/recognition.ts'
import { sessionCard } from '../coaching/session-card.ts'
import { kudosCard, noticeCard, type Praise } from '../coaching/told-cards.ts'
import type { Reader } from '../coaching/view.ts'
import { isPassing } from '../errors.ts'
import type { Ports } from '../ports.ts'
import { type Alarm, drawAlarm } from './alarm.ts'
import { drawApproval } from './approve.ts'
import { personOf, superiorsOf } from './identify.ts'
import { APPROVAL, POST, type Post, PROPOSAL, RECOGNITION } from './kinds.ts'
import { currentSupply } from './supply.ts'

/** A card as one reader sees it, and the version of the record it was drawn from. */
export interface Drawing {
  readonly card: Card
  readonly version: number
}

/** Draws what a message shows, from the record as it is now; undefined when the record is gone. */
export async function drawPost(ports: Ports, post: Post): Promise<Drawing | undefined> {
  if (post.shows === 'kudos') return drawKudos(ports, post)
  if (post.shows === 'signal-gone') return drawSignalGone(ports, post)
  if (post.shows === 'forbidden' || post.shows === 'unreachable') return drawTold(ports, { ...post, shows: post.shows })
  if (post.shows === 'approval') return drawQuestion(ports, post)
  const stored = await ports.store.get(PROPOSAL, post.subject)
  if (!stored) return undefined
  // Taken back before the agent heard of it: then there is nothing to tell.
  if (post.shows === 'session' && stored.body.undone && post.state === 'new') return undefined
  const language = post.to && 'account' in post.to ? post.to.account.language : undefined
  const words = ports.words(language ?? ports.house.locale)
  const reader = await readerOf(ports, post, stored.body)
  const draw = post.shows === 'session' ? sessionCard : proposalCard
  return { card: draw(stored.body, reader, words), version: stored.version }
}

async function drawKudos(ports: Ports, post: Post): Promise<Drawing | undefined> {
  const stored = await ports.store.get(RECOGNITION, post.subject)
  const praise = stored && praiseIn(stored.body)
  if (!praise || !post.to || !('account' in post.to)) return undefined
  const words = ports.words(post.to.account.language ?? ports.house.locale)
  return { card: kudosCard(praise, readerFor(ports, post.to.account), words), version: stored.version }
}

/** What there is to say; undefined once somebody's own words were forgotten. */
export function praiseIn(recognition: Recognition): Praise | undefined {
  if (recognition.interaction !== null) return recognition
  const { agent, byHand } = recognition
  return byHand.line === null ? undefined : { agent, interaction: null, from: byHand.by.name, line: byHand.line }
}

async function drawQuestion(ports: Ports, post: Post): Promise<Drawing | undefined> {
  const stored = await ports.store.get(APPROVAL, post.subject)
  if (!stored || !post.to || !('account' in post.to)) return undefined
  return { card: await drawApproval(ports, stored, post.to.account), version: stored.version }
}

async function drawTold(ports: Ports, post: Post & { readonly shows: Alarm }): Promise<Drawing | undefined> {
  if (!post.to || !('account' in post.to)) return undefined
  return { card: await drawAlarm(ports, post, post.to.account), version: 1 }
}

/** Tells an admin that the rule cannot fire, and what to do about it. */
async function drawSignalGone(ports: Ports, post: Post): Promise<Drawing | undefined> {
  const supply = await currentSupply(ports)
  if (!supply || !post.to || !('account' in post.to)) return undefined
  const words = ports.words(post.to.account.language ?? ports.house.locale)
  const { candidates, missing } = supply
  const facts = { candidates, missing, command: '/coaching set missing customer-only' }
  const day = words.day(Date.parse(supply.day), 'UTC')
  const notice = { title: words.say('signal-gone.title'), lines: [words.say('signal-gone.line', { ...facts, day })] }
  return { card: noticeCard({ ...notice, practice: ports.house.practice }, words), version: 1 }
}

async function readerOf(ports: Ports, post: Post, proposal: Proposal): Promise<Reader> {
  if (!post.to) return readerFor(ports, undefined)
  if ('account' in post.to) return { ...readerFor(ports, post.to.account), ...(post.reader ? { you: post.reader } : {}) }
  const [named, zone] = await Promise.all([mayName(ports, post.to.room, proposal.agent), roomZone(ports, proposal)])
  return { ...readerFor(ports, undefined), named, zone, zoneLabel: true }
}

/** In a room people read from different places, so it speaks of the agent's. */
const roomZone = async ({ centre, house }: Ports, { agent }: Proposal): Promise<string> =>
  (await centre.zone(agent.id)) ?? house.zone

/** The zone of the times on a proposal's card there, as its copy was drawn. */
export async function zoneAt(ports: Ports, { room, account }: Place, proposal: Proposal): Promise<string> {
  if (room) return roomZone(ports, proposal)
  const posts = await ports.store.find(POST, { index: 'subject', key: proposal.id })
  const readers = posts.flatMap(({ body: { to } }) => (to && 'account' in to ? [to.account] : []))
  const reader = readers.find(({ platform, id }) => platform === account.platform && id === account.id)
  return readerFor(ports, reader ?? account).zone
}

export function readerFor(ports: Pick<Ports, 'house'>, account: Account | undefined): Reader {
  const link = (conversation: string) =>
    ports.house.conversationLink.replace('{conversationId}', encodeURIComponent(conversation))
  const { zone = ports.house.zone } = account ?? {}
  // A zone that is only assumed is said, so that nobody comes at the wrong hour.
  return { zone, zoneLabel: account?.zone === undefined, named: true, practice: ports.house.practice, link }
}

/** A room names the agent only when it is private and every member may act on that agent; asked anew for each drawing. */
async function mayName(ports: Ports, room: RoomRef, agent: Person): Promise<boolean> {
  try {
    return await allMayKnow(ports, room, agent)
  } catch (error) {
    // Who is in there cannot be seen: then nobody is named.
    if (isPassing(error)) throw error
    return false
  }
}

async function allMayKnow(ports: Ports, room: RoomRef, agent: Person): Promise<boolean> {
  const seen = await ports.chats.get(room.platform)?.room(room)
  if (!seen?.private) return false
  const superiors = new Set((await superiorsOf(ports, agent.id)).map(({ id }) => id))
  const members = await Promise.all(seen.members.map((account) => personOf(ports, account)))
  return members.every((member) => typeof member === 'object' && superiors.has(member.id))
}
