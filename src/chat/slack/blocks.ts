// Draws an expanded card as Block Kit. https://docs.slack.dev/reference/block-kit/blocks
import { createHash } from 'node:crypto'
import type { ActionSet, AdaptiveCard, CardElement, Execute, FactSet, Open, TextBlock } from '../../card-elements.ts'
import { type Chart, chart } from './chart.ts'
import { type Input, input, type PlainText } from './inputs.ts'
import { cutPlain, escapeMrkdwn, mrkdwnOf, plainOf } from './mrkdwn.ts'

export const LIMITS = {
  blocks: 50,
  /** Slack refuses a message whose blocks exceed about 13,200 characters: https://github.com/slackapi/bolt-js/issues/2509 */
  total: 12_000,
  headerText: 150,
  sectionText: 3000,
  contextText: 2000,
  actions: 25,
  buttonText: 75,
  buttonValue: 2000,
  accessibilityLabel: 75,
  /** chat.update refuses more: https://docs.slack.dev/reference/methods/chat.update */
  messageText: 4000,
} as const

/** `verbatim`: Slack leaves bare addresses and @names alone and only reads what we wrote as mrkdwn. */
interface Mrkdwn {
  readonly type: 'mrkdwn'
  readonly text: string
  readonly verbatim: true
}

export interface Button {
  type: 'button'
  action_id: string
  text: PlainText
  value: string
  accessibility_label?: string
  style?: 'primary' | 'danger'
}

type Drawn =
  | { type: 'header'; text: PlainText }
  | { type: 'section'; text: Mrkdwn }
  | { type: 'context'; elements: Mrkdwn[] }
  | Chart
  | Input
  | { type: 'actions'; elements: Button[] }

export type Block = Drawn & { block_id: string }

/**
 * The card as Block Kit, in the same reading order and within Slack's limits; what does not fit is cut with "…", buttons are kept.
 * Buttons have the action ids `press:<code>` (`press:<n>` where their id has none), unique in the message, and carry the button's id as value. Block ids change
 * whenever the content does, as Slack asks for updates. Inputs have the action ids `input:<id>`; nothing is sent when one is filled in, all travel with a press.
 */
export function blocks(card: AdaptiveCard): Block[] {
  const drawn = fitting(numbered(card.body.flatMap(draw)))
  const print = createHash('sha256').update(JSON.stringify(drawn)).digest('hex').slice(0, 12)
  return drawn.map((block, n) => ({ ...block, block_id: `${print}-${n}` }))
}

/** The sentence for notifications and screen readers, for a message's top-level `text`. */
export function fallbackText(card: AdaptiveCard): string {
  const text =
    card.fallbackText ?? card.body.flatMap((element) => (element.type === 'TextBlock' ? [plainOf(element.text)] : [])).join(' ')
  return cutEscaped(text, LIMITS.messageText)
}

/** Escaped text within a limit: cut first, and shorter again when escaping made it too long (an ampersand becomes five characters). */
function cutEscaped(text: string, most: number): string {
  const escaped = escapeMrkdwn(cutPlain(text, most))
  return escaped.length <= most ? escaped : escapeMrkdwn(cutPlain(text, Math.floor(most / 5)))
}

function draw(element: CardElement): Drawn[] {
  switch (element.type) {
    case 'TextBlock':
      return [textBlock(element)]
    case 'FactSet':
      return [factSet(element)]
    case 'Chart.VerticalBar.Grouped':
      return [chart(element)]
    case 'Input.Date':
    case 'Input.Time':
    case 'Input.Text':
    case 'Input.ChoiceSet':
      return [input(element)]
    case 'ActionSet':
      return [actionSet(element)]
    case 'Container':
      return joined(element.items.flatMap(draw))
    default:
      return element satisfies never
  }
}

const mrkdwn = (text: string): Mrkdwn => ({ type: 'mrkdwn', text, verbatim: true })

function textBlock({ text, style, isSubtle, weight }: TextBlock): Drawn {
  if (style === 'heading')
    return { type: 'header', text: { type: 'plain_text', text: cutPlain(plainOf(text), LIMITS.headerText) } }
  if (isSubtle) return { type: 'context', elements: [mrkdwn(mrkdwnOf(text, LIMITS.contextText))] }
  return { type: 'section', text: mrkdwn(mrkdwnOf(weight === 'Bolder' ? `**${text}**` : text, LIMITS.sectionText)) }
}

function factSet({ facts }: FactSet): Drawn {
  const lines = facts.map(({ title, value }) => `**${title}:** ${value}`)
  return { type: 'section', text: mrkdwn(mrkdwnOf(lines.join('\n'), LIMITS.sectionText)) }
}

function actionSet({ actions }: ActionSet): Drawn {
  return { type: 'actions', elements: actions.slice(0, LIMITS.actions).map(button) }
}

const STYLE = { positive: 'primary', destructive: 'danger', default: undefined } as const

function button({ title, tooltip, style = 'default', data }: Execute | Open): Button {
  return {
    type: 'button',
    action_id: 'press',
    text: { type: 'plain_text', text: cutPlain(title, LIMITS.buttonText) },
    value: data.button,
    ...(tooltip ? { accessibility_label: cutPlain(tooltip, LIMITS.accessibilityLabel) } : {}),
    ...(STYLE[style] ? { style: STYLE[style] } : {}),
  }
}

/** Neighbouring texts of one container share a block: Slack sets blocks far apart. */
function joined(drawn: readonly Drawn[]): Drawn[] {
  const out: Drawn[] = []
  for (const block of drawn) {
    const last = out.at(-1)
    const one = last && together(last, block)
    if (one) out[out.length - 1] = one
    else out.push(block)
  }
  return out
}

function together(a: Drawn, b: Drawn): Drawn | undefined {
  if (a.type === 'section' && b.type === 'section') {
    const text = `${a.text.text}\n${b.text.text}`
    return text.length <= LIMITS.sectionText ? { type: 'section', text: mrkdwn(text) } : undefined
  }
  if (a.type === 'context' && b.type === 'context') {
    const text = `${a.elements[0]?.text ?? ''}\n${b.elements[0]?.text ?? ''}`
    return text.length <= LIMITS.contextText ? { type: 'context', elements: [mrkdwn(text)] } : undefined
  }
  return undefined
}

/** Slack wants action ids unique, and shows at most one button of a set as the main one. */
function numbered(drawn: readonly Drawn[]): Drawn[] {
  const taken = new Set<string>()
  let primary = false
  const idOf = (value: string): string => {
    const code = codeOf(value) ?? ''
    const id = code && !taken.has(code) ? code : `${taken.size}`
    taken.add(id)
    return `press:${id}`
  }
  const number = (one: Button): Button => {
    const { style, ...rest } = one
    const kept = style === 'primary' && primary ? undefined : style
    primary ||= style === 'primary'
    return { ...rest, action_id: idOf(one.value), ...(kept ? { style: kept } : {}) }
  }
  return drawn.map((block) => (block.type === 'actions' ? { ...block, elements: block.elements.map(number) } : block))
}

/** The part of a button's id that is its own, so that a press on an older drawing is not taken for the button that stands there now. */
const codeOf = (value: string): string | undefined => /\.(\w{1,40})$/.exec(value)?.[1]

/** The id `<12 hex>-<n>` and its key, added to every block afterwards. */
const ID_ROOM = '"block_id":"0123456789ab-00",'.length

const sizeOf = (block: Drawn): number => JSON.stringify(block).length + ID_ROOM + 1

const sizeOfAll = (drawn: readonly Drawn[]): number => drawn.reduce((sum, block) => sum + sizeOf(block), 2)

/** Keeps every input and every set of buttons, and as much of the text before them as the limits leave room for. */
function fitting(drawn: readonly Drawn[]): Drawn[] {
  if (drawn.length <= LIMITS.blocks && sizeOfAll(drawn) <= LIMITS.total) return [...drawn]
  const cut: Drawn = { type: 'context', elements: [mrkdwn('…')] }
  const kept = new Set<Drawn>([cut, ...drawn.filter(({ type }) => type === 'actions' || type === 'input')])
  for (const block of drawn) {
    const grown = [...kept, block]
    if (grown.length > LIMITS.blocks || sizeOfAll(grown) > LIMITS.total) break
    kept.add(block)
  }
  return [...drawn.filter((block) => kept.has(block)), cut]
}
