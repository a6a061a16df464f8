// An Adaptive Card as somebody sees it: all visible text in reading order, what can be pressed, what can be filled in.
// https://adaptivecards.io/explorer/
import { isRecord, type Json } from '../core/json.ts'
import type { Card } from './tenant.ts'

type Piece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'action'; readonly action: Json }
  | { readonly kind: 'input'; readonly input: Json }

const list = (value: unknown): readonly Json[] => (Array.isArray(value) ? (value as Json[]) : [])
const string = (value: unknown): string => (typeof value === 'string' ? value : '')

const STYLES = [
  [/(?<!\\)\[((?:[^[\]\\]|\\.)*)\]\([^)\s]*\)/g, '$1'],
  [/(?<!\\)(\*\*|__)(?=\S)(.+?)\1/g, '$2'],
  [/(^|[\s(])[*_](?=\S)([^*_\n]+)[*_](?=$|[\s).,:;!?])/g, '$1$2'],
  [/\\([!-/:-@[-`{-~])/g, '$1'],
] as const

/** Plain words for the small Markdown that Teams shows in text blocks; what a backslash stands before is shown as it is. */
export const readMarkdown = (text: string): string => STYLES.reduce((before, [pattern, to]) => before.replace(pattern, to), text)

const text = (value: string): Piece[] => (value === '' ? [] : [{ kind: 'text', text: value }])

const inlines = (element: Json): string =>
  (Array.isArray(element.inlines) ? element.inlines : []).map((run) => (isRecord(run) ? string(run.text) : string(run))).join('')

const facts = (element: Json): Piece[] =>
  list(element.facts).flatMap(({ title, value }) => text(`${readMarkdown(string(title))} ${readMarkdown(string(value))}`.trim()))

function actions(all: readonly Json[]): Piece[] {
  return all.flatMap((action) => {
    if (action.isVisible === false) return []
    const inner = action.type === 'Action.ShowCard' && isRecord(action.card) ? pieces(action.card) : []
    return [{ kind: 'action' as const, action }, ...inner]
  })
}

const legends = (chart: Json): Piece[] =>
  [chart.title, ...list(chart.data).map(({ legend }) => legend)].flatMap((one) => text(string(one)))

const OWN: Readonly<Record<string, (element: Json) => Piece[]>> = {
  TextBlock: (element) => text(readMarkdown(string(element.text))),
  RichTextBlock: (element) => text(inlines(element)),
  Image: (element) => text(string(element.altText)),
  FactSet: facts,
  'Chart.VerticalBar.Grouped': legends,
}

/** Everything in reading order. What `isVisible: false` hides is not there. */
export function pieces(element: Json): Piece[] {
  if (element.isVisible === false) return []
  if (string(element.type).startsWith('Input.')) return [{ kind: 'input', input: element }]
  const own = OWN[string(element.type)]?.(element) ?? []
  const children = ['body', 'columns', 'items', 'images', 'rows', 'cells'].flatMap((key) => list(element[key]).flatMap(pieces))
  const chosen = isRecord(element.selectAction) ? actions([element.selectAction]) : []
  return [...own, ...children, ...chosen, ...actions(list(element.actions))]
}

const labelOf = (input: Json): string => string(input.label) || string(input.title) || string(input.placeholder)

/** All visible text, a line per piece; buttons and labels of inputs too. */
export function cardText(card: Card): string {
  return pieces(card)
    .map((piece) => {
      if (piece.kind === 'text') return piece.text
      return piece.kind === 'action' ? string(piece.action.title) : readMarkdown(labelOf(piece.input))
    })
    .filter((line) => line !== '')
    .join('\n')
}

const actionName = (action: Json): string => string(action.id) || string(action.verb) || 'button'

/** Buttons, named by the action's id, else its verb; several of one name are numbered: `book:0`, `book:1`. */
export function buttonsOf(card: Card): { readonly id: string; readonly label: string; readonly action: Json }[] {
  const all = pieces(card).flatMap((piece) =>
    piece.kind === 'action' && piece.action.type !== 'Action.ShowCard' ? [piece.action] : [],
  )
  return all.map((action, n) => {
    const name = actionName(action)
    const same = all.filter((other) => actionName(other) === name)
    const before = all.slice(0, n).filter((other) => actionName(other) === name).length
    return { id: same.length > 1 ? `${name}:${before}` : name, label: string(action.title), action }
  })
}

export function inputsOf(
  card: Card,
): { readonly id: string; readonly label: string; readonly type: string; readonly input: Json }[] {
  return pieces(card).flatMap((piece) =>
    piece.kind === 'input'
      ? [{ id: string(piece.input.id), label: labelOf(piece.input), type: string(piece.input.type), input: piece.input }]
      : [],
  )
}
