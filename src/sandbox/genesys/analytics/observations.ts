// POST /analytics/queues/observations/query: how queues are at this moment.
// https://developer.genesys.cloud/analyticsdatamanagement/analytics/observation/observation-query
import { TEAMS } from '../../core/cast.ts'
import type { Answer, Call, ChangeHandler, WorldQueue } from '../../core/world.ts'
import { no, ok } from '../answers.ts'
import type { On } from '../guard.ts'
import type { Org } from '../org.ts'
import { type Clause, dimensionsOf, passes } from './filters.ts'

interface Query {
  readonly filter: Clause
  readonly metrics: readonly string[]
  readonly detailMetrics?: readonly string[]
}

interface Moment {
  readonly waiting: number
  readonly ready: number
}

const CALM: Moment = { waiting: 0, ready: 3 }
const MEDIA = 'voice'
const METRICS = ['oWaiting', 'oOnQueueUsers']

/** Answers the change that makes a queue busy or calm. */
export function observations(on: On, { world }: Org): { readonly change: ChangeHandler } {
  const moments = new Map<string, Moment>()
  const momentOf = ({ id }: WorldQueue): Moment => moments.get(id) ?? CALM

  function query({ body }: Call): Answer {
    const { filter, metrics, detailMetrics = [] } = body as Query
    const unknown = dimensionsOf(filter).find((each) => !['queueId', 'mediaType'].includes(each))
    if (unknown) return no(400, 'bad.request', `Observations cannot be filtered by ${unknown}`)
    const unsimulated = [...metrics.filter((each) => !METRICS.includes(each)), ...detailMetrics][0]
    if (unsimulated) return no(400, 'bad.request', `The sandbox does not observe ${unsimulated}`)
    const queues = world.cast.queues.filter(({ id }) => passes(filter, (dimension) => (dimension === 'queueId' ? id : MEDIA)))
    return ok({ results: queues.flatMap((queue) => observed(queue, momentOf(queue), metrics)) })
  }

  on('postAnalyticsQueuesObservationsQuery', query)

  return {
    change({ queue: wanted, waiting = CALM.waiting, ready = CALM.ready }) {
      const team = TEAMS.find(({ name, queue }) => [name, queue.id, queue.name].includes(String(wanted)))
      if (!team) return `There is no queue "${String(wanted)}".`
      if (![waiting, ready].every((each) => Number.isInteger(each) && Number(each) >= 0))
        return '"waiting" and "ready" must be whole numbers.'
      moments.set(team.queue.id, { waiting: Number(waiting), ready: Number(ready) })
      return { queue: team.queue.id, ...moments.get(team.queue.id) }
    },
  }
}

/** What waits is told per media type, who is on queue per queue and routing status. */
function observed({ id }: WorldQueue, { waiting, ready }: Moment, metrics: readonly string[]) {
  const users = [
    { metric: 'oOnQueueUsers', qualifier: 'IDLE', stats: { count: ready } },
    { metric: 'oOnQueueUsers', qualifier: 'INTERACTING', stats: { count: 8 } },
  ]
  return [
    ...(metrics.includes('oWaiting')
      ? [{ group: { queueId: id, mediaType: MEDIA }, data: [{ metric: 'oWaiting', stats: { count: waiting } }] }]
      : []),
    ...(metrics.includes('oOnQueueUsers') ? [{ group: { queueId: id }, data: users }] : []),
  ]
}
