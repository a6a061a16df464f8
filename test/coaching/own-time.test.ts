import { describe, expect, it } from 'vitest'
import type { SlotRules } from '../../src/coaching/against.ts'
import type { Wanted } from '../../src/coaching/choosing.ts'
import { PersonId } from '../../src/coaching/interaction.ts'
import { nearestSlot, ownSlot } from '../../src/coaching/own-time.ts'
import {
  DAY,
  HOUR,
  type Interval,
  type Shift,
  type Slot,
  type SuggestedSlot,
  type Surroundings,
  spanOf,
} from '../../src/coaching/slot.ts'

/** A Wednesday. */
const DAWN = Date.UTC(2026, 10, 25)
const at = (hours: number): number => DAWN + hours * HOUR
const from = (start: number, hours: number): Interval => ({ from: at(start), to: at(start + hours) })
const NOTHING: Wanted = { held: [], passed: new Set<number>() }

const rules: SlotRules = {
  agent: PersonId.parse('ana'),
  now: at(0),
  leadMs: HOUR,
  horizonMs: 14 * DAY,
  spacingMs: 7 * DAY,
  replaces: null,
  margin: 0,
  edgeMs: 0,
  besideBreak: true,
  hours: null,
  blackouts: [],
  zone: 'UTC',
}

function suggest(hour: number, spare: number | null = 2): SuggestedSlot {
  return { start: at(hour), minutes: 30, spare, rating: 'good', schedule: null }
}

const SHIFT: Shift = { at: from(8, 8), activities: [{ at: from(12, 0.5), kind: 'meal', external: null }] }
const quiet: Surroundings = {
  suggested: [],
  shifts: [SHIFT],
  predicted: [{ at: from(10, 1), level: 60, occupancy: 95 }],
  unforeseen: [],
  live: null,
  appointments: [],
  calendar: { times: [from(14, 1)], checked: true },
}
const hoursOf = (slots: readonly Slot[]) => slots.map(({ start }) => (start - DAWN) / HOUR)

describe('the nearest time', () => {
  const near = (to: number, suggested: readonly SuggestedSlot[], wanted: Wanted = NOTHING) =>
    hoursOf(nearestSlot(at(to), { ...quiet, suggested }, rules, wanted))

  it('is the one that nothing speaks against', () => {
    // At 10 it will be busy, at 12 there is lunch, at 14 the supervisor is busy.
    expect(near(12, [suggest(10), suggest(11), suggest(12), suggest(14)])).toEqual([11])
    expect(near(12, [suggest(10), suggest(12)])).toEqual([])
  })

  it('is the earlier of two', () => {
    expect(near(11.5, [suggest(11), suggest(12.5), suggest(13)])).toEqual([11])
    expect(near(12.25, [suggest(11.5), suggest(13)])).toEqual([11.5])
  })

  it('lies on the same day, even where another day has one that is nearer', () => {
    const shifts = [SHIFT, { at: from(24, 8), activities: [] }]
    const suggested = [suggest(9), suggest(24)]
    expect(hoursOf(nearestSlot(at(23), { ...quiet, shifts, suggested }, rules, NOTHING))).toEqual([9])
    expect(hoursOf(nearestSlot(at(23), { ...quiet, shifts, suggested: [suggest(24)] }, rules, NOTHING))).toEqual([24])
  })

  it('is not one that another card has on offer to the same people', () => {
    const held = [{ at: spanOf(suggest(11)), people: true }]
    expect(near(12, [suggest(9), suggest(11)], { ...NOTHING, held })).toEqual([9])
  })
})

describe("a time of one's own", () => {
  const schedule = { id: 's1', businessUnit: 'u1', weekDate: '2026-11-23' }
  const own = { ...suggest(13.25, null), rating: null }

  it('is written on the schedule of its shift when Genesys did not suggest it', () => {
    const shifts = [{ at: from(8, 8), activities: [], schedule }]
    expect(ownSlot(own, { ...quiet, shifts })).toMatchObject({ spare: null, schedule, scheduled: true, supervisorChecked: true })
    expect(ownSlot({ ...own, schedule: { ...schedule, id: 's2' } }, { ...quiet, shifts }).schedule).toMatchObject({ id: 's2' })
  })

  it('is on no schedule where there is none', () => {
    expect(ownSlot(own, { ...quiet, shifts: 'unscheduled' })).toMatchObject({ schedule: null, scheduled: false })
    expect(ownSlot(own, quiet).schedule).toBeNull()
  })

  it('says what is predicted', () => {
    expect(ownSlot({ ...own, start: at(10.5) }, quiet).level).toBe(60)
    expect(ownSlot(own, { ...quiet, calendar: { times: [], checked: false } })).toMatchObject({
      level: null,
      supervisorChecked: false,
    })
  })
})
