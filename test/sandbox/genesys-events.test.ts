// What the simulated Genesys says by itself: over EventBridge and over its WebSockets.
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { genesysEvent } from '../../src/sandbox/contracts/contracts.ts'
import { ANA, BEN, type OpenWorld, openWorld, signedIn, until } from './world.ts'

interface Envelope {
  readonly id: string
  readonly 'detail-type': string
  readonly source: string
  readonly detail: { readonly topicName: string; readonly eventBody: Readonly<Record<string, unknown>> }
}

/** A bot that takes events, answering what it is told to, in turn; then 202. */
async function receiver() {
  const heard: { readonly path: string; readonly key: unknown; readonly event: Envelope }[] = []
  const answers: number[] = []
  const server = createServer(async (request, response) => {
    const event = JSON.parse((await Array.fromAsync(request as AsyncIterable<Buffer>)).join('')) as Envelope
    heard.push({ path: request.url!, key: request.headers['x-api-key'], event })
    // In two steps: restify, where some other test loaded it, makes writeHead answer nothing.
    response.writeHead(answers.shift() ?? 202)
    response.end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const topics = () => heard.map(({ event }) => event['detail-type'].split('{id}.').at(-1))
  return { url, heard, answers, topics, close: () => new Promise((resolve) => server.close(resolve)) }
}

let bot: Awaited<ReturnType<typeof receiver>>
let world: OpenWorld
beforeEach(async () => {
  bot = await receiver()
  world = await openWorld(bot.url)
})
afterEach(async () => {
  await world.close()
  await bot.close()
})

const happens = (more: object = {}) => world.interaction({ agent: 'ana', customer: -0.8, via: 'push', ...more })
const heard = (many: number) => until(async () => bot.heard.length >= many && bot.heard)

describe('an interaction that is pushed', () => {
  it('comes as EventBridge sends it: the end at once, the sentiment when it is analysed', async () => {
    const { conversationId } = await happens({ delayScore: 3_600_000 })
    const [end] = await heard(1)
    expect(end).toMatchObject({ path: '/genesys/events', key: world.env.GENESYS_EVENTS_SECRET })
    expect(end!.event).toMatchObject({
      version: '0',
      'detail-type': 'v2.detail.events.conversation.{id}.user.end',
      source: expect.stringMatching(/^aws\.partner\/genesys\.com\/cloud\/[0-9a-f-]{36}\/sandbox$/),
      detail: {
        topicName: `v2.detail.events.conversation.${conversationId}.user.end`,
        version: '2',
        eventBody: { conversationId, userId: ANA, mediaType: 'VOICE', interactingDurationMs: 240_000, disconnectType: 'CLIENT' },
      },
    })
    await world.advance('PT1H')
    const [, scored] = await heard(2)
    expect(scored!.event.detail.eventBody).toMatchObject({ conversationId, sentimentOverallScore: -0.8 })
    for (const { event } of bot.heard) expect(genesysEvent(event['detail-type'], event.detail.eventBody)).toEqual([])
  })

  it('may be forwarded as scores alone', async () => {
    await world.change({ kind: 'limits', pushes: 'scores' })
    await happens()
    await happens()
    await heard(2)
    expect(bot.topics()).toEqual(['sentiment', 'sentiment'])
  })

  it('is sent again, under the same id, while the bot is in trouble', async () => {
    bot.answers.push(503, 429)
    await happens({ customer: null })
    for (const many of [1, 2]) {
      await heard(many)
      await world.advance('PT1S')
    }
    const again = await heard(3)
    expect(new Set(again.map(({ event }) => event.id)).size).toBe(1)
  })

  it('is given up when the bot refuses it', async () => {
    bot.answers.push(401)
    await happens({ customer: null })
    await heard(1)
    await world.advance('PT1M')
    await happens({ customer: null })
    const [refused, next] = await heard(2)
    expect(next!.event.id).not.toBe(refused!.event.id)
  })

  it('can be delivered several times, with others in between', async () => {
    await world.change({ kind: 'limits', pushCopies: 3, pushes: 'scores' })
    await happens()
    await happens()
    await heard(2)
    await world.advance('PT1S')
    const ids = (await heard(6)).map(({ event }) => event.id)
    expect(new Set(ids.slice(0, 2)).size).toBe(2)
    expect([...Map.groupBy(ids, (id) => id).values()].map(({ length }) => length)).toEqual([3, 3])
  })

  it('tells nobody of one that is only there for the queries', async () => {
    await happens({ via: 'backfill' })
    await happens({ customer: null })
    expect((await heard(1))[0]!.event.detail.topicName).toContain('user.end')
    expect(bot.heard).toHaveLength(1)
  })
})

interface Heard {
  readonly topicName: string
  readonly eventBody: Readonly<Record<string, unknown>>
}

const BILLING = '00000000-0000-4000-8003-000000000001'

/** A channel with a socket on it; `heard` grows. */
async function listening(...topics: string[]) {
  const sdk = await signedIn(world)
  const { id, connectUri } = await sdk.notifications.postNotificationsChannels()
  await sdk.notifications.putNotificationsChannelSubscriptions(
    id!,
    topics.map((topic) => ({ id: topic })),
  )
  const socket = new WebSocket(connectUri!)
  const messages: Heard[] = []
  socket.on('message', (raw) => messages.push(JSON.parse(String(raw)) as Heard))
  await once(socket, 'open')
  return { sdk, id: id!, connectUri: connectUri!, socket, messages }
}

describe('empathy', () => {
  const id = '3f2a1b4c-0000-4000-9000-000000000001'
  const topic = `v2.speechandtextanalytics.conversation.${id}.empathy`

  it('is told beside the sentiment, live and pushed', async () => {
    const { messages } = await listening(topic, `v2.speechandtextanalytics.conversation.${id}.sentiment`)
    await happens({ id, empathy: -40, via: ['live', 'push'] })
    await until(async () => messages.length === 2)
    const eventBody = { conversationId: id, queueIds: [BILLING], agents: [{ agentId: ANA, overallEmpathyScore: -40 }] }
    expect(messages.find(({ topicName }) => topicName === topic)).toMatchObject({ eventBody })
    await heard(3)
    expect(bot.topics().toSorted()).toEqual(['empathy', 'sentiment', 'user.end'])
  })

  it('is nothing to hear without the permission', async () => {
    await world.change({ kind: 'permission', permission: 'speechAndTextAnalytics:data:view', granted: false })
    await expect(listening(topic)).rejects.toMatchObject({ status: 403, code: 'missing.permissions' })
  })
})

describe('an evaluation', () => {
  const evaluate = (more: object = {}) =>
    world.change({ kind: 'evaluation', agent: 'ana', score: 35, ...more }) as Promise<{ id: string; version: number }>

  it('tells every subscribed channel what was thought of the agent’s latest conversation', async () => {
    await happens({ via: 'backfill', endedAt: '2026-03-02T10:04:00Z' })
    const { conversationId } = await happens({ via: 'backfill' })
    const { messages } = await listening('v2.quality.evaluations')
    const { id, version } = await evaluate()
    await until(async () => messages.length === 1)
    expect(messages[0]).toMatchObject({
      topicName: 'v2.quality.evaluations',
      eventBody: {
        id,
        version,
        conversationId,
        agent: { id: ANA, displayName: 'Ana Alvarez' },
        status: 'Finished',
        scoringSet: { totalScore: 35 },
        releaseDate: expect.any(String),
      },
    })
    expect(genesysEvent('v2.quality.evaluations', messages[0]!.eventBody)).toEqual([])
  })

  it('has versions, a status, and is pushed where that was asked', async () => {
    const { conversationId } = await happens({ via: 'backfill' })
    await happens({ via: 'backfill' })
    const first = await evaluate({ conversation: conversationId, status: 'InProgress', released: false, via: 'push' })
    expect(await evaluate({ id: first.id, score: 80, via: 'push' })).toEqual({ id: first.id, version: 2 })
    const bodies = (await heard(2)).map(({ event }) => event.detail.eventBody).toSorted((a, b) => +a.version! - +b.version!)
    expect(bodies).toMatchObject([
      { version: 1, status: 'InProgress', conversationId },
      { version: 2, status: 'Finished', previousStatus: 'InProgress', conversationId, scoringSet: { totalScore: 80 } },
    ])
    expect(bodies[0]).not.toHaveProperty('releaseDate')
  })

  it.each([
    [{ score: 101 }, 'must be a number from 0 to 100'],
    [{ status: 'Done' }, 'must be one of Finished, Pending'],
    [{ id: 'x' }, 'There is no evaluation'],
    [{ conversation: 'x' }, 'There is no conversation'],
    [{}, 'has had no interaction yet'],
  ])('is refused as %j', async (more, words) => {
    await expect(evaluate(more)).rejects.toThrow(words)
  })
})

describe('an interaction that was handed over', () => {
  const passed = (more: object = {}) =>
    happens({
      agent: 'ben',
      seconds: 60,
      colleagues: [{ agent: 'ana', seconds: 180, agentScore: 0.5 }],
      agentScore: -0.4,
      ...more,
    })

  it('ends for each agent, with a transfer for who handed it over', async () => {
    await passed({ customer: null })
    const ends = (await heard(2)).map(({ event }) => event.detail.eventBody)
    expect(ends.toSorted((a, b) => +a.eventTime! - +b.eventTime!)).toMatchObject([
      { userId: ANA, disconnectType: 'TRANSFER', interactingDurationMs: 180_000 },
      { userId: BEN, disconnectType: 'CLIENT', interactingDurationMs: 60_000 },
    ])
  })

  it('shows who came and who went on the queue', async () => {
    const { messages } = await listening(`v2.routing.queues.${BILLING}.conversations`)
    await passed({ via: 'live' })
    await until(async () => messages.length === 3)
    const seen = messages.map(({ eventBody }) =>
      (eventBody.participants as { purpose: string; userId?: string; endTime?: string }[])
        .filter(({ purpose }) => purpose === 'agent')
        .map(({ userId, endTime }) => `${userId === ANA ? 'Ana' : 'Ben'} ${endTime ? 'gone' : 'there'}`),
    )
    expect(seen).toEqual([['Ana there'], ['Ana gone', 'Ben there'], ['Ana gone', 'Ben gone']])
  })

  it('has a part for each in every answer, and phrases in their own stretch', async () => {
    const { conversationId: id } = await passed({ via: 'backfill', empathy: 20 })
    const sdk = await signedIn(world)
    const details = await sdk.analytics.getAnalyticsConversationDetails(id)
    const parts = details.participants!.filter(({ purpose }) => purpose === 'agent')
    const [ana, ben] = parts.map((each) => each.sessions![0]!.segments![0]!)
    expect(parts.map(({ userId }) => userId)).toEqual([ANA, BEN])
    expect(ana).toMatchObject({
      disconnectType: 'transfer',
      segmentStart: details.conversationStart,
      segmentEnd: ben!.segmentStart,
    })
    expect(ben).toMatchObject({ disconnectType: 'client', segmentEnd: details.conversationEnd })
    const { participants } = await sdk.conversations.getConversation(id)
    expect(participants.map(({ userId }) => userId)).toEqual([undefined, ANA, BEN])
    expect(await sdk.speech.getSpeechandtextanalyticsConversation(id)).toMatchObject({
      empathyScores: [{ userId: BEN, score: 20 }],
    })
    const communication = details.participants![0]!.sessions![0]!.sessionId!
    const { url } = await sdk.speech.getSpeechandtextanalyticsConversationCommunicationTranscripturl(id, communication)
    const transcript = (await (await fetch(url!)).json()) as {
      transcripts: { analytics: { sentiment: { participant: string; sentiment: number; startTimeMs: number }[] } }[]
      participants: { userId?: string; startTimeMs: number; endTimeMs: number }[]
    }
    const means = [ANA, BEN].map((agent) => {
      const own = transcript.participants.find(({ userId }) => userId === agent)!
      const said = transcript.transcripts[0]!.analytics.sentiment.filter(
        ({ participant, startTimeMs }) =>
          participant === 'internal' && startTimeMs >= own.startTimeMs && startTimeMs < own.endTimeMs,
      )
      return said.reduce((sum, { sentiment }) => sum + sentiment, 0) / said.length
    })
    expect(means).toEqual([0.5, -0.4])
  })

  it('is refused with colleagues who are none', async () => {
    await expect(passed({ colleagues: [{ agent: 'sam', seconds: 1 }] })).rejects.toThrow('must be an agent')
    await expect(passed({ colleagues: [{ agent: 'ana', minutes: 1 }] })).rejects.toThrow('Unknown keys: minutes')
    await expect(passed({ colleagues: 'ana' })).rejects.toThrow('must be a list')
  })
})

describe('interactions in a list', () => {
  const id = '3f2a1b4c-0000-4000-9000-000000000002'
  const many = (list: object[]) => world.call<{ conversationIds: string[] }>('POST', '/interactions', list)

  it('happen in its order, under ids that the teller may choose', async () => {
    const { conversationIds } = await many([{ agent: 'ana', id }, { agent: 'ben' }].map((each) => ({ ...each, via: 'backfill' })))
    expect(conversationIds).toEqual([id, expect.any(String)])
    const { participants } = await (await signedIn(world)).conversations.getConversation(conversationIds[1]!)
    expect(participants[1]).toMatchObject({ userId: BEN })
  })

  it('do not happen at all when one of them is refused', async () => {
    await expect(many([{ agent: 'ana', id }, { agent: 'sam' }])).rejects.toThrow('must be an agent')
    await expect(many([id, id].map((each) => ({ agent: 'ana', id: each })))).rejects.toThrow('stands there twice')
    await many([{ agent: 'ana', id }])
    await expect(many([{ agent: 'ana', id }])).rejects.toThrow('already')
    await expect(many([{ agent: 'ana', id: 'mine' }])).rejects.toThrow('UUID')
  })
})

describe('a channel', () => {
  it('can fall silent, until its next connection', async () => {
    const { socket, messages, connectUri } = await listening(`v2.routing.queues.${BILLING}.conversations`)
    await world.change({ kind: 'limits', sockets: 'silent' })
    socket.send('{"message":"ping"}')
    await happens({ via: 'live' })
    const next = new WebSocket(connectUri)
    const heardNext: unknown[] = []
    next.on('message', (raw) => heardNext.push(raw))
    await Promise.all([once(next, 'open'), once(socket, 'close')])
    await happens({ via: 'live' })
    await until(async () => heardNext.length === 2)
    expect(messages).toEqual([])
  })

  it('is stolen by another program when there are no more, and says so', async () => {
    await world.change({ kind: 'limits', channels: 1 })
    const { sdk, id, connectUri, socket, messages } = await listening()
    const closed = once(socket, 'close')
    await world.change({ kind: 'limits', thief: true })
    await closed
    expect(messages).toMatchObject([
      {
        topicName: `v2.system.no_longer_subscribed.${id}`,
        eventBody: { channelId: id, systemTopicType: 'no_longer_subscribed', reason: 'another_channel_subscribed' },
      },
    ])
    await expect(sdk.notifications.getNotificationsChannelSubscriptions(id)).rejects.toMatchObject({ status: 404 })
    const [error] = await once(new WebSocket(connectUri), 'error')
    expect(String(error)).toContain('401')
  })

  it('can expire', async () => {
    const { socket, connectUri } = await listening()
    const closed = once(socket, 'close')
    await world.change({ kind: 'limits', sockets: 'expired' })
    await closed
    const [error] = await once(new WebSocket(connectUri), 'error')
    expect(String(error)).toContain('401')
  })

  it('hears that its token was revoked, and closes', async () => {
    const { id, socket, messages } = await listening()
    const closed = once(socket, 'close')
    await world.change({ kind: 'limits', tokens: 'revoked' })
    await closed
    expect(messages).toMatchObject([
      {
        topicName: `v2.system.token_revoked.${id}`,
        eventBody: { channelId: id, systemTopicType: 'token_revoked', reason: 'user_tokens_revoked' },
      },
    ])
  })
})
