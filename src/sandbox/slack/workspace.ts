// The workspace's memory: channels, direct messages, what was posted where, and the tokens handed out with deliveries.
import { adminGroup, type Group } from '../core/groups.ts'
import type { Json } from '../core/json.ts'
import type { Cast, World, WorldPerson, WorldRoom } from '../core/world.ts'

export const TEAM = { id: 'T0NORTHWIND', domain: 'northwind', name: 'Northwind' } as const
export const OTHER_TEAM = 'T0ELSEWHERE'
export const BOT = { user: 'U0HALFTIME', bot: 'B0HALFTIME', app: 'A0HALFTIME', name: 'halftime' } as const
export const BOT_TOKEN = 'xoxb-sandbox-northwind-halftime'
export const SIGNING_SECRET = 'sandbox-signing-secret'
export const USER_GROUP = 'S0COACHING'

export type Block = Readonly<Record<string, unknown>>

export interface SlackMessage {
  /** What the world calls it: `<channel>:<ts>`. A redraw keeps it. */
  readonly id: string
  readonly channel: string
  readonly ts: string
  readonly threadTs?: string
  /** Slack user id when only that person sees it. */
  readonly onlyFor?: string
  /** Written by Slack itself (a failed command), not by the bot. */
  readonly bySlackbot?: boolean
  readonly postedAt: string
  text: string
  blocks: readonly Block[]
  metadata?: unknown
  updatedAt: string | null
  deleted: boolean
  /** Every clickable element this message ever showed: screens lag, so old clicks are real. */
  readonly shown: Map<string, Clickable>
  /** By Slack user: what they have in its inputs, by block and action id. */
  readonly filled: Map<string, Map<string, string>>
}

/** A modal before somebody; one that was pushed lies over another. */
export interface Modal {
  readonly id: string
  /** Slack user id. */
  readonly user: string
  readonly root: string
  /** The one it lies over. */
  readonly previous?: string
  /** As the app sent it, its blocks with ids. */
  view: ModalView
  hash: string
  /** By block id: what the app says is wrong. */
  errors: Readonly<Record<string, string>>
  /** What Slack itself says when the app did not answer. */
  trouble?: string | undefined
  closed: boolean
  readonly filled: Map<string, Map<string, string>>
}

export interface ModalView extends Json {
  readonly blocks: readonly Block[]
}

export interface Clickable {
  readonly element: Json
  readonly blockId: string
  /** The chosen option of a menu, when the button stands for one. */
  readonly option?: Json
}

export interface Channel {
  readonly id: string
  readonly room?: WorldRoom
  /** The other side of a direct message. */
  readonly person?: WorldPerson
}

/** A one-time right that came with a delivery: to answer (`response_url`) or to open a modal (`trigger_id`). */
export interface Grant {
  readonly channel: string
  readonly user: string
  readonly message?: string
  readonly until: number
  uses: number
}

export interface Workspace {
  readonly world: World
  readonly messages: Map<string, SlackMessage>
  readonly grants: Map<string, Grant>
  readonly triggers: Map<string, Grant>
  /** The one user group there is. */
  readonly group: Group
  /** By view id. */
  readonly modals: Map<string, Modal>
  /** Whether they have reached this workspace. */
  readonly charts: { known: boolean }
  /** Scopes the bot token lacks. */
  readonly withheld: Set<string>
  /** Message timestamps: unique and increasing, six digits after the point. */
  nextTs(): string
  channel(id: string): Channel | undefined
  openDirect(user: string): Channel | undefined
}

export const chatIdOf = (person: WorldPerson): string | undefined =>
  person.accounts.find((account) => account.platform === 'slack')?.chatId

const directId = (user: string): string => `D${user.slice(1)}`

function personOf(cast: Cast, channel: string, opened: ReadonlyMap<string, string>): WorldPerson | undefined {
  const user = opened.get(channel)
  return user === undefined ? undefined : cast.byChat('slack', user)
}

/** An empty workspace over the world's people and rooms. Direct messages exist once somebody opened them. */
export function workspace(world: World): Workspace {
  const opened = new Map<string, string>()
  let last = 0
  const channel = (id: string): Channel | undefined => {
    const room = world.cast.rooms.find((each) => each.platform === 'slack' && each.id === id)
    if (room) return { id, room }
    const person = personOf(world.cast, id, opened)
    return person && { id, person }
  }
  const openDirect = (user: string): Channel | undefined => {
    const person = world.cast.byChat('slack', user)
    if (!person) return undefined
    opened.set(directId(user), user)
    return { id: directId(user), person }
  }
  const nextTs = (): string => {
    last = Math.max(world.clock.now() * 1000, last + 1)
    return `${Math.floor(last / 1e6)}.${String(last % 1e6).padStart(6, '0')}`
  }
  const empty = { messages: new Map(), grants: new Map(), triggers: new Map(), modals: new Map(), withheld: new Set<string>() }
  return { world, ...empty, charts: { known: true }, group: adminGroup(USER_GROUP, world.cast), nextTs, channel, openDirect }
}

/** Slack ids of those who read this channel, the bot aside. */
export function readers(channel: Channel, cast: Cast): string[] {
  const people = channel.room ? channel.room.members.map((id) => cast.person(id)) : [channel.person]
  return people.flatMap((person) => (person ? [chatIdOf(person)] : [])).filter((id) => id !== undefined)
}

/** Where this is, as the world names it: a room's id or `dm:<person id>`. */
export const chatOf = (channel: Channel): string => channel.room?.id ?? `dm:${channel.person?.id}`
