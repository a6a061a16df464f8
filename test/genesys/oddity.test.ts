import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { CoachingEvent } from '../../src/coaching/event.ts'
import { ConversationId, PersonId } from '../../src/coaching/interaction.ts'
import type { Shift } from '../../src/coaching/slot.ts'
import { EVALUATIONS, scoreTopic, talkTopic } from '../../src/genesys/events/understand.ts'
import type { Genesys } from '../../src/genesys/genesys.ts'
import { oddity } from './oddity.ts'
import { AUTO, strangersClient, tally } from './practice.ts'

let odd: Awaited<ReturnType<typeof oddity>>
let client: Genesys
let counts: ReturnType<typeof tally>
beforeEach(async () => {
  odd = await oddity()
  counts = tally()
  client = strangersClient(odd.url, counts)
})
afterEach(async () => {
  await client.close()
  await odd.close()
})

const conversation = ConversationId.parse('c1')
const soon = <T>(look: () => T | Promise<T>) => vi.waitFor(look, { timeout: 8000, interval: 10 })
const talk = (ended: boolean) => ({
  topicName: talkTopic('q1'),
  eventBody: {
    id: 'c1',
    participants: [
      {
        purpose: 'agent',
        userId: 'ana',
        connectedTime: '2026-03-02T10:00:00Z',
        ...(ended ? { endTime: '2026-03-02T10:04:00Z' } : {}),
      },
      { purpose: 'customer', ...(ended ? { endTime: '2026-03-02T10:04:00Z' } : {}) },
    ],
  },
})
const score = (value: unknown) => ({
  topicName: scoreTopic('c1'),
  eventBody: { conversationId: 'c1', sentimentOverallScore: value },
})

const DETAILS = '/conversations/details/query'
const ended = { conversationId: 'c1', conversationEnd: '2026-03-02T10:04:00.000Z' }

describe('an answer that makes no sense', () => {
  it.each([{ conversationEnd: 'soon' }, { participants: 7 }, { conversationEnd: '2026-03-02T10:04:00.000Z', participants: [7] }])(
    '%j is malformed, and the others of the same answer are not',
    async (oddly) => {
      const other = ConversationId.parse('c2')
      const talker = { purpose: 'agent', userId: 'ana' }
      const sound = { ...ended, conversationId: 'c2', participants: [talker] }
      odd.answers.set(DETAILS, { conversations: [{ conversationId: 'c1', ...oddly }, sound] })
      const found = await Promise.all([client.centre.interaction(conversation), client.centre.interaction(other)])
      expect(found).toMatchObject(['malformed', { agent: 'ana' }])
    },
  )

  it('with scores outside the scale is counted, and its other scores are taken', async () => {
    const row = (id: string, sum: unknown) => ({
      group: { conversationId: id },
      data: [{ metrics: [{ metric: 'oSentimentScore', stats: { count: 1, sum } }] }],
    })
    const results = [row('c1', 400), row('c2', -70), row('c3', 'bad'), { group: {} }, 7]
    odd.answers.set('/transcripts/aggregates/query', { results })
    const found = await client.centre.scores({ from: 0, to: 60_000 })
    expect(found).toEqual([{ conversation: 'c2', customer: -0.7, raw: -70 }])
    expect(counts.all()).toMatchObject({ 'score refused': 1 })
  })

  it('about a person is an error', async () => {
    odd.answers.set('/users', { entities: [{ name: 'no id' }] })
    await expect(client.centre.person(PersonId.parse('ana'))).rejects.toMatchObject({ vendor: 'Genesys', trouble: 'malformed' })
  })

  it('of a conversation without agent is no error', async () => {
    odd.answers.set(DETAILS, { conversations: [{ ...ended, participants: [] }] })
    expect(await client.centre.interaction(conversation)).toBe('no-agent')
  })

  it.each(['https://evil.example/t.json', 'http://169.254.169.254/latest', 'file:///etc/passwd', 'nonsense'])(
    'with a transcript at %s is not followed',
    async (url) => {
      const customer = { purpose: 'customer', sessions: [{ sessionId: 's1', mediaType: 'voice' }] }
      odd.answers.set(DETAILS, { conversations: [{ ...ended, participants: [customer] }] })
      odd.answers.set('/communications/s1/transcripturl', { url })
      await expect(client.centre.agentSignal(conversation, PersonId.parse('ana'), AUTO)).rejects.toMatchObject({
        code: 'download-host',
      })
    },
  )
})

describe('workforce management', () => {
  const ana = PersonId.parse('ana')
  const window = { from: Date.parse('2026-03-02T06:00:00Z'), to: Date.parse('2026-03-02T18:00:00Z') }
  beforeEach(() => {
    odd.answers.set('/agents/ana/managementunit', { managementUnit: { id: 'mu' }, businessUnit: null })
    odd.answers.set('/managementunits/mu', { businessUnit: { id: 'bu' } })
    odd.answers.set('/businessunits/bu', { settings: { timeZone: 'Europe/Berlin' } })
    odd.answers.set('/activitycodes', { entities: [{ id: 'queue', category: 'OnQueueWork' }] })
  })

  it('that works on an answer and then gives a link to it is followed', async () => {
    const activities = [{ startDate: '2026-03-02T08:00:00Z', lengthMinutes: 480, activityCodeId: 'queue' }]
    const shift = { startDate: '2026-03-02T08:00:00Z', lengthMinutes: 480, activities }
    const off = [{ businessUnitDate: '2026-03-02' }]
    const agentSchedules = [{ user: { id: 'ana' }, shifts: [shift], fullDayTimeOffMarkers: off }]
    odd.answers.set('/schedule.json', { agentSchedules, businessUnitTimeZone: 'Europe/Berlin' })
    const answers = [{ status: 'Processing' }, { status: 'Complete', downloadUrl: `${odd.url}/schedule.json` }]
    odd.answers.set('/agentschedules/search', () => answers.shift())
    const [found] = (await client.centre.shifts(ana, window)) as Shift[]
    expect(found?.activities.map(({ kind }) => kind)).toEqual(['work', 'time-off'])
  })

  it("is asked for the planning groups of the agent's queues only", async () => {
    odd.answers.set('/users/ana/queues', { entities: [{ id: 'q1' }] })
    const groups = ['q1', 'q2'].map((queue) => ({ id: `group of ${queue}`, routePaths: [{ queue: { id: queue } }] }))
    odd.answers.set('/intraday/planninggroups', { entities: groups })
    const intervals = [90, 60, 60, 90].map((serviceLevelPercent) => ({ serviceLevelPercent, occupancyPercent: 50 }))
    const intradayDataGroupings = [{ performancePredictionDataPerInterval: intervals }]
    odd.answers.set('/intraday', { status: 'Complete', result: { startDate: '2026-03-02T10:00:00Z', intradayDataGroupings } })
    const found = await client.centre.predicted(ana, window)
    expect(found.map(({ at, level }) => [new Date(at.from).toISOString().slice(11, 16), level])).toEqual([
      ['10:00', 90],
      ['10:15', 60],
      ['10:30', 60],
      ['10:45', 90],
    ])
    expect(JSON.parse(odd.asked.at(-1)!.body)).toMatchObject({
      businessUnitDate: '2026-03-02',
      planningGroupIds: ['group of q1'],
    })
  })
})

const ALWAYS = [talkTopic('q1'), EVALUATIONS]

describe('a line that misbehaves', () => {
  let heard: CoachingEvent[]
  beforeEach(async () => {
    heard = []
    await client.intake(async (event) => void heard.push(event)).ready
  })

  it('with nonsense on it stays open, every frame counted', async () => {
    for (const frame of ['nonsense', '{}', score(400), score(null), { topicName: talkTopic('q1'), eventBody: 7 }]) odd.say(frame)
    odd.say({ topicName: 'v2.weather', eventBody: {} })
    await soon(() => expect(heard).toEqual([{ kind: 'unsupported', what: 'v2.weather' }]))
    expect(counts.all()).toMatchObject({ 'event refused': 5 })
    expect(odd.lines).toHaveLength(1)
  })

  it('is connected again, to the same channel and with everything subscribed, when the server announces its end', async () => {
    odd.say(talk(false))
    await soon(() => expect(odd.subscriptions).toHaveLength(2))
    odd.say({ topicName: 'v2.system.socket_closing', eventBody: {} })
    await soon(() => expect(odd.subscriptions).toHaveLength(3))
    expect(odd.lines.map(({ channel }) => channel)).toEqual(['channel-1', 'channel-1'])
    expect(odd.subscriptions.at(-1)).toEqual({ channel: 'channel-1', how: 'PUT', topics: [...ALWAYS, scoreTopic('c1')] })
  })

  it('whose channel is gone gets a new one', async () => {
    odd.end('channel-1')
    odd.lines.at(-1)!.socket.terminate()
    await soon(() => expect(odd.subscriptions.at(-1)).toEqual({ channel: 'channel-2', how: 'PUT', topics: ALWAYS }))
  })

  it('loses no score that came while it was down', async () => {
    odd.say(talk(true))
    await soon(() => expect(odd.subscriptions).toHaveLength(2))
    const metrics = [{ metric: 'oSentimentScore', stats: { count: 1, sum: -70 } }]
    odd.answers.set('/transcripts/aggregates/query', { results: [{ group: { conversationId: 'c1' }, data: [{ metrics }] }] })
    odd.lines.at(-1)!.socket.terminate()
    await soon(() => expect(heard).toMatchObject([{ kind: 'scored', interaction: { conversation, customer: -0.7 }, raw: -70 }]))
  })

  it('that tells a score twice is believed once, and a changed score again', async () => {
    odd.say(talk(true))
    await soon(() => expect(odd.subscriptions).toHaveLength(2))
    for (const value of [-0.7, -0.7, -0.6]) {
      odd.say(score(value))
      await soon(() => expect(heard.at(-1)).toMatchObject({ interaction: { customer: value } }))
    }
    expect(heard).toHaveLength(2)
  })

  it('carries a thousand topics and leaves the rest to a second one', async () => {
    for (let index = 0; index < 1200; index++) {
      const { topicName, eventBody } = talk(false)
      odd.lines[0]!.socket.send(JSON.stringify({ topicName, eventBody: { ...eventBody, id: `c${index}` } }))
    }
    const carried = (channel: string) =>
      new Set(odd.subscriptions.filter((each) => each.channel === channel).flatMap(({ topics }) => topics)).size
    await soon(() => expect([carried('channel-1'), carried('channel-2')]).toEqual([1000, 202]))
  })

  it('asks for the topic of a finished conversation no more', async () => {
    odd.say(talk(true))
    await soon(() => expect(odd.subscriptions).toHaveLength(2))
    odd.say(score(-0.7))
    await soon(() => expect(heard).toHaveLength(1))
    odd.say(talk(true))
    odd.lines.at(-1)!.socket.terminate()
    await soon(() => expect(odd.subscriptions.at(-1)).toMatchObject({ how: 'PUT', topics: ALWAYS }))
  })
})
