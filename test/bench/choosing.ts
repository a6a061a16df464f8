// Three times for one agent: from arrays that were sorted out once, from everything that was gathered, and by a plain scan.
import { type Block, blocks, ownRefusal, type SlotRules } from '../../src/coaching/against.ts'
import { best, candidates, chooseSlots } from '../../src/coaching/choosing.ts'
import { PersonId } from '../../src/coaching/interaction.ts'
import {
  DAY,
  HOUR,
  type Interval,
  MINUTE,
  overlaps,
  type SuggestedSlot,
  type Surroundings,
  spanOf,
} from '../../src/coaching/slot.ts'

const DAWN = Date.UTC(2026, 10, 23)
const DAYS = 14
const NOTHING = { held: [], passed: new Set<number>() }

const rules: SlotRules = {
  agent: PersonId.parse('ana'),
  now: DAWN,
  leadMs: HOUR,
  horizonMs: DAYS * DAY,
  spacingMs: 7 * DAY,
  replaces: null,
  margin: 0,
  edgeMs: 15 * MINUTE,
  besideBreak: false,
  hours: { from: '08:00', to: '18:00', days: [1, 2, 3, 4, 5, 6, 7] },
  blackouts: [{ from: '12:00', to: '12:30', days: [1, 3, 5] }],
  zone: 'Europe/Berlin',
}

const span = (day: number, hour: number, minutes: number): Interval => {
  const from = DAWN + day * DAY + hour * HOUR
  return { from, to: from + minutes * MINUTE }
}

/** Two weeks of an agent: every quarter of each shift suggested, three breaks, meetings in the supervisor's calendar, a forecast per quarter. */
function fortnight(): Surroundings {
  const days = Array.from({ length: DAYS }, (_, day) => day)
  const quarters = days.flatMap((day) => Array.from({ length: 32 }, (_, n) => span(day, 8 + n / 4, 15)))
  return {
    suggested: quarters.map(
      (at, n): SuggestedSlot => ({ start: at.from, minutes: 30, spare: ((n * 7) % 9) - 2, rating: 'good', schedule: null }),
    ),
    shifts: days.map((day) => ({
      at: span(day, 8, 510),
      activities: [
        { at: span(day, 9.5, 15), kind: 'break', external: null },
        { at: span(day, 12, 30), kind: 'meal', external: null },
        { at: span(day, 14.5, 15), kind: 'break', external: null },
      ],
    })),
    predicted: quarters.map((at, n) => ({ at, level: 60 + ((n * 13) % 40), occupancy: 70 })),
    live: null,
    unforeseen: [],
    appointments: [],
    calendar: { times: days.flatMap((day) => [span(day, 9, 60), span(day, 11, 30), span(day, 15, 90)]), checked: true },
  }
}

/** The same rules, each suggestion held against each block, the best three by staffing and hour. */
function plainScan(around: Surroundings, all: readonly Block[]): SuggestedSlot[] {
  const clear = (slot: SuggestedSlot) => all.every(({ at }) => !overlaps(at, spanOf(slot)))
  const fit = around.suggested.filter((slot) => ownRefusal(slot, rules) === undefined && clear(slot))
  return fit.toSorted((a, b) => (b.spare ?? 0) - (a.spare ?? 0) || a.start - b.start).slice(0, 3)
}

function microseconds(work: () => unknown, times: number): number {
  for (let n = 0; n < times / 10; n += 1) work()
  const began = performance.now()
  for (let n = 0; n < times; n += 1) work()
  return ((performance.now() - began) * 1000) / times
}

export interface Choosing {
  readonly kept: number
  readonly gathered: number
  readonly plain: number
}

/** Microseconds for one agent's three times, each way once. */
export function choosing(): Choosing {
  const around = fortnight()
  const kept = candidates(around, rules, NOTHING)
  const all = blocks(around, rules, { from: DAWN, to: DAWN + DAYS * DAY })
  return {
    kept: microseconds(() => best(kept, rules), 20_000),
    gathered: microseconds(() => chooseSlots(around, rules, NOTHING), 500),
    plain: microseconds(() => plainScan(around, all), 500),
  }
}
