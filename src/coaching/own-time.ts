// A time that somebody thought of themselves: what is known about it, and the nearest that would do in its place.
import type { SlotRules } from './against.ts'
import { candidates, described, levelsOf, type Wanted } from './choosing.ts'
import { dayOf } from './hours.ts'
import { type Slot, type SuggestedSlot, type Surroundings, spanOf, within } from './slot.ts'

/** The one that serves and begins nearest to a time, on the same day where there is one; of two, the earlier one. */
export function nearestSlot(to: number, around: Surroundings, rules: SlotRules, wanted: Wanted): Slot[] {
  const { slots, fits, levels } = candidates(around, rules, wanted)
  const day = dayOf(to, rules.zone)
  const elsewhere = (n: number) => Number(!within(spanOf(slots[n]!), day))
  const far = (n: number) => Math.abs(slots[n]!.start - to)
  const serving = slots.flatMap((_, n) => (fits[n] === 1 ? [n] : []))
  const [nearest] = serving.toSorted((a, b) => elsewhere(a) - elsewhere(b) || far(a) - far(b))
  return nearest === undefined ? [] : [described(slots[nearest]!, around, levels[nearest]!)]
}

/** A time that somebody thought of, with what is known about it. Without Genesys's suggestion, the shift tells the schedule to write it on. */
export function ownSlot(slot: SuggestedSlot, around: Surroundings): Slot {
  const [level] = levelsOf(around.predicted, [slot])
  const shifts = around.shifts === 'unscheduled' ? [] : around.shifts
  const shift = shifts.find(({ at }) => within(spanOf(slot), at))
  return described({ ...slot, schedule: slot.schedule ?? shift?.schedule ?? null }, around, level!)
}
