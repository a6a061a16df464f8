// Queues and who is in them: each team works one.
import { listed } from '../contracts/contracts.ts'
import { TEAMS } from '../core/cast.ts'
import type { Answer, Call, WorldPerson, WorldQueue } from '../core/world.ts'
import { notFound, ok, paged } from './answers.ts'
import type { On } from './guard.ts'
import { DIVISION, LANGUAGES, type Org, self } from './org.ts'
import { userShape } from './people.ts'

/** Exactly, unless asterisks stand before or behind it. */
function isCalled(name: string, asked: string | null): boolean {
  if (asked === null) return true
  const [, before, text, behind] = /^(\*?)(.*?)(\*?)$/.exec(asked.toLowerCase())!
  const own = name.toLowerCase()
  if (before && behind) return own.includes(text!)
  return before ? own.endsWith(text!) : behind ? own.startsWith(text!) : own === text
}

const isJoined = ({ role, active }: WorldPerson): boolean => role === 'agent' && active

export function queues(on: On, { world }: Org): void {
  const { people, queues: all } = world.cast
  const teamOf = (queue: string) => TEAMS.find((each) => each.queue.id === queue)?.id
  const members = (queue: string) => people.filter((person) => isJoined(person) && person.team === teamOf(queue))
  const shape = ({ id, name }: WorldQueue) => ({
    id,
    name,
    division: DIVISION,
    memberCount: members(id).length,
    enableTranscription: true,
    selfUri: self(`routing/queues/${id}`),
  })

  function list({ query }: Call): Answer {
    const ids = listed(query, 'id')
    const called = all.filter((queue) => isCalled(queue.name, query.get('name')))
    const found = called.filter(({ id }) => ids.length === 0 || ids.includes(id))
    return ok(paged(found.map(shape), query))
  }

  /** Everybody is in the queue of their team and has joined it; `joined=false` asks for the others, of which there are none. */
  function ofUser({ params, query }: Call): Answer {
    const person = people.find(({ id }) => id === params.userId && !id.startsWith('x-'))
    if (!person) return notFound('user', params.userId)
    const divisions = listed(query, 'divisionId')
    const here = divisions.length === 0 || divisions.includes(DIVISION.id)
    const own = all.filter(({ id }) => here && query.get('joined') !== 'false' && members(id).includes(person))
    return ok(
      paged(
        own.map((queue) => ({ ...shape(queue), joined: true })),
        query,
      ),
    )
  }

  on('getRoutingQueues', list)
  on('getRoutingQueue', ({ params }) => {
    const found = all.find(({ id }) => id === params.queueId)
    return found ? ok(shape(found)) : notFound('queue', params.queueId)
  })
  on('getRoutingQueueMembers', ({ params }) => {
    if (!all.some(({ id }) => id === params.queueId)) return notFound('queue', params.queueId)
    const entities = members(params.queueId!).map((person) => ({
      id: person.id,
      name: person.name,
      user: userShape(person, []),
      joined: true,
    }))
    return ok({ entities, pageNumber: 1, pageSize: 25 })
  })
  on('getRoutingLanguages', ({ query }) => {
    const ids = listed(query, 'id')
    const found = LANGUAGES.filter(({ id, name }) => isCalled(name, query.get('name')) && (ids.length === 0 || ids.includes(id)))
    const shaped = found.map(({ id, name }) => ({ id, name, state: 'active', selfUri: self(`routing/languages/${id}`) }))
    return ok(paged(shaped, query))
  })
  on('getUserQueues', ofUser)
}
