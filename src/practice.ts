// Practice: a real chat with a simulated Genesys. Only the people the operator named are reached, under their real e-mail.
import type { Person } from './coaching/people.ts'
import type { ContactCentre } from './ports.ts'

/** The same contact centre, its people wearing the e-mails of `people` (sandbox id → e-mail); everybody else has none and is reached by nobody. */
export function practised(centre: ContactCentre, people: ReadonlyMap<string, string>): ContactCentre {
  const dressed = (person: Person): Person => ({ ...person, email: people.get(person.id) ?? '' })
  const idOf = (email: string): string | undefined =>
    [...people].find(([, real]) => real.toLowerCase() === email.toLowerCase())?.[0]
  return {
    ...centre,
    person: async (id) => {
      const person = await centre.person(id)
      return person && dressed(person)
    },
    manager: async (id) => {
      const manager = await centre.manager(id)
      return manager && dressed(manager)
    },
    superiors: async (id) => (await centre.superiors(id)).map(dressed),
    reports: async (id) => (await centre.reports(id)).map(dressed),
    peopleByEmail: async (email) => {
      const id = idOf(email)
      const person = id && (await centre.person(id as Person['id']))
      return person ? [dressed(person)] : []
    },
  }
}
