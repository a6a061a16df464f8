import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ConversationId, PersonId } from '../../src/coaching/interaction.ts'
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
  const customer = { purpose: 'customer', sessions: [{ sessionId: 's1', mediaType: 'voice' }] }
  const ended = { conversationId: 'c1', conversationEnd: '2026-03-02T10:04:00.000Z', participants: [customer] }
  odd.answers.set('/conversations/details/query', { conversations: [ended] })
  odd.answers.set('/communications/s1/transcripturl', { url: `${odd.url}/t.json` })
})
afterEach(async () => {
  await client.close()
  await odd.close()
})

const ana = PersonId.parse('ana')
const signal = (how: Partial<typeof AUTO> | object = {}) =>
  client.centre.agentSignal(ConversationId.parse('c1'), ana, { ...AUTO, ...how })
const phrase = (sentiment: unknown, startTimeMs = 0, participant = 'internal') => ({
  participant,
  sentiment,
  startTimeMs,
  phrase: 'x',
})
const transcript = (sentiment: readonly unknown[], more: object = {}) =>
  odd.answers.set('/t.json', { transcripts: [{ phrases: [{ text: 'secret words' }], analytics: { sentiment } }], ...more })

describe("the agent's signal", () => {
  it("is the mean of the agent's phrases, not of the customer's", async () => {
    transcript([phrase(-0.2), phrase(1, 0, 'external'), phrase(-0.6)])
    expect(await signal()).toBe(-0.4)
  })

  it('counts only what was said while this agent held the talk', async () => {
    const held = (userId: string, startTimeMs: number, endTimeMs: number) => ({
      participantPurpose: 'internal',
      userId,
      startTimeMs,
      endTimeMs,
    })
    const participants = [held('ben', 0, 100), held('ana', 100, 200)]
    transcript([phrase(0.9, 50), phrase(-0.5, 150)], { participants })
    expect(await signal()).toBe(-0.5)
  })

  it.each([
    { phrases: [-0.5], minimumPhrases: 2, is: null },
    { phrases: [-0.5, -0.5], minimumPhrases: 2, is: -0.5 },
    { phrases: [-0.5, null, 7], minimumPhrases: 2, is: null },
  ])('of $phrases with at least $minimumPhrases phrases is $is', async ({ phrases, minimumPhrases, is }) => {
    transcript(phrases.map((each) => phrase(each)))
    expect(await signal({ minimumPhrases })).toBe(is)
  })

  it.each([
    { source: 'auto', is: -0.43 },
    { source: 'empathy', is: -0.43 },
    { source: 'transcript', is: null },
    { source: 'off', is: null },
  ])('from $source, with empathy but no phrases, is $is', async ({ source, is }) => {
    transcript([])
    odd.answers.set('/speechandtextanalytics/conversations/c1', {
      empathyScores: [
        { userId: 'ben', score: 50 },
        { userId: 'ana', score: -43 },
      ],
    })
    expect(await signal({ source })).toBe(is)
  })

  it('may come from a transcript of a hundred thousand phrases', async () => {
    transcript(Array.from({ length: 100_000 }, () => phrase(-0.5)))
    expect(await signal()).toBe(-0.5)
  })
})

describe('a transcript', () => {
  it.each([
    { holding: 'more phrases than anybody speaks', make: () => transcript(Array.from({ length: 100_001 }, () => phrase(-0.5))) },
    { holding: 'phrases of another shape', make: () => transcript([7, { participant: 3 }]) },
    {
      holding: 'over ten megabytes',
      make: () => odd.answers.set('/t.json', { transcripts: [], filling: 'x'.repeat(11_000_000) }),
    },
  ])('holding $holding is refused', async ({ make }) => {
    make()
    await expect(signal({ source: 'transcript' })).rejects.toMatchObject({ trouble: 'malformed' })
  })

  it('holding no phrases at all has no signal', async () => {
    odd.answers.set('/t.json', 'text')
    expect(await signal({ source: 'transcript' })).toBeNull()
  })
})
