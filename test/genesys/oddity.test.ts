import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { CoachingEvent } from '../../src/coaching/event.ts'
import { ConversationId, PersonId } from '../../src/coaching/interaction.ts'
import { type Genesys, genesys } from '../../src/genesys/genesys.ts'
import { scoreTopic, talkTopic } from '../../src/genesys/live/events.ts'
import { oddity } from './oddity.ts'
import { notebook, tally } from './practice.ts'

let odd: Awaited<ReturnType<typeof oddity>>
let client: Genesys
let counts: ReturnType<typeof tally>
beforeEach(async () => {
  odd = await oddity()
  counts = tally()
  const keys = { clientId: 'id', clientSecret: 'secret' }
  client = genesys({ ...keys, url: odd.url, queues: ['q1'], scale: 'auto', now: Date.now, log: notebook(), counts })
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

describe('an answer that makes no sense', () => {
  it.each([{ sentimentScore: 400 }, { sentimentScore: '-0.8' }, [], 7])('%j is malformed', async (metrics) => {
    odd.answers.set('/speechandtextanalytics/conversations/c1', metrics)
    expect(await client.centre.interaction(conversation)).toBe('malformed')
  })

  it('with a score outside the scale is counted', async () => {
    odd.answers.set('/speechandtextanalytics/conversations/c1', { sentimentScore: 400 })
    await client.centre.interaction(conversation)
    expect(counts.all()).toEqual({ 'score refused': 1 })
  })

  it('about a person is an error', async () => {
    odd.answers.set('/users/ana', { name: 'no id' })
    await expect(client.centre.person(PersonId.parse('ana'))).rejects.toMatchObject({ vendor: 'Genesys', trouble: 'malformed' })
  })

  it('of a conversation without agent is no error', async () => {
    odd.answers.set('/speechandtextanalytics/conversations/c1', { sentimentScore: -0.8 })
    odd.answers.set('/conversations/c1/details', { conversationEnd: '2026-03-02T10:04:00.000Z', participants: [] })
    expect(await client.centre.interaction(conversation)).toBe('no-agent')
  })

  it.each(['https://evil.example/t.json', 'http://169.254.169.254/latest', 'file:///etc/passwd', 'nonsense'])(
    'with a transcript at %s is not followed',
    async (url) => {
      const customer = { purpose: 'customer', sessions: [{ sessionId: 's1', mediaType: 'voice' }] }
      odd.answers.set('/conversations/c1/details', { conversationEnd: '2026-03-02T10:04:00.000Z', participants: [customer] })
      odd.answers.set('/communications/s1/transcripturl', { url })
      await expect(client.centre.agentSignal(conversation, PersonId.parse('ana'))).rejects.toMatchObject({
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
    const [found] = await client.centre.shifts(ana, window)
    expect(found?.activities.map(({ kind }) => kind)).toEqual(['work', 'time-off'])
  })

  it("is asked for the planning groups of the agent's queues only", async () => {
    odd.answers.set('/users/ana/queues', { entities: [{ id: 'q1' }] })
    const groups = ['q1', 'q2'].map((queue) => ({ id: `group of ${queue}`, routePaths: [{ queue: { id: queue } }] }))
    odd.answers.set('/intraday/planninggroups', { entities: groups })
    const intervals = [90, 60, 60, 90].map((serviceLevelPercent) => ({ serviceLevelPercent, occupancyPercent: 50 }))
    const intradayDataGroupings = [{ performancePredictionDataPerInterval: intervals }]
    odd.answers.set('/intraday', { status: 'Complete', result: { startDate: '2026-03-02T10:00:00Z', intradayDataGroupings } })
    const expected = [{ from: Date.parse('2026-03-02T10:15:00Z'), to: Date.parse('2026-03-02T10:45:00Z') }]
    expect(await client.centre.peaks(ana, window)).toEqual(expected)
    expect(JSON.parse(odd.asked.at(-1)!.body)).toMatchObject({
      businessUnitDate: '2026-03-02',
      planningGroupIds: ['group of q1'],
    })
  })
})

describe('a line that misbehaves', () => {
  let heard: CoachingEvent[]
  beforeEach(async () => {
    heard = []
    await client.intake(async (event) => void heard.push(event)).ready
  })

  it('with nonsense on it stays open, every frame counted', async () => {
    for (const frame of ['nonsense', '{}', score(400), score(null), { topicName: talkTopic('q1'), eventBody: 7 }]) odd.say(frame)
    odd.say({ topicName: 'v2.quality.evaluations', eventBody: {} })
    await soon(() => expect(heard).toEqual([{ kind: 'unsupported', what: 'v2.quality.evaluations' }]))
    expect(counts.all()).toEqual({ 'event refused': 5 })
    expect(odd.lines).toHaveLength(1)
  })

  it('is connected again, to the same channel and with everything subscribed, when the server announces its end', async () => {
    odd.say(talk(false))
    await soon(() => expect(odd.subscriptions).toHaveLength(2))
    odd.say({ topicName: 'v2.system.socket_closing', eventBody: {} })
    await soon(() => expect(odd.subscriptions).toHaveLength(3))
    expect(odd.lines.map(({ channel }) => channel)).toEqual(['channel-1', 'channel-1'])
    expect(odd.subscriptions.at(-1)).toEqual({ channel: 'channel-1', how: 'PUT', topics: [talkTopic('q1'), scoreTopic('c1')] })
  })

  it('whose channel is gone gets a new one', async () => {
    odd.end('channel-1')
    odd.lines.at(-1)!.socket.terminate()
    await soon(() => expect(odd.subscriptions.at(-1)).toEqual({ channel: 'channel-2', how: 'PUT', topics: [talkTopic('q1')] }))
  })

  it('loses no score that came while it was down', async () => {
    odd.say(talk(true))
    await soon(() => expect(odd.subscriptions).toHaveLength(2))
    odd.answers.set('/speechandtextanalytics/conversations/c1', { sentimentScore: -0.7 })
    odd.lines.at(-1)!.socket.terminate()
    await soon(() => expect(heard).toEqual([{ kind: 'analysed', conversation, customer: -0.7 }]))
  })

  it('that tells a score twice is believed once, and a changed score again', async () => {
    odd.say(talk(true))
    await soon(() => expect(odd.subscriptions).toHaveLength(2))
    for (const value of [-0.7, -0.7, -0.6]) {
      odd.say(score(value))
      await soon(() => expect(heard.at(-1)).toMatchObject({ customer: value }))
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
    await soon(() => expect([carried('channel-1'), carried('channel-2')]).toEqual([1000, 201]))
  })

  it('asks for the topic of a finished conversation no more', async () => {
    odd.say(talk(true))
    await soon(() => expect(odd.subscriptions).toHaveLength(2))
    odd.say(score(-0.7))
    await soon(() => expect(heard).toHaveLength(1))
    odd.say(talk(true))
    odd.lines.at(-1)!.socket.terminate()
    await soon(() => expect(odd.subscriptions.at(-1)).toMatchObject({ how: 'PUT', topics: [talkTopic('q1')] }))
  })
})
