// GET /users. https://learn.microsoft.com/graph/api/user-list
import { filterUsers, findUser, userObject } from './directory.ts'
import { type Guarded, inMailbox, pageOf, trouble } from './door.ts'
import type { Mailboxes } from './mailboxes.ts'
import { workingHours } from './schedule.ts'
import { windowsZone } from './zones.ts'

export function serveUsers(boxes: Mailboxes, add: Guarded): void {
  const { cast } = boxes.world
  add('GET', '/v1.0/users', (call) => {
    const found = filterUsers(cast, call.query.get('$filter'))
    if (!found) return trouble(400, 'Request_UnsupportedQuery', 'Unsupported or invalid query filter clause specified.')
    return pageOf(
      found.map((person) => userObject(person, call.query.get('$select'))),
      call,
    )
  })
  add('GET', '/v1.0/users/{id}', (call) => {
    const person = findUser(cast, call.params.id!)
    if (!person) return trouble(404, 'Request_ResourceNotFound', `Resource '${call.params.id}' does not exist.`)
    return { status: 200, body: userObject(person, call.query.get('$select')) }
  })
  const settings = inMailbox(boxes, (_, owner) => ({
    status: 200,
    body: { timeZone: windowsZone(owner.zone), language: { locale: owner.language }, workingHours: workingHours(owner) },
  }))
  add('GET', '/v1.0/users/{id}/mailboxSettings', settings)
}
