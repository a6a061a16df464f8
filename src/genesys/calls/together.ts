import DataLoader from 'dataloader'
import { isHurried } from './pace.ts'

export interface Gathering {
  /** So many share a question at most. */
  readonly most: number
  /** Whoever asks within this time (ms) shares it. */
  readonly withinMs: number
}

/**
 * Answers many that ask at the same time and pace with one question: `load` gets all of them and answers in their order. Nothing is
 * kept. Where it takes several questions, each answer may be a promise of its own, so that none waits for another's, or fails with it.
 */
export function together<Asked, Answer>(
  load: (asked: readonly Asked[]) => Promise<readonly (Answer | Promise<Answer>)[]>,
  { most, withinMs }: Gathering,
): (asked: Asked) => Promise<Answer> {
  const batchScheduleFn = (go: () => void) => void setTimeout(go, withinMs)
  const open = () => new DataLoader<Asked, Answer | Promise<Answer>>(load, { cache: false, maxBatchSize: most, batchScheduleFn })
  const [calm, hurried] = [open(), open()]
  return async (asked) => await (isHurried() ? hurried : calm).load(asked)
}
