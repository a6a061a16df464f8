// Genesys answers its questions badly for minutes: it is left in peace meanwhile, and everything is caught up with afterwards.
import { describe, expect, it } from 'vitest'
import { openScene, type Scene } from '../world.ts'
import { type Asked, asked, calls, expectOneVerdictEach, happen, repeated, thankedFor } from './remembered.ts'

/** Everything that is asked of Genesys about conversations. */
const AGGREGATES = '/api/v2/analytics/transcripts/aggregates/query'
const DETAILS = '/api/v2/analytics/conversations/details/query'
const QUESTIONS = [AGGREGATES, DETAILS, '/api/v2/speechandtextanalytics/conversations/{conversationId}']

async function answerWith({ world }: Scene, plan: readonly unknown[], times = 10_000): Promise<void> {
  for (const path of QUESTIONS) await world.fault({ vendor: 'genesys', path, plan: [...plan], times })
}

const MINUTES = 4
const STEP = { duration: 'PT20S', ms: 20_000 }
const STEPS = (MINUTES * 60_000) / STEP.ms
const MANY = 20
const BRIGHT = 24

/** Four simulated minutes of it, calls going on, half of them pushed and half told by no event. */
async function liveThrough({ world }: Scene): Promise<string[]> {
  const told: string[] = []
  for (let step = 0; step < STEPS; step += 1) {
    const all = calls(STEPS * MANY, { bright: BRIGHT, via: step % 2 ? 'push' : 'backfill' })
    told.push(...(await happen(world, all.slice(step * MANY, (step + 1) * MANY))))
    await world.advance(STEP.duration)
  }
  return told
}

async function expectCaughtUp(scene: Scene, told: readonly string[]): Promise<void> {
  const { world, bot } = scene
  await world.call('DELETE', '/faults')
  // Longer than any pause before another try.
  for (let minutes = 0; minutes < 6; minutes += 1) await world.advance('PT1M')
  await expectOneVerdictEach(world, bot.ports.store, told)
  const thanks = thankedFor(await world.ledger())
  expect(thanks).toHaveLength(Math.floor(told.length / BRIGHT))
  expect(repeated(thanks)).toEqual([])
}

const refused = (seen: readonly Asked[], status: number): Asked[] => seen.filter((each) => each.status === status)

const RETRY_AFTER = 30
/** What was under way when Genesys asked for peace may still arrive. */
const UNDER_WAY_MS = 1000
/** What may be asked side by side before the first of it is refused: the scores, and fifty conversations heard of at a time. */
const SIDE_BY_SIDE = 1 + Math.ceil((STEPS * MANY) / 50)
/** The breaker opens at the fifth failure in a row, and lets one call through every ten seconds: see src/genesys/calls/gate.ts. */
const FAILURES = 5
const PROBES_A_MINUTE = 6

/** More than the slow call may be asked altogether, if each minute asked anew. */
const IMPATIENT_MINUTES = 10

describe.concurrent('Genesys', { timeout: 120_000 }, () => {
  it('that answers 429 for minutes is left alone for as long as it asked', async () => {
    const scene = await openScene()
    await answerWith(scene, [{ 429: { retryAfter: RETRY_AFTER } }])
    const told = await liveThrough(scene)
    const seen = await asked(scene.world)
    const rests = refused(seen, 429)
    const disturbed = rests.flatMap(({ at }) =>
      seen.filter((each) => each.at > at + UNDER_WAY_MS && each.at < at + RETRY_AFTER * 1000),
    )
    expect(disturbed).toEqual([])
    // As often as the rests fit into the time, and whoever asked at the same moment.
    const waves = Math.ceil((MINUTES * 60) / RETRY_AFTER) + 1
    expect(rests.length).toBeGreaterThanOrEqual(2)
    expect(rests.length).toBeLessThanOrEqual(waves * SIDE_BY_SIDE)
    await expectCaughtUp(scene, told)
    await scene.close()
  })

  it('that fails for minutes is tried now and then', async () => {
    const scene = await openScene()
    await answerWith(scene, ['500'])
    const told = await liveThrough(scene)
    const failures = refused(await asked(scene.world), 500)
    expect(failures.length).toBeGreaterThan(FAILURES)
    expect(failures.length).toBeLessThanOrEqual(FAILURES + SIDE_BY_SIDE + MINUTES * PROBES_A_MINUTE)
    await expectCaughtUp(scene, told)
    await scene.close()
  })

  it('that takes nearly as long as it is waited for is asked one thing at a time, and one answer too late does no harm', async () => {
    const scene = await openScene()
    const told = await happen(scene.world, calls(MANY, { via: 'backfill' }))
    const before = (await scene.world.requests()).length
    // One call may take ten seconds of machine time.
    await scene.world.fault({ vendor: 'genesys', path: AGGREGATES, plan: [{ delay: 10_500 }, { delay: 8000 }] })
    await scene.world.fault({ vendor: 'genesys', path: DETAILS, plan: [{ delay: 8000 }] })
    await Promise.all(Array.from({ length: IMPATIENT_MINUTES }, () => scene.world.advance('PT1M')))
    const seen = await asked(scene.world, before)
    expect(seen.filter(({ template, status }) => template === AGGREGATES && status === 0)).toHaveLength(1)
    // At the start, too late, again, what came since, and what came during that: the minutes that passed meanwhile did not queue up.
    expect(seen.filter(({ template }) => template === AGGREGATES).length).toBeLessThanOrEqual(5)
    expect(seen.filter(({ template }) => template === DETAILS).length).toBeLessThanOrEqual(2)
    await expectCaughtUp(scene, told)
    await scene.close()
  })
})
