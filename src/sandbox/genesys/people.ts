// Users and teams.
import { listed } from '../contracts/contracts.ts'
import { TEAMS } from '../core/cast.ts'
import type { Answer, Call, WorldPerson } from '../core/world.ts'
import { no, notFound, ok, pageAfter, paged } from './answers.ts'
import type { On } from './guard.ts'
import { DIVISION, type Org, self } from './org.ts'

const TITLES: Readonly<Record<string, string>> = { agent: 'Customer agent', supervisor: 'Team lead', admin: 'Workforce lead' }

/** A User; `version` is demanded by the model even for the manager's reference. */
export function userShape(person: WorldPerson, expand: readonly string[]): Record<string, unknown> {
  const { id, name, email, supervisor, active, role, team } = person
  const group = TEAMS.find((each) => each.id === team)
  return {
    id,
    name,
    email,
    username: email,
    division: DIVISION,
    state: active ? 'active' : 'inactive',
    title: TITLES[role] ?? '',
    version: 1,
    ...(supervisor ? { manager: { id: supervisor, version: 1, selfUri: self(`users/${supervisor}`) } } : {}),
    ...(expand.includes('team') && group ? { team: { id: group.id, name: group.name } } : {}),
    selfUri: self(`users/${id}`),
  }
}

interface Criterion {
  readonly type: string
  readonly fields?: readonly string[]
  readonly value?: string
  readonly values?: readonly string[]
}

const MATCHERS: Readonly<Record<string, (text: string, wanted: string) => boolean>> = {
  EXACT: (text, wanted) => text === wanted,
  TERM: (text, wanted) => text.split(/\s+/).includes(wanted) || text === wanted,
  TERMS: (text, wanted) => text.split(/\s+/).includes(wanted) || text === wanted,
  STARTS_WITH: (text, wanted) => text.startsWith(wanted),
  CONTAINS: (text, wanted) => text.includes(wanted),
}

function satisfies(person: WorldPerson, { type, fields = [], value, values = [] }: Criterion): boolean {
  const texts: Readonly<Record<string, unknown>> = { ...userShape(person, []), manager: person.supervisor }
  const wanted = [...values, ...(value === undefined ? [] : [value])].map((each) => each.toLowerCase())
  const matcher = MATCHERS[type]
  if (!matcher) return true
  return fields.some((field) => wanted.some((each) => matcher(String(texts[field] ?? '').toLowerCase(), each)))
}

export function people(on: On, { world }: Org): void {
  const users = () => world.cast.people.filter((person) => !person.id.startsWith('x-'))
  const user = (id: string | undefined) => users().find((person) => person.id === id)
  const expandOf = (query: URLSearchParams) => listed(query, 'expand')

  const forUser = (handle: (person: WorldPerson, call: Call) => Answer) => (call: Call) => {
    const found = user(call.params.userId)
    return found ? handle(found, call) : notFound('user', call.params.userId)
  }

  function superiors(person: WorldPerson): WorldPerson[] {
    const found: WorldPerson[] = []
    for (let above = user(person.supervisor); above && !found.includes(above); above = user(above.supervisor)) found.push(above)
    return found
  }

  function list({ query }: Call): Answer {
    const ids = listed(query, 'id')
    const state = query.get('state') ?? 'active'
    const fits = (person: WorldPerson) => state === 'any' || (person.active ? 'active' : 'inactive') === state
    const found = users().filter((person) => fits(person) && (ids.length === 0 || ids.includes(person.id)))
    return ok(
      paged(
        found.map((person) => userShape(person, expandOf(query))),
        query,
      ),
    )
  }

  /** Without a criterion on `state` only active people are found. */
  function search({ body }: Call): Answer {
    const {
      query = [],
      expand = [],
      pageSize = 25,
      pageNumber = 1,
    } = body as {
      query?: Criterion[]
      expand?: string[]
      pageSize?: number
      pageNumber?: number
    }
    const unknown = query.find(({ type }) => !MATCHERS[type] && type !== 'MATCH_ALL')
    if (unknown) return no(400, 'bad.request', `The sandbox does not search by ${unknown.type}`)
    const asksState = query.some(({ fields = [] }) => fields.includes('state'))
    const found = users().filter((person) => (asksState || person.active) && query.every((each) => satisfies(person, each)))
    const results = found.slice((pageNumber - 1) * pageSize, pageNumber * pageSize).map((person) => userShape(person, expand))
    return ok({
      total: found.length,
      pageCount: Math.ceil(found.length / pageSize),
      pageSize,
      pageNumber,
      types: ['users'],
      results,
    })
  }

  on(
    'getUser',
    forUser((person, { query }) => ok(userShape(person, expandOf(query)))),
  )
  on('getUsers', list)
  on('postUsersSearch', search)
  on(
    'getUserSuperiors',
    forUser((person, { query }) => ok(superiors(person).map((each) => userShape(each, expandOf(query))))),
  )
  on(
    'getUserDirectreports',
    forUser((person, { query }) => {
      const reports = users().filter(({ supervisor, active }) => supervisor === person.id && active)
      return ok(reports.map((each) => userShape(each, expandOf(query))))
    }),
  )
}

export function teams(on: On, { world }: Org): void {
  const agents = (team: string) =>
    world.cast.people.filter((person) => person.team === team && person.role === 'agent' && person.active)
  const shape = ({ id, name }: { id: string; name: string }) => ({
    id,
    name,
    division: DIVISION,
    memberCount: agents(id).length,
    selfUri: self(`teams/${id}`),
  })

  on('getAuthorizationDivisions', ({ query }) => {
    const wanted = (query.get('name') ?? '').toLowerCase()
    const found = [DIVISION].filter(({ name }) => name.toLowerCase().includes(wanted))
    return ok(
      paged(
        found.map(({ id, name }) => ({ id, name, homeDivision: true, selfUri: self(`authorization/divisions/${id}`) })),
        query,
      ),
    )
  })
  on('getTeams', ({ query }) => {
    const name = query.get('name')?.toLowerCase()
    return ok({ entities: TEAMS.filter((team) => name === undefined || team.name.toLowerCase().startsWith(name)).map(shape) })
  })
  on('getTeam', ({ params }) => {
    const found = TEAMS.find(({ id }) => id === params.teamId)
    return found ? ok(shape(found)) : notFound('team', params.teamId)
  })
  on('getTeamMembers', ({ params, query }) => {
    if (!TEAMS.some(({ id }) => id === params.teamId)) return notFound('team', params.teamId)
    const entities = agents(params.teamId!).map(({ id, name }) => ({ id, name, selfUri: self(`users/${id}`) }))
    return ok(pageAfter(entities, query, `teams/${params.teamId}/members`))
  })
}
