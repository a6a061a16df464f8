import { randomUUID } from 'node:crypto'

/** The body of the answer to `adaptiveCard/action`; https://learn.microsoft.com/adaptive-cards/authoring-cards/universal-action-model#response-format */
export interface InvokeAnswer {
  readonly statusCode: number
  readonly type: string
  readonly value: unknown
}

/** A card as Teams names it: its conversation and its activity id. */
export interface CardPlace {
  readonly conversation: string
  readonly activity: string
}

export interface OpenInvoke {
  /** What a Place carries as `reply`. */
  readonly handle: string
  readonly answer: Promise<InvokeAnswer>
}

/** A sentence in the language Teams says of whoever pressed, undefined where it says none. */
export type Sentence = (language: string | undefined) => string

export interface Invokes {
  open(pressed: CardPlace, language?: string): OpenInvoke
  /** A notice for the one who pressed; false when that invoke was answered already. */
  whisper(handle: string, text: string): boolean
  /** Every invoke still open on that card is answered with its new look. */
  redraw(drawn: CardPlace, card: object): void
  /** Something of ours broke. */
  fail(handle: string): void
}

export interface InvokesOptions {
  /** What the clicker reads when nothing else was ready in time: "Working on it. The card will show the outcome." */
  readonly working: Sentence
  /** "Something went wrong here. Please press again." */
  readonly failed: Sentence
  /** Teams shows an error of its own after 10 to 15 s, but people wait for this. What is known without asking anybody is ready sooner. Default 200. */
  readonly limitMs?: number
  readonly most?: number
}

interface Waiting {
  readonly place: CardPlace
  readonly language: string | undefined
  readonly settle: (answer: InvokeAnswer) => void
}

/** A thread's root is part of a channel's conversation id in some places and not in others. */
const conversationOf = (id: string): string => id.split(';', 1)[0]!
export const sameCard = (a: CardPlace, b: CardPlace): boolean =>
  a.activity === b.activity && conversationOf(a.conversation) === conversationOf(b.conversation)

const message = (value: string): InvokeAnswer => ({
  statusCode: 200,
  type: 'application/vnd.microsoft.activity.message',
  value,
})
export const failure = (text: string, statusCode = 500): InvokeAnswer => ({
  statusCode,
  type: 'application/vnd.microsoft.error',
  value: { code: statusCode === 500 ? 'InternalServerError' : 'BadRequest', message: text },
})
const redrawn = (value: object): InvokeAnswer => ({ statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value })

/**
 * The clicks whose HTTP answer Teams still waits for, in this one's memory only: a notice or a redraw that comes in time becomes the
 * answer; after `limitMs` the clicker reads that we are at work. The answer is given once; whoever comes later writes a message.
 */
export function openInvokes({ working, failed, limitMs = 200, most = 500 }: InvokesOptions): Invokes {
  const waiting = new Map<string, Waiting>()

  function settle(handle: string, answer: InvokeAnswer): boolean {
    const found = waiting.get(handle)
    waiting.delete(handle)
    found?.settle(answer)
    return found !== undefined
  }

  return {
    open(place, language) {
      const oldest = waiting.size >= most ? waiting.keys().next().value : undefined
      if (oldest) settle(oldest, message(working(waiting.get(oldest)?.language)))
      const handle = randomUUID()
      const { promise, resolve } = Promise.withResolvers<InvokeAnswer>()
      const timer = setTimeout(() => settle(handle, message(working(language))), limitMs)
      waiting.set(handle, { place, language, settle: resolve })
      return { handle, answer: promise.finally(() => clearTimeout(timer)) }
    },
    whisper: (handle, text) => settle(handle, message(text)),
    redraw(drawn, card) {
      for (const [handle, { place }] of waiting) if (sameCard(place, drawn)) settle(handle, redrawn(card))
    },
    fail: (handle) => void settle(handle, failure(failed(waiting.get(handle)?.language))),
  }
}
