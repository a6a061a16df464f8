import * as z from 'zod'
import type { Score } from '../coaching/event.ts'
import { ConversationId } from '../coaching/interaction.ts'
import { type Interval, SECOND } from '../coaching/slot.ts'
import { VendorError } from '../errors.ts'
import type { ContactCentre, Counts } from '../ports.ts'
import type { Session } from './calls/session.ts'
import { type Scales, scaled } from './scale.ts'

const METRIC = 'oSentimentScore'

const Stats = z.object({ count: z.number().nullish(), sum: z.number().nullish() })
const Group = z.object({
  group: z.object({ conversationId: ConversationId }),
  data: z
    .array(z.object({ metrics: z.array(z.object({ metric: z.string().nullish(), stats: Stats.nullish() })).nullish() }))
    .nullish(),
})
const Groups = z.object({ results: z.array(z.unknown()).nullish() })

export interface ScoresOptions {
  readonly session: Session
  /** Empty = every queue. */
  readonly queues: readonly string[]
  readonly scales: Scales
  readonly counts: Counts
}

/** Addition leaves dust: -0.6000000000000001 must not pass a threshold of -0.6. */
const dusted = (value: number): number => Math.round(value * 1e9) / 1e9

/**
 * Scores in bulk: one question for a stretch of time instead of one per conversation. `eventTime` is when the analysis came about,
 * so that a late score lies in the stretch in which it came. See https://developer.genesys.cloud/analyticsdatamanagement/analytics/
 */
export function scores({ session, queues, scales, counts }: ScoresOptions): Pick<ContactCentre, 'scores'> {
  const filter =
    queues.length === 0
      ? undefined
      : {
          type: 'or',
          predicates: queues.map((value) => ({ type: 'dimension', dimension: 'queueId', operator: 'matches', value })),
        }

  async function ask({ from, to }: Interval): Promise<readonly unknown[]> {
    const body = {
      interval: `${new Date(from).toISOString()}/${new Date(to).toISOString()}`,
      groupBy: ['conversationId', 'userId'],
      metrics: [METRIC],
      alternateTimeDimension: 'eventTime',
      ...(filter ? { filter } : {}),
    }
    const { results } = await session.ask({
      name: 'postAnalyticsTranscriptsAggregatesQuery',
      schema: Groups,
      call: ({ analytics }) => analytics.postAnalyticsTranscriptsAggregatesQuery(body),
    })
    return results ?? []
  }

  /** Genesys refuses an answer that would be too long: then the stretch is asked for in halves. */
  async function askInParts(window: Interval): Promise<readonly unknown[]> {
    try {
      return await ask(window)
    } catch (error) {
      const tooLong = error instanceof VendorError && error.trouble === 'refused'
      if (!tooLong || window.to - window.from < 2 * SECOND) throw error
      const middle = Math.floor((window.from + window.to) / 2)
      const first = await askInParts({ from: window.from, to: middle })
      return [...first, ...(await askInParts({ from: middle, to: window.to }))]
    }
  }

  /** One group per agent, each with the score of the whole conversation. */
  function scoreOf(row: unknown): Score[] {
    const parsed = Group.safeParse(row)
    if (!parsed.success) return []
    const metrics = (parsed.data.data ?? []).flatMap((each) => each.metrics ?? []).filter(({ metric }) => metric === METRIC)
    const count = metrics.reduce((sum, { stats }) => sum + (stats?.count ?? 0), 0)
    if (count === 0) return []
    const raw = dusted(metrics.reduce((sum, { stats }) => sum + (stats?.sum ?? 0), 0) / count)
    const customer = scaled(raw, scales.aggregates, counts)
    return customer === undefined ? [] : [{ conversation: parsed.data.group.conversationId, customer, raw }]
  }

  return {
    scores: async (window) => {
      const found = (await askInParts(window)).flatMap(scoreOf)
      return [...new Map(found.map((score) => [score.conversation, score])).values()]
    },
  }
}
