import * as z from 'zod'

/** How far one outside write has come. `intended` without an answer means doubt: look before writing again. */
export const StepState = z.strictObject({
  state: z.enum(['intended', 'done', 'undone']),
  /** When it was first intended, epoch ms. */
  at: z.number().int(),
  /** When the vendor last left us without an answer, so that it may have been done, epoch ms. */
  lostAt: z.number().int().optional(),
  ref: z.string().optional(),
})
export type StepState = z.infer<typeof StepState>

/** The journal of a chain of outside writes: what was promised, what is done, whether it is being taken back, and whether it was before. */
export const Journal = z.strictObject({
  undoing: z.string().nullable(),
  again: z.boolean(),
  steps: z.record(z.string(), StepState),
})
export type Journal = z.infer<typeof Journal>

export const EMPTY_JOURNAL: Journal = { undoing: null, again: false, steps: {} }

export function withStep(journal: Journal, name: string, step: StepState): Journal {
  return { ...journal, steps: { ...journal.steps, [name]: step } }
}

export const refOf = (journal: Journal, name: string): string | undefined => journal.steps[name]?.ref
