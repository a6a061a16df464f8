import { EMPTY_JOURNAL, type Journal, type StepState, withStep } from '../coaching/booking.ts'
import { isPassing, VendorError } from '../errors.ts'
import type { Ports } from '../ports.ts'
import { JOURNAL } from './kinds.ts'

/** One outside write. `find` looks for what an earlier, unanswered `write` may have left; both answer the vendor's id. */
export interface Step<About> {
  readonly name: string
  find(about: About): Promise<string | undefined>
  /** 'skip' = there is nothing to write here. */
  write(about: About): Promise<string>
  undo(about: About, ref: string): Promise<void>
}

export interface Chain<About> {
  /** The journal's id: the same as the record the chain belongs to. */
  readonly id: string
  readonly steps: readonly Step<About>[]
  readonly about: About
}

export type Ran =
  | { readonly kind: 'done'; readonly journal: Journal }
  /** A step was turned down for good; everything before it is undone. */
  | { readonly kind: 'refused'; readonly why: string }

type Keeping = { journal: Journal; version: number }

/**
 * Runs the steps in order: the intent is durable before each call, an unanswered call is looked up before it is made again, a
 * refusal undoes what was done, last first. Passing trouble is thrown, so that the job comes back; the journal goes on from there.
 */
export async function runSteps<About>(ports: Pick<Ports, 'store' | 'log'>, chain: Chain<About>): Promise<Ran> {
  const stored = await ports.store.get(JOURNAL, chain.id)
  const keeping: Keeping = { journal: stored?.body ?? EMPTY_JOURNAL, version: stored?.version ?? 0 }
  if (keeping.journal.undoing) return takeBack(ports, chain, keeping)
  for (const step of chain.steps) {
    try {
      await runStep(ports, { chain, step, keeping })
    } catch (error) {
      if (isPassing(error) || (error instanceof VendorError && error.inDoubt)) throw error
      const why = error instanceof VendorError ? error.code || error.trouble : 'refused'
      await keep(ports, chain.id, keeping, { ...keeping.journal, undoing: why })
      ports.log.warn('a step was refused; taking the earlier ones back', { id: chain.id, step: step.name, why })
      return takeBack(ports, chain, keeping)
    }
  }
  return { kind: 'done', journal: keeping.journal }
}

async function runStep<About>(
  ports: Pick<Ports, 'store' | 'log'>,
  { chain, step, keeping }: { chain: Chain<About>; step: Step<About>; keeping: Keeping },
): Promise<void> {
  const before = keeping.journal.steps[step.name]
  if (before?.state === 'done' || before?.state === 'skipped') return
  const found = before?.state === 'intended' ? await step.find(chain.about) : undefined
  if (!before) await mark(ports, { chain, step, keeping }, { state: 'intended' })
  const ref = found ?? (await step.write(chain.about))
  await mark(ports, { chain, step, keeping }, { state: 'done', ref })
}

async function takeBack<About>(ports: Pick<Ports, 'store' | 'log'>, chain: Chain<About>, keeping: Keeping): Promise<Ran> {
  for (const step of chain.steps.toReversed()) {
    const at = keeping.journal.steps[step.name]
    if (!at || at.state === 'undone' || at.state === 'skipped') continue
    const ref = at.ref ?? (await step.find(chain.about))
    if (ref) await step.undo(chain.about, ref)
    await mark(ports, { chain, step, keeping }, { state: 'undone' })
  }
  const why = keeping.journal.undoing ?? 'refused'
  await ports.store.write([{ drop: JOURNAL.name, id: chain.id, expect: keeping.version }])
  return { kind: 'refused', why }
}

const mark = <About>(
  ports: Pick<Ports, 'store'>,
  { chain, step, keeping }: { chain: Chain<About>; step: Step<About>; keeping: Keeping },
  state: StepState,
): Promise<void> => keep(ports, chain.id, keeping, withStep(keeping.journal, step.name, state))

async function keep(ports: Pick<Ports, 'store'>, id: string, keeping: Keeping, journal: Journal): Promise<void> {
  const written = await ports.store.write([{ put: JOURNAL.name, id, expect: keeping.version, body: journal }])
  if (!written.ok) throw new Error(`two runs of one chain met at ${id}`)
  keeping.journal = journal
  keeping.version += 1
}
