// POST /analytics/transcripts/aggregates/query: sentiment per group, on the scale of aggregates, -100 to 100.
import type { Answer, Call, WorldPerson } from '../../core/world.ts'
import { no, ok, span } from '../answers.ts'
import type { Interaction } from '../conversations/interaction.ts'
import type { Records } from '../conversations/records.ts'
import type { On } from '../guard.ts'
import { DIVISION, type Org } from '../org.ts'
import { type Clause, dimensionsOf, passes } from './filters.ts'

interface Query {
  readonly interval: string
  readonly groupBy?: readonly string[]
  readonly metrics: readonly string[]
  readonly filter?: Clause
  readonly alternateTimeDimension?: string
}

/** One agent's share of an interaction: what is grouped by agent is told once for each of them. */
interface Row {
  readonly interaction: Interaction
  readonly agent: WorldPerson
}

const DIMENSIONS: Readonly<Record<string, (row: Row) => string>> = {
  conversationId: ({ interaction }) => interaction.id,
  userId: ({ agent }) => agent.id,
  queueId: ({ interaction }) => interaction.queue.id,
  teamId: ({ agent }) => agent.team ?? '',
  divisionId: () => DIVISION.id,
  mediaType: ({ interaction }) => interaction.media,
}
const SCORES = ['oSentimentScore', 'oCustomerSentiment']

const hundredfold = (score: number): number => Math.round(score * 1e11) / 1e9

function metric(name: string, members: readonly Interaction[]) {
  const scores = members.flatMap(({ customer }) => (customer === undefined ? [] : [hundredfold(customer)]))
  if (name === 'nSpeechTextAnalyzedConversations') return [{ metric: name, stats: { count: members.length } }]
  if (!SCORES.includes(name) || scores.length === 0) return []
  const stats = scores.reduce(
    ({ sum, min, max }, score) => ({ sum: sum + score, min: Math.min(min, score), max: Math.max(max, score) }),
    { sum: 0, min: Number.POSITIVE_INFINITY, max: Number.NEGATIVE_INFINITY },
  )
  return [{ metric: name, stats: { count: scores.length, ...stats } }]
}

const rowsOf = (interaction: Interaction): Row[] =>
  [...new Set(interaction.stretches.map(({ agent }) => agent))].map((agent) => ({ interaction, agent }))

/** When `alternateTimeDimension` is eventTime the analysis counts, otherwise the start of the conversation. */
export function aggregates(on: On, { world, limits }: Org, records: Records): void {
  /** A number and code of ours: Genesys documents neither. */
  const tooMany = () => no(400, 'analytics.too.many.groups', `The query has more than ${limits.aggregateRows} groups; narrow it`)

  function found({ alternateTimeDimension }: Query, [from, to]: readonly [number, number]): Interaction[] {
    const visible = world.clock.now() - limits.aggregateDelay
    const inside = alternateTimeDimension === 'eventTime' ? records.analysedBetween(from, to) : records.startedBetween(from, to)
    return inside.filter(({ analysed }) => analysed !== undefined && analysed <= visible)
  }

  function query({ body }: Call): Answer {
    const asked = body as Query
    const { interval, groupBy = [], metrics, filter } = asked
    const window = span(interval)
    if (!window) return no(400, 'bad.request', 'interval must be start/end in ISO 8601')
    const unknown = [...groupBy, ...(filter ? dimensionsOf(filter) : [])].find((each) => !DIMENSIONS[each])
    if (unknown) return no(400, 'bad.request', `The sandbox neither groups nor filters by ${unknown}`)
    const rows = found(asked, window)
      .flatMap(rowsOf)
      .filter((row) => !filter || passes(filter, (dimension) => DIMENSIONS[dimension]!(row)))
    const groups = Map.groupBy(rows, (row) => JSON.stringify(groupBy.map((name) => DIMENSIONS[name]!(row))))
    if (groups.size > limits.aggregateRows) return tooMany()
    const results = [...groups.values()].map((members) => ({
      group: Object.fromEntries(groupBy.map((name) => [name, DIMENSIONS[name]!(members[0]!)])),
      data: [{ interval, metrics: metrics.flatMap((name) => metric(name, distinct(members))) }],
    }))
    return ok({ results })
  }

  on('postAnalyticsTranscriptsAggregatesQuery', query)
}

/** A group without the agents in it counts each conversation once. */
const distinct = (rows: readonly Row[]): Interaction[] => [...new Set(rows.map(({ interaction }) => interaction))]
