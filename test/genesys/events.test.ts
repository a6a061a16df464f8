import { describe, expect, it } from 'vitest'
import { EVALUATIONS, empathyTopic, hear, scoreTopic, talkTopic } from '../../src/genesys/events/understand.ts'
import { mayStream } from '../../src/genesys/live/socket.ts'

const frame = (topicName: string, eventBody: unknown) => JSON.stringify({ topicName, version: '2', eventBody })
const agent = (id: string, from: string, to?: string) => ({
  purpose: 'agent',
  userId: id,
  queueId: 'q1',
  connectedTime: `2026-03-02T10:${from}Z`,
  ...(to ? { endTime: `2026-03-02T10:${to}Z` } : {}),
  calls: [{ id: `call-${id}` }],
})
const customer = (to?: string) => ({
  purpose: 'customer',
  connectedTime: '2026-03-02T10:00:00Z',
  ...(to ? { endTime: `2026-03-02T10:${to}Z` } : {}),
  calls: [{ id: 'leg' }],
})
const talk = (...participants: unknown[]) => hear(frame(talkTopic('q1'), { id: 'c1', participants }), 'auto')

describe('a score notification', () => {
  it.each([
    { raw: -0.8, scale: 'auto', customer: -0.8 },
    { raw: -80, scale: 'auto', customer: -0.8 },
    { raw: 1, scale: 'percent', customer: 0.01 },
  ] as const)('of $raw on the scale $scale means $customer', ({ raw, scale, customer }) => {
    const heard = hear(frame(scoreTopic('c1'), { conversationId: 'c1', sentimentOverallScore: raw }), scale)
    expect(heard).toEqual({ kind: 'score', conversation: 'c1', customer, raw, queues: [] })
  })

  it.each([
    { raw: 400, scale: 'auto' },
    { raw: -2, scale: 'unit' },
    { raw: null, scale: 'auto' },
    { raw: '-0.8', scale: 'auto' },
  ] as const)('of $raw on the scale $scale is refused', ({ raw, scale }) => {
    const heard = hear(frame(scoreTopic('c1'), { conversationId: 'c1', sentimentOverallScore: raw }), scale)
    expect(heard).toEqual({ kind: 'refused', why: 'score outside the scale' })
  })
})

describe('a notification of a queue', () => {
  it('tells nothing final while the customer is still there', () => {
    expect(talk(agent('ana', '00:10', '01:00'), customer())).toMatchObject({ kind: 'talk', withAgent: true, ended: undefined })
  })

  it('tells agent, queue, media, end and the communication to find the transcript by', () => {
    const ended = {
      agent: 'ana',
      queue: 'q1',
      media: 'voice',
      endedAt: Date.parse('2026-03-02T10:04:00Z'),
      communications: ['leg'],
    }
    expect(talk(agent('ana', '00:10', '04:00'), customer('04:00'))).toMatchObject({ ended })
  })

  it('names the agent who talked longest, hand-overs of under 30 seconds left out', () => {
    const heard = talk(
      agent('ben', '00:10', '00:30'),
      agent('cleo', '00:30', '01:30'),
      agent('ana', '01:30', '04:00'),
      customer('04:00'),
    )
    expect(heard).toMatchObject({ ended: { agent: 'ana', shared: { agents: 2, share: 0.71 } } })
  })

  it('without an agent is not waited for', () => {
    expect(talk({ purpose: 'acd', queueId: 'q1', endTime: '2026-03-02T10:01:00Z' }, customer('01:00'))).toMatchObject({
      withAgent: false,
    })
  })
})

describe('a notification of an evaluation', () => {
  const finished = {
    id: 'e1',
    version: 3,
    conversationId: 'c1',
    agent: { id: 'ana' },
    status: 'Finished',
    releaseDate: '2026-03-02T12:00:00Z',
    scoringSet: { totalScore: 55 },
  }
  const evaluated = (change: object) => hear(frame(EVALUATIONS, { ...finished, ...change }), 'auto')

  it('that is finished and released tells agent, conversation and score', () => {
    const evaluation = { id: 'e1', version: 3, score: 55 }
    expect(evaluated({})).toEqual({ kind: 'evaluation', conversation: 'c1', agent: 'ana', evaluation })
  })

  it.each([{ status: 'InProgress' }, { releaseDate: null }, { scoringSet: {} }, { agent: null }])(
    'with %j is left alone',
    (change) => {
      expect(evaluated(change)).toMatchObject({ kind: 'ignored' })
    },
  )

  it.each([-1, 101])('with a score of %d is refused', (totalScore) => {
    expect(evaluated({ scoringSet: { totalScore } })).toMatchObject({ kind: 'refused' })
  })
})

describe('a notification of empathy', () => {
  it('tells each agent apart', () => {
    const agents = [
      { agentId: 'ana', overallEmpathyScore: -43 },
      { agentId: 'ben', overallEmpathyScore: 10 },
    ]
    const heard = hear(frame(empathyTopic('c1'), { conversationId: 'c1', agents }), 'auto')
    expect(heard).toMatchObject({
      kind: 'empathy',
      conversation: 'c1',
      empathy: new Map([
        ['ana', -43],
        ['ben', 10],
      ]),
    })
  })
})

describe('what is no notification we know', () => {
  it.each([
    { text: 'not json', heard: { kind: 'refused', why: 'not JSON' } },
    { text: '[1]', heard: { kind: 'refused', why: 'no topic' } },
    { text: frame(talkTopic('q1'), { participants: 'nobody' }), heard: { kind: 'refused', why: 'unexpected shape' } },
    { text: frame(scoreTopic('c1'), null), heard: { kind: 'refused', why: 'unexpected shape' } },
    { text: frame('v2.weather', {}), heard: { kind: 'unsupported', what: 'v2.weather' } },
    { text: frame(EVALUATIONS, {}), heard: { kind: 'refused', why: 'unexpected shape' } },
    { text: frame('channel.metadata', { message: 'WebSocket Heartbeat' }), heard: { kind: 'alive' } },
    { text: frame('v2.system.socket_closing', {}), heard: { kind: 'closing' } },
    { text: frame('v2.system.token_revoked.u1', {}), heard: { kind: 'lapsed', why: 'token_revoked' } },
  ])('$text is $heard.kind', ({ text, heard }) => {
    expect(hear(text, 'auto')).toEqual(heard)
  })
})

describe('the event stream', () => {
  it.each([
    { uri: 'wss://streaming.mypurecloud.de/channels/1', may: true, hosts: { region: 'mypurecloud.de' } },
    { uri: 'ws://streaming.mypurecloud.de/channels/1', may: false, hosts: { region: 'mypurecloud.de' } },
    { uri: 'wss://streaming.evil.example/channels/1', may: false, hosts: { region: 'mypurecloud.de' } },
    { uri: 'ws://127.0.0.1:3979/channels/1', may: false, hosts: { region: 'mypurecloud.de' } },
    { uri: 'ws://127.0.0.1:3979/channels/1', may: true, hosts: { url: 'http://127.0.0.1:3979/genesys' } },
    { uri: 'ws://10.0.0.1:3979/channels/1', may: false, hosts: { url: 'http://127.0.0.1:3979/genesys' } },
    { uri: 'wss://relay.example/1', may: true, hosts: { allowedStreamHosts: ['relay.example'] } },
    { uri: 'nonsense', may: false, hosts: {} },
  ])('may lead to $uri: $may', ({ uri, may, hosts }) => {
    expect(mayStream(uri, hosts)).toBe(may)
  })
})
