// What becomes of a shift's list of activities when a block is put into it or taken out. Pure.
import type { Block } from '../coaching/block.ts'
import { gapsBetween, type Interval, MINUTE, overlaps, within } from '../coaching/slot.ts'
import { isGenesysOwn, isInserted, type PlannedActivity, spanOf } from './planned.ts'
import { iso } from './times.ts'

/** What is known of the business unit's activity codes. */
export interface Codes {
  readonly coaching: string | undefined
  /** Activity code → category. */
  readonly categories: ReadonlyMap<string, string>
}

export type Rewritten = readonly PlannedActivity[] | 'stands' | 'genesys' | 'no-room' | 'no-code'

const isWork = ({ activityCodeId }: PlannedActivity, { categories }: Codes): boolean =>
  categories.get(activityCodeId ?? '') === 'OnQueueWork'

const byStart = (activities: readonly PlannedActivity[]): PlannedActivity[] =>
  activities.toSorted((a, b) => spanOf(a).from - spanOf(b).from)

/** The same activity at another time; what is paid of it never exceeds its length. */
function spanning(activity: PlannedActivity, { from, to }: Interval): PlannedActivity {
  const lengthMinutes = (to - from) / MINUTE
  const { payableMinutes } = activity
  const payable = typeof payableMinutes === 'number' ? { payableMinutes: Math.min(payableMinutes, lengthMinutes) } : {}
  return { ...activity, ...payable, startDate: iso(from), lengthMinutes }
}

/** What is left of a stretch of time when the others are taken from it. */
function rest(at: Interval, others: readonly Interval[]): Interval[] {
  return gapsBetween(others)
    .map(({ from, to }) => ({ from: Math.max(from, at.from), to: Math.min(to, at.to) }))
    .filter(({ from, to }) => to > from)
}

/** Cuts the block out of work on the queue; over anything else there is no room, for that is somebody's plan. */
export function withBlock(activities: readonly PlannedActivity[], block: Block, title: string, codes: Codes): Rewritten {
  if (activities.some((each) => isGenesysOwn(each, block))) return 'genesys'
  if (activities.some((each) => isInserted(each, block, codes.coaching))) return 'stands'
  if (codes.coaching === undefined) return 'no-code'
  const touched = activities.filter((each) => overlaps(spanOf(each), block.at))
  if (touched.length === 0 || !touched.every((each) => isWork(each, codes))) return 'no-room'
  const cut = touched.flatMap((each) => rest(spanOf(each), [block.at]).map((piece) => spanning(each, piece)))
  const { from, to } = block.at
  const ours = {
    startDate: iso(from),
    lengthMinutes: (to - from) / MINUTE,
    description: title,
    activityCodeId: codes.coaching,
    paid: true,
  }
  return byStart([...activities.filter((each) => !touched.includes(each)), ...cut, ours])
}

/** Takes the inserted block out; where nothing else lies then, customers are waited for as before and after it. 'stands' = nothing is to be done. */
export function withoutBlock(activities: readonly PlannedActivity[], block: Block, codes: Codes): Rewritten {
  const ours = activities.find((each) => isInserted(each, block, codes.coaching))
  if (!ours) return 'stands'
  const kept = activities.filter((each) => each !== ours)
  return rest(block.at, kept.map(spanOf)).reduce((list, gap) => filled(list, gap, codes), kept)
}

/** The work beside the gap grows over it; the two sides of a cut become one again. */
function filled(activities: readonly PlannedActivity[], gap: Interval, codes: Codes): PlannedActivity[] {
  const work = activities.filter((each) => isWork(each, codes))
  const before = work.find((each) => spanOf(each).to === gap.from)
  const after = work.find((each) => spanOf(each).from === gap.to)
  const alike = before && after && before.activityCodeId === after.activityCodeId && before.description === after.description
  const joined = [before, alike || !before ? after : undefined].filter((each) => each !== undefined)
  const spans = [gap, ...joined.map(spanOf)]
  const whole = { from: Math.min(...spans.map(({ from }) => from)), to: Math.max(...spans.map(({ to }) => to)) }
  const pattern = joined[0] ?? work[0] ?? usualWork(codes)
  const paid = joined.reduce((sum, { payableMinutes }) => sum + (payableMinutes ?? 0), (gap.to - gap.from) / MINUTE)
  const grown = typeof pattern.payableMinutes === 'number' ? { ...pattern, payableMinutes: paid } : pattern
  return byStart([...activities.filter((each) => !joined.includes(each)), spanning(grown, whole)])
}

function usualWork({ categories }: Codes): PlannedActivity {
  const code = [...categories].find(([, category]) => category === 'OnQueueWork')?.[0] ?? '0'
  return { startDate: iso(0), lengthMinutes: 0, description: '', activityCodeId: code, paid: true }
}

/** The shift a block lies in. */
export const shiftAround = <S extends Parameters<typeof spanOf>[0]>(shifts: readonly S[], { at }: Pick<Block, 'at'>) =>
  shifts.find((shift) => within(at, spanOf(shift)))
