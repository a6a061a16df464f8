import * as z from 'zod'
import type { PersonId } from '../coaching/interaction.ts'
import { MINUTE } from '../coaching/slot.ts'
import { VendorError } from '../errors.ts'
import type { ContactCentre } from '../ports.ts'
import { remember } from './calls/remember.ts'
import type { Session } from './calls/session.ts'
import { orUndefined } from './calls/trouble.ts'

const Metric = z.object({
  metric: z.string(),
  qualifier: z.string().nullish(),
  stats: z.object({ count: z.number().nullish() }).nullish(),
})
const Observed = z.object({ results: z.array(z.object({ data: z.array(Metric).nullish() })).nullish() })

/** What Genesys takes in one question is not documented; more queues than this are rare for one agent. */
const MOST_QUEUES = 50
/** On queue and talking to nobody. */
const READY = 'IDLE'

export interface LiveOptions {
  readonly session: Session
  /** Undefined when the client may not see queues. */
  readonly queuesOf: (agent: PersonId) => Promise<ReadonlySet<string> | undefined>
  now(): number
}

/**
 * How many customers wait and how many agents are ready in an agent's queues, this minute; shared by everybody of the same queues.
 * Undefined without the permission (`analytics:queueObservation:view`): it only sharpens what the forecast says.
 */
export function live({ session, queuesOf, now }: LiveOptions): Pick<ContactCentre, 'live'> {
  const observed = remember(now, MINUTE, async (queues: string) => {
    const predicates = queues.split(' ').map((value) => ({ type: 'dimension', dimension: 'queueId', operator: 'matches', value }))
    const call = session.ask({
      name: 'postAnalyticsQueuesObservationsQuery',
      schema: Observed,
      call: ({ analytics }) =>
        analytics.postAnalyticsQueuesObservationsQuery({
          filter: { type: 'or', predicates },
          metrics: ['oWaiting', 'oOnQueueUsers'],
        }),
    })
    const answer = await orUndefined(call.catch(unlessForbidden))
    return answer && summed(answer)
  })

  return {
    async live(agent) {
      const queues = await queuesOf(agent)
      if (!queues || queues.size === 0) return undefined
      return observed([...queues].toSorted().slice(0, MOST_QUEUES).join(' '))
    },
  }
}

function summed({ results }: z.infer<typeof Observed>) {
  const metrics = (results ?? []).flatMap(({ data }) => data ?? [])
  const count = (wanted: (metric: z.infer<typeof Metric>) => boolean) =>
    metrics.filter(wanted).reduce((sum, { stats }) => sum + (stats?.count ?? 0), 0)
  return {
    waiting: count(({ metric }) => metric === 'oWaiting'),
    ready: count(({ metric, qualifier }) => metric === 'oOnQueueUsers' && qualifier === READY),
  }
}

export function unlessForbidden(error: unknown): undefined {
  if (error instanceof VendorError && error.status === 403) return undefined
  throw error
}
