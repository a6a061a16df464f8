// From a click to its acknowledgement and to the booked session, over HTTP, with vendors as slow as they are told to be.
import { type World, worldAt } from '../control.ts'
import { bookButtons, cardSays, roughPattern } from '../journeys/acts.ts'
import { CASTS } from '../journeys/cast.ts'
import { halftime } from './processes.ts'

const VENDORS = ['genesys', 'microsoft', 'slack', 'teams'] as const
const NEXT_WEEK = 'P8D'

interface Clicks {
  /** Milliseconds until the platform had its answer, sorted. */
  readonly acknowledged: readonly number[]
  /** Milliseconds until the card said that the session is booked, sorted. */
  readonly booked: readonly number[]
}

async function slow(world: World, vendor: string, ms: number): Promise<void> {
  await world.fault({ vendor, plan: [{ delay: ms }], times: 100_000 })
}

const sorted = (values: readonly number[]): number[] => values.toSorted((a, b) => a - b)

/** Presses on a card again and again while Genesys takes 25 seconds for everything: each press must be acknowledged all the same. */
export async function acknowledgements(presses: number): Promise<readonly number[]> {
  const bot = await halftime({ SETTLE_SECONDS: '0' })
  const world = worldAt(bot.world)
  const found: number[] = []
  for (const { agent, supervisor } of CASTS) {
    const card = await roughPattern(world, agent, { user: supervisor })
    await slow(world, 'genesys', 25_000)
    for (let n = 0; n < presses / CASTS.length; n += 1)
      found.push((await world.click(supervisor, card, bookButtons(card)[n % 3]!)).ms)
    await world.call('DELETE', '/faults')
  }
  await bot.stop()
  return sorted(found)
}

/** Books a session after another, every vendor answering after so many milliseconds. */
export async function bookings(rounds: number, vendorMs: number): Promise<Clicks> {
  const bot = await halftime({ SETTLE_SECONDS: '0' })
  const world = worldAt(bot.world)
  const [acknowledged, booked]: [number[], number[]] = [[], []]
  for (let round = 0; round < rounds; round += 1) {
    for (const { agent, supervisor } of CASTS) {
      const where = { user: supervisor }
      const card = await roughPattern(world, agent, where)
      for (const vendor of VENDORS) await slow(world, vendor, vendorMs)
      const began = performance.now()
      acknowledged.push((await world.click(supervisor, card, bookButtons(card)[0]!)).ms)
      await cardSays(world, where, card, /Booked: /)
      booked.push(performance.now() - began)
      await world.call('DELETE', '/faults')
    }
    await world.advance(NEXT_WEEK)
  }
  await bot.stop()
  return { acknowledged: sorted(acknowledged), booked: sorted(booked) }
}
