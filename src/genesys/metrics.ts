import * as z from 'zod'
import type { ContactCentre } from '../ports.ts'
import type { Session } from './calls/session.ts'

const Definition = z.object({ id: z.string(), name: z.string().nullish() })
const Listing = z.object({ entities: z.array(Definition).nullish(), pageCount: z.number().nullish() })
const Item = z.object({ userId: z.string().nullish(), dateOccurred: z.string() })
const Taken = z.object({ unprocessedEntities: z.array(Item).nullish() })

const PAGE = 100
const MOST_PAGES = 50

/** External metrics: numbers about agents that come from elsewhere, for gamification to take in. */
export function metrics(session: Session) {
  const pageOf = (pageNumber: number) =>
    session.ask({
      name: 'getEmployeeperformanceExternalmetricsDefinitions',
      schema: Listing,
      call: ({ gamification }) => gamification.getEmployeeperformanceExternalmetricsDefinitions({ pageSize: PAGE, pageNumber }),
    })

  const metric: ContactCentre['metric'] = async (name) => {
    for (let page = 1; page <= MOST_PAGES; page++) {
      const { entities, pageCount } = await pageOf(page)
      const found = entities?.find((each) => each.name === name)
      if (found) return { id: found.id }
      if (page >= (pageCount ?? 1)) return undefined
    }
    return undefined
  }

  const createMetric: ContactCentre['createMetric'] = (name) =>
    session.ask({
      name: 'postEmployeeperformanceExternalmetricsDefinitions',
      schema: Definition,
      kind: 'create',
      call: ({ gamification }) =>
        gamification.postEmployeeperformanceExternalmetricsDefinitions({
          body: { name, unit: 'Number', precision: 0, defaultObjectiveType: 'HigherIsBetter', enabled: true },
        }),
    })

  const measure: ContactCentre['measure'] = async (metricId, days) => {
    const items = days.map(({ agent, day, value }) => ({
      userId: agent,
      metricId,
      dateOccurred: day,
      value,
      count: 1,
      type: 'Total',
    }))
    const { unprocessedEntities } = await session.ask({
      name: 'postEmployeeperformanceExternalmetricsData',
      schema: Taken,
      kind: 'write',
      call: ({ gamification }) => gamification.postEmployeeperformanceExternalmetricsData({ body: { items } }),
    })
    const left = unprocessedEntities ?? []
    return days.filter(({ agent, day }) => left.some(({ userId, dateOccurred }) => userId === agent && dateOccurred === day))
  }

  return { metric, createMetric, measure }
}
