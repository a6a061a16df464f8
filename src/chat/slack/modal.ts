// Draws an expanded card as a modal: its main button becomes the modal's own. https://docs.slack.dev/reference/views/modal-views
import type { AdaptiveCard, CardElement, Execute } from '../../card-elements.ts'
import { type Block, blocks } from './blocks.ts'
import { cutPlain } from './mrkdwn.ts'

const MOST = 24

interface PlainText {
  readonly type: 'plain_text'
  readonly text: string
}

export interface Modal {
  readonly type: 'modal'
  readonly title: PlainText
  readonly close: PlainText
  readonly submit?: PlainText
  /** The main button's id, and nothing else: whoever opens the modal can read it. */
  readonly private_metadata?: string
  readonly blocks: readonly Block[]
}

const plainText = (text: string): PlainText => ({ type: 'plain_text', text: cutPlain(text, MOST) })

/** The title and the words of the button that closes it. */
export interface Frame {
  readonly title: string
  readonly close: string
}

export function modal(card: AdaptiveCard, { title, close }: Frame): Modal {
  const main = card.body.flatMap(buttonsIn).find(({ style }) => style === 'positive')
  const body = main ? card.body.flatMap((element) => without(element, main)) : card.body
  const own = main ? { submit: plainText(main.title), private_metadata: main.data.button } : {}
  return { type: 'modal', title: plainText(title), close: plainText(close), ...own, blocks: blocks({ ...card, body }) }
}

const buttonsIn = (element: CardElement): Execute[] =>
  element.type === 'ActionSet' ? element.actions.filter((action) => action.type === 'Action.Execute') : []

function without(element: CardElement, main: Execute): CardElement[] {
  if (element.type !== 'ActionSet') return [element]
  const actions = element.actions.filter((action) => action !== main)
  return actions.length > 0 ? [{ ...element, actions }] : []
}

/** While nothing else can be shown. */
export const waiting = (text: string, { title, close }: Frame): Modal => ({
  type: 'modal',
  title: plainText(title),
  close: plainText(close),
  blocks: [{ type: 'section', block_id: 'waiting', text: { type: 'mrkdwn', text, verbatim: true } }],
})
