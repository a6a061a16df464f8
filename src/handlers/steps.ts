import { EMPTY_JOURNAL, type Journal, type StepState, withStep } from '../coaching/journal.ts'
import { isPassing, VendorError } from '../errors.ts'
import type { Ports } from '../ports.ts'
import { JOURNAL } from './kinds.ts'

/** How long ago a write was first intended, and how long ago its vendor last left us without an answer, if it ever did. */
export interface Doubt {
  readonly ms: number
  readonly lostMs?: number
}

/** One outside write. `find` looks for what an earlier, unanswered `write` may have left; both answer the vendor's id. */
export interface Step<About> {
  readonly name: string
  /** Throws while what was asked for may still turn up. `doubt`: undefined when nothing was, as far as the journal knows. */
  find(about: About, doubt?: Doubt): Promise<string | undefined>
  /** `doubtMs`: so long ago the same write was made and went unanswered; undefined the first time. */
  write(about: About, doubtMs?: number): Promise<string>
  /** Where it may not be taken back, a person is asked to do it, and the rest goes on. */
  readonly mayStay?: boolean
  /** Absent where nothing needs to be taken back. */
  undo?(about: About, ref: string): Promise<void>
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

type Tools = Pick<Ports, 'store' | 'log' | 'counts' | 'now'>

/**
 * Runs the steps in order: the intent is durable before each call, an unanswered call is looked up before it is made again, a
 * refusal undoes what was done, last first. Passing trouble is thrown, so that the job comes back; the journal goes on from there.
 */
export async function runSteps<About>(tools: Tools, chain: Chain<About>): Promise<Ran> {
  const keeper = await openJournal(tools, chain.id)
  if (keeper.journal().undoing) return giveUp(tools, chain, keeper)
  for (const step of chain.steps) {
    try {
      await runStep(tools, { chain, step, keeper })
    } catch (error) {
      if (isPassing(error) || (error instanceof VendorError && error.inDoubt)) throw error
      const why = reasonOf(error)
      tools.log.warn('a step was refused; taking the earlier ones back', { id: chain.id, step: step.name, why })
      await keeper.keep({ ...keeper.journal(), undoing: why })
      return giveUp(tools, chain, keeper)
    }
  }
  return { kind: 'done', journal: keeper.journal() }
}

/** Takes back whatever the chain wrote, last first, however far it had come; answers which steps had to be left. Safe to run again after any crash. */
export async function undoSteps<About>(tools: Tools, chain: Chain<About>): Promise<readonly string[]> {
  const keeper = await openJournal(tools, chain.id)
  if (keeper.journal().undoing === null) await keeper.keep({ ...keeper.journal(), undoing: 'undone' })
  return takeBack(tools, chain, keeper)
}

/** A missing permission is not the time's fault, and is said so. */
function reasonOf(error: unknown): string {
  if (!(error instanceof VendorError)) return 'refused'
  return isForbidden(error) ? 'not-allowed' : error.code || error.trouble
}

const isForbidden = (error: unknown): boolean => error instanceof VendorError && error.trouble === 'unauthorised'

interface Running<About> {
  readonly chain: Chain<About>
  readonly step: Step<About>
  readonly keeper: Keeper
}

async function runStep<About>(tools: Tools, running: Running<About>): Promise<void> {
  const { chain, step, keeper } = running
  const before = keeper.journal().steps[step.name]
  if (before?.state === 'done') return
  // Taken back before, something of ours may still have turned up late.
  const found = before || keeper.journal().again ? await step.find(chain.about, before && doubtOf(tools, before)) : undefined
  const at = before?.at ?? tools.now()
  if (!before) await keeper.mark(step.name, { state: 'intended', at })
  const ref = found ?? (await write(tools, running, before))
  await keeper.mark(step.name, { state: 'done', at, ref })
}

const doubtOf = ({ now }: Tools, { at, lostAt }: StepState): Doubt => ({
  ms: now() - at,
  ...(lostAt === undefined ? {} : { lostMs: now() - lostAt }),
})

async function write<About>(tools: Tools, running: Running<About>, before: StepState | undefined): Promise<string> {
  const { chain, step, keeper } = running
  try {
    return await step.write(chain.about, before && tools.now() - before.at)
  } catch (error) {
    const lostAt = tools.now()
    const inDoubt = error instanceof VendorError && error.inDoubt
    if (inDoubt) await keeper.mark(step.name, { state: 'intended', at: before?.at ?? lostAt, lostAt })
    // Turned down at the first try: nothing was written that would have to be looked for, perhaps without being allowed to.
    else if (!before && !isPassing(error)) await keeper.mark(step.name, { state: 'undone', at: lostAt })
    throw error
  }
}

async function giveUp<About>(tools: Tools, chain: Chain<About>, keeper: Keeper): Promise<Ran> {
  const why = keeper.journal().undoing ?? 'refused'
  await takeBack(tools, chain, keeper)
  return { kind: 'refused', why }
}

/**
 * Last first. Where we are not allowed to, the log tells a person and it is tried again: nothing may be called undone that stands.
 * What cannot be taken back for good is counted and logged, too, but must not keep the rest from ending.
 */
async function takeBack<About>(tools: Tools, chain: Chain<About>, keeper: Keeper): Promise<string[]> {
  const left: string[] = []
  for (const step of chain.steps.toReversed()) {
    const at = keeper.journal().steps[step.name]
    if (!at || at.state === 'undone') continue
    try {
      const ref = step.undo && (at.ref ?? (await step.find(chain.about, doubtOf(tools, at))))
      if (ref) await step.undo?.(chain.about, ref)
    } catch (error) {
      if (isPassing(error)) throw error
      if (isForbidden(error) && !step.mayStay) {
        tools.log.error('a permission is missing to take a write back', { id: chain.id, step: step.name })
        throw error
      }
      left.push(step.name)
      tools.counts.add('left standing')
      tools.log.error('a write could not be taken back; please look', { id: chain.id, step: step.name })
    }
    await keeper.mark(step.name, { ...at, state: 'undone' })
  }
  await keeper.keep({ ...EMPTY_JOURNAL, again: true })
  return left
}

interface Keeper {
  journal(): Journal
  keep(journal: Journal): Promise<void>
  mark(step: string, state: StepState): Promise<void>
}

/** The chain's journal, each change of it durable before anything else happens. */
async function openJournal({ store }: Tools, id: string): Promise<Keeper> {
  const stored = await store.get(JOURNAL, id)
  let journal = stored?.body ?? EMPTY_JOURNAL
  let version = stored?.version ?? 0
  async function keep(next: Journal): Promise<void> {
    const written = await store.write([{ put: JOURNAL.name, id, expect: version, body: next }])
    if (!written.ok) throw new Error(`two runs of one chain met at ${id}`)
    journal = next
    version += 1
  }
  return { journal: () => journal, keep, mark: (step, state) => keep(withStep(journal, step, state)) }
}
