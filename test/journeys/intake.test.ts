// Three ways in, one event out: what Genesys tells live, what it pushes, and what is asked for because no event told it.
import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { sceneForEach } from '../world.ts'
import { ROUGH } from './acts.ts'

const scene = sceneForEach()
const SUPERVISOR = { user: 'sam' }
const counts = () => scene.bot.ports.counts.all()
const card = () => scene.world.message(SUPERVISOR, /Two rough calls in a row/)
const cards = async () => (await scene.world.messages(SUPERVISOR)).filter(({ text }) => /^Coaching for/.test(text))

describe('a pattern is noticed', () => {
  it.each([
    { first: 'push', second: 'push' },
    { first: 'live', second: 'push' },
    { first: 'push', second: 'live' },
  ])('heard first by $first, then by $second', async ({ first, second }) => {
    await scene.world.interaction({ agent: 'ana', ...ROUGH, via: first })
    await scene.world.interaction({ agent: 'ana', ...ROUGH, customer: -0.72, via: second })
    expect((await card()).text).toMatch(/customer -0\.80 and -0\.72|customer -0\.72 and -0\.80/)
  })

  it('that no event told, within a minute', async () => {
    await scene.world.interaction({ agent: 'ana', ...ROUGH, via: 'backfill' })
    await scene.world.interaction({ agent: 'ana', ...ROUGH, via: 'backfill' })
    await scene.world.advance('PT1M')
    await card()
  })

  it('although every event comes three times and is found in bulk as well', async () => {
    await scene.world.change({ kind: 'limits', pushCopies: 3 })
    await scene.world.interaction({ agent: 'ana', ...ROUGH, via: 'push' })
    await scene.world.interaction({ agent: 'ana', ...ROUGH, via: 'push' })
    await card()
    await scene.world.advance('PT2M')
    expect(await cards()).toHaveLength(1)
    expect(counts()['judged coach']).toBe(1)
    expect((counts()['judged leave'] ?? 0) + (counts()['judged coach'] ?? 0)).toBe(2)
  })

  it('only for the agent who held the talk, when several did, and the card says so', async () => {
    const colleagues = [{ agent: 'ben', seconds: 100 }]
    await scene.world.interaction({ agent: 'ana', ...ROUGH, seconds: 300, colleagues, via: 'push' })
    await scene.world.interaction({ agent: 'ana', ...ROUGH, via: 'push' })
    expect((await card()).text).toMatch(/75% of the talk, 2 agents took part/)
  })
})

describe('an evaluation', () => {
  const rule = async () => {
    await scene.world.command('ada', '/coaching set evaluation 60', { platform: 'slack' })
    await scene.world.until('the rule to be set', async () => counts()['settings changed'] === 1)
  }

  it('below the rule counts like a rough call, live or pushed', async () => {
    await rule()
    for (const via of ['live', 'push']) {
      await scene.world.interaction({ agent: 'ana', customer: null })
      await scene.world.change({ kind: 'evaluation', agent: 'ana', score: 40, via })
    }
    expect((await card()).text).toMatch(/evaluated 40 and 40 of 100/)
  })

  it('of a rough call counts once with it', async () => {
    await rule()
    const { conversationId } = await scene.world.interaction({ agent: 'ana', ...ROUGH })
    await scene.world.change({ kind: 'evaluation', agent: 'ana', score: 40, conversation: conversationId })
    await scene.world.until('both to be judged', async () => counts()['judged leave'] === 2)
    expect(await cards()).toEqual([])
    await scene.world.interaction({ agent: 'ana', ...ROUGH })
    expect((await card()).text).toMatch(/Two rough calls in a row/)
  })

  it.each([
    { change: { score: 75 }, is: 'good enough' },
    { change: { score: 40, status: 'InProgress' }, is: 'not finished' },
    { change: { score: 40, released: false }, is: 'not released' },
  ])('that is $is counts nothing', async ({ change }) => {
    await rule()
    for (const _ of [1, 2]) {
      await scene.world.interaction({ agent: 'ana', customer: null })
      await scene.world.change({ kind: 'evaluation', agent: 'ana', ...change })
    }
    await scene.world.interaction({ agent: 'ana', customer: 0.95 })
    await scene.world.message({ user: 'ana' }, /Well done/)
    expect(await cards()).toEqual([])
  })
})

describe("the agent's own signal", () => {
  const said = (text: string) => scene.world.command('ada', `/coaching ${text}`, { platform: 'slack' })

  it('may come from empathy where the transcript has none', async () => {
    await scene.world.interaction({ agent: 'ana', customer: -0.8, empathy: -50 })
    await scene.world.interaction({ agent: 'ana', customer: -0.8, empathy: -40, via: 'push' })
    expect((await card()).text).toMatch(/agent -0\.[45]0 and -0\.[45]0/)
  })

  it('may be done without', async () => {
    await said('set missing customer-only')
    await scene.world.until('it to be set', async () => counts()['settings changed'] === 1)
    await scene.world.interaction({ agent: 'ana', customer: -0.8 })
    await scene.world.interaction({ agent: 'ana', customer: -0.8 })
    await card()
  })

  it('that is missing nearly always is told to the admins, once, and in the status', async () => {
    for (let n = 0; n < 7; n += 1) await scene.world.interaction({ agent: n % 2 ? 'ana' : 'ben', customer: -0.8 })
    await scene.world.message({ user: 'ada' }, /The rule cannot fire: no agent signal/)
    await scene.world.until('all to be judged', async () => counts()['judged leave'] === 7)
    const told = (await scene.world.messages({ user: 'ada' })).filter(({ text }) => /cannot fire/.test(text))
    expect(told).toHaveLength(1)
    await said('status')
    const status = await scene.world.message({ user: 'ada' }, /How things are/)
    expect(status.text).toMatch(/the rule cannot fire: no agent signal; switch on empathy or choose customer-only/)
    expect(status.text).toMatch(/Genesys calls per conversation/)
  })
})

describe('the address for pushed events', () => {
  const SECRET = 'sandbox-genesys-events-secret'
  const post = (body: string, headers: Record<string, string>) =>
    fetch(`${scene.bot.url}/genesys/events`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', ...headers },
    })
  const event = (sentimentOverallScore: number) => JSON.stringify({ conversationId: crypto.randomUUID(), sentimentOverallScore })
  const signed = (body: string, at = Math.floor(Date.now() / 1000), secret = SECRET) => ({
    'x-halftime-timestamp': String(at),
    'x-halftime-signature': `v1=${createHmac('sha256', secret).update(`v1:${at}:${body}`).digest('hex')}`,
  })
  const now = () => Math.floor(Date.now() / 1000)

  it.each([
    { proof: 'none', headers: () => ({}), status: 401 },
    { proof: 'the wrong key', headers: () => ({ 'x-api-key': `${SECRET}x` }), status: 401 },
    { proof: 'the key', headers: () => ({ 'x-api-key': SECRET }), status: 202 },
    { proof: 'the key as a bearer', headers: () => ({ authorization: `Bearer ${SECRET}` }), status: 202 },
    { proof: 'a signature', headers: (body: string) => signed(body), status: 202 },
    { proof: 'a signature of another body', headers: (body: string) => signed(`${body} `), status: 401 },
    {
      proof: 'a signature with another secret',
      headers: (body: string) => signed(body, now(), 'another secret of ours'),
      status: 401,
    },
    { proof: 'a signature of 301 seconds ago', headers: (body: string) => signed(body, now() - 301), status: 401 },
    { proof: 'a signature 302 seconds ahead', headers: (body: string) => signed(body, now() + 302), status: 401 },
    { proof: 'a wrong signature beside the key', headers: () => ({ ...signed('x'), 'x-api-key': SECRET }), status: 401 },
  ])('answers $status to $proof', async ({ headers, status }) => {
    const body = event(0.1)
    expect((await post(body, headers(body))).status).toBe(status)
  })

  it('takes a signed request once', async () => {
    const body = event(0.1)
    const headers = signed(body)
    expect([(await post(body, headers)).status, (await post(body, headers)).status]).toEqual([202, 409])
  })

  it('takes the sound ones of a batch and names the others with their reason', async () => {
    const events = [
      JSON.parse(event(0.1)),
      7,
      JSON.parse(event(4e9)),
      { topicName: 'v2.weather', eventBody: {} },
      JSON.parse(event(-0.2)),
    ]
    const answer = await post(JSON.stringify(events), { 'x-api-key': SECRET })
    expect(answer.status).toBe(202)
    expect(await answer.json()).toEqual({
      accepted: 2,
      ignored: 1,
      refused: [
        { event: 1, why: 'unexpected shape' },
        { event: 2, why: 'score outside the scale' },
      ],
    })
  })

  it.each([
    { what: 'no JSON', body: '{', type: 'application/json', status: 400 },
    { what: 'nothing of use', body: '{}', type: 'application/json', status: 400 },
    { what: 'no event', body: '[]', type: 'application/json', status: 400 },
    { what: 'too many events', body: JSON.stringify(Array(1001).fill(0)), type: 'application/json', status: 400 },
    { what: 'a form', body: 'a=b', type: 'application/x-www-form-urlencoded', status: 415 },
    { what: 'two megabytes', body: JSON.stringify('x'.repeat(2_000_000)), type: 'application/json', status: 413 },
  ])('answers $status to $what', async ({ body, type, status }) => {
    const answer = await post(body, { 'x-api-key': SECRET, 'content-type': type })
    expect(answer.status).toBe(status)
  })
})
