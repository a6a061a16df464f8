// The stream of events breaks while calls go on: whatever nobody told is asked for afterwards, and judged once.
import { describe, expect, it, vi } from 'vitest'
import { openScene, type Scene } from '../world.ts'
import { calls, expectOneVerdictEach, happen, repeated, thankedFor } from './remembered.ts'
import { thankForAll } from './thanks.ts'

/** Breaks the stream in one way, and mends what would not mend by itself. */
interface Outage {
  readonly what: string
  begin(scene: Scene): Promise<unknown>
  end?(scene: Scene): Promise<unknown>
}

const CHANNELS = '/api/v2/notifications/channels'
const limits = (more: object) => (scene: Scene) => scene.world.change({ kind: 'limits', ...more })

async function unreachable(scene: Scene): Promise<void> {
  await scene.world.fault({ vendor: 'genesys', method: 'POST', path: CHANNELS, plan: ['503'], times: 10_000 })
  await limits({ sockets: 'expired' })(scene)
}

const OUTAGES: readonly Outage[] = [
  { what: 'cut', begin: limits({ sockets: 'cut' }) },
  {
    what: 'cut, and refused for ten minutes',
    begin: unreachable,
    end: (scene) => scene.world.call('DELETE', '/faults'),
  },
  { what: 'ended with its channel', begin: limits({ sockets: 'expired' }) },
  { what: 'closed with notice', begin: limits({ sockets: 'closing' }) },
  { what: 'ended with its token', begin: limits({ tokens: 'revoked' }) },
  // One channel allowed instead of twenty: the next one anybody makes pushes ours out.
  { what: 'pushed out by one channel too many', begin: limits({ channels: 1, thief: true }) },
]

const judged = ({ bot }: Scene): number => {
  const counts = bot.ports.counts.all()
  return ['coach', 'recognise', 'leave'].reduce((sum, kind) => sum + (counts[`judged ${kind}`] ?? 0), 0)
}

const BRIGHT = 15

/** Calls before, during ten simulated minutes of it, and after; `told` grows. Time passes without anybody waiting for the stream. */
async function liveThrough(scene: Scene, { begin, end }: Outage): Promise<string[]> {
  const { world } = scene
  const told = await happen(world, calls(30, { bright: BRIGHT }))
  await begin(scene)
  const passing: Promise<unknown>[] = []
  for (let minutes = 0; minutes < 10; minutes += 2) {
    told.push(...(await happen(world, calls(30, { bright: BRIGHT }))))
    passing.push(world.advance('PT2M'))
  }
  await end?.(scene)
  told.push(...(await happen(world, calls(30, { bright: BRIGHT }))))
  await Promise.all(passing)
  return told
}

/** Every interaction was judged, every brilliant one was thanked for, nothing twice. */
async function expectNothingLost(scene: Scene, told: readonly string[]): Promise<void> {
  const { world, bot } = scene
  await vi.waitFor(
    async () => {
      await world.advance('PT2M')
      expect(judged(scene)).toBeGreaterThanOrEqual(told.length)
    },
    { timeout: 30_000, interval: 50 },
  )
  await expectOneVerdictEach(world, bot.ports.store, told)
  expect(judged(scene)).toBe(told.length)
  const thanks = thankedFor(await world.ledger())
  expect(thanks).toHaveLength(told.length / BRIGHT)
  expect(repeated(thanks)).toEqual([])
}

/** How often the bot subscribed anew. */
const subscriptions = async ({ world }: Scene): Promise<number> =>
  (await world.requests()).filter(({ method, template }) => method === 'PUT' && template.endsWith('/subscriptions')).length

/** Silence cannot be hurried: the socket's timer is the machine's. Beside it the others take no time of their own. */
const UNHURRIED = { timeout: 120_000 }
const NOTICED_MS = 60_000

describe.concurrent('the stream of events', UNHURRIED, () => {
  it('that falls silent is noticed within a minute, and nothing is lost', async () => {
    const scene = await openScene()
    await thankForAll(scene.bot)
    const before = await subscriptions(scene)
    const since = performance.now()
    const told = await liveThrough(scene, { what: 'silent', begin: limits({ sockets: 'silent' }) })
    await vi.waitFor(async () => expect(await subscriptions(scene)).toBeGreaterThan(before), {
      timeout: NOTICED_MS,
      interval: 200,
    })
    expect(performance.now() - since).toBeLessThan(NOTICED_MS)
    told.push(...(await happen(scene.world, calls(30, { bright: BRIGHT }))))
    await expectNothingLost(scene, told)
    await scene.close()
  })

  it.each(OUTAGES)('that is $what loses nothing', async (outage) => {
    const scene = await openScene()
    await thankForAll(scene.bot)
    const before = await subscriptions(scene)
    const told = await liveThrough(scene, outage)
    await vi.waitFor(async () => expect(await subscriptions(scene)).toBeGreaterThan(before), { timeout: 30_000, interval: 50 })
    await expectNothingLost(scene, told)
    await scene.close()
  })
})
