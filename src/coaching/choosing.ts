// The three times on a card: the best that nothing speaks against, on different days or halves of a day where there are enough.
import { type Block, blocks, GRID_MS, LEVEL_FLOOR, ownRefusal, type SlotRules, sessionsOf } from './against.ts'
import { halfDays } from './hours.ts'
import {
  HOUR,
  type Interval,
  MINUTE,
  overlaps,
  type Prediction,
  type Slot,
  type SuggestedSlot,
  type Surroundings,
  spanOf,
} from './slot.ts'

/** What other open cards have on offer. */
export interface Held {
  readonly at: Interval
  /** The same people: taken. Otherwise the same part of the business: one agent fewer to spare. */
  readonly people: boolean
}

export interface Wanted {
  /** Starts that were offered and passed over. */
  readonly passed: ReadonlySet<number>
  readonly held: readonly Held[]
  /** Default 3. */
  readonly most?: number
}

/** The suggested slots as arrays, in order of time: what is compared thousands of times is not looked up in objects. */
export interface Candidates {
  readonly slots: readonly SuggestedSlot[]
  readonly starts: Float64Array
  /** 1 = nothing speaks against it. */
  readonly fits: Uint8Array
  /** How good it is, leaving out how soon: 0 to 1. */
  readonly worth: Float64Array
  /** Which half of which day it begins in, counted from the first. */
  readonly half: Uint16Array
  readonly levels: Float64Array
}

// What makes a time good, in shares of one. Soon is worth most after quiet: feedback fades.
const QUIET = 0.5
const LEVEL = 0.2
const SOON = 0.3
/** More agents to spare than this make no difference any more. */
const PLENTY = 5
/** What it is worth that a time falls on another day, or another half of a day, than those chosen before. */
const OTHER_DAY = 0.3
const OTHER_HALF = 0.1

/** Sorts out what speaks against each suggestion, once; times can then be chosen again and again. Rules are those of `against.ts`. */
export function candidates(around: Surroundings, rules: SlotRules, { passed, held }: Wanted): Candidates {
  const slots = around.suggested.toSorted((a, b) => a.start - b.start)
  const window = { from: slots[0]?.start ?? 0, to: (slots.at(-1)?.start ?? 0) + HOUR }
  const raster = rastered(blocks(around, rules, window), window)
  const sessions = sessionsOf(around, rules)
  const edges = halfDays(window, rules.zone)
  const levels = levelsOf(around.predicted, slots)
  const fits = Uint8Array.from(slots, (slot) => Number(serves(slot)))
  let half = 0

  function serves(slot: SuggestedSlot): boolean {
    if (passed.has(slot.start) || raster.hit(slot)) return false
    const shared = held.filter(({ at }) => overlaps(at, spanOf(slot)))
    if (shared.some(({ people }) => people)) return false
    if (ownRefusal({ ...slot, spare: slot.spare === null ? null : slot.spare - shared.length }, rules)) return false
    return sessions.every((start) => Math.abs(start - slot.start) >= rules.spacingMs)
  }

  return {
    slots,
    starts: Float64Array.from(slots, ({ start }) => start),
    fits,
    worth: Float64Array.from(slots, ({ spare }, n) => QUIET * quietOf(spare) + LEVEL * levelOf(levels[n]!)),
    half: Uint16Array.from(slots, ({ start }) => {
      while (half + 1 < edges.length && edges[half + 1]! <= start) half += 1
      return half
    }),
    levels,
  }
}

const quietOf = (spare: number | null): number => (spare === null ? 0.5 : Math.min(Math.max(spare, 0), PLENTY) / PLENTY)
const levelOf = (level: number): number => (Number.isNaN(level) ? 0.5 : Math.max(0, (level - LEVEL_FLOOR) / (100 - LEVEL_FLOOR)))

/** The blocks drawn on the quarters of the window, so that a slot is looked up instead of compared with each of them. */
function rastered(all: readonly Block[], window: Interval) {
  const origin = Math.floor(window.from / GRID_MS)
  const count = Math.ceil(window.to / GRID_MS) - origin + 1
  const taken = new Uint8Array(count)
  for (const { at } of all)
    taken.fill(1, Math.max(0, Math.floor(at.from / GRID_MS) - origin), Math.max(0, Math.ceil(at.to / GRID_MS) - origin))
  function hit({ start, minutes }: SuggestedSlot): boolean {
    const first = Math.floor(start / GRID_MS) - origin
    const after = Math.ceil((start + minutes * MINUTE) / GRID_MS) - origin
    for (let quarter = first; quarter < after; quarter += 1) if (taken[quarter] === 1) return true
    return false
  }
  return { hit }
}

/** The worst that is predicted during each slot; NaN where nothing is. Both are in order of time. */
export function levelsOf(predicted: readonly Prediction[], slots: readonly SuggestedSlot[]): Float64Array {
  const known = predicted.filter(({ level }) => level !== null).toSorted((a, b) => a.at.from - b.at.from)
  let from = 0
  return Float64Array.from(slots, (slot) => {
    const span = spanOf(slot)
    while (from < known.length && known[from]!.at.to <= span.from) from += 1
    let worst = Number.NaN
    for (let n = from; n < known.length && known[n]!.at.from < span.to; n += 1)
      worst = Math.min(Number.isNaN(worst) ? 100 : worst, known[n]!.level!)
    return worst
  })
}

/** Which candidates are best at this moment, by index, in order of time. One pass keeps the best of every half day; the three are chosen among those. */
export function best(of: Candidates, { now, horizonMs }: Pick<SlotRules, 'now' | 'horizonMs'>, most = 3): number[] {
  const { starts, fits, worth, half } = of
  const champions: number[] = []
  const scores: number[] = []
  for (let n = 0; n < starts.length; n += 1) {
    if (fits[n] === 0) continue
    const score = worth[n]! + SOON * (1 - (starts[n]! - now) / horizonMs)
    const last = champions.length - 1
    if (last >= 0 && half[champions[last]!] === half[n]) {
      if (score > scores[last]!) {
        champions[last] = n
        scores[last] = score
      }
    } else {
      champions.push(n)
      scores.push(score)
    }
  }
  const picked = apart(of, champions, scores, most)
  return (picked.length < most ? filledUp(of, picked, most) : picked).toSorted((a, b) => a - b)
}

/** Greedily: each next one gains by lying on another day, or in the other half of the day, than those before. */
function apart(of: Candidates, champions: readonly number[], scores: readonly number[], most: number): number[] {
  const { half } = of
  const picked: number[] = []
  while (picked.length < most) {
    let [top, topScore] = [-1, Number.NEGATIVE_INFINITY]
    for (let n = 0; n < champions.length; n += 1) {
      const one = champions[n]!
      if (!isClear(of, picked, one)) continue
      const gain = picked.some((other) => half[other]! >> 1 === half[one]! >> 1) ? 0 : OTHER_DAY
      const other = picked.some((each) => (half[each]! & 1) === (half[one]! & 1)) ? 0 : OTHER_HALF
      if (scores[n]! + gain + other > topScore) {
        top = one
        topScore = scores[n]! + gain + other
      }
    }
    if (top < 0) break
    picked.push(top)
  }
  return picked
}

/** At least so far from all that are picked, and never over one of them. */
function isClear({ slots }: Candidates, picked: readonly number[], one: number, leastMs = 0): boolean {
  const span = spanOf(slots[one]!)
  return picked
    .map((n) => spanOf(slots[n]!))
    .every((other) => !overlaps(other, span) && Math.abs(other.from - span.from) >= leastMs)
}

/** Fewer half days than times wanted: others of the same ones, an hour apart where that is possible. */
function filledUp(of: Candidates, picked: readonly number[], most: number): number[] {
  const { slots, fits, worth } = of
  const all = [...picked]
  const rest = slots
    .map((_, n) => n)
    .filter((n) => fits[n] === 1)
    .toSorted((a, b) => worth[b]! - worth[a]! || a - b)
  for (const least of [HOUR, 0])
    for (const n of rest) {
      if (all.length === most) break
      if (isClear(of, all, n, least)) all.push(n)
    }
  return all
}

/** The best times that serve, with why: at most `most`, in order of time. */
export function chooseSlots(around: Surroundings, rules: SlotRules, wanted: Wanted): Slot[] {
  const found = candidates(around, rules, wanted)
  return best(found, rules, wanted.most).map((n) => described(found.slots[n]!, around, found.levels[n]!))
}

/** A time with what is known about it. */
export function described(slot: SuggestedSlot, { calendar, shifts, unforeseen }: Surroundings, level: number): Slot {
  const foreseen = unforeseen.every((day) => !overlaps(day, spanOf(slot)))
  const checked = { supervisorChecked: calendar.checked, scheduled: shifts !== 'unscheduled', foreseen }
  return { ...slot, ...checked, level: Number.isNaN(level) ? null : level }
}

/** For somebody without a schedule: every quarter of an hour ahead, to be sifted by calendars and hours. */
export function everyQuarter({ from, to }: Interval, minutes: number): SuggestedSlot[] {
  const first = Math.ceil(from / GRID_MS)
  const count = Math.max(0, Math.floor((to - minutes * MINUTE) / GRID_MS) - first + 1)
  return Array.from({ length: count }, (_, n) => ({
    start: (first + n) * GRID_MS,
    minutes,
    spare: null,
    rating: null,
    schedule: null,
  }))
}
