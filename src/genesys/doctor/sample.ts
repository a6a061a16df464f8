// A few interactions of the last hours, and who is who around them: what the other checks look at.
import * as z from 'zod'
import { ConversationId, PersonId } from '../../coaching/interaction.ts'
import { type Probe, wentWell } from './probe.ts'

const MINUTE = 60_000
/** The last hour, then further back while nothing is found. */
const WINDOWS = [60, 6 * 60, 24 * 60]
/** A busy centre may have more groups an hour than one answer takes. */
const BUSY_WINDOW = 5
const MOST = 5

const Aggregates = z.object({
  results: z
    .array(
      z.object({
        group: z.object({ conversationId: z.string(), userId: z.string().nullish() }),
        data: z
          .array(
            z.object({
              metrics: z.array(
                z.object({
                  metric: z.string(),
                  stats: z.looseObject({ sum: z.number().nullish(), count: z.number().nullish() }),
                }),
              ),
            }),
          )
          .nullish(),
      }),
    )
    .nullish(),
})
const Metrics = z.object({
  sentimentScore: z.number().nullish(),
  empathyScores: z.array(z.object({ userId: z.string().nullish(), score: z.number().nullish() })).nullish(),
})

export interface Sampled {
  readonly conversation: ConversationId
  readonly agent: PersonId
  /** As the aggregates have it: documented as -100 to 100. */
  readonly aggregate: number | undefined
  /** As the conversation's metrics have it. */
  readonly metric: number | undefined
  readonly empathy: boolean
}

export interface Sample {
  readonly interactions: readonly Sampled[]
  /** How far back they were looked for, minutes. */
  readonly minutes: number
  /** False when Genesys would not say. */
  readonly asked: boolean
}

type Row = NonNullable<z.infer<typeof Aggregates>['results']>[number]

function averageOf({ data }: Row): number | undefined {
  const stats = data?.flatMap(({ metrics }) => metrics).find(({ metric }) => metric === 'oSentimentScore')?.stats
  return stats?.count && stats.sum !== null && stats.sum !== undefined ? stats.sum / stats.count : undefined
}

async function rows(probe: Probe, now: number, minutes: number): Promise<readonly Row[] | undefined> {
  const interval = `${new Date(now - minutes * MINUTE).toISOString()}/${new Date(now).toISOString()}`
  const seen = await probe.ask(({ analytics }) =>
    analytics.postAnalyticsTranscriptsAggregatesQuery({
      interval,
      metrics: ['oSentimentScore'],
      groupBy: ['conversationId', 'userId'],
      alternateTimeDimension: 'eventTime',
    }),
  )
  const answer = Aggregates.safeParse(seen.body)
  return wentWell(seen) && answer.success ? (answer.data.results ?? []) : undefined
}

async function measured(probe: Probe, row: Row): Promise<Sampled | undefined> {
  const conversation = ConversationId.safeParse(row.group.conversationId).data
  const agent = PersonId.safeParse(row.group.userId).data
  if (!conversation || !agent) return undefined
  const seen = await probe.ask(({ speech }) => speech.getSpeechandtextanalyticsConversation(conversation))
  const { sentimentScore, empathyScores } = Metrics.safeParse(seen.body).data ?? {}
  const empathy = (empathyScores ?? []).some(({ userId, score }) => userId === agent && typeof score === 'number')
  return { conversation, agent, aggregate: averageOf(row), metric: sentimentScore ?? undefined, empathy }
}

/** A handful of the newest window with something in it; the loudest scores first, since a zero tells nothing about a scale. */
export async function sample(probe: Probe, now: number): Promise<Sample> {
  for (const minutes of WINDOWS) {
    const found = (await rows(probe, now, minutes)) ?? (await rows(probe, now, BUSY_WINDOW))
    if (!found) return { interactions: [], minutes, asked: false }
    if (found.length === 0) continue
    const loudest = found.toSorted((a, b) => Math.abs(averageOf(b) ?? 0) - Math.abs(averageOf(a) ?? 0)).slice(0, MOST)
    const interactions = (await Promise.all(loudest.map((row) => measured(probe, row)))).filter((each) => each !== undefined)
    return { interactions, minutes, asked: true }
  }
  return { interactions: [], minutes: WINDOWS.at(-1)!, asked: true }
}
