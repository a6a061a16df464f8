// What analytics answers about many conversations at once.
import type { Models } from 'purecloud-platform-client-v2'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { genesysResponse } from '../../src/sandbox/contracts/contracts.ts'
import { ANA, BEN, type OpenWorld, openWorld, signedIn } from './world.ts'

let world: OpenWorld
let sdk: Awaited<ReturnType<typeof signedIn>>
beforeEach(async () => {
  world = await openWorld()
  sdk = await signedIn(world)
})
afterEach(() => world.close())

const MINUTE = 60_000
const iso = (ms: number) => new Date(ms).toISOString()
const around = (minutes: number) => `${iso(Date.now() - minutes * MINUTE)}/${iso(Date.now() + minutes * MINUTE)}`
const happened = async (more: object = {}) => {
  const { conversationId } = await world.interaction({ agent: 'ana', customer: -0.8, via: 'backfill', ...more })
  return conversationId
}
const refusal = (call: Promise<unknown>) =>
  call.then(
    () => ({ status: 200 }),
    (error) => error as { status: number; code?: string; message: string },
  )

describe('the query of conversation details', () => {
  const query = (more: object = {}) =>
    sdk.analytics.postAnalyticsConversationsDetailsQuery({ interval: around(60), ...more } as Models.ConversationQuery)
  const idsOf = async (more?: object) => (await query(more)).conversations?.map(({ conversationId }) => conversationId) ?? []

  it('answers the same as the single call, the earliest first', async () => {
    const late = await happened()
    const early = await happened({ endedAt: iso(Date.now() - 10 * MINUTE) })
    const answer = await query()
    expect(genesysResponse('postAnalyticsConversationsDetailsQuery', answer)).toEqual([])
    expect(answer.totalHits).toBe(2)
    const single = [early, late].map((id) => sdk.analytics.getAnalyticsConversationDetails(id))
    expect(answer.conversations).toEqual(await Promise.all(single))
  })

  it('has whatever lived in the interval, and nothing else', async () => {
    const id = await happened({ seconds: 600, endedAt: iso(Date.now() - 30 * MINUTE) })
    const ago = (from: number, to: number) => `${iso(Date.now() - from * MINUTE)}/${iso(Date.now() - to * MINUTE)}`
    expect(await idsOf({ interval: ago(36, 34) })).toEqual([id])
    expect(await idsOf({ interval: ago(50, 41) })).toEqual([])
    expect(await idsOf({ interval: ago(29, 20) })).toEqual([])
  })

  it('knows no end of what is still going on', async () => {
    const id = await happened({ seconds: 600, endedAt: iso(Date.now() + 5 * MINUTE), via: 'live' })
    expect((await query()).conversations![0]).not.toHaveProperty('conversationEnd')
    await world.advance('PT5M')
    expect((await query()).conversations).toMatchObject([{ conversationId: id, conversationEnd: expect.any(String) }])
  })

  it.each([
    ['an agent', { segmentFilters: [{ type: 'and', predicates: [{ dimension: 'userId', value: ANA }] }] }],
    [
      'an agent’s segment in either of two queues',
      {
        segmentFilters: [
          {
            type: 'and',
            predicates: [{ dimension: 'purpose', value: 'agent' }],
            clauses: [
              {
                type: 'or',
                predicates: [
                  { dimension: 'queueId', value: '00000000-0000-4000-8003-000000000001' },
                  { dimension: 'queueId', value: 'q' },
                ],
              },
            ],
          },
        ],
      },
    ],
  ])('filters by %s', async (_by, filters) => {
    const mine = await happened()
    await happened({ agent: 'cleo' })
    expect(await idsOf(filters)).toEqual([mine])
  })

  it('filters by ids', async () => {
    const [first, , third] = [await happened(), await happened({ agent: 'ben' }), await happened()]
    const predicates = [first, third].map((value) => ({ dimension: 'conversationId', operator: 'matches', value }))
    const found = await idsOf({ conversationFilters: [{ type: 'or', predicates }] })
    expect(found.toSorted()).toEqual([first, third].toSorted())
  })

  it('comes page by page', async () => {
    for (let index = 0; index < 3; index++) await happened({ endedAt: iso(Date.now() - (10 - index) * MINUTE) })
    const pages = [1, 2, 3].map((pageNumber) => query({ paging: { pageSize: 2, pageNumber } }))
    const sizes = (await Promise.all(pages)).map(({ conversations, totalHits }) => [conversations?.length ?? 0, totalHits])
    expect(sizes).toEqual([
      [2, 3],
      [1, 3],
      [0, 3],
    ])
  })

  it.each([
    ['a page too large', { paging: { pageSize: 101, pageNumber: 1 } }, 'pageSize must be 1 to 100'],
    ['more than 31 days', { interval: '2026-01-01T00:00:00Z/2026-02-02T00:00:00Z' }, 'longer than 31 days'],
    [
      'a dimension it does not know',
      { conversationFilters: [{ type: 'and', predicates: [{ dimension: 'divisionId', value: 'x' }] }] },
      'divisionId',
    ],
    ['facets', { aggregations: [{}] }, 'aggregations'],
    ['another order', { order: 'desc' }, 'conversationStart'],
  ])('refuses %s', async (_what, more, words) => {
    expect(await refusal(query(more))).toMatchObject({ status: 400, message: expect.stringContaining(words) })
  })
})

describe('the aggregates', () => {
  const query = (more: object = {}) =>
    sdk.analytics.postAnalyticsTranscriptsAggregatesQuery({
      interval: around(60),
      groupBy: ['conversationId', 'userId'],
      metrics: ['oSentimentScore'],
      alternateTimeDimension: 'eventTime',
      ...more,
    } as Models.TranscriptAggregationQuery)
  const passed = () => happened({ agent: 'ben', seconds: 60, colleagues: [{ agent: 'ana', seconds: 180 }] })

  it('have a group for each agent who took part, with the score of the conversation', async () => {
    const id = await passed()
    const found = (await query()).results!.map(({ group, data }) => [group, data![0]!.metrics![0]!.stats!.sum])
    expect(found).toEqual([
      [{ conversationId: id, userId: ANA }, -80],
      [{ conversationId: id, userId: BEN }, -80],
    ])
  })

  it('count a conversation once where agents do not matter', async () => {
    await passed()
    const { results } = await query({ groupBy: ['queueId'], metrics: ['nSpeechTextAnalyzedConversations'] })
    expect(results).toMatchObject([{ data: [{ metrics: [{ stats: { count: 1 } }] }] }])
  })

  it('filtered by an agent have that agent’s groups alone', async () => {
    await passed()
    const filter = { type: 'and', predicates: [{ dimension: 'userId', value: BEN }] }
    expect((await query({ filter })).results!.map(({ group }) => group!.userId)).toEqual([BEN])
  })

  it('refuse dimensions they do not know, grouped or filtered', async () => {
    const filter = { type: 'and', predicates: [{ dimension: 'flowId', value: 'x' }] }
    const refused = { status: 400, message: expect.stringContaining('flowId') }
    expect(await refusal(query({ groupBy: ['flowId'] }))).toMatchObject(refused)
    expect(await refusal(query({ filter }))).toMatchObject(refused)
  })

  it('refuse more groups than they may have', async () => {
    await world.change({ kind: 'limits', aggregateRows: 1 })
    await happened()
    expect((await query()).results).toHaveLength(1)
    await happened()
    expect(await refusal(query())).toMatchObject({ status: 400, code: 'analytics.too.many.groups' })
  })

  it('know of an analysis some time after it, at the time it was made', async () => {
    await world.change({ kind: 'limits', aggregateDelay: 120_000 })
    await happened()
    const interval = around(1)
    expect((await query({ interval })).results).toEqual([])
    await world.advance('PT2M')
    expect((await query({ interval })).results).toHaveLength(1)
  })

  it('answer for some minutes out of 100,000 interactions without going through all of them', async () => {
    const end = Date.now()
    for (let part = 0; part < 10; part++) {
      const list = Array.from({ length: 10_000 }, (_, index) => ({
        agent: 'ana',
        customer: 0.1,
        via: 'backfill',
        endedAt: iso(end - ((index * 10 + part) % 1440) * MINUTE),
      }))
      await world.call('POST', '/interactions', list)
    }
    await world.advance('PT1H')
    const late = await happened()
    const minutes = `${iso(end + 59 * MINUTE)}/${iso(end + 75 * MINUTE)}`
    const day = `${iso(end - 1440 * MINUTE)}/${iso(end + 75 * MINUTE)}`
    const began = performance.now()
    expect((await query({ interval: day, groupBy: [] })).results).toHaveLength(1)
    const all = performance.now() - began
    const started = performance.now()
    for (let turn = 0; turn < 20; turn++)
      expect((await query({ interval: minutes })).results).toMatchObject([{ group: { conversationId: late } }])
    expect((performance.now() - started) / 20).toBeLessThan(all / 4)
  }, 60_000)
})
