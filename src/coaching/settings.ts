import * as z from 'zod'
import { CoachingPolicy } from './policy.ts'
import { DAY, HOUR } from './slot.ts'

/** What admins steer from chat. Kept with a version; every proposal remembers the version it was judged by. */
export const Settings = z
  .strictObject({
    policy: CoachingPolicy,
    /** At most so many automatic sessions per agent in a rolling window. */
    limit: z.strictObject({ sessions: z.number().int().min(1).max(20), days: z.number().int().min(1).max(90) }),
    session: z.strictObject({
      minutes: z.number().int().min(15).max(60).multipleOf(15),
      horizonDays: z.number().int().min(1).max(42),
      leadMinutes: z.number().int().min(0).max(10_080),
    }),
    expiryDays: z.number().int().min(1).max(30),
  })
  .refine(({ policy }) => policy.coach.customerBelow < policy.praise.customerAbove, {
    message: 'settings.coach-above-praise',
  })
export type Settings = z.infer<typeof Settings>

/** What runs until an admin changes it: two rough calls in a row, one session a week. */
export const DEFAULTS: Settings = {
  policy: {
    coach: { id: 'rough-in-a-row', customerBelow: -0.6, agentBelow: -0.3, inARow: 2, withinDays: 14 },
    praise: { id: 'brilliant', customerAbove: 0.8 },
  },
  limit: { sessions: 1, days: 7 },
  session: { minutes: 30, horizonDays: 14, leadMinutes: 60 },
  expiryDays: 3,
}

export const limitMs = (settings: Settings): number => settings.limit.days * DAY
export const expiryMs = (settings: Settings): number => settings.expiryDays * 24 * HOUR

/** The thresholds that `/coaching set` moves. */
export type Threshold = 'customer' | 'agent' | 'praise'

export function thresholdOf(settings: Settings, which: Threshold): number {
  const { coach, praise } = settings.policy
  return which === 'customer' ? coach.customerBelow : which === 'agent' ? coach.agentBelow : praise.customerAbove
}

/** The settings with one threshold moved, or the name of the sentence that says why that cannot be. */
export function withThreshold(settings: Settings, which: Threshold, value: number): Settings | { readonly refused: string } {
  const { coach, praise } = settings.policy
  const policy =
    which === 'praise'
      ? { coach, praise: { ...praise, customerAbove: value } }
      : { coach: { ...coach, ...(which === 'customer' ? { customerBelow: value } : { agentBelow: value }) }, praise }
  const parsed = Settings.safeParse({ ...settings, policy })
  return parsed.success ? parsed.data : { refused: parsed.error.issues[0]?.message ?? 'settings.impossible' }
}
