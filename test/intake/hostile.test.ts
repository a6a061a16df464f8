// Malformed, hostile and unknown events: nothing falls over, each is refused with its reason, and its neighbours fare as if it were not there.
import * as fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ConversationId } from '../../src/coaching/interaction.ts'
import { hear, understand } from '../../src/genesys/events/understand.ts'
import { genesys } from '../../src/genesys/genesys.ts'
import { eventsIn, readPushed } from '../../src/genesys/pushed/reading.ts'
import { HEARD } from '../../src/handlers/kinds.ts'
import { oddity } from '../genesys/oddity.ts'
import { notebook, SCALES, tally } from '../genesys/practice.ts'
import { ROUGH } from '../journeys/acts.ts'
import { sceneForEach } from '../world.ts'
import { isWhole, seed, TIMEOUT } from './extent.ts'
import { bytes, hostileId, ignorable, jsonText, nearlyTrue, refusable } from './hostility.ts'

const runs = (tenth: number) => ({ numRuns: isWhole ? 20 * tenth : tenth, seed })
const KINDS = ['alive', 'closing', 'lapsed', 'talk', 'score', 'empathy', 'evaluation', 'ignored', 'refused', 'unsupported']
const WHY = ['not JSON', 'no topic', 'unexpected shape', 'score outside the scale']
const anything = fc.oneof(jsonText, nearlyTrue, nearlyTrue)

function expectKnown(heard: ReturnType<typeof hear>): void {
  expect(KINDS).toContain(heard.kind)
  if (heard.kind === 'refused') expect(WHY).toContain(heard.why)
  if (heard.kind === 'score') expect(Math.abs(heard.customer)).toBeLessThanOrEqual(1)
}

describe(`the readers, seed ${seed}`, () => {
  it('have a known answer to any text', { timeout: TIMEOUT }, () => {
    const text = fc.oneof(
      anything,
      bytes.map((each) => each.toString('utf8')),
    )
    fc.assert(
      fc.property(text, fc.constantFrom('auto', 'unit', 'percent'), (frame, scale) => expectKnown(hear(frame, scale))),
      runs(1000),
    )
  })

  it('have a known answer to each event of any body', { timeout: TIMEOUT }, () => {
    fc.assert(
      fc.property(anything, (text) => {
        const body: unknown = JSON.parse(text)
        expectKnown(understand(body, 'auto'))
        for (const event of eventsIn(body)) expectKnown(readPushed(event, 'auto'))
      }),
      runs(1000),
    )
  })

  it('refuse what cannot be understood, with the reason', { timeout: TIMEOUT }, () => {
    fc.assert(
      fc.property(refusable, ({ text, why }) => {
        expect(readPushed(JSON.parse(text), 'auto')).toEqual({ kind: 'refused', why })
      }),
      runs(200),
    )
  })
})

describe(`the address for pushed events, seed ${seed}`, () => {
  const scene = sceneForEach({ SETTLE_SECONDS: '120' })
  const post = (body: string | Buffer<ArrayBuffer>) =>
    fetch(`${scene.bot.url}/genesys/events`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', 'x-api-key': 'sandbox-genesys-events-secret' },
    })
  const sound = (conversationId: string, sentimentOverallScore = 0.25) =>
    JSON.stringify({ conversationId, sentimentOverallScore })
  const heardOf = (id: string) => scene.bot.ports.store.get(HEARD, ConversationId.parse(id))

  type One =
    | { readonly is: 'sound' }
    | { readonly is: 'ignored'; readonly text: string }
    | { readonly is: 'refused'; readonly text: string; readonly why: string }
  const one: fc.Arbitrary<One> = fc.oneof(
    fc.constant({ is: 'sound' } as const),
    ignorable.map((text) => ({ is: 'ignored', text }) as const),
    refusable.map((each) => ({ is: 'refused', ...each }) as const),
  )

  it('takes exactly the sound ones of a batch and names each other one with its reason', { timeout: TIMEOUT }, async () => {
    const batch = fc.array(one, { minLength: 1, maxLength: 12 })
    await fc.assert(
      fc.asyncProperty(batch, async (ones) => {
        const events = ones.map((each) => (each.is === 'sound' ? { ...each, id: crypto.randomUUID() } : each))
        const ids = events.flatMap((each) => (each.is === 'sound' ? each.id : []))
        const answer = await post(`[${events.map((each) => (each.is === 'sound' ? sound(each.id) : each.text)).join(',')}]`)
        const refused = events.flatMap((each, event) => (each.is === 'refused' ? { event, why: each.why } : []))
        expect(await answer.json()).toEqual({
          accepted: ids.length,
          ignored: ones.length - ids.length - refused.length,
          refused,
        })
        expect(answer.status).toBe(refused.length < ones.length ? 202 : 400)
        expect((await Promise.all(ids.map(heardOf))).map((stored) => stored?.body.score)).toEqual(
          ids.map(() => ({ customer: 0.25, raw: 0.25 })),
        )
      }),
      runs(60),
    )
  })

  it('has an answer to any body, and goes on', { timeout: TIMEOUT }, async () => {
    const text = fc.oneof(
      anything.map((each) => Buffer.from(each)),
      bytes,
    )
    await fc.assert(
      fc.asyncProperty(text, async (body) => {
        expect([202, 400, 413]).toContain((await post(body)).status)
        const id = crypto.randomUUID()
        expect((await post(sound(id))).status).toBe(202)
        expect(await heardOf(id)).toBeDefined()
      }),
      runs(100),
    )
  })

  it('looks up the conversations of a batch although their neighbours have hostile ids', async () => {
    await scene.world.change({ kind: 'limits', aggregateDelay: 86_400_000 })
    await scene.world.fault({
      vendor: 'genesys',
      method: 'POST',
      path: '/api/v2/analytics/conversations/details/query',
      plan: ['400'],
      times: 2,
    })
    const hostile = [...new Set(fc.sample(hostileId, { numRuns: isWhole ? 400 : 40, seed }))]
    const rough = await Promise.all([0, 1].map(() => scene.world.interaction({ agent: 'ana', ...ROUGH, via: 'backfill' })))
    const ids = [rough[0]!.conversationId, ...hostile, rough[1]!.conversationId]
    const answer = await post(`[${ids.map((id) => sound(id, -0.8)).join(',')}]`)
    expect(await answer.json()).toEqual({ accepted: ids.length, ignored: 0, refused: [] })
    await scene.world.advance('PT3M')
    await scene.world.message({ user: 'sam' }, /Two rough calls in a row: customer -0\.80 and -0\.80/)
  })
})

describe(`a live line, seed ${seed}`, () => {
  let odd: Awaited<ReturnType<typeof oddity>>
  let close: () => Promise<void>
  let told: string[]
  const counts = tally()
  beforeEach(async () => {
    odd = await oddity()
    told = []
    const heard = { queues: ['q1'], scales: SCALES, empathy: true, eventsSecret: '' }
    const keys = { clientId: 'id', clientSecret: 'secret' }
    const client = genesys({ ...keys, ...heard, url: odd.url, now: Date.now, log: notebook(), counts })
    close = client.close
    await client.intake(async (event) => void (event.kind === 'unsupported' && told.push(event.what))).ready
  })
  afterEach(async () => {
    await close()
    await odd.close()
  })

  /** Some words of Genesys itself do end a line; those are tested elsewhere. */
  const isNonsense = (text: string): boolean => !['closing', 'lapsed'].includes(hear(text, 'auto').kind)

  it('outlives every nonsense said on it', { timeout: TIMEOUT }, async () => {
    const frame = fc.oneof(
      anything.filter(isNonsense),
      bytes.map((each) => each.toString('utf8')),
      bytes,
    )
    for (const each of fc.sample(frame, runs(300))) odd.lines[0]!.socket.send(each)
    odd.say({ topicName: 'v2.weather.after', eventBody: {} })
    await vi.waitFor(() => expect(told).toContain('v2.weather.after'), { timeout: 30_000, interval: 10 })
    expect(odd.lines).toHaveLength(1)
    expect(odd.lines[0]!.socket.readyState).toBe(1)
    expect(counts.all()['event refused']).toBeGreaterThan(0)
  })
})
