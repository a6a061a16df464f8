// What an attacker, a broken sender or a newer Genesys may say: arbitrary JSON, and true events with something wrong in them.
import * as fc from 'fast-check'
import { EVALUATIONS, empathyTopic, scoreTopic, talkTopic } from '../../src/genesys/events/understand.ts'
import { anyText } from '../any-text.ts'

export const CONVERSATION = '076a46fb-c8ea-4f5f-8d24-937f8baa489e'
const AGENT = '00000000-0000-4000-8000-0000000000a1'

const participants = [
  {
    purpose: 'agent',
    userId: AGENT,
    queueId: 'q1',
    connectedTime: '2026-03-02T10:00:00Z',
    endTime: '2026-03-02T10:04:00Z',
    calls: [{ id: 'c' }],
  },
  { purpose: 'customer', connectedTime: '2026-03-02T10:00:00Z', endTime: '2026-03-02T10:04:00Z', calls: [{ id: 'd' }] },
]
const evaluation = {
  id: 'e1',
  version: 3,
  conversationId: CONVERSATION,
  agent: { id: AGENT },
  status: 'Finished',
  releaseDate: '2026-03-02T10:04:00Z',
  scoringSet: { totalScore: 40 },
}
const sentiment = { conversationId: CONVERSATION, sentimentOverallScore: -0.8, queueIds: ['q1'] }

const notification = (topicName: string, eventBody: unknown) => ({ topicName, version: '2', eventBody, metadata: {} })
const SENTIMENT = notification(scoreTopic(CONVERSATION), sentiment)

/** Events as the documents show them. */
const TRUE_EVENTS: readonly object[] = [
  SENTIMENT,
  notification(talkTopic('q1'), { id: CONVERSATION, participants }),
  notification(empathyTopic(CONVERSATION), {
    conversationId: CONVERSATION,
    agents: [{ agentId: AGENT, overallEmpathyScore: -40 }],
  }),
  notification(EVALUATIONS, evaluation),
  notification('channel.metadata', { message: 'WebSocket Heartbeat' }),
  notification('v2.system.socket_closing', {}),
  notification('v2.system.no_longer_subscribed', { channelId: 'x' }),
  {
    version: '0',
    id: 'x',
    'detail-type': 'x',
    source: 'aws.partner/genesys.com/cloud/x',
    region: 'eu-central-1',
    detail: SENTIMENT,
  },
  { conversationId: CONVERSATION, sentimentOverallScore: -0.8 },
  { events: [SENTIMENT, { conversationId: CONVERSATION, sentimentOverallScore: 0.2 }] },
]

const KEYS = [
  ...['__proto__', 'constructor', 'prototype', 'toString', 'length', 'then', 'toJSON', '', '0'],
  ...['topicName', 'eventBody', 'detail', 'events', 'id', 'participants', 'agents', 'conversationId', 'sentimentOverallScore'],
]

const LEAVES = [
  ...['null', 'true', 'false', '0', '-0', '""', '{}', '[]', '1e400', '-1e400', '1e-400', '1e308', '9007199254740993'],
  ...['"\\ud800"', '"\\u0000"', '"__proto__"', '"NaN"', '"2026-13-45T99:99:99Z"', '"-271821-04-20T00:00:00Z"', '-0.8', '101'],
  JSON.stringify('x'.repeat(65_536)),
]

/** Many levels of one bracket: what recurses without a limit falls over. */
const deep = fc
  .tuple(
    fc.constantFrom(['[', ']'], ['{"a":', '}'], ['{"eventBody":', '}'], ['{"events":', '}']),
    fc.integer({ min: 100, max: 20_000 }),
  )
  .map(([[open, close], levels]) => `${open!.repeat(levels)}1${close!.repeat(levels)}`)

/** Claims to have a length, which nobody can compare with a number. */
const endless = deep.map((length) => `{"length":${length}}`)

/** JSON as text, because much of what hurts can only be written so: numbers beyond all numbers, a key `__proto__`, a key twice. */
export const jsonText: fc.Arbitrary<string> = fc.letrec<{ any: string }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 5, depthSize: 'small' },
    fc.constantFrom(...LEAVES),
    fc.oneof(fc.double(), fc.integer(), anyText(20)).map((value) => JSON.stringify(value)),
    fc.array(tie('any'), { maxLength: 4 }).map((parts) => `[${parts.join(',')}]`),
    fc
      .array(fc.tuple(fc.oneof(fc.constantFrom(...KEYS), anyText(8)), tie('any')), { maxLength: 4 })
      .map((entries) => `{${entries.map(([key, value]) => `${JSON.stringify(key)}:${value}`).join(',')}}`),
    {
      weight: 1,
      arbitrary: fc.oneof(deep, endless),
    },
  ),
})).any

type Path = readonly (string | number)[]

function pathsIn(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path]
  const entries = Array.isArray(value) ? value.map((each, n) => [n, each] as const) : Object.entries(value)
  return [path, ...entries.flatMap(([key, each]) => pathsIn(each, [...path, key]))]
}

/** Whatever stands at the path is another text there; undefined = it is gone. */
function changed(value: unknown, path: Path, text: string | undefined): string | undefined {
  const [key, ...rest] = path
  if (key === undefined) return text
  const inside = (own: string | number, each: unknown) => (own === key ? changed(each, rest, text) : JSON.stringify(each))
  if (Array.isArray(value)) return `[${value.flatMap((each, n) => inside(n, each) ?? []).join(',')}]`
  const parts = Object.entries(value as object).flatMap(([own, each]) => {
    const part = inside(own, each)
    return part === undefined ? [] : `${JSON.stringify(own)}:${part}`
  })
  return `{${parts.join(',')}}`
}

/** A true event in which one thing is missing, or something else. */
export const nearlyTrue: fc.Arbitrary<string> = fc
  .tuple(fc.constantFrom(...TRUE_EVENTS), fc.nat(), fc.option(jsonText, { nil: undefined }))
  .map(([event, which, text]) => {
    const paths = pathsIn(event).slice(1)
    return changed(event, paths[which % paths.length]!, text)!
  })

/** Not even JSON. */
export const bytes: fc.Arbitrary<Buffer<ArrayBuffer>> = fc.oneof(
  fc.uint8Array({ maxLength: 200 }).map((each) => Buffer.from(each)),
  fc.tuple(nearlyTrue, fc.nat()).map(([text, end]) => Buffer.from(text).subarray(0, end % Buffer.byteLength(text))),
)

interface Refused {
  readonly text: string
  readonly why: string
}

const refused = (why: string, arbitrary: fc.Arbitrary<string>): fc.Arbitrary<Refused> => arbitrary.map((text) => ({ text, why }))

/** Events no reader can make sense of, and the reason it must give. */
export const refusable: fc.Arbitrary<Refused> = fc.oneof(
  refused('unexpected shape', fc.constantFrom('7', 'null', '"x"', 'true', '[]', '{}', '[[1]]', '{"detail":7}', '{"events":[]}')),
  refused('unexpected shape', deep),
  refused(
    'unexpected shape',
    fc.constantFrom(...LEAVES).map((each) => `{"__proto__":{"topicName":${each}}}`),
  ),
  refused(
    'unexpected shape',
    fc
      .constantFrom('', 'x'.repeat(65), 'x'.repeat(65_536), '💣'.repeat(65))
      .map((conversationId) => JSON.stringify({ conversationId, sentimentOverallScore: -0.8 })),
  ),
  refused(
    'unexpected shape',
    fc
      .constantFrom('null', '7', '[]', '"x"', '{"conversationId":7}', '{"__proto__":{"conversationId":"x"}}')
      .map((body) => `{"topicName":"${scoreTopic(CONVERSATION)}","eventBody":${body}}`),
  ),
  refused(
    'score outside the scale',
    fc
      .constantFrom('4e9', '1e400', '-1e400', '-101', '"-0.8"', 'null', '[]', '{"valueOf":1}')
      .map((score) => `{"conversationId":"${CONVERSATION}","sentimentOverallScore":${score}}`),
  ),
  refused(
    'score outside the scale',
    fc.constant(JSON.stringify(notification(EVALUATIONS, { ...evaluation, scoringSet: { totalScore: 101 } }))),
  ),
  refused(
    'unexpected shape',
    endless.map((id) => `{"conversationId":${id},"sentimentOverallScore":0}`),
  ),
  refused(
    'unexpected shape',
    endless.map((id) => `{"topicName":"${EVALUATIONS}","eventBody":{"id":"x","conversationId":${id}}}`),
  ),
  refused(
    'no topic',
    fc.constantFrom('{"topicName":7}', '{"topicName":null}', `{"topicName":"${'x'.repeat(501)}","eventBody":{}}`),
  ),
)

/** Understood, and nothing to us. */
export const ignorable: fc.Arbitrary<string> = fc
  .constantFrom(
    ...[notification('v2.weather', {}), notification('__proto__', {}), notification('v2.users.x.presence', { x: 1 })],
    ...[notification('v2.system.socket_closing', {}), notification(EVALUATIONS, { ...evaluation, status: 'InProgress' })],
  )
  .map((event) => JSON.stringify(event))

/** Ids that are allowed to be ids, and mean harm somewhere. */
export const hostileId: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    ...["'; DROP TABLE records; --", "' OR '1'='1", '../../../etc/passwd', '..%2f..%2fusers%2fme', '%00', '\u0000', 'a\u0000b'],
    ...[
      '__proto__',
      'constructor',
      'null',
      'undefined',
      ' ',
      '\n',
      '\u202e',
      '💣'.repeat(16),
      '\ud800',
      '{{7*7}}',
      '?pageSize=100#',
    ],
  ),
  anyText(64).filter((text) => text.length > 0 && text.length <= 64),
)
