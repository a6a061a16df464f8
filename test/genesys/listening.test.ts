import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { DAY } from '../../src/coaching/slot.ts'
import type { Intake } from '../../src/genesys/live/intake.ts'
import { type Practice, practice } from './practice.ts'

let world: Practice
let intake: Intake
beforeEach(async () => {
  world = await practice()
  intake = world.listen()
  await intake.ready
})
afterEach(() => world.close())

const soon = <T>(look: () => T | Promise<T>) => vi.waitFor(look, { timeout: 8000, interval: 20 })
/** Whether the agent was known already or not. */
const scores = () =>
  world.heard.flatMap((event) => {
    if (event.kind === 'analysed') return [{ conversation: event.conversation, customer: event.customer }]
    return event.kind === 'scored' ? [{ conversation: event.interaction.conversation, customer: event.interaction.customer }] : []
  })

describe('listening', () => {
  it('hears that a conversation was analysed, once', async () => {
    const conversation = await world.happens({ agent: 'ana', customer: -0.8 })
    await soon(() => expect(scores()).toEqual([{ conversation, customer: -0.8 }]))
    const later = await world.happens({ agent: 'ben', customer: 0.9 })
    await soon(() => expect(scores().map((event) => event.conversation)).toEqual([conversation, later]))
    expect(await world.violations()).toEqual([])
  })

  it('knows the whole interaction from what it heard, without a further call', async () => {
    const conversation = await world.happens({ agent: 'ana', customer: -0.8 })
    await soon(() => expect(scores()).toHaveLength(1))
    const before = (await world.requests()).length
    expect(await world.centre.interaction(conversation)).toMatchObject({ agent: world.id('ana'), media: 'voice' })
    expect(await world.requests(before)).toEqual([])
  })

  it('misses none of a hundred conversations at once', async () => {
    const agents = ['ana', 'ben', 'cleo', 'dario', 'emil']
    const told = await Promise.all(
      Array.from({ length: 100 }, (_, index) => world.happens({ agent: agents[index % 5], customer: -0.7 })),
    )
    await soon(() => expect(new Set(scores().map(({ conversation }) => conversation))).toEqual(new Set(told)))
  })

  it('understands the other scale of the events', async () => {
    await world.changes({ kind: 'limits', eventScale: 'percent' })
    const conversation = await world.happens({ agent: 'ana', customer: -0.8 })
    await soon(() => expect(scores()).toEqual([{ conversation, customer: -0.8 }]))
  })

  it('is back at once after a sleep of days, however often that happens: each line was a good one', {
    timeout: 120_000,
  }, async () => {
    for (let slept = 1; slept <= 8; slept += 1) {
      await world.pass(8 * DAY)
      await soon(() => expect(intake.awake()).resolves.toBeUndefined())
      const conversation = await world.happens({ agent: 'ana', customer: -0.8 })
      // Less than the pauses after failures would come to by then.
      await soon(() => expect(scores().at(-1)).toEqual({ conversation, customer: -0.8 }))
    }
  })

  it('tries again when an event could not be stored', async () => {
    const stored: string[] = []
    const other = world.another({})
    const stubborn = other.intake(async (event) => {
      stored.push(event.kind)
      if (stored.length === 1) throw new Error('disk full')
    })
    await stubborn.ready
    await world.happens({ agent: 'ana', customer: -0.8 })
    await soon(() => expect(stored).toEqual(['scored', 'scored']))
    await other.close()
  })

  it('opens the line again after a day, when token and channel have ended', async () => {
    await world.pass(DAY + 60_000)
    await soon(async () => {
      const conversation = await world.happens({ agent: 'ana', customer: -0.8 })
      await vi.waitFor(() => expect(scores().map((event) => event.conversation)).toContain(conversation), { timeout: 1000 })
    })
  })

  it('logs neither names nor words', async () => {
    await world.happens({ agent: 'ana', customer: -0.8 })
    await soon(() => expect(scores()).toHaveLength(1))
    expect(world.log.lines.join('\n')).not.toMatch(/Alvarez|northwind\.example|Bearer/)
  })
})

describe('starting to listen', () => {
  it('copes with a Genesys that is not there at first', async () => {
    const other = world.another({})
    await world.faults({ path: '/api/v2/notifications/channels', plan: ['500', '503'] })
    const patient = other.intake(async () => {})
    await patient.ready
    await other.close()
  })
})
