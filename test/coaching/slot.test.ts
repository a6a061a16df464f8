import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chosen, refusal, type SlotRules } from '../../src/coaching/against.ts'
import { chooseSlots, everyQuarter, type Wanted } from '../../src/coaching/choosing.ts'
import { PersonId } from '../../src/coaching/interaction.ts'
import {
  type Activity,
  type Appointment,
  DAY,
  HOUR,
  type Interval,
  MINUTE,
  merged,
  overlaps,
  type Prediction,
  type Shift,
  type Slot,
  type SuggestedSlot,
  type Surroundings,
  spanOf,
  within,
} from '../../src/coaching/slot.ts'

/** A Wednesday. */
const DAWN = Date.UTC(2026, 10, 25)
const at = (hours: number): number => DAWN + hours * HOUR
const from = (start: number, hours: number): Interval => ({ from: at(start), to: at(start + hours) })
const ANA = PersonId.parse('ana')
const SAM = PersonId.parse('sam')

const rules: SlotRules = {
  agent: ANA,
  replaces: null,
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
const NOTHING: Wanted = { held: [], passed: new Set<number>() }
const rush = (span: Interval): Prediction => ({ at: span, level: 60, occupancy: 95 })
const suggest = (hour: number, spare: number | null = 2): SuggestedSlot => ({
  start: at(hour),
  minutes: 30,
  spare,
  rating: 'good',
  schedule: null,
})
const activity = (span: Interval, kind: Activity['kind']): Activity => ({ at: span, kind, external: null })

const busy = (...times: readonly Interval[]) => ({ times, checked: true })

const quiet: Surroundings = {
  suggested: [],
  shifts: [{ at: from(8, 8), activities: [activity(from(12, 0.5), 'meal'), activity(from(8, 4), 'work')] }],
  predicted: [rush(from(10, 1))],
  live: null,
  unforeseen: [],
  appointments: [],
  calendar: busy(from(14, 1)),
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
  bookedAt: null,
})
const hoursOf = (slots: readonly Slot[]) => slots.map(({ start }) => (start - DAWN) / HOUR)

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
    { hour: 9.1, why: 'off-grid' },
  ])('at $hour o’clock: $why', ({ hour, why }) => {
    expect(refusal(suggest(hour), quiet, rules)).toBe(why)
  })

  it('where a session stands on the schedule, it is that, not just something else', () => {
    const [shift] = quiet.shifts as Exclude<typeof quiet.shifts, 'unscheduled'>
    const block = { at: { from: at(9), to: at(9.5) }, kind: 'coaching', external: 'x' } as const
    const shifts = [{ ...shift!, activities: [...shift!.activities, block] }]
    expect(refusal(suggest(9), { ...quiet, shifts }, rules)).toBe('appointment')
  })

  it.each<{ rule: string; hour: number; more: Partial<SlotRules>; around?: Partial<Surroundings>; why: string | undefined }>([
    { rule: 'a quarter of an hour from the shift’s start', hour: 8, more: { edgeMs: 15 * MINUTE }, why: 'shift-edge' },
    { rule: 'and no longer', hour: 8.25, more: { edgeMs: 15 * MINUTE }, why: undefined },
    { rule: 'nor up to its end', hour: 15.5, more: { edgeMs: 15 * MINUTE }, why: 'shift-edge' },
    { rule: 'right before lunch', hour: 11.5, more: { besideBreak: false }, why: 'beside-break' },
    { rule: 'right after lunch', hour: 12.5, more: { besideBreak: false }, why: 'beside-break' },
    { rule: 'a quarter away from lunch', hour: 11.25, more: { besideBreak: false }, why: undefined },
    { rule: 'before working hours', hour: 9, more: { hours: { from: '09:30', to: '17:00', days: [3] } }, why: 'outside-hours' },
    {
      rule: 'on a day that is none',
      hour: 9,
      more: { hours: { from: '08:00', to: '17:00', days: [1, 2] } },
      why: 'outside-hours',
    },
    { rule: 'within them', hour: 9.5, more: { hours: { from: '09:30', to: '17:00', days: [3] } }, why: undefined },
    { rule: 'in blacked-out hours', hour: 13, more: { blackouts: [{ from: '13:15', to: '13:30', days: [3] }] }, why: 'blackout' },
    {
      rule: 'on a blacked-out date',
      hour: 13,
      more: { blackouts: [{ first: '2026-11-25', last: '2026-11-25' }] },
      why: 'blackout',
    },
    { rule: 'with the margin used up', hour: 9, more: { margin: 3 }, why: 'understaffed' },
    { rule: 'farther ahead than is set', hour: 9, more: { horizonMs: 8 * HOUR }, why: 'too-far' },
    {
      rule: 'within two hours, when more wait than are ready',
      hour: 9,
      more: { now: at(8) },
      around: { live: { waiting: 3, ready: 2 } },
      why: 'queue-full',
    },
    {
      rule: 'within two hours, when all can be taken',
      hour: 9,
      more: { now: at(8) },
      around: { live: { waiting: 3, ready: 3 } },
      why: undefined,
    },
    {
      rule: 'after that, however full it is now',
      hour: 11,
      more: { now: at(8) },
      around: { live: { waiting: 9, ready: 0 } },
      why: undefined,
    },
  ])('$rule: $why', ({ hour, more, around = {}, why }) => {
    expect(refusal(suggest(hour), { ...quiet, ...around }, { ...rules, ...more })).toBe(why)
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
    const invalid = session(-24, { attendee: ANA, status: 'invalid' })
    expect(refusal(suggest(13), { ...quiet, appointments: [invalid] }, rules)).toBeUndefined()
  })

  it('a time somebody chose may be soon, beside a break and at the edge of the shift, but never in busy time', () => {
    const strict = { ...rules, edgeMs: 15 * MINUTE, besideBreak: false, now: at(7.75) }
    expect([8, 11.5].map((hour) => refusal(suggest(hour), quiet, strict))).toEqual(['past', 'beside-break'])
    expect([8, 11.5, 12, 14, 10].map((hour) => refusal(suggest(hour), quiet, chosen(strict)))).toEqual([
      undefined,
      undefined,
      'agent-busy',
      'supervisor-busy',
      'peak',
    ])
  })
})

describe('somebody whom nobody plans', () => {
  const alone: Surroundings = { ...quiet, shifts: 'unscheduled', predicted: [], suggested: everyQuarter(from(0, 72), 30) }

  it('is offered office hours on working days that the calendars leave free', () => {
    const slots = chooseSlots(alone, rules, { ...NOTHING, most: 100 })
    const serving = alone.suggested
      .filter((slot) => refusal(slot, alone, rules) === undefined)
      .map(({ start }) => (start - DAWN) / HOUR)
    expect(Math.min(...serving)).toBe(9)
    expect(serving.filter((hour) => hour < 24)).toHaveLength(31 - 5)
    expect(slots.every(({ scheduled }) => !scheduled)).toBe(true)
  })

  it('is offered the hours that are set instead, at weekends too when they say so', () => {
    const hours = { from: '06:00', to: '08:00', days: [4] }
    const slots = chooseSlots(alone, { ...rules, hours }, { ...NOTHING, most: 100 })
    expect(hoursOf(slots).every((hour) => hour >= 30 && hour <= 31.5)).toBe(true)
    expect(slots.length).toBeGreaterThan(2)
  })
})

describe('times that are left out', () => {
  const around = { ...quiet, suggested: [suggest(8.5), suggest(9), suggest(11)] }
  const starts = (more: Partial<Wanted>) => hoursOf(chooseSlots(around, rules, { ...NOTHING, ...more }))

  it('are those passed over before, and those on other cards of the same people', () => {
    expect(starts({})).toEqual([8.5, 9, 11])
    expect(starts({ passed: new Set([at(9)]) })).toEqual([8.5, 11])
    expect(starts({ held: [{ at: from(9.25, 2), people: true }] })).toEqual([8.5])
  })

  it('and those whose margin other cards of the team would use up', () => {
    const card = { at: from(9, 1), people: false }
    expect(starts({ held: [card, card] })).toEqual([8.5, 9, 11])
    expect(starts({ held: [card, card, card] })).toEqual([8.5, 11])
  })
})

describe('the three times on the card', () => {
  const days = (suggested: readonly SuggestedSlot[], predicted: readonly Prediction[] = []): Surroundings => ({
    ...quiet,
    shifts: [0, 24, 48, 72].map((day) => ({ at: from(day + 8, 8), activities: [] })),
    predicted,
    calendar: busy(),
    suggested,
  })

  it('are the quietest, spread over the days, in order of time', () => {
    const suggested = [suggest(9, 5), suggest(9.5, 5), suggest(33, 3), suggest(34, 1), suggest(57, 4)]
    expect(hoursOf(chooseSlots(days(suggested), rules, NOTHING))).toEqual([9, 33, 57])
  })

  it('of two equally quiet ones the sooner, of two equally soon ones the one where fewer customers wait', () => {
    expect(hoursOf(chooseSlots(days([suggest(9, 3), suggest(81, 3)]), rules, { ...NOTHING, most: 1 }))).toEqual([9])
    const level = (start: number, percent: number) => ({ at: from(start, 1), level: percent, occupancy: 60 })
    const predicted = [level(9, 75), level(10, 98)]
    const [slot] = chooseSlots(days([suggest(9, 3), suggest(10, 3)], predicted), rules, { ...NOTHING, most: 1 })
    expect(slot).toMatchObject({ start: at(10), level: 98 })
  })

  it('lie in both halves of the day when there is only one day', () => {
    const suggested = [suggest(9, 5), suggest(9.5, 5), suggest(10, 5), suggest(14, 1)]
    expect(hoursOf(chooseSlots(days(suggested), rules, NOTHING))).toContain(14)
  })

  it('are neighbours when nothing else is left, but never two that overlap', () => {
    const suggested = [suggest(9, 5), suggest(9.25, 5), suggest(9.5, 5)]
    expect(hoursOf(chooseSlots({ ...quiet, suggested }, rules, NOTHING))).toEqual([9, 9.5])
    expect(hoursOf(chooseSlots(days([suggest(11.75, 5), suggest(12, 5)]), rules, NOTHING))).toHaveLength(1)
  })

  it('say when the calendar could not be asked, and do not take it for free', () => {
    const [slot] = chooseSlots({ ...quiet, suggested: [suggest(9)], calendar: { times: [], checked: false } }, rules, NOTHING)
    expect(slot).toMatchObject({ supervisorChecked: false })
  })
})

describe('whatever the surroundings', () => {
  const interval = fc.tuple(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 1, max: 16 })).map(([q, n]) => from(q / 4, n / 4))
  const odd = fc
    .tuple(interval, fc.integer({ min: 0, max: 14 }))
    .map(([span, off]) => ({ from: span.from + off * MINUTE, to: span.to + off * MINUTE }))
  const shift = fc.tuple(
    interval,
    fc.array(fc.tuple(odd, fc.constantFrom<Activity['kind'][]>('work', 'break', 'meal', 'meeting'))),
  )
  const surroundings = fc.record({
    suggested: fc.uniqueArray(
      fc
        .tuple(fc.integer({ min: 0, max: 200 }), fc.integer({ min: -3, max: 6 }), fc.constantFrom(15, 30, 45, 60))
        .map(([q, spare, minutes]) => ({ ...suggest(q / 4, spare), minutes })),
      { selector: ({ start }) => start },
    ),
    shifts: fc.array(
      shift.map(([span, activities]): Shift => ({ at: span, activities: activities.map(([one, kind]) => activity(one, kind)) })),
    ),
    predicted: fc.array(odd.map(rush)),
    unforeseen: fc.constant([]),
    live: fc.option(fc.record({ waiting: fc.nat(3), ready: fc.nat(3) })),
    appointments: fc.array(odd.map((span) => ({ ...session(0, { attendee: SAM }), at: span }))),
    calendar: fc.record({ times: fc.array(odd), checked: fc.boolean() }),
  })
  const strictness = fc.record({
    margin: fc.nat(2),
    edgeMs: fc.constantFrom(0, 15 * MINUTE),
    besideBreak: fc.boolean(),
    now: fc.constantFrom(at(0), at(9)),
  })

  const busyIn = ({ shifts, predicted, calendar, appointments }: Surroundings): Interval[] =>
    [
      ...(shifts === 'unscheduled' ? [] : shifts.flatMap(({ activities }) => activities.filter(({ kind }) => kind !== 'work'))),
      ...predicted,
      ...appointments,
      ...calendar.times.map((span) => ({ at: span })),
    ].map((each) => each.at)

  it('no time lies in busy time, in a peak or outside the shift, and no two overlap', () => {
    fc.assert(
      fc.property(surroundings, strictness, (around, more) => {
        const slots = chooseSlots(around, { ...rules, ...more }, NOTHING)
        const shifts = merged(around.shifts.map((each) => each.at))
        for (const span of slots.map(spanOf)) {
          expect(busyIn(around).filter((busy) => overlaps(busy, span))).toEqual([])
          expect(shifts.some((each) => within(span, each))).toBe(true)
        }
        expect(slots.some((a) => slots.some((b) => a !== b && overlaps(spanOf(a), spanOf(b))))).toBe(false)
      }),
      { numRuns: 500 },
    )
  })

  it('exactly the times that nothing speaks against one by one can be chosen: the quick way and the plain one agree', () => {
    fc.assert(
      fc.property(surroundings, strictness, (around, more) => {
        const all = chooseSlots(around, { ...rules, ...more }, { ...NOTHING, most: 500 })
        const plain = around.suggested.filter((slot) => refusal(slot, around, { ...rules, ...more }) === undefined)
        expect(plain.length === 0).toBe(all.length === 0)
        expect(plain).toEqual(expect.arrayContaining(all.map(({ start }) => expect.objectContaining({ start }))))
        for (const slot of plain)
          expect(all.some((other) => Math.abs(other.start - slot.start) < Math.max(other.minutes, slot.minutes) * MINUTE)).toBe(
            true,
          )
      }),
      { numRuns: 500 },
    )
  })

  it('a busy block more never adds a time that was not possible before', () => {
    fc.assert(
      fc.property(surroundings, strictness, odd, (around, more, block) => {
        const serving = (where: Surroundings) =>
          where.suggested.filter((slot) => refusal(slot, where, { ...rules, ...more }) === undefined)
        const narrower = { ...around, calendar: { ...around.calendar, times: [...around.calendar.times, block] } }
        expect(serving(around)).toEqual(expect.arrayContaining(serving(narrower)))
      }),
    )
  })
})
