// The tenant's Teams memory: who has the app, the conversations, what was posted in them.

import { createHash } from 'node:crypto'
import type { Json } from '../core/json.ts'
import type { Cast, World, WorldPerson, WorldRoom } from '../core/world.ts'
import { OTHER_TENANT, TEAMS_APP, TENANT } from '../microsoft/apps.ts'

export const BOT = { id: `28:${TEAMS_APP.id}`, name: 'Halftime' } as const
export const TEAM = {
  id: '19:northwind-service@thread.tacv2',
  name: 'Northwind Service',
  aadGroupId: '00000000-0000-4000-8012-000000000001',
} as const

export type Card = Json

/** A personal chat with somebody, or a thread (or a whole channel, when `root` is missing). */
export interface Conversation {
  readonly id: string
  readonly person?: WorldPerson
  readonly room?: WorldRoom
  readonly root?: string
}

export interface TeamsMessage {
  /** The activity id, unique in the whole tenant. */
  readonly id: string
  readonly conversation: Conversation
  /** Person id of the only one who sees it. */
  readonly onlyFor?: string
  readonly postedAt: string
  text: string
  card?: Card | undefined
  updatedAt: string | null
  deleted: boolean
  /** What a button press answered to one person, until the message is redrawn for all. */
  readonly views: Map<string, Card>
  /** Every button the message ever showed, with the card it stood in: screens lag, so old clicks are real. */
  readonly shown: Map<string, { readonly action: Json; readonly card: Card }>
  /** By person id: what they have in the inputs of which of its cards. */
  readonly typed: Map<string, { readonly card: Card; readonly values: Readonly<Record<string, string>> }>
}

/** A dialog before somebody. */
export interface Dialog {
  readonly id: string
  readonly by: WorldPerson
  readonly conversation: Conversation
  readonly replyToId?: string | undefined
  title: string
  /** What is said instead of a card. */
  text: string
  card?: Card | undefined
  /** What stands in its inputs, where somebody changed it. */
  readonly typed: Map<string, string>
  open: boolean
}

export interface Tenant {
  readonly world: World
  readonly messages: Map<string, TeamsMessage>
  readonly dialogs: Map<string, Dialog>
  /** Person ids of those whose app was taken away. */
  readonly without: Set<string>
  /** Activity ids look like epoch milliseconds, increasing. */
  nextId(): string
  conversation(id: string): Conversation | undefined
}

const hash = (text: string): string => createHash('sha256').update(text).digest('base64url')

export const objectIdOf = (person: WorldPerson): string | undefined =>
  person.accounts.find((account) => account.platform === 'teams')?.chatId

/** `29:…` ids are made per bot and person; another bot's mean nothing here. */
export const memberId = (person: WorldPerson): string => `29:1${hash(`${BOT.id} ${objectIdOf(person)}`)}`

export const personalId = (person: WorldPerson): string => `a:1${hash(`chat ${BOT.id} ${objectIdOf(person)}`)}`

export const tenantOf = (person: WorldPerson): string => (person.role === 'outsider' ? OTHER_TENANT : TENANT)

const onTeams = (cast: Cast): WorldPerson[] => cast.people.filter((person) => objectIdOf(person) !== undefined)

/** By `29:…` id, Entra object id, user principal name or e-mail. */
export function findMember(cast: Cast, id: string): WorldPerson | undefined {
  const wanted = id.toLowerCase()
  return onTeams(cast).find(
    (person) => memberId(person) === id || objectIdOf(person) === wanted || person.email.toLowerCase() === wanted,
  )
}

/** The app is installed for everybody who works here, guests included, unless it was removed; people of other tenants and those who left have none. */
export const hasApp = ({ without }: Tenant, person: WorldPerson): boolean =>
  person.active && person.role !== 'outsider' && !without.has(person.id)

function conversationOf(cast: Cast, id: string): Conversation | undefined {
  const [channel = '', root] = id.split(';messageid=')
  const room = cast.rooms.find((each) => each.platform === 'teams' && each.id === channel)
  if (room) return { id, room, ...(root ? { root } : {}) }
  const person = onTeams(cast).find((each) => personalId(each) === id)
  return person && { id, person }
}

export function tenant(world: World): Tenant {
  let last = 0
  const nextId = (): string => {
    last = Math.max(Math.floor(world.clock.now()), last + 1)
    return String(last)
  }
  return {
    world,
    messages: new Map(),
    dialogs: new Map(),
    without: new Set(),
    nextId,
    conversation: (id) => conversationOf(world.cast, id),
  }
}

/** Where this is, as the world names it: a room's id or `dm:<person id>`. */
export const chatOf = ({ room, person }: Conversation): string => room?.id ?? `dm:${person?.id}`

export const sees = (person: WorldPerson, message: TeamsMessage): boolean => {
  if (message.onlyFor) return message.onlyFor === person.id
  const { room, person: other } = message.conversation
  return room ? room.members.includes(person.id) : other?.id === person.id
}
