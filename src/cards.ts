// From a card's view to the Adaptive Card that Teams sends and Slack draws.
import { readFileSync } from 'node:fs'
import { Template } from 'adaptivecards-templating'
import { AdaptiveCard } from './card-elements.ts'
import type { Card, CardName } from './coaching/people.ts'

const FOLDER = new URL('../cards/', import.meta.url)

/** Parsed once: expanding a kept Template is some forty times faster than parsing it again. */
const templates = new Map<CardName, Template>()

function templateOf(name: CardName): Template {
  const kept = templates.get(name)
  if (kept) return kept
  const template = new Template(JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), 'utf8')))
  templates.set(name, template)
  return template
}

/**
 * Fills a card's template with its view. Elements, facts and properties that came out empty are left out. Throws when the view lacks
 * something the template asks for, or when the result uses an element outside the closed set: both are mistakes of ours, met by tests.
 */
export function expand(card: Card): AdaptiveCard {
  const root = guarded({ ...card.view, summary: card.summary })
  const expanded: unknown = templateOf(card.name).expand({ $root: root })
  const missing = /\$\{[^}]*\}/.exec(JSON.stringify(expanded))
  if (missing) throw new Error(`cards/${card.name}.json asks for ${missing[0]}, which its view does not give.`)
  return AdaptiveCard.parse(tidied(expanded))
}

// The template language leaves `${x}` standing when x is missing. To tell that apart from the same characters in somebody's text, data
// carries a stand-in (a private-use character, which text from outside never keeps) until everything is filled in.
const STAND_IN = '\u{F0000}{'

/** The template language throws on null, so null becomes ''. https://learn.microsoft.com/adaptive-cards/templating/language */
function guarded(node: unknown): unknown {
  if (node === null || node === undefined) return ''
  if (typeof node === 'string') return node.replaceAll('${', STAND_IN)
  if (Array.isArray(node)) return node.map(guarded)
  if (typeof node !== 'object') return node
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, guarded(value)]))
}

function tidied(node: unknown): unknown {
  if (typeof node === 'string') return node.replaceAll(STAND_IN, '${')
  if (Array.isArray(node)) return node.map(tidied).filter((item) => item !== undefined)
  if (typeof node !== 'object' || node === null) return node
  const kept = Object.entries(node)
    .map(([key, value]) => [key, tidied(value)] as const)
    .filter(([, value]) => value !== undefined && value !== '')
  return hollow(Object.fromEntries(kept)) ? undefined : Object.fromEntries(kept)
}

const CONTENT: Readonly<Record<string, string>> = {
  TextBlock: 'text',
  FactSet: 'facts',
  'Chart.VerticalBar.Grouped': 'data',
  Container: 'items',
  ActionSet: 'actions',
}

/** Whether nothing would be seen of it: an element without content, or a fact (which has no type) without a value. */
function hollow(element: Record<string, unknown>): boolean {
  const content = typeof element.type === 'string' ? CONTENT[element.type] : 'title' in element ? 'value' : undefined
  if (content === undefined) return false
  const held = element[content]
  return held === undefined || (Array.isArray(held) && held.length === 0)
}
