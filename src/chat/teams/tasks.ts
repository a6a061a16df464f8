// Dialogs: what stands in one is decided by the answer to the press that opened or sent it; afterwards nothing reaches it any more.
// https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/task-modules/task-modules-bots
import { randomUUID } from 'node:crypto'
import { AdaptiveCard, type CardElement } from '../../card-elements.ts'
import type { Sentence } from './invokes.ts'

export type TaskAnswer =
  | { readonly task: { readonly type: 'message'; readonly value: string } }
  | {
      readonly task: {
        readonly type: 'continue'
        readonly value: {
          readonly title: string
          readonly width: 'medium'
          readonly height: 'large' | 'medium'
          readonly card: { readonly contentType: string; readonly content: object }
        }
      }
    }

export interface Tasks {
  /** `delivery`: the same for every repeat of one press, which gets the same answer. */
  open(delivery: string, language?: string): { readonly handle: string; readonly answer: Promise<TaskAnswer> }
  /** False when it was answered already. */
  show(handle: string, shown: { readonly title: string; readonly card: object }): boolean
  say(handle: string, text: string): boolean
}

export interface TasksOptions {
  /** What is read when nothing was ready in time: "You get it as a message." */
  readonly late: Sentence
  /** Teams gives up after 10 to 15 s. Default 8000. */
  readonly limitMs?: number
  readonly most?: number
}

export const taskMessage = (value: string): TaskAnswer => ({ task: { type: 'message', value } })

/** The presses whose HTTP answer Teams still waits for, in this one's memory only. */
export function openTasks({ late, limitMs = 8000, most = 500 }: TasksOptions): Tasks {
  const waiting = new Map<string, (answer: TaskAnswer) => void>()
  const opened = new Map<string, ReturnType<Tasks['open']>>()

  function settle(handle: string, answer: TaskAnswer): boolean {
    const found = waiting.get(handle)
    waiting.delete(handle)
    found?.(answer)
    return found !== undefined
  }

  function fresh(language: string | undefined): ReturnType<Tasks['open']> {
    const handle = randomUUID()
    const { promise, resolve } = Promise.withResolvers<TaskAnswer>()
    const timer = setTimeout(() => settle(handle, taskMessage(late(language))), limitMs)
    waiting.set(handle, resolve)
    return { handle, answer: promise.finally(() => clearTimeout(timer)) }
  }

  return {
    open(delivery, language) {
      const known = opened.get(delivery)
      if (known) return known
      const oldest = opened.size >= most ? opened.keys().next().value : undefined
      if (oldest !== undefined) opened.delete(oldest)
      const made = fresh(language)
      opened.set(delivery, made)
      return made
    },
    show: (handle, { title, card }) => settle(handle, continued(title, AdaptiveCard.parse(card))),
    say: (handle, text) => settle(handle, taskMessage(text)),
  }
}

const continued = (title: string, card: AdaptiveCard): TaskAnswer => ({
  task: { type: 'continue', value: { title, width: 'medium', height: heightOf(card), card: held(card) } },
})

const asks = ({ type }: CardElement): boolean => type === 'Container' || type.startsWith('Input.')

/** A form needs more room than a few sentences. */
const heightOf = ({ body }: AdaptiveCard): 'large' | 'medium' => (body.filter(asks).length > 5 ? 'large' : 'medium')

/** Dialogs send Action.Submit, which is what each button falls back to anyway. */
function held(card: AdaptiveCard) {
  const body = card.body.map((element) => {
    if (element.type !== 'ActionSet') return element
    const actions = element.actions.map((action) =>
      action.type === 'Action.Execute' ? { ...action.fallback, id: action.id } : action,
    )
    return { ...element, actions }
  })
  return { contentType: 'application/vnd.microsoft.card.adaptive', content: { ...card, body } }
}
