// External metrics of gamification: definitions, and what an agent's day is worth in them.
// https://developer.genesys.cloud/devapps/sdk/docexplorer/purecloudjavascript/GamificationApi
import type { Answer, Call } from '../core/world.ts'
import { no, ok, paged } from './answers.ts'
import { canTakePart } from './coaching/appointment-shape.ts'
import type { On } from './guard.ts'
import { type Org, self } from './org.ts'

const MOST_ITEMS = 100
const MOST_PRECISION = 5

interface Definition {
  readonly id: string
  readonly name: string
  readonly precision: number
  readonly enabled: boolean
}

interface Item {
  readonly userId?: string
  readonly userEmail?: string
  readonly metricId: string
  readonly dateOccurred: string
  readonly value: number
  readonly count?: number
  readonly type?: 'Total' | 'Cumulative'
}

interface Day {
  readonly value: number
  readonly count: number
}

const byName = (a: Definition, b: Definition): number => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)

/** Two definitions may have the same name: whether the real one refuses that is not documented. */
export function metrics(on: On, { world }: Org): void {
  const definitions: Definition[] = []
  const days = new Map<string, Day>()

  function define({ body }: Call): Answer {
    const wanted = body as Omit<Definition, 'id'>
    if (wanted.name.trim() === '') return no(400, 'bad.request', 'name must not be empty')
    if (!Number.isInteger(wanted.precision) || wanted.precision < 0 || wanted.precision > MOST_PRECISION)
      return no(400, 'bad.request', `precision must be at least 0 and at most ${MOST_PRECISION}`)
    const id = crypto.randomUUID()
    const made = { id, ...wanted, inUse: false, selfUri: self(`employeeperformance/externalmetrics/definitions/${id}`) }
    definitions.push(made)
    world.ledger.commit({ vendor: 'genesys', effect: 'metric.defined', by: 'bot', id, body: made })
    return ok(made)
  }

  /** Why one item is left out, while the others are taken. */
  function problem({ userId, userEmail, metricId }: Item): { readonly code: string; readonly message: string } | undefined {
    const metric = definitions.find(({ id }) => id === metricId)
    if (!metric) return { code: 'metric.not.found', message: `External metric ${metricId} does not exist` }
    if (!metric.enabled) return { code: 'metric.not.enabled', message: `External metric ${metricId} is not enabled` }
    if ((userId === undefined) === (userEmail === undefined))
      return { code: 'bad.user', message: 'Must provide either userId or userEmail, but not both' }
    return canTakePart(whose({ userId, userEmail })) ? undefined : { code: 'user.not.found', message: 'The user does not exist' }
  }

  const whose = ({ userId, userEmail }: Pick<Item, 'userId' | 'userEmail'>) =>
    world.cast.people.find(({ id, email }) => (userId === undefined ? email === userEmail : id === userId))

  /** `Total` (the default) replaces what stood there, `Cumulative` adds to it; what changes nothing is no effect. */
  function keep(item: Item) {
    const agent = whose(item)!.id
    const key = `${item.metricId}:${agent}:${item.dateOccurred}`
    const before = days.get(key)
    const adds = item.type === 'Cumulative' && before !== undefined
    const value = item.value + (adds ? before.value : 0)
    const count = (item.count ?? (adds ? 0 : 1)) + (adds ? before.count : 0)
    days.set(key, { value, count })
    const body = { metric: item.metricId, agent, day: item.dateOccurred, value, count }
    if (before?.value !== value || before.count !== count)
      world.ledger.commit({ vendor: 'genesys', effect: 'metric.recorded', by: 'bot', id: key, body })
    return { ...item, totalValue: value, totalCount: count }
  }

  function record({ body }: Call): Answer {
    const { items } = body as { readonly items: readonly Item[] }
    if (items.length === 0 || items.length > MOST_ITEMS)
      return no(400, 'bad.request', `items must have 1 to ${MOST_ITEMS} entries`)
    const refused = items.flatMap((item) => {
      const why = problem(item)
      return why ? [{ ...item, ...why }] : []
    })
    const taken = items.filter((item) => problem(item) === undefined).map(keep)
    return ok({ processedEntities: taken, unprocessedEntities: refused })
  }

  on('getEmployeeperformanceExternalmetricsDefinitions', ({ query }) => ok(paged(definitions.toSorted(byName), query)))
  on('postEmployeeperformanceExternalmetricsDefinitions', define)
  on('postEmployeeperformanceExternalmetricsData', record)
}
