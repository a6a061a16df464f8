// A change of settings that a second admin has to agree to. Pure.
import * as z from 'zod'
import type { Effect } from './effect.ts'
import { PersonId } from './interaction.ts'
import { KeptSettings, type Settings } from './settings.ts'
import { DAY } from './slot.ts'

const Step = z.enum(['approve', 'refuse'])
export type ApprovalStep = z.infer<typeof Step>

export const Approval = z.strictObject({
  state: z.enum(['waiting', 'approved', 'refused', 'stale', 'expired']),
  by: PersonId,
  because: z.string().nullable(),
  at: z.number(),
  /** The version it changes; another one by now means that it has to be asked for again. */
  version: z.number().int(),
  settings: KeptSettings,
  /** For the audit: what would be changed. */
  told: z.strictObject({
    what: z.enum(['settings-changed', 'rolled-back']),
    about: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
    agent: PersonId.optional(),
  }),
  sessions: z.strictObject({ before: z.number(), after: z.number(), days: z.number() }).nullable(),
  decided: z.strictObject({ by: PersonId, at: z.number() }).nullable(),
  buttons: z.array(z.strictObject({ code: z.string(), does: Step })),
})
export type Approval = z.infer<typeof Approval>

/** So long a change waits for somebody to agree. */
export const APPROVAL_LIFE_MS = 7 * DAY

/** So few more sessions are nobody's business but the admin's, whatever the share. */
const LEAST_MORE = 5

/** Whether so many more sessions are more than may be decided alone. */
export function isMuchMore({ atMost: { before, after } }: Pick<Effect, 'atMost'>, { approval }: Settings): boolean {
  if (approval.share === null || after - before < LEAST_MORE) return false
  return after > before * (1 + approval.share / 100)
}

/** Whoever could loosen this alone could go round it. */
export const loosensApproval = ({ approval: before }: Settings, { approval: after }: Settings): boolean =>
  before.share !== null && (after.share === null || after.share > before.share)

/** Whether a change can bring more sessions at all; only then is it worth while to judge everything anew. */
export function mayBringMore(before: Settings, after: Settings): boolean {
  const judging = ({ policy: { praise: _, praises: __, ...policy }, limit, overrides }: Settings) =>
    JSON.stringify([policy, limit, overrides])
  return judging(before) !== judging(after)
}
