// Modals that stand before people. They are known in memory only: Slack lets a modal open for three seconds after somebody acted, and waits
// as long for what a submission does to it. https://docs.slack.dev/surfaces/modals
import { randomUUID } from 'node:crypto'
import * as z from 'zod'
import type { Dialog } from '../../coaching/people.ts'
import { VendorError } from '../../errors.ts'
import type { Modal } from './modal.ts'
import { openSession, type SessionOptions } from './session.ts'

/** https://docs.slack.dev/surfaces/modals#handling_submissions */
export type Answer =
  | { readonly response_action: 'errors'; readonly errors: Readonly<Record<string, string>> }
  | { readonly response_action: 'update'; readonly view: Modal }

export interface Submitted {
  readonly view: string
  /** The same for every repeat of one submission. */
  readonly delivery: string
  /** Input id → block id. */
  readonly inputs: Readonly<Record<string, string>>
}

export interface Dialogs {
  /** Opens one that says “one moment”, with the right that came with an act; answers at once with the handle that a Place carries. */
  open(trigger: string): string
  /** One in which a button was pressed. */
  pressed(view: string): string
  /** One that was sent: what to answer Slack with, in time whatever happens. `answered` is called once that is on its way. */
  submitted(sent: Submitted): { readonly handle: string; readonly answer: Promise<Answer>; answered(): void }
  show(handle: string, dialog: Dialog): Promise<boolean>
}

export interface DialogsOptions extends SessionOptions {
  draw(dialog: Dialog): Modal
  /** While it opens, and while what was sent takes longer. */
  readonly loading: Modal
  readonly counting: Modal
  /** Slack gives up after three seconds. Default 1500. */
  readonly limitMs?: number
  readonly most?: number
}

interface Standing {
  readonly view: Promise<string | undefined>
  readonly inputs: Readonly<Record<string, string>>
  /** While Slack waits for the answer to a submission. */
  settle?: ((answer: Answer) => void) | undefined
  /** The answer is on its way: before that, a later drawing could be overtaken by it. */
  readonly answered: Promise<void>
}

const Opened = z.object({ view: z.object({ id: z.string() }) })
const Updated = z.object({})

const DONE = Promise.resolve()

export function slackDialogs(options: DialogsOptions): Dialogs {
  const { draw, loading, counting, limitMs = 1500, most = 500 } = options
  const session = openSession(options)
  const standing = new Map<string, Standing>()
  const sent = new Map<string, ReturnType<Dialogs['submitted']>>()

  function keep(one: Standing): string {
    forgetOldest(standing, most)
    const handle = randomUUID()
    standing.set(handle, one)
    return handle
  }

  async function opened(trigger_id: string): Promise<string | undefined> {
    try {
      return (await session.call('views.open', { args: { trigger_id, view: loading }, answer: Opened })).view.id
    } catch (error) {
      // Too late, or Slack is not well: then there is none, which whoever wants to show something is told.
      if (error instanceof VendorError) return undefined
      throw error
    }
  }

  function submitted({ view, inputs }: Submitted): ReturnType<Dialogs['submitted']> {
    const { promise: answer, resolve } = Promise.withResolvers<Answer>()
    const { promise, resolve: answered } = Promise.withResolvers<void>()
    const one: Standing = { view: Promise.resolve(view), inputs, answered: promise }
    const timer = setTimeout(() => one.settle?.({ response_action: 'update', view: counting }), limitMs)
    one.settle = (given) => {
      clearTimeout(timer)
      one.settle = undefined
      resolve(given)
    }
    return { handle: keep(one), answer, answered }
  }

  async function update(view_id: string, view: Modal): Promise<boolean> {
    try {
      await session.call('views.update', { args: { view_id, view }, answer: Updated })
      return true
    } catch (error) {
      // Closed by whoever had it.
      if (error instanceof VendorError && error.code === 'not_found') return false
      throw error
    }
  }

  return {
    open: (trigger) => keep({ view: opened(trigger), inputs: {}, answered: DONE }),
    pressed: (view) => keep({ view: Promise.resolve(view), inputs: {}, answered: DONE }),
    submitted(one) {
      const known = sent.get(one.delivery)
      if (known) return known
      forgetOldest(sent, most)
      const made = submitted(one)
      sent.set(one.delivery, made)
      return made
    },
    async show(handle, dialog) {
      const one = standing.get(handle)
      if (!one) return false
      if (one.settle) {
        one.settle(besideInputs(dialog, one.inputs) ?? { response_action: 'update', view: draw(dialog) })
        return true
      }
      await one.answered
      const view = await one.view
      return view === undefined ? false : update(view, draw(dialog))
    },
  }
}

function forgetOldest(kept: Map<string, unknown>, most: number): void {
  const oldest = kept.size >= most ? kept.keys().next().value : undefined
  if (oldest !== undefined) kept.delete(oldest)
}

/** Where every error has its input: only then nothing that should be said is lost. */
function besideInputs({ errors = {} }: Dialog, inputs: Standing['inputs']): Answer | undefined {
  const beside = Object.entries(errors).map(([input, said]) => [inputs[input], said] as const)
  if (beside.length === 0 || beside.some(([block]) => block === undefined)) return undefined
  return { response_action: 'errors', errors: Object.fromEntries(beside) }
}
