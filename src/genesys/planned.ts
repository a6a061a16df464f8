import * as z from 'zod'
import type { Block } from '../coaching/block.ts'
import { type Interval, MINUTE } from '../coaching/slot.ts'

/** An activity as it stands on a schedule. What we do not know of it is kept, so that it can be written back. */
export const PlannedActivity = z.looseObject({
  startDate: z.iso.datetime({ offset: true }),
  lengthMinutes: z.number(),
  description: z.string().nullish(),
  activityCodeId: z.string().nullish(),
  externalActivityId: z.string().nullish(),
  externalActivityType: z.string().nullish(),
  payableMinutes: z.number().nullish(),
})
export type PlannedActivity = z.infer<typeof PlannedActivity>

export function spanOf({ startDate, lengthMinutes }: Pick<PlannedActivity, 'startDate' | 'lengthMinutes'>): Interval {
  const from = Date.parse(startDate)
  return { from, to: from + Math.round(lengthMinutes * MINUTE) }
}

function isExactly(activity: PlannedActivity, { from, to }: Interval): boolean {
  const at = spanOf(activity)
  return at.from === from && at.to === to
}

type Wanted = Pick<Block, 'appointment' | 'at'>

/** Genesys puts a block of its own there and says which appointment it is for, or at least that it is coaching. */
export function isGenesysOwn(activity: PlannedActivity, { appointment, at }: Wanted): boolean {
  const { externalActivityId, externalActivityType } = activity
  if (externalActivityId) return externalActivityId === appointment
  return externalActivityType === 'Coaching' && isExactly(activity, at)
}

/** Exactly that time with the code for coaching, and nothing behind it. */
export function isInserted(activity: PlannedActivity, { at }: Wanted, coachingCode: string | undefined): boolean {
  const { activityCodeId, externalActivityId, externalActivityType } = activity
  if (externalActivityId || externalActivityType) return false
  return coachingCode !== undefined && activityCodeId === coachingCode && isExactly(activity, at)
}
