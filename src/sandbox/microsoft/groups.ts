// Whoever is in the tenant's one group, however deep. https://learn.microsoft.com/graph/api/group-list-transitivemembers
import { type Group, membersOf } from '../core/groups.ts'
import type { World } from '../core/world.ts'
import { objectId } from './directory.ts'
import { type Guarded, pageOf, trouble } from './door.ts'

export const ADMIN_GROUP = '00000000-0000-4000-8012-000000000001'
/** Stands in it, and holds nobody. */
const NESTED = '00000000-0000-4000-8012-000000000002'
/** https://learn.microsoft.com/graph/paging */
const MOST = 999
const USUAL = 100

/** The answers' members name their type whatever `$select` leaves out. */
export function serveGroups({ cast }: World, group: Group, add: Guarded): void {
  add('GET', '/v1.0/groups/{id}/transitiveMembers', (call) => {
    const { id } = call.params
    if (id !== group.id)
      return trouble(
        404,
        'Request_ResourceNotFound',
        `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
      )
    const top = Number(call.query.get('$top') ?? USUAL)
    if (!(top >= 1 && top <= MOST)) return trouble(400, 'Request_BadRequest', `Invalid page size specified: '${top}'.`)
    const people = membersOf(group, cast).map((person) => ({ '@odata.type': '#microsoft.graph.user', id: objectId(person) }))
    return pageOf([{ '@odata.type': '#microsoft.graph.group', id: NESTED }, ...people], call, USUAL)
  })
}
