import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { refusal, type SlotRules } from '../../src/coaching/against.ts'
import { chooseSlots, type Wanted } from '../../src/coaching/choosing.ts'
import { PersonId } from '../../src/coaching/interaction.ts'
import {
  type Appointment,
  DAY,
  HOUR,
  type Interval,
  MINUTE,
  merged,
  overlaps,
  type Prediction,
  type Slot,
  type SuggestedSlot,
  type Surroundings,
  spanOf,
  within,
} from '../../src/coaching/slot.ts'

const DAWN = Date.UTC(2026, 10, 25)
const at = (hours: number): number => DAWN + hours * HOUR
const from = (start: number, hours: number): Interval => ({ from: at(start), to: at(start + hours) })
const ANA = PersonId.parse('ana')
const SAM = PersonId.parse('sam')

const rules: SlotRules = {
  agent: ANA,
  now: at(0),
  leadMs: HOUR,
  horizonMs: 14 * DAY,
  spacingMs: 7 * DAY,
  margin: 0,
  edgeMs: 0,
  besideBreak: true,
  hours: null,
  blackouts: [],
  zone: 'UTC',
}
const NOTHING = { held: [], passed: new Set<number>() }
const rush = (at: Interval): Prediction => ({ at, level: 60, occupancy: 95 })
const suggest = (hour: number, spare: number | null = 2): SuggestedSlot => ({
  start: at(hour),
  minutes: 30,
  spare,
  rating: 'good',
  schedule: null,
})

const quiet: Surroundings = {
  suggested: [],
  shifts: [
    {
      at: from(8, 8),
      activities: [
        { at: from(12, 0.5), kind: 'meal', external: null },
        { at: from(8, 4), kind: 'work', external: null },
      ],
    },
  ],
  predicted: [rush(from(10, 1))],
  live: null,
  appointments: [],
  calendar: [from(14, 1)],
}
const session = (
  start: number,
  { attendee, status = 'scheduled' }: { attendee: PersonId; status?: Appointment['status'] },
): Appointment => ({
  id: 'x',
  at: { from: at(start), to: at(start) + 30 * MINUTE },
  status,
  attendees: [attendee],
  facilitator: SAM,
  description: '',
})

describe('whether a time serves', () => {
  it.each([
    { hour: 9, why: undefined },
    { hour: 0.5, why: 'past' },
    { hour: 7.75, why: 'outside-shift' },
    { hour: 15.75, why: 'outside-shift' },
    { hour: 12, why: 'agent-busy' },
    { hour: 10.75, why: 'peak' },
    { hour: 9.5, why: undefined },
    { hour: 14.5, why: 'supervisor-busy' },
    { hour: 13.5, why: undefined },
  ])('at $hour o’clock: $why', ({ hour, why }) => {
    expect(refusal(suggest(hour), quiet, rules)).toBe(why)
  })

  it('too few agents left is a reason, an unknown staffing is not', () => {
    expect(refusal(suggest(9, -1), quiet, rules)).toBe('understaffed')
    expect(refusal(suggest(9, null), quiet, rules)).toBeUndefined()
  })

  it('another session of the supervisor blocks its own time, one of the agent the days around', () => {
    const held = { ...quiet, appointments: [session(9, { attendee: PersonId.parse('ben') })] }
    expect(refusal(suggest(9.25), held, rules)).toBe('appointment')
    expect(refusal(suggest(13), held, rules)).toBeUndefined()
    expect(refusal(suggest(13), { ...quiet, appointments: [session(-24 * 6, { attendee: ANA })] }, rules)).toBe('too-close')
    expect(refusal(suggest(13), { ...quiet, appointments: [session(-24 * 7, { attendee: ANA })] }, rules)).toBeUndefined()
    expect(
      refusal(suggest(13), { ...quiet, appointments: [session(-24, { attendee: ANA, status: 'invalid' })] }, rules),
    ).toBeUndefined()
  })
})

describe('times that are left out', () => {
  const around = { ...quiet, suggested: [suggest(8.5), suggest(9), suggest(11)] }
  const starts = (more: Partial<Wanted>) => chooseSlots(around, rules, { ...NOTHING, ...more }).map(({ start }) => start)

  it('are those passed over before, and those on other cards', () => {
    expect(starts({})).toEqual([at(8.5), at(9), at(11)])
    expect(starts({ passed: new Set([at(9)]) })).toEqual([at(8.5), at(11)])
    expect(starts({ held: [{ at: from(9.25, 2), people: true }] })).toEqual([at(8.5)])
  })
})

describe('the three times on the card', () => {
  it('takes the quietest, spread over the days, in order of time', () => {
    const days: Surroundings = {
      ...quiet,
      shifts: [0, 24, 48].map((day) => ({ at: from(day + 8, 8), activities: [] })),
      predicted: [],
      calendar: [],
    }
    const suggested = [suggest(9, 5), suggest(9.5, 5), suggest(33, 3), suggest(34, 1), suggest(57, 4)]
    expect(chooseSlots({ ...days, suggested }, rules, NOTHING).map(({ start }) => (start - DAWN) / HOUR)).toEqual([9, 33, 57])
  })

  it('takes neighbours when nothing else is left, but never two that overlap', () => {
    const suggested = [suggest(9, 5), suggest(9.25, 5), suggest(9.5, 5)]
    expect(chooseSlots({ ...quiet, suggested }, rules, NOTHING).map(({ start }) => (start - DAWN) / HOUR)).toEqual([9, 9.5])
  })

  it('says when the calendar could not be asked, and does not take it for free', () => {
    const [slot] = chooseSlots({ ...quiet, suggested: [suggest(9)], calendar: 'unchecked' }, rules, NOTHING)
    expect(slot).toMatchObject({ supervisorChecked: false })
  })

  const interval = fc.tuple(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 1, max: 16 })).map(([q, n]) => from(q / 4, n / 4))
  const surroundings = fc.record({
    suggested: fc.array(
      fc.tuple(fc.integer({ min: 0, max: 200 }), fc.integer({ min: -3, max: 6 })).map(([q, spare]) => suggest(q / 4, spare)),
    ),
    shifts: fc.array(interval.map((span) => ({ at: span, activities: [] }))),
    predicted: fc.array(interval.map(rush)),
    live: fc.constant(null),
    appointments: fc.constant([]),
    calendar: fc.array(interval),
  })
  const legal = (slot: Slot, around: Surroundings): boolean => {
    const span = spanOf(slot)
    const blocked = [...around.predicted.map(({ at }) => at), ...(around.calendar === 'unchecked' ? [] : around.calendar)].some(
      (busy) => overlaps(busy, span),
    )
    return !blocked && around.shifts !== 'unscheduled' && merged(around.shifts.map(({ at }) => at)).some((at) => within(span, at))
  }

  it('never lies in busy time, in a peak or outside the shift, and never overlaps another', () => {
    fc.assert(
      fc.property(surroundings, (around) => {
        const slots = chooseSlots(around, rules, NOTHING)
        expect(slots.every((slot) => legal(slot, around))).toBe(true)
        expect(slots.some((a) => slots.some((b) => a !== b && overlaps(spanOf(a), spanOf(b))))).toBe(false)
      }),
    )
  })

  it('a busy block more never adds a time that was not possible before', () => {
    fc.assert(
      fc.property(surroundings, interval, (around, busy) => {
        const serving = (where: Surroundings) => where.suggested.filter((slot) => refusal(slot, where, rules) === undefined)
        const narrower = { ...around, calendar: [...around.calendar, busy] }
        expect(serving(around)).toEqual(expect.arrayContaining(serving(narrower)))
      }),
    )
  })
})
