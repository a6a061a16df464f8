import { once } from 'node:events'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { GENESYS, genesysResponse } from '../../src/sandbox/contracts/contracts.ts'
import { phrasesAround } from '../../src/sandbox/genesys/conversations/transcript.ts'
import { ANA, HELENA, type OpenWorld, openWorld, SAM, signedIn, UNIT, until } from './world.ts'

let world: OpenWorld
let sdk: Awaited<ReturnType<typeof signedIn>>
beforeEach(async () => {
  world = await openWorld()
  sdk = await signedIn(world)
})
afterEach(() => world.close())

const refusal = (call: Promise<unknown>) =>
  call.then(
    () => ({ status: 200 }),
    (error) => error as { status: number; code: string },
  )
const happened = async (more: object = {}) => {
  const { conversationId } = await world.interaction({ agent: 'ana', customer: -0.8, via: 'backfill', ...more })
  return conversationId
}
const BILLING = '00000000-0000-4000-8003-000000000001'

describe('signing in', () => {
  it('fails with the wrong secret', async () => {
    const { default: pc } = await import('purecloud-platform-client-v2')
    const client = new pc.ApiClientClass()
    const { hostname, port } = new URL(world.url)
    client.setGateway({ host: hostname, protocol: 'http', port: Number(port), path_params_login: 'genesys' })
    await expect(client.loginClientCredentialsGrant(world.env.GENESYS_CLIENT_ID!, 'wrong')).rejects.toMatchObject({
      response: { status: 401 },
    })
  })

  it('lasts a day of world time', async () => {
    await world.advance('PT23H')
    expect(await sdk.users.getUser(ANA)).toMatchObject({ name: 'Ana Alvarez' })
    await world.advance('PT1H')
    expect(await refusal(sdk.users.getUser(ANA))).toMatchObject({ status: 401, code: 'bad.credentials' })
  })

  it('buys a number of calls a minute, then 429 with Retry-After', async () => {
    await world.change({ kind: 'limits', callsPerMinute: 2 })
    sdk.client.setReturnExtendedResponses(true)
    await sdk.teams.getTeams()
    await sdk.teams.getTeams()
    const refused = (await refusal(sdk.teams.getTeams())) as unknown as { status: number; headers: Record<string, string> }
    expect(refused.status).toBe(429)
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
    await world.advance('PT1M')
    expect(await refusal(sdk.teams.getTeams())).toMatchObject({ status: 200 })
  })

  it('is worth what the permissions allow', async () => {
    const change = (granted: boolean) => world.change({ kind: 'permission', permission: 'coaching:appointment:view', granted })
    await change(false)
    expect(await refusal(sdk.coaching.getCoachingAppointments([ANA]))).toMatchObject({ status: 403, code: 'missing.permissions' })
    await change(true)
    expect(await refusal(sdk.coaching.getCoachingAppointments([ANA]))).toMatchObject({ status: 200 })
  })
})

it('notes a call that breaks the contract as a violation', async () => {
  expect(await refusal(sdk.users.postUsersSearch({ query: [{ type: 'GUESS' }] }))).toMatchObject({ status: 400 })
  expect(await world.violations()).toMatchObject([{ vendor: 'genesys', path: '/api/v2/users/search' }])
})

describe('people', () => {
  it('have managers, superiors and teams', async () => {
    expect(await sdk.users.getUser(ANA, { expand: ['team'] })).toMatchObject({
      manager: { id: SAM },
      team: { name: 'Billing' },
      state: 'active',
    })
    expect((await sdk.users.getUserSuperiors(ANA)).map(({ id }) => id)).toEqual([SAM, HELENA])
    await world.change({ kind: 'manager', agent: 'ana', manager: 'rita' })
    expect((await sdk.users.getUserSuperiors(ANA)).map(({ name }) => name)).toEqual(['Rita Rossi', 'Helena Holm'])
  })

  it('are found by e-mail, whatever its case, while they are active', async () => {
    const find = async () =>
      (
        await sdk.users.postUsersSearch({ query: [{ type: 'EXACT', fields: ['email'], value: 'SAM@northwind.example' }] })
      ).results.map(({ id }) => id)
    expect(await find()).toEqual([SAM])
    await world.change({ kind: 'leaves', person: 'sam' })
    expect(await find()).toEqual([])
    expect(await sdk.users.getUser(SAM)).toMatchObject({ state: 'inactive' })
  })

  it('work the queue of their team', async () => {
    const queues = async (user: string, more?: object) => (await sdk.users.getUserQueues(user, more)).entities
    expect(await queues(ANA)).toMatchObject([{ id: BILLING, joined: true }])
    expect(await queues(ANA, { joined: false })).toEqual([])
    expect(await queues(SAM)).toEqual([])
  })

  it('are listed by id; strangers to Genesys are not there', async () => {
    expect((await sdk.users.getUsers({ id: [ANA, SAM] })).entities!.map(({ id }) => id)).toEqual([ANA, SAM])
    expect(await refusal(sdk.users.getUser('x-olga'))).toMatchObject({ status: 404 })
  })
})

describe('members of a team', () => {
  it('come in pages, each naming where the next one begins', async () => {
    const team = '00000000-0000-4000-8002-000000000001'
    const first = await sdk.teams.getTeamMembers(team, { pageSize: 1 })
    const after = new URL(first.nextUri!, 'https://x').searchParams.get('after')!
    const second = await sdk.teams.getTeamMembers(team, { pageSize: 1, after })
    expect([first, second].map(({ entities }) => entities?.map(({ name }) => name))).toEqual([['Ana Alvarez'], ['Ben Becker']])
    expect(second.nextUri).toBeUndefined()
  })
})

describe('an analysed interaction', () => {
  it('has metrics, details, and an agent whose phrases average exactly the score', async () => {
    const id = await happened({ agentScore: -0.35, empathy: -40 })
    expect(await sdk.speech.getSpeechandtextanalyticsConversation(id)).toMatchObject({
      sentimentScore: -0.8,
      empathyScores: [{ userId: ANA, score: -40 }],
    })
    const { participants } = await sdk.analytics.getAnalyticsConversationDetails(id)
    expect(participants!.find(({ purpose }) => purpose === 'agent')).toMatchObject({ userId: ANA })
    const communication = (await sdk.conversations.getConversation(id)).participants.find(
      ({ purpose }) => purpose === 'customer',
    )!.calls![0]!.id!
    const { url } = await sdk.speech.getSpeechandtextanalyticsConversationCommunicationTranscripturl(id, communication)
    const transcript = (await (await fetch(url!)).json()) as {
      transcripts: { analytics: { sentiment: { participant: string; sentiment: number }[] } }[]
    }
    const agent = transcript.transcripts[0]!.analytics.sentiment.filter(({ participant }) => participant === 'internal')
    expect(agent.reduce((sum, { sentiment }) => sum + sentiment, 0) / agent.length).toBe(-0.35)
  })

  it('says nothing about signals it does not have', async () => {
    const id = await happened({ customer: null })
    const metrics = await sdk.speech.getSpeechandtextanalyticsConversation(id)
    expect(metrics).toMatchObject({ sentimentTrendClass: 'NotCalculated', empathyScores: [] })
    expect(metrics.sentimentScore).toBeUndefined()
  })

  it('is not there before it is analysed', async () => {
    const id = await happened({ via: 'live', delayScore: 3_600_000 })
    expect(await refusal(sdk.speech.getSpeechandtextanalyticsConversation(id))).toMatchObject({
      status: 404,
      code: 'resource.not.found',
    })
    await world.advance('PT1H')
    expect(await sdk.speech.getSpeechandtextanalyticsConversation(id)).toMatchObject({ sentimentScore: -0.8 })
  })

  it('is found by the aggregates, on their own scale', async () => {
    const id = await happened()
    const now = Date.now()
    const { results } = await sdk.analytics.postAnalyticsTranscriptsAggregatesQuery({
      interval: `${new Date(now - 3_600_000).toISOString()}/${new Date(now + 60_000).toISOString()}`,
      groupBy: ['conversationId', 'userId'],
      metrics: ['oSentimentScore'],
      alternateTimeDimension: 'eventTime',
    })
    expect(results).toMatchObject([
      { group: { conversationId: id, userId: ANA }, data: [{ metrics: [{ stats: { sum: -80, count: 1 } }] }] },
    ])
  })

  it('whatever the score, phrases average to exactly it', () => {
    for (let hundredths = -100; hundredths <= 100; hundredths++) {
      const values = phrasesAround(hundredths / 100)
      expect(values.reduce((sum, value) => sum + value, 0) / values.length).toBe(hundredths / 100)
      expect(values.every((value) => Math.abs(value) <= 1)).toBe(true)
    }
  })
})

describe('notifications', () => {
  async function listening() {
    const { id, connectUri } = await sdk.notifications.postNotificationsChannels()
    const socket = new WebSocket(connectUri!)
    await once(socket, 'open')
    const heard: { topicName: string; eventBody: Record<string, unknown> }[] = []
    socket.on('message', (raw) => heard.push(JSON.parse(String(raw))))
    return { id: id!, socket, heard, connectUri: connectUri! }
  }

  it('tell about a conversation on the queue, then about its sentiment', async () => {
    const { id, heard } = await listening()
    await sdk.notifications.putNotificationsChannelSubscriptions(id, [{ id: `v2.routing.queues.${BILLING}.conversations` }])
    const conversationId = await happened({ via: 'live', delayScore: 3_600_000 })
    await until(async () => heard.length === 2)
    const ends = heard.map(
      ({ eventBody }) => (eventBody.participants as { purpose: string; endTime?: string }[])[1]!.endTime !== undefined,
    )
    expect(ends).toEqual([false, true])
    await sdk.notifications.postNotificationsChannelSubscriptions(id, [
      { id: `v2.speechandtextanalytics.conversation.${conversationId}.sentiment` },
    ])
    await world.advance('PT1H')
    await until(async () => heard.length === 3)
    expect(heard[2]!.eventBody).toMatchObject({ conversationId, sentimentOverallScore: -0.8, queueIds: [BILLING] })
  })

  it('answer a ping, warn before closing, and move to the newest connection', async () => {
    const { socket, heard, connectUri } = await listening()
    socket.send('{"message":"ping"}')
    await until(async () => heard.some(({ eventBody }) => eventBody.message === 'pong'))
    const second = new WebSocket(connectUri)
    await Promise.all([once(second, 'open'), once(socket, 'close')])
    const warned = once(second, 'message')
    await world.change({ kind: 'limits', sockets: 'closing' })
    expect(String((await warned)[0])).toContain('v2.system.socket_closing')
    await once(second, 'close')
  })

  it('refuse topics that do not exist, unless errors are to be ignored', async () => {
    const { id } = await sdk.notifications.postNotificationsChannels()
    const bad = [{ id: 'v2.made.up' }]
    expect(await refusal(sdk.notifications.putNotificationsChannelSubscriptions(id!, bad))).toMatchObject({
      status: 400,
      code: 'notification.invalid.topic',
    })
    const { entities } = await sdk.notifications.putNotificationsChannelSubscriptions(id!, bad, { ignoreErrors: true })
    expect(entities).toMatchObject([{ state: 'Rejected' }])
  })

  it('take a thousand topics a channel, live a day, and number twenty channels', async () => {
    const { id, connectUri } = await sdk.notifications.postNotificationsChannels()
    const topics = Array.from({ length: 1001 }, (_, index) => ({
      id: `v2.speechandtextanalytics.conversation.c-${index}.sentiment`,
    }))
    expect(await refusal(sdk.notifications.putNotificationsChannelSubscriptions(id!, topics))).toMatchObject({
      code: 'notification.subscription.too.many.subscriptions',
    })
    for (let index = 0; index < 20; index++) await sdk.notifications.postNotificationsChannels()
    expect(await refusal(sdk.notifications.getNotificationsChannelSubscriptions(id!))).toMatchObject({ status: 404 })
    const [error] = await once(new WebSocket(connectUri!), 'error')
    expect(String(error)).toContain('401')
  })
})

describe('every answer keeps the contract', () => {
  it.each([
    ['getUser', () => sdk.users.getUser(ANA)],
    ['getUsers', () => sdk.users.getUsers()],
    ['getUserSuperiors', () => sdk.users.getUserSuperiors(ANA)],
    ['getUserQueues', () => sdk.users.getUserQueues(ANA)],
    ['getUserDirectreports', () => sdk.users.getUserDirectreports(SAM)],
    ['getTeams', () => sdk.teams.getTeams()],
    ['getTeam', () => sdk.teams.getTeam('00000000-0000-4000-8002-000000000001')],
    ['getTeamMembers', () => sdk.teams.getTeamMembers('00000000-0000-4000-8002-000000000001')],
    ['getRoutingQueues', () => sdk.routing.getRoutingQueues()],
    ['getRoutingQueue', () => sdk.routing.getRoutingQueue(BILLING)],
    ['getRoutingQueueMembers', () => sdk.routing.getRoutingQueueMembers(BILLING)],
    ['getConversation', async () => sdk.conversations.getConversation(await happened({ media: 'message' }))],
    ['getAnalyticsConversationDetails', async () => sdk.analytics.getAnalyticsConversationDetails(await happened())],
    [
      'getSpeechandtextanalyticsConversation',
      async () => sdk.speech.getSpeechandtextanalyticsConversation(await happened({ empathy: 3 })),
    ],
    ['getNotificationsAvailabletopics', () => sdk.notifications.getNotificationsAvailabletopics()],
    ['postNotificationsChannels', () => sdk.notifications.postNotificationsChannels()],
    ['getWorkforcemanagementAgentManagementunit', () => sdk.wfm.getWorkforcemanagementAgentManagementunit(ANA)],
    [
      'getWorkforcemanagementManagementunit',
      () => sdk.wfm.getWorkforcemanagementManagementunit('00000000-0000-4000-8005-000000000002'),
    ],
    [
      'getWorkforcemanagementBusinessunit',
      () => sdk.wfm.getWorkforcemanagementBusinessunit(UNIT, { expand: ['settings.coaching', 'settings.timeZone'] }),
    ],
    ['getWorkforcemanagementBusinessunitActivitycodes', () => sdk.wfm.getWorkforcemanagementBusinessunitActivitycodes(UNIT)],
    [
      'getWorkforcemanagementBusinessunitWeekSchedules',
      () => sdk.wfm.getWorkforcemanagementBusinessunitWeekSchedules(UNIT, 'recent'),
    ],
    [
      'getWorkforcemanagementBusinessunitIntradayPlanninggroups',
      () => sdk.wfm.getWorkforcemanagementBusinessunitIntradayPlanninggroups(UNIT, '2026-03-02'),
    ],
    [
      'postWorkforcemanagementManagementunitAgentschedulesSearch',
      () =>
        sdk.wfm.postWorkforcemanagementManagementunitAgentschedulesSearch('00000000-0000-4000-8005-000000000002', {
          startDate: new Date().toISOString(),
          endDate: new Date(Date.now() + 86_400_000).toISOString(),
        }),
    ],
    [
      'postWorkforcemanagementBusinessunitIntraday',
      () =>
        sdk.wfm.postWorkforcemanagementBusinessunitIntraday(UNIT, {
          businessUnitDate: Temporal.Now.plainDateISO().toString(),
          categories: ['ForecastData', 'ScheduleData', 'PerformancePredictionData'],
        }),
    ],
  ])('%s', async (operation, call: () => Promise<unknown>) => {
    const body = await call()
    expect(body).toBeTruthy()
    expect(genesysResponse(operation, body)).toEqual([])
    expect(await world.violations()).toEqual([])
  })
})

it('knows every operation of the contract', async () => {
  const requests = Object.values(GENESYS.operations).map(({ method, path }) =>
    fetch(`${world.env.GENESYS_URL}${path}`, { method }),
  )
  const statuses = (await Promise.all(requests)).map(({ status }) => status)
  expect(new Set(statuses)).toEqual(new Set([401]))
})

it('shows an agent’s day as the schedule has it', async () => {
  const day = await world.call<{
    shift: object
    activities: { kind: string }[]
    peaks: object[]
    staffing: { difference: number }[]
  }>('GET', '/agents/ana/day')
  expect(day.activities.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['OnQueueWork', 'Break', 'Meal']))
  expect(day.peaks).toHaveLength(2)
  expect(day.staffing.some(({ difference }) => difference >= 2)).toBe(true)
})
