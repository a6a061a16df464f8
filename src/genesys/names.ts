import * as z from 'zod'
import type { ContactCentre, Named } from '../ports.ts'
import type { Session } from './calls/session.ts'

const Found = z.object({ entities: z.array(z.object({ id: z.string(), name: z.string().nullish() })).nullish() })

/** Enough to say what else there is, and, of teams, more than ever begin alike. */
const MOST = 100

/**
 * Divisions, queues, teams and languages by what people call them. Genesys looks for a queue's exact name unless there are asterisks around it, and for teams
 * whose names start like that: https://mypurecloud.github.io/platform-client-sdk-javascript/RoutingApi.html, …/TeamsApi.html
 */
export function names(session: Session): Pick<ContactCentre, 'named'> {
  const queues = (name: string) =>
    session.ask({
      name: 'getRoutingQueues',
      schema: Found,
      call: ({ routing }) => routing.getRoutingQueues({ name, pageSize: MOST }),
    })
  const teams = (name: string) =>
    session.ask({ name: 'getTeams', schema: Found, call: ({ teams }) => teams.getTeams({ name, pageSize: MOST }) })

  const divisions = (name: string) =>
    session.ask({
      name: 'getAuthorizationDivisions',
      schema: Found,
      call: ({ authorization }) => authorization.getAuthorizationDivisions({ name, pageSize: MOST }),
    })
  const languages = (name: string) =>
    session.ask({
      name: 'getRoutingLanguages',
      schema: Found,
      call: ({ routing }) => routing.getRoutingLanguages({ name, pageSize: MOST }),
    })
  const ask = {
    language: (name: string) => [languages(`*${name}*`)],
    division: (name: string) => [divisions(name)],
    team: (name: string) => [teams(name)],
    queue: (name: string) => [queues(name), queues(`*${name}*`)],
  }

  return {
    async named(kind, name) {
      // The exact one by itself: among many that hold its name it might be on a later page.
      const answers = await Promise.all(ask[kind](name))
      const found = answers.flatMap(({ entities }) => entities ?? [])
      return [...new Map(found.map(({ id, name }): [string, Named] => [id, { id, name: name ?? '' }])).values()]
    },
  }
}
