// Who comes into a room and who goes: {kind: "room", room, person, action: "join" | "leave"}. Each is an effect on the room's platform.
import { unclear } from '../control/asking.ts'
import { PLATFORM_NAMES } from './names.ts'
import type { ChangeHandler, Platform, World, WorldPerson, WorldRoom } from './world.ts'

function note({ ledger }: World, effect: string, { id, platform }: WorldRoom, person: WorldPerson): void {
  ledger.commit({ vendor: platform, effect, by: 'other', id, body: { room: id, person: person.id } })
}

/** What keeps somebody out. Slack Connect lets other companies in; Teams' private channels take members of the own tenant and its guests. */
function obstacle({ platform, members }: WorldRoom, { id, name, accounts, active, role }: WorldPerson): string | undefined {
  if (members.includes(id)) return `${name} is in that room already.`
  if (!active) return `${name} has left the company.`
  if (!accounts.some((account) => account.platform === platform)) return `${name} has no ${PLATFORM_NAMES[platform]} account.`
  return platform === 'teams' && role === 'outsider' ? `${name} belongs to another tenant.` : undefined
}

function join(world: World, room: WorldRoom, person: WorldPerson): void {
  const reason = obstacle(room, person)
  if (reason) unclear(reason)
  room.members.push(person.id)
  note(world, 'member.joined', room, person)
}

function leave(world: World, room: WorldRoom, person: WorldPerson): void {
  const index = room.members.indexOf(person.id)
  if (index < 0) unclear(`${person.name} is not in that room.`)
  room.members.splice(index, 1)
  note(world, 'member.left', room, person)
}

/** Somebody who leaves the company leaves every room. */
export function leaveAll(world: World, person: WorldPerson): void {
  for (const room of world.cast.rooms) if (room.members.includes(person.id)) leave(world, room, person)
}

/** Rooms of one platform; `room` by id or name. */
export const roomChange =
  (world: World, platform: Platform): ChangeHandler =>
  ({ room: name, person: whom, action }) => {
    const { cast } = world
    const room = cast.room(String(name), platform)
    if (!room) return `There is no ${PLATFORM_NAMES[platform]} room "${String(name)}".`
    const person = cast.person(String(whom ?? '')) ?? unclear('Say who: "person".')
    if (action === 'join') join(world, room, person)
    else if (action === 'leave') leave(world, room, person)
    else unclear('"action" must be join or leave.')
    return { room: room.id, members: room.members }
  }
