// Coaching put on a schedule by hand, against the simulated Genesys that refuses what the contract lets it refuse.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Block } from '../../src/coaching/block.ts'
import { DAY, HOUR, MINUTE, type SuggestedSlot, spanOf } from '../../src/coaching/slot.ts'
import type { VendorError } from '../../src/errors.ts'
import { type AgentDay, dayOf, queueTimes } from './days.ts'
import { type Practice, practice } from './practice.ts'

const UPDATE = '/api/v2/workforcemanagement/businessunits/{businessUnitId}/weeks/{weekId}/schedules/{scheduleId}/update'
const USUAL = { rivals: 0, conflictStatus: 409, updating: 'complete', updateDelay: 150, uploadsTo: 'here', coachingCode: true }

let world: Practice
let slots: SuggestedSlot[]
beforeAll(async () => {
  world = await practice()
  const window = { from: world.now() + DAY, to: world.now() + 19 * DAY }
  const found = await world.centre.suggestSlots({ agent: world.id('ana'), facilitator: world.id('sam'), window, minutes: 30 })
  // One a day, so that each test has a shift of its own.
  slots = [...Map.groupBy(found, ({ start }) => new Date(start).toISOString().slice(0, 10)).values()].map(([first]) => first!)
})
afterEach(async () => {
  await world.changes({ kind: 'limits', ...USUAL })
  await world.call('DELETE', '/faults')
})
afterAll(async () => {
  expect(await world.violations()).toEqual([])
  await world.close()
})

function nextBlock(): Block {
  const slot = slots.shift()!
  return { appointment: crypto.randomUUID(), agent: world.id('ana'), at: spanOf(slot), schedule: slot.schedule! }
}

const failing = (promise: Promise<unknown>): Promise<VendorError> =>
  promise.then(
    () => Promise.reject(new Error('it worked')),
    (error) => error as VendorError,
  )

const uploads = async (since: number) => (await world.requests(since)).filter(({ template }) => template === UPDATE).length
const soFar = async () => (await world.requests()).length
const day = (block: Block) => dayOf(world, block.agent, block.at.from)
const block = (at: Block['at']) => ({ start: at.from, end: at.to, kind: 'Coaching', title: 'Coaching session' })

describe('a block', () => {
  it('is cut out of work on the queue, everything else stays as it is, and it is seen as inserted', async () => {
    const wanted = nextBlock()
    const before = await day(wanted)
    expect(await world.centre.insert(wanted, 'Coaching session')).toBe('inserted')
    const after = await day(wanted)
    expect(after.planned).toEqual([...before.planned, block(wanted.at)].toSorted((a, b) => a.start - b.start))
    expect(queueTimes(after)).toBe(queueTimes(before) - 30 * MINUTE)
    expect(await world.centre.standing(wanted)).toEqual({ genesys: false, inserted: true })
    expect((await world.ledger('schedule.activity-added')).at(-1)!.body).toMatchObject({
      userId: wanted.agent,
      lengthMinutes: 30,
    })
  })

  it('put there twice stands there once', async () => {
    const wanted = nextBlock()
    await world.centre.insert(wanted, 'Coaching session')
    const since = await soFar()
    expect(await world.centre.insert(wanted, 'Coaching session')).toBe('inserted')
    expect(await uploads(since)).toBe(0)
  })

  it('taken out again leaves the day as it was, twice if need be', async () => {
    const wanted = nextBlock()
    const before = await day(wanted)
    await world.centre.insert(wanted, 'Coaching session')
    await world.centre.takeOut(wanted)
    await world.centre.takeOut(wanted)
    expect(await day(wanted)).toEqual(before)
  })

  it('has no room over what somebody planned', async () => {
    const wanted = nextBlock()
    const times = { from: new Date(wanted.at.from).toISOString(), to: new Date(wanted.at.to - 15 * MINUTE).toISOString() }
    await world.changes({ kind: 'activity', agent: 'ana', action: 'add', title: 'Team meeting', ...times })
    const before = await day(wanted)
    expect(await failing(world.centre.insert(wanted, 'Coaching session'))).toMatchObject({ trouble: 'refused', code: 'no-room' })
    expect(await day(wanted)).toEqual(before)
  })

  it('is not put beside Genesys’s own', async () => {
    const [slot] = slots.splice(0, 1)
    const made = await world.centre.createAppointment({
      agent: world.id('ana'),
      facilitator: world.id('sam'),
      slot: slot!,
      name: 'Coaching session',
      description: 'Two rough calls.',
      conversations: [],
    })
    if (made === 'taken') throw new Error('taken')
    await world.pass(1000)
    const wanted = { appointment: made.id, agent: world.id('ana'), at: spanOf(slot!), schedule: slot!.schedule! }
    expect(await world.centre.insert(wanted, 'Coaching session')).toBe('genesys')
    await world.centre.withhold(made.id)
    expect(await world.centre.standing(wanted)).toEqual({ genesys: false, inserted: false })
  })
})

describe('other planners', () => {
  it.each([409, 412])(
    'who are faster (%i) keep what they did, and the block is put there all the same',
    async (conflictStatus) => {
      await world.changes({ kind: 'limits', conflictStatus, rivals: 2 })
      const wanted = nextBlock()
      const lunch = (found: AgentDay) => found.planned.find(({ title }) => title.startsWith('Lunch'))!.title
      const before = lunch(await day(wanted))
      expect(await world.centre.insert(wanted, 'Coaching session')).toBe('inserted')
      const after = await day(wanted)
      expect(after.planned).toContainEqual(block(wanted.at))
      expect(lunch(after)).toBe(`${before}, on time, on time`)
    },
  )

  it('who are faster five times in a row win: putting it there is given up, taking it out is for later', async () => {
    const [wanted, there] = [nextBlock(), nextBlock()]
    await world.centre.insert(there, 'Coaching session')
    await world.changes({ kind: 'limits', rivals: 1000 })
    const since = await soFar()
    expect(await failing(world.centre.insert(wanted, 'Coaching session'))).toMatchObject({
      trouble: 'refused',
      code: 'schedule-conflict',
    })
    expect(await uploads(since)).toBe(5)
    expect((await day(wanted)).planned).not.toContainEqual(block(wanted.at))
    expect(await failing(world.centre.takeOut(there))).toMatchObject({ trouble: 'unavailable', code: 'schedule-conflict' })
    expect((await day(there)).planned).toContainEqual(block(there.at))
  })
})

describe('an upload', () => {
  it('that is only accepted is awaited', async () => {
    await world.changes({ kind: 'limits', updating: 'accepted', updateDelay: 100 })
    const wanted = nextBlock()
    const since = await soFar()
    expect(await world.centre.insert(wanted, 'Coaching session')).toBe('inserted')
    expect(await uploads(since)).toBe(1)
    expect((await day(wanted)).planned).toContainEqual(block(wanted.at))
  })

  it('that is worked on for long leaves a doubt, and is not repeated once it shows', async () => {
    await world.changes({ kind: 'limits', updating: 'accepted', updateDelay: HOUR })
    const wanted = slots.pop()!
    const late = { appointment: crypto.randomUUID(), agent: world.id('ana'), at: spanOf(wanted), schedule: wanted.schedule! }
    const error = await failing(world.centre.insert(late, 'Coaching session'))
    expect(error).toMatchObject({ trouble: 'unavailable', code: 'still-processing', inDoubt: true })
    await world.pass(2 * HOUR)
    const since = await soFar()
    expect(await world.centre.insert(late, 'Coaching session')).toBe('inserted')
    expect(await uploads(since)).toBe(0)
  })

  it('goes to no host that is none of Genesys’s', async () => {
    await world.changes({ kind: 'limits', uploadsTo: 'elsewhere' })
    const since = await soFar()
    const wanted = slots[0]!
    const block = { appointment: 'a', agent: world.id('ana'), at: spanOf(wanted), schedule: wanted.schedule! }
    expect(await failing(world.centre.insert(block, 'Coaching session'))).toMatchObject({
      trouble: 'refused',
      code: 'upload-host',
    })
    expect(await uploads(since)).toBe(0)
  })

  it.each([
    { fault: 'commit-then-reset', inDoubt: true },
    { fault: '503', inDoubt: true },
    { fault: '403', inDoubt: false },
  ])('whose answer is "$fault" is in doubt: $inDoubt', async ({ fault, inDoubt }) => {
    await world.faults({ method: 'POST', path: UPDATE, plan: [fault] })
    const wanted = slots[0]!
    const block = { appointment: 'a', agent: world.id('ana'), at: spanOf(wanted), schedule: wanted.schedule! }
    expect(await failing(world.centre.insert(block, 'Coaching session'))).toMatchObject({ inDoubt })
    await world.centre.takeOut(block)
    expect(await world.centre.standing(block)).toEqual({ genesys: false, inserted: false })
  })
})

it('without a coaching code, a schedule or a shift nothing is put anywhere', async () => {
  const wanted = slots[0]!
  const block = { appointment: 'a', agent: world.id('ana'), at: spanOf(wanted), schedule: wanted.schedule! }
  const night = { ...block, at: { from: block.at.from - 12 * HOUR, to: block.at.from - 12 * HOUR + 30 * MINUTE } }
  expect(await failing(world.centre.insert(night, 'Coaching session'))).toMatchObject({ trouble: 'refused', code: 'no-shift' })
  await world.centre.takeOut(night)
  await world.changes({ kind: 'unplanned', agent: 'ana', lost: 'schedule' })
  expect(await failing(world.centre.insert(block, 'Coaching session'))).toMatchObject({ trouble: 'refused', code: 'no-shift' })
  await world.changes({ kind: 'unplanned', agent: 'ana', lost: null })
  await world.changes({ kind: 'limits', coachingCode: false })
  const stranger = world.another({})
  expect(await failing(stranger.centre.insert(block, 'Coaching session'))).toMatchObject({ trouble: 'refused', code: 'no-code' })
})
