// What can be looked at. Nothing here changes the world.
import type { SeenDialog } from '../core/dialogs.ts'
import type { SeenMessage } from '../core/world.ts'
import { type Ask, count, personOf, unclear } from './asking.ts'
import type { Parts } from './parts.ts'

function messages({ world, chats }: Parts, query: URLSearchParams): SeenMessage[] {
  const user = query.get('user')
  const room = query.get('room')
  if ((user === null) === (room === null)) return unclear('Ask for ?user=<person> or ?room=<id or name>, one of the two.')
  const rooms = world.cast.rooms
  const found = room === null ? undefined : world.cast.room(room)
  if (room !== null && !found)
    return unclear(`There is no room "${room}". There are: ${rooms.map((each) => each.id).join(', ')}.`)
  const where = found ? { room: found.id } : { user: personOf(world.cast, user).id }
  return chats.flatMap((chat) => [...chat.messages(where)]).sort((a, b) => a.postedAt.localeCompare(b.postedAt))
}

function dialogs({ world, chats }: Parts, query: URLSearchParams): SeenDialog[] {
  const { id } = personOf(world.cast, query.get('user'))
  return chats.flatMap((chat) => [...chat.dialogs(id)])
}

/** Path → answer, for GET. */
export function looking(parts: Parts): Readonly<Record<string, Ask>> {
  const { world, wire, violations, held, env, vendors, genesys, bots } = parts
  const { cast, clock, ledger } = world
  const started = new Date(clock.now()).toISOString()
  return {
    '/world': () => ({
      now: new Date(clock.now()).toISOString(),
      started,
      people: cast.people,
      rooms: cast.rooms,
      queues: cast.queues,
      teams: cast.teams,
      bots: bots.linked(),
    }),
    '/world/ledger': ({ query }) => ledger.after(count(query, 'after')),
    '/world/requests': ({ query }) => wire.requests(count(query, 'after')),
    '/world/calls': () => wire.calls(),
    '/world/violations': () => violations,
    '/world/dialogs': ({ query }) => dialogs(parts, query),
    '/world/messages': ({ query }) => messages(parts, query),
    '/world/held': () => held.list(),
    '/world/env': () => env,
    '/world/limits': () => Object.fromEntries(vendors.map(({ vendor, omits }) => [vendor, omits])),
    '/world/agents/{id}/day': ({ params, query }) => genesys.day(personOf(cast, params.id), query.get('date') ?? undefined),
  }
}
