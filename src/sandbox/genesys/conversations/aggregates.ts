// POST /analytics/transcripts/aggregates/query: sentiment per group, on the scale of aggregates, -100 to 100.
import type { Answer, Call } from '../../core/world.ts'
import { no, ok, span } from '../answers.ts'
import type { On } from '../guard.ts'
import { DIVISION } from '../org.ts'
import type { Interaction } from './interaction.ts'

interface Predicate {
  readonly dimension?: string
  readonly operator?: string
  readonly value?: string
}
interface Clause {
  readonly type: string
  readonly predicates?: readonly Predicate[]
  readonly clauses?: readonly Clause[]
}
interface Query {
  readonly interval: string
  readonly groupBy?: readonly string[]
  readonly metrics: readonly string[]
  readonly filter?: Clause
  readonly alternateTimeDimension?: string
}

const DIMENSIONS: Readonly<Record<string, (interaction: Interaction) => string>> = {
  conversationId: ({ id }) => id,
  userId: ({ agent }) => agent.id,
  queueId: ({ queue }) => queue.id,
  teamId: ({ agent }) => agent.team ?? '',
  divisionId: () => DIVISION.id,
  mediaType: ({ media }) => media,
}
const SCORES = ['oSentimentScore', 'oCustomerSentiment']

function matches(interaction: Interaction, { dimension = '', operator = 'matches', value }: Predicate): boolean {
  const actual = DIMENSIONS[dimension]?.(interaction)
  if (operator === 'exists') return actual !== undefined && actual !== ''
  return operator === 'notExists' ? !actual : actual === value
}

function passes(interaction: Interaction, { type, predicates = [], clauses = [] }: Clause): boolean {
  const results = [...predicates.map((each) => matches(interaction, each)), ...clauses.map((each) => passes(interaction, each))]
  return type === 'or' ? results.some(Boolean) : results.every(Boolean)
}

const hundredfold = (score: number): number => Math.round(score * 1e11) / 1e9

function metric(name: string, members: readonly Interaction[]) {
  const scores = members.flatMap(({ customer }) => (customer === undefined ? [] : [hundredfold(customer)]))
  if (name === 'nSpeechTextAnalyzedConversations') return [{ metric: name, stats: { count: members.length } }]
  if (!SCORES.includes(name) || scores.length === 0) return []
  const sum = scores.reduce((total, score) => total + score, 0)
  return [{ metric: name, stats: { count: scores.length, sum, min: Math.min(...scores), max: Math.max(...scores) } }]
}

/** When `alternateTimeDimension` is eventTime the analysis counts, otherwise the start of the conversation. */
export function aggregates(on: On, interactions: ReadonlyMap<string, Interaction>): void {
  function query({ body }: Call): Answer {
    const { interval, groupBy = [], metrics, filter, alternateTimeDimension } = body as Query
    const window = span(interval)
    if (!window) return no(400, 'bad.request', 'interval must be start/end in ISO 8601')
    const unknown = groupBy.find((each) => !DIMENSIONS[each])
    if (unknown) return no(400, 'bad.request', `The sandbox does not group by ${unknown}`)
    const time = (each: Interaction) => (alternateTimeDimension === 'eventTime' ? each.analysed! : each.start)
    const inside = [...interactions.values()].filter(
      (each) =>
        each.analysed !== undefined && time(each) >= window[0] && time(each) < window[1] && (!filter || passes(each, filter)),
    )
    const groups = Map.groupBy(inside, (each) => JSON.stringify(groupBy.map((name) => DIMENSIONS[name]!(each))))
    const results = [...groups.values()].map((members) => ({
      group: Object.fromEntries(groupBy.map((name) => [name, DIMENSIONS[name]!(members[0]!)])),
      data: [{ interval, metrics: metrics.flatMap((name) => metric(name, members)) }],
    }))
    return ok({ results })
  }

  on('postAnalyticsTranscriptsAggregatesQuery', query)
}
