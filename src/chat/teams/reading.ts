interface Seen {
  readonly type?: unknown
  readonly text?: unknown
  readonly facts?: unknown
  readonly body?: unknown
  readonly items?: unknown
  readonly columns?: unknown
  readonly isVisible?: unknown
}

/** What a card says, as lines of plain text: for the answers to a press that can be a sentence only. Buttons are left out. */
export function textOf(card: object): string {
  return linesOf(card).join('\n\n')
}

function linesOf(element: unknown): string[] {
  if (Array.isArray(element)) return element.flatMap(linesOf)
  if (typeof element !== 'object' || element === null) return []
  const { type, text, facts, body, items, columns, isVisible }: Seen = element
  if (isVisible === false) return []
  if (type === 'TextBlock') return typeof text === 'string' && text !== '' ? [plain(text)] : []
  if (Array.isArray(facts)) return facts.map(factLine)
  return [body, items, columns].flatMap(linesOf)
}

const factLine = ({ title, value }: { readonly title?: unknown; readonly value?: unknown }): string =>
  `${plain(String(title ?? ''))}: ${plain(String(value ?? ''))}`

/** Cards speak Markdown; a link keeps its words. */
const plain = (text: string): string =>
  text
    .replaceAll(/(?<!\\)\[((?:[^[\]\\]|\\.)*)\]\([^()\s]*\)/g, '$1')
    .replaceAll(/(?<!\\)\*\*|(?<![\\\w])_|(?<!\\)_(?!\w)/g, '')
    .replaceAll(/\\([\\`*_{}[\]()#+\-.!~>|])/g, '$1')
