import * as z from 'zod'
import { PersonId } from '../coaching/interaction.ts'
import type { Person } from '../coaching/people.ts'
import { MINUTE } from '../coaching/slot.ts'
import type { ContactCentre } from '../ports.ts'
import { remember } from './calls/remember.ts'
import type { Session } from './calls/session.ts'
import { together } from './calls/together.ts'
import { orUndefined } from './calls/trouble.ts'

const User = z.object({
  id: PersonId,
  name: z.string().nullish(),
  email: z.string().nullish(),
  state: z.string().nullish(),
  manager: z.object({ id: PersonId }).nullish(),
  team: z.object({ id: z.string(), name: z.string().nullish() }).nullish(),
  division: z.object({ id: z.string() }).nullish(),
})
type User = z.infer<typeof User>

const Team = z.object({ name: z.string() })
const Found = z.object({ results: z.array(User).nullish() })

const Users = z.object({ entities: z.array(User).nullish() })

const EXPAND = ['team']

/** The way up by the managers' own managers; whoever Genesys lists without saying whose manager they are comes last, in its order. */
export function upward(first: PersonId | undefined, listed: readonly User[]): User[] {
  const byId = new Map(listed.map((user) => [user.id, user]))
  const way: User[] = []
  for (let at = first && byId.get(first); at && byId.delete(at.id); at = at.manager ? byId.get(at.manager.id) : undefined)
    way.push(at)
  return [...way, ...byId.values()]
}

/** Authority must be what it is now: kept only for as long as one happening takes. */
const MOMENT = 5_000

/** People as Genesys knows them. */
export function people(session: Session, now: () => number) {
  const user = remember(now, MOMENT, together(ask, { most: 50, withinMs: 5 }))

  /** Whoever left is listed only when asked for in any state. */
  async function ask(ids: readonly string[]): Promise<(User | undefined)[]> {
    const { entities } = await session.ask({
      name: 'getUsers',
      schema: Users,
      call: ({ users }) => users.getUsers({ id: [...ids], state: 'any', pageSize: ids.length, expand: EXPAND }),
    })
    const byId = new Map((entities ?? []).map((each) => [String(each.id), each]))
    return ids.map((id) => byId.get(id))
  }

  const superiorsOf = remember(now, MOMENT, (id) =>
    orUndefined(
      session.ask({
        name: 'getUserSuperiors',
        schema: z.array(User).nullish(),
        call: ({ users }) => users.getUserSuperiors(id, { expand: EXPAND }),
      }),
    ),
  )
  const teamName = remember(now, 10 * MINUTE, async (id) => {
    const team = await orUndefined(session.ask({ name: 'getTeam', schema: Team, call: ({ teams }) => teams.getTeam(id) }))
    return team?.name ?? ''
  })

  async function personOf({ id, name, email, state, team, division }: User): Promise<Person> {
    const known = team ? { id: team.id, name: team.name ?? (await teamName(team.id)) } : null
    return {
      id,
      name: name ?? '',
      email: email ?? '',
      active: (state ?? 'active') === 'active',
      team: known,
      ...(division ? { division: division.id } : {}),
    }
  }

  const person: ContactCentre['person'] = async (id) => {
    const found = await user(id)
    return found && personOf(found)
  }

  /** An exact search may still fold more than case, and may list people who left: both are looked at again here. */
  const byEmail = remember(now, MINUTE, async (email) => {
    const query = [{ type: 'EXACT', fields: ['email'], value: email }]
    const { results } = await session.ask({
      name: 'postUsersSearch',
      schema: Found,
      call: ({ users }) => users.postUsersSearch({ query, expand: EXPAND, pageSize: 100, pageNumber: 1 }),
    })
    const equal = (results ?? []).filter((each) => each.email?.toLowerCase() === email.toLowerCase())
    return Promise.all(equal.filter(({ state }) => (state ?? 'active') === 'active').map(personOf))
  })
  const peopleByEmail: ContactCentre['peopleByEmail'] = (email) => byEmail(email.toLowerCase())

  const manager: ContactCentre['manager'] = async (id) => {
    const above = (await user(id))?.manager?.id
    const found = above && (await user(above))
    return found && personOf(found)
  }

  const superiors: ContactCentre['superiors'] = async (id) => {
    const [own, listed] = await Promise.all([user(id), superiorsOf(id)])
    const manager = own?.manager?.id
    const way = upward(manager, listed ?? [])
    const missing = manager && !way.some((each) => each.id === manager) ? await user(manager) : undefined
    return Promise.all([...(missing ? [missing] : []), ...way].map(personOf))
  }

  const reportsOf = remember(now, MINUTE, async (id) => {
    const listed = await orUndefined(
      session.ask({
        name: 'getUserDirectreports',
        schema: z.array(User).nullish(),
        call: ({ users }) => users.getUserDirectreports(id, { expand: EXPAND }),
      }),
    )
    return Promise.all((listed ?? []).map(personOf))
  })
  const reports: ContactCentre['reports'] = async (id) => (await reportsOf(id)).filter(({ active }) => active)

  return { person, peopleByEmail, manager, superiors, reports }
}
