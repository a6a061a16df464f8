// The clock of this machine is compared with Genesys's, since signatures are judged by it.
import { afterEach, beforeEach, expect, it } from 'vitest'
import { PersonId } from '../../src/coaching/interaction.ts'
import { type Practice, practice } from './practice.ts'

let world: Practice
beforeEach(async () => {
  world = await practice()
})
afterEach(() => world.close())

const MINUTE = 60_000
/** Somebody unknown each time, so that Genesys is asked each time. */
const ask = () => world.centre.superiors(PersonId.parse(crypto.randomUUID()))
const said = () => world.log.lines.filter((line) => /clock of this machine/.test(line))

it.each([-10, 10])('a clock %i minutes off is said once, and so is its return', async (minutes) => {
  await world.changes({ kind: 'limits', dateOff: -minutes * MINUTE })
  await ask()
  await ask()
  expect(said()).toHaveLength(1)
  expect(said()[0]).toContain('is wrong')
  expect(world.counts.all()['clock ahead (minutes)']).toBe(minutes)
  await world.changes({ kind: 'limits', dateOff: 0 })
  await ask()
  expect(said()).toHaveLength(2)
  expect(said()[1]).toContain('agrees with Genesys again')
  expect(world.counts.all()['clock ahead (minutes)']).toBe(0)
})

it('a minute and a half is nobody’s concern', async () => {
  await world.changes({ kind: 'limits', dateOff: 1.5 * MINUTE })
  await ask()
  expect(said()).toEqual([])
})
