// Who leads whom: superiors in Genesys, and whoever the operator named for a team.
import type { PersonId } from '../coaching/interaction.ts'
import type { Person } from '../coaching/people.ts'
import type { Named, Ports } from '../ports.ts'

type Asked = Pick<Ports, 'centre' | 'house'>

const isSame = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()
const isCalled = ({ id, name }: Named, team: string): boolean => isSame(team, id) || isSame(team, name)

/** Whether those words, from the operator's settings, mean that person: a Genesys id or an e-mail. */
export const means = (words: string, { id, email }: Person): boolean => isSame(words, id) || isSame(words, email)

/** Named for the agent's team; as far as exactly one active person is meant by each. */
export async function configuredLeads({ centre, house }: Asked, agent: PersonId): Promise<Person[]> {
  const team = house.teamLeads.length > 0 ? (await centre.person(agent))?.team : null
  if (!team) return []
  const named = house.teamLeads.filter((each) => isCalled(team, each.team))
  const found = await Promise.all(
    named.map(async ({ lead }) => {
      const people = lead.includes('@') ? await centre.peopleByEmail(lead) : [await centre.person(lead as PersonId)]
      return people.length === 1 && people[0]?.active ? [people[0]] : []
    }),
  )
  return found.flat()
}

/** Whether there is anybody or any team that they lead. */
export async function isLead({ centre, house }: Asked, person: Person): Promise<boolean> {
  return house.teamLeads.some(({ lead }) => means(lead, person)) || (await centre.reports(person.id)).length > 0
}

/** Named for it, or above everybody who is in it and still works there. */
export async function leadsTeam(ports: Asked, person: Person, team: Named): Promise<boolean> {
  const named = ports.house.teamLeads.some((each) => isCalled(team, each.team) && means(each.lead, person))
  return named || isAboveAll(ports, person, team)
}

/** Managers are asked for together; whoever is above these is asked once for each, however large the team. Nobody is above themselves. */
async function isAboveAll({ centre }: Asked, { id }: Person, team: Named): Promise<boolean> {
  const members = (await centre.teamMembers(team.id))?.filter((member) => member !== id) ?? []
  const people = await Promise.all(members.map((member) => centre.person(member)))
  const active = people.filter((person) => person !== undefined).filter((person) => person.active)
  const managers = await Promise.all(active.map((person) => centre.manager(person.id)))
  const distinct = new Set(managers.map((manager) => manager?.id))
  const above = [...distinct].map(async (manager) => {
    if (manager === undefined || manager === id) return manager === id
    return (await centre.superiors(manager)).some((superior) => superior.id === id)
  })
  return active.length > 0 && (await Promise.all(above)).every(Boolean)
}

/** Somebody's own, for an example: a team that they lead as a whole, and one of their people. */
export async function ownOf(ports: Asked, person: Person): Promise<{ readonly team?: string; readonly agent?: string }> {
  const named = await namedTeam(ports, person)
  const reports = await ports.centre.reports(person.id)
  const [agent] = reports.flatMap(({ email }) => (email ? [email] : []))
  const near = new Map(reports.flatMap(({ team }) => (team ? [[team.id, team] as const] : [])))
  const led = await Promise.all(
    [...near.values()].map(async (team) => ((await leadsTeam(ports, person, team)) ? [team.name] : [])),
  )
  const team = named ?? led.flat()[0]
  return { ...(team ? { team } : {}), ...(agent ? { agent } : {}) }
}

const ID = /^[\da-f-]{36}$/i

/** By the name that may be typed, where the operator gave an id. */
async function namedTeam({ centre, house }: Asked, person: Person): Promise<string | undefined> {
  const team = house.teamLeads.find(({ lead }) => means(lead, person))?.team
  if (!team || !ID.test(team)) return team
  const [first] = (await centre.teamMembers(team)) ?? []
  return first && (await centre.person(first))?.team?.name
}
