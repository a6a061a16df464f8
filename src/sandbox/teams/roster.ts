// Who is in a conversation. https://learn.microsoft.com/microsoftteams/platform/bots/how-to/get-teams-context
import type { Json } from '../core/json.ts'
import { nameParts, principalName } from '../core/names.ts'
import type { Call, Route, WorldPerson } from '../core/world.ts'
import { answer, isTrouble, open, unauthorised, type Work } from './door.ts'
import { type Conversation, findMember, memberId, objectIdOf, TEAM, type Tenant, tenantOf } from './tenant.ts'

const PAGE = 200

function memberObject(person: WorldPerson): Json {
  const { given, family } = nameParts(person)
  return {
    id: memberId(person),
    aadObjectId: objectIdOf(person),
    objectId: objectIdOf(person),
    name: person.name,
    givenName: given,
    surname: family,
    email: person.email,
    userPrincipalName: principalName(person),
    tenantId: tenantOf(person),
    userRole: person.role === 'guest' ? 'guest' : 'user',
  }
}

function membersOf({ world }: Tenant, { room, person }: Conversation): WorldPerson[] {
  const people = room ? room.members.map((id) => world.cast.person(id)) : [person]
  return people.filter((each) => each !== undefined).filter((each) => objectIdOf(each) !== undefined && each.active)
}

const members =
  (tenant: Tenant, paged: boolean): Work =>
  (call) => {
    const conversation = open(tenant, call.params.conversationId!)
    if (isTrouble(conversation)) return conversation
    const all = membersOf(tenant, conversation).map(memberObject)
    return { status: 200, body: paged ? page(all, call) : all }
  }

function page(all: readonly Json[], { query }: Call): Json {
  const start = Number(query.get('continuationToken') ?? 0) || 0
  const end = start + Math.min(Number(query.get('pageSize') ?? PAGE) || PAGE, 500)
  return { members: all.slice(start, end), ...(end < all.length ? { continuationToken: String(end) } : {}) }
}

const member =
  (tenant: Tenant): Work =>
  (call) => {
    const conversation = open(tenant, call.params.conversationId!)
    if (isTrouble(conversation)) return conversation
    const person = findMember(tenant.world.cast, call.params.memberId!)
    const there = person && membersOf(tenant, conversation).includes(person)
    if (!there) return { status: 404, code: 'MemberNotFoundInConversation', message: 'The member is not in the conversation.' }
    return { status: 200, body: memberObject(person) }
  }

/** The team's own id is that of its General channel, which has no name here. */
const GENERAL = { id: TEAM.id, type: 'standard' } as const

const channels =
  (tenant: Tenant): Work =>
  () => {
    const rooms = tenant.world.cast.rooms.filter((room) => room.platform === 'teams')
    const own = rooms.map(({ id, name, private: closed }) => ({ id, name, type: closed ? 'private' : 'standard' }))
    return { status: 200, body: { conversations: [GENERAL, ...own] } }
  }

export function serveRoster(tenant: Tenant, route: Route): void {
  const add = (template: string, work: Work): void =>
    route('GET', template, (call) => answer(tenant, call, unauthorised(tenant, call) ?? work(call)))
  add('/v3/conversations/{conversationId}/members', members(tenant, false))
  add('/v3/conversations/{conversationId}/pagedmembers', members(tenant, true))
  add('/v3/conversations/{conversationId}/members/{memberId}', member(tenant))
  add('/v3/teams/{teamId}', () => ({ status: 200, body: TEAM }))
  add('/v3/teams/{teamId}/conversations', channels(tenant))
}
