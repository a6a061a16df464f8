// A group of people that administrators keep: {kind: "group", group, person, action: "join" | "leave"}.
import { unclear } from '../control/asking.ts'
import type { Cast, ChangeHandler, Vendor, World, WorldPerson } from './world.ts'

export interface Group {
  readonly id: string
  /** Person ids. */
  readonly members: Set<string>
}

/** Everybody who is an admin to begin with. */
export const adminGroup = (id: string, { people }: Cast): Group => ({
  id,
  members: new Set(people.filter(({ role }) => role === 'admin').map((person) => person.id)),
})

/** Whoever is in it and still works here. */
export const membersOf = ({ members }: Group, { people }: Cast): WorldPerson[] =>
  people.filter(({ id, active }) => active && members.has(id))

/** Each is an effect on the vendor whose group it is. */
export const groupChange =
  ({ cast, ledger }: World, vendor: Vendor, group: Group): ChangeHandler =>
  ({ group: id, person: whom, action }) => {
    if (id !== group.id) return `There is no group "${String(id)}"; there is ${group.id}.`
    const person = cast.person(String(whom ?? '')) ?? unclear('Say who: "person".')
    if (action !== 'join' && action !== 'leave') unclear('"action" must be join or leave.')
    const joins = action === 'join'
    if (joins) group.members.add(person.id)
    else group.members.delete(person.id)
    const effect = joins ? 'group.member-added' : 'group.member-removed'
    ledger.commit({ vendor, effect, by: 'other', id, body: { group: id, person: person.id } })
    return { group: id, members: [...group.members] }
  }
