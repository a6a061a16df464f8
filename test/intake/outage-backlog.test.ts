// Thousands of calls that nobody listened to: asked for in bulk, within the budget, and never in the way of a click.
import { expect, it, vi } from 'vitest'
import { bookButtons, cardSays, roughPattern } from '../journeys/acts.ts'
import { openApart } from './apart.ts'
import {
  asked,
  calls,
  expectOneVerdictEach,
  type Happening,
  happenOverTime,
  remembered,
  repeated,
  thankedFor,
} from './remembered.ts'
import { thankForAll } from './thanks.ts'

/** Parts of a minute, so that the times on a card offered before are still to come; Genesys refuses an answer with more groups than a few of these parts have. */
const PARTS = 36
const MANY = 84
const MOST_GROUPS = 200
const BRIGHT = 63
/** From here on every second call was rough for the customer although the agent was friendly, which costs a call of its own to learn. */
const CURIOUS_FROM = 0.85 * PARTS * MANY
const A_MINUTE = 60_000
const BUDGET = 300
/** What a backfill may use of it, the signing in left out: see src/genesys/calls/gate.ts. */
const WITHOUT_RESERVE = 239

function history(): Happening[][] {
  const all = calls(PARTS * MANY, { via: 'backfill', bright: BRIGHT }).map((call, n) =>
    n > CURIOUS_FROM && n % 2 === 0 && call.customer < 0.9 ? { ...call, customer: -0.8, agentScore: 0.5 } : call,
  )
  return Array.from({ length: PARTS }, (_, n) => all.slice(n * MANY, (n + 1) * MANY))
}

/** The most that fell into any minute, whenever it began. */
const mostAMinute = (instants: readonly number[]): number =>
  Math.max(...instants.map((from, n) => instants.slice(n).filter((at) => at < from + A_MINUTE).length))

it('three thousand missed calls are judged within the budget, and a click meanwhile is booked at once', {
  timeout: 120_000,
}, async () => {
  const { world, startBot, close } = await openApart()
  await world.change({ kind: 'limits', aggregateRows: MOST_GROUPS })
  const before = await startBot()
  await thankForAll(before)
  const card = await roughPattern(world, 'ana', { user: 'sam' })
  await before.stop()
  const told = await happenOverTime(world, history(), 'PT1M')
  const start = (await world.requests()).length

  const bot = await startBot()
  const spent = async () => (await asked(world, start)).length
  await vi.waitFor(async () => expect(await spent()).toBeGreaterThanOrEqual(WITHOUT_RESERVE), { timeout: 40_000, interval: 20 })
  await world.click('sam', card, bookButtons(card)[0]!)
  await cardSays(world, { user: 'sam' }, card, /Booked:/)
  // Two minutes' budget does for the rest.
  for (let minutes = 0; minutes < 3; minutes += 1) await world.advance('PT61S')
  const booked = (await world.effects('appointment.created')).map(({ n }) => n)
  expect(booked).toHaveLength(1)
  expect(thankedFor(await world.ledger(booked[0]))).not.toEqual([])
  const thanked = thankedFor(await world.ledger())
  expect(thanked).toHaveLength((PARTS * MANY) / BRIGHT)
  expect(repeated(thanked)).toEqual([])
  const seen = await asked(world, start)
  expect(seen.filter(({ status }) => status === 429)).toEqual([])
  expect(mostAMinute(seen.map(({ at }) => at))).toBeLessThanOrEqual(BUDGET)
  expect(bot.ports.counts.all()['backfill left minutes']).toBe(0)
  const pattern = (await remembered(world, bot.ports.store)).filter(({ proposal }) => proposal)
  await expectOneVerdictEach(world, bot.ports.store, [...told, ...pattern.map(({ interaction }) => interaction.conversation)])
  await bot.stop()
  expect(await world.violations()).toEqual([])
  await close()
})
