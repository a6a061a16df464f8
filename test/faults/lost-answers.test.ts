// The vendor did it and the bot never heard: nothing may be done twice, nothing left behind.
import { expect } from 'vitest'
import type { World } from '../control.ts'
import { faultRow } from './row.ts'
import { DIRECTLY, deeds, inScene, isBooked, type Part, pressAll, type Turn, type Watch, watch, weeks } from './weeks.ts'

const APPOINTMENTS = '/api/v2/coaching/appointments'
/** Well over the bot's own pauses. */
const SOON = { step: 'PT5S', most: 60 }

const allBooked = (seen: Watch, turns: readonly Turn[]) => () => turns.every(({ card }) => isBooked(seen.text(card.id)))

async function requestsFor(world: World, since: number, template = APPOINTMENTS): Promise<number> {
  return (await world.requests(since)).filter((each) => each.method === 'POST' && each.template === template).length
}

const loseAppointment = (world: World, { agent }: Part, how: string) =>
  world.fault({ vendor: 'genesys', method: 'POST', path: APPOINTMENTS, about: agent.id, plan: [how] })

faultRow(
  {
    id: 'A4',
    injected: 'Genesys makes the appointment and the answer is lost; every third time the first look-up fails as well',
    expected: 'the appointment is found by its marker and adopted; no second request to make one',
    whole: 500,
    sample: 50,
  },
  ({ runs, inRun, saw }) =>
    inScene(DIRECTLY, async (scene) => {
      const { world } = scene
      const seen = watch(world)
      for await (const turns of weeks(scene, { seen, runs })) {
        const [effects, calls] = [seen.entries.length, (await world.requests()).length]
        for (const turn of turns) {
          await loseAppointment(world, turn, 'commit-then-reset')
          const plan = ['ok', '503', '503', '503']
          if (turn.run.chance(3) === 0)
            await world.fault({ vendor: 'genesys', method: 'GET', path: APPOINTMENTS, about: turn.agent.id, plan })
        }
        await pressAll(world, turns)
        await seen.passUntil('all to be booked', SOON, allBooked(seen, turns))
        await world.call('DELETE', '/faults')
        expect(await requestsFor(world, calls)).toBe(turns.length)
        for (const { run, agent } of turns)
          await inRun(run, async () => {
            expect(deeds(seen.entries.slice(effects), 'appointment.created', agent.id)).toHaveLength(1)
            saw('exactly one appointment, one request for it')
          })
      }
    }),
)

faultRow(
  {
    id: 'A6',
    injected: 'the same, and for 10 s Genesys does not show the new appointment to those who look for it',
    expected: 'looked for until it shows: no second appointment, the booking at most 30 s late',
    whole: 200,
    sample: 20,
  },
  ({ runs, inRun, saw, note }) =>
    inScene(DIRECTLY, async (scene) => {
      const { world } = scene
      const seen = watch(world)
      let slowest = 0
      await world.change({ kind: 'limits', listingDelay: 10_000 })
      for await (const turns of weeks(scene, { seen, runs })) {
        const effects = seen.entries.length
        for (const turn of turns) await loseAppointment(world, turn, 'commit-then-reset')
        await pressAll(world, turns)
        await seen.until('all appointments', () =>
          turns.every(({ agent }) => deeds(seen.entries.slice(effects), 'appointment.created', agent.id).length > 0),
        )
        const steps = await seen.passUntil('all to be booked', { step: 'PT2S', most: 60 }, allBooked(seen, turns))
        slowest = Math.max(slowest, steps * 2)
        for (const { run, agent } of turns)
          await inRun(run, async () => {
            expect(deeds(seen.entries.slice(effects), 'appointment.created', agent.id)).toHaveLength(1)
            expect(deeds(seen.entries.slice(effects), 'appointment.deleted', agent.id)).toEqual([])
            saw('exactly one appointment')
          })
      }
      expect(slowest).toBeLessThanOrEqual(30)
      note(`the latest booked within ${slowest} s`)
    }),
)
