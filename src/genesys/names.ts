import * as z from 'zod'
import type { ContactCentre, Named } from '../ports.ts'
import type { Session } from './calls/session.ts'

const Found = z.object({ entities: z.array(z.object({ id: z.string(), name: z.string().nullish() })).nullish() })

/** Enough to say what else there is. */
const MOST = 25

/**
 * Queues and teams by what people call them. Genesys looks for a queue's exact name unless there are asterisks around it, and for teams
 * whose names start like that: https://mypurecloud.github.io/platform-client-sdk-javascript/RoutingApi.html, …/TeamsApi.html
 */
export function names(session: Session): Pick<ContactCentre, 'named'> {
  const queues = (name: string) =>
    session.ask({
      name: 'getRoutingQueues',
      schema: Found,
      call: ({ routing }) => routing.getRoutingQueues({ name: `*${name}*`, pageSize: MOST }),
    })
  const teams = (name: string) =>
    session.ask({ name: 'getTeams', schema: Found, call: ({ teams }) => teams.getTeams({ name, pageSize: MOST }) })

  return {
    async named(kind, name) {
      const { entities } = await (kind === 'queue' ? queues : teams)(name)
      return (entities ?? []).map(({ id, name }): Named => ({ id, name: name ?? '' }))
    },
  }
}
