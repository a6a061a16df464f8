// POST /analytics/conversations/details/query: conversations that lived in an interval, page by page.
// https://developer.genesys.cloud/analyticsdatamanagement/analytics/detail/conversation-query
import type { Answer, Call } from '../../core/world.ts'
import { no, ok, span } from '../answers.ts'
import { details } from '../conversations/details.ts'
import type { Interaction } from '../conversations/interaction.ts'
import type { Records } from '../conversations/records.ts'
import type { On } from '../guard.ts'
import type { Org } from '../org.ts'
import { type Clause, dimensionsOf, passes } from './filters.ts'

const LONGEST_MS = 31 * 86_400_000
const PAGE = { usual: 25, most: 100 } as const

interface Query {
  readonly interval: string
  readonly conversationFilters?: readonly Clause[]
  readonly segmentFilters?: readonly Clause[]
  readonly order?: string
  readonly orderBy?: string
  readonly paging?: { readonly pageSize: number; readonly pageNumber: number }
}

type Segment = Readonly<Record<string, string | undefined>>

const UNSIMULATED = ['evaluationFilters', 'surveyFilters', 'resolutionFilters', 'aggregations']
const ORDERS = { order: ['asc'], orderBy: ['conversationStart'] } as const

function unable(query: Query): string | undefined {
  const { conversationFilters = [], segmentFilters = [], order = 'asc', orderBy = 'conversationStart' } = query
  const field = UNSIMULATED.find((each) => each in query)
  if (field) return `The sandbox does not know ${field}`
  const conversation = conversationFilters.flatMap(dimensionsOf).find((each) => each !== 'conversationId')
  if (conversation) return `The sandbox does not filter conversations by ${conversation}`
  const segment = segmentFilters.flatMap(dimensionsOf).find((each) => !['queueId', 'userId', 'purpose'].includes(each))
  if (segment) return `The sandbox does not filter segments by ${segment}`
  const sorted = (ORDERS.order as readonly string[]).includes(order) && (ORDERS.orderBy as readonly string[]).includes(orderBy)
  return sorted ? undefined : 'The sandbox only sorts by conversationStart, asc'
}

/** Refusals of the platform itself. */
function wrong({ interval, paging }: Query): string | undefined {
  const window = span(interval)
  if (!window) return 'interval must be start/end in ISO 8601'
  if (window[1] - window[0] > LONGEST_MS) return 'The interval must not be longer than 31 days'
  if (paging && (paging.pageSize < 1 || paging.pageSize > PAGE.most)) return `pageSize must be 1 to ${PAGE.most}`
  return paging && paging.pageNumber < 1 ? 'pageNumber must be at least 1' : undefined
}

function segments({ queue, stretches }: Interaction, at: number): Segment[] {
  const agents = stretches.filter(({ start }) => start <= at)
  return [
    { purpose: 'customer', queueId: queue.id },
    ...agents.map(({ agent }) => ({ purpose: 'agent', queueId: queue.id, userId: agent.id })),
  ]
}

/** A segment filter is met when one segment meets it; several filters may be met by different ones. */
function fits(interaction: Interaction, { conversationFilters = [], segmentFilters = [] }: Query, at: number): boolean {
  const parts = segments(interaction, at)
  return (
    conversationFilters.every((filter) => passes(filter, () => interaction.id)) &&
    segmentFilters.every((filter) => parts.some((part) => passes(filter, (dimension) => part[dimension])))
  )
}

export function detailsQuery(on: On, { world }: Org, records: Records): void {
  function query({ body }: Call): Answer {
    const asked = body as Query
    const complaint = wrong(asked) ?? unable(asked)
    if (complaint) return no(400, 'bad.request', complaint)
    const [from, to] = span(asked.interval)!
    const now = world.clock.now()
    const { pageSize, pageNumber } = asked.paging ?? { pageSize: PAGE.usual, pageNumber: 1 }
    const found = records.overlapping(from, to).filter((each) => fits(each, asked, now))
    const page = found.slice((pageNumber - 1) * pageSize, pageNumber * pageSize)
    // As on the platform an empty page has no `conversations` at all.
    const conversations = page.length > 0 ? { conversations: page.map((each) => details(each, now)) } : {}
    return ok({ ...conversations, totalHits: found.length })
  }

  on('postAnalyticsConversationsDetailsQuery', query)
}
