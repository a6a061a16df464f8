import * as z from 'zod'

/** How far one outside write has come. `intended` without an answer means doubt: look before writing again. */
export const StepState = z.strictObject({
  state: z.enum(['intended', 'done', 'skipped', 'undone']),
  ref: z.string().optional(),
})
export type StepState = z.infer<typeof StepState>

/** The journal of a chain of outside writes: what was promised, what is done, and whether it is being taken back. */
export const Journal = z.strictObject({ undoing: z.string().nullable(), steps: z.record(z.string(), StepState) })
export type Journal = z.infer<typeof Journal>

export const EMPTY_JOURNAL: Journal = { undoing: null, steps: {} }

export function withStep(journal: Journal, name: string, step: StepState): Journal {
  return { ...journal, steps: { ...journal.steps, [name]: step } }
}

export const refOf = (journal: Journal, name: string): string | undefined => journal.steps[name]?.ref
export const hasBegun = (journal: Journal): boolean => Object.keys(journal.steps).length > 0
