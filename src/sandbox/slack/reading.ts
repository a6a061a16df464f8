// A message as somebody sees it: all visible text in reading order, what can be pressed, what can be filled in.
import type { Json } from '../core/json.ts'
import { type Reader, readMrkdwn } from './mrkdwn.ts'
import type { Block, Clickable } from './workspace.ts'

export interface Input {
  readonly id: string
  readonly label: string
  readonly type: string
  readonly element: Json
  readonly blockId: string
}

const list = (value: unknown): readonly Json[] => (Array.isArray(value) ? (value as Json[]) : [])
const record = (value: unknown): Json | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : undefined
const string = (value: unknown): string => (typeof value === 'string' ? value : '')

const PRESSED = ['button', 'overflow', 'workflow_button']

/** Every interactive element with the block it stands in, in order of appearance. */
function elementsOf(blocks: readonly Block[]): { readonly element: Json; readonly block: Block }[] {
  return blocks.flatMap((block) => {
    if (block.type === 'actions' || block.type === 'context_actions')
      return list(block.elements).map((element) => ({ element, block }))
    const single = record(block.type === 'input' ? block.element : block.accessory)
    const inner = block.type === 'container' ? elementsOf(list(block.child_blocks)) : []
    const cardActions = block.type === 'card' ? list(block.actions).map((element) => ({ element, block })) : []
    return [...(single && single.type !== 'image' ? [{ element: single, block }] : []), ...inner, ...cardActions]
  })
}

function uniqueId(element: Json, block: Block, all: readonly { readonly element: Json }[]): string {
  const action = string(element.action_id)
  const same = all.filter((other) => other.element.action_id === action)
  return same.length > 1 ? `${string(block.block_id)}/${action}` : action
}

/** What can be pressed. An overflow menu offers one button per option, named `<action>/<value>`. */
export function buttonsOf(blocks: readonly Block[], reader: Reader): { id: string; label: string; click: Clickable }[] {
  const all = elementsOf(blocks)
  return all.flatMap(({ element, block }) => {
    if (!PRESSED.includes(string(element.type))) return []
    const id = uniqueId(element, block, all)
    const blockId = string(block.block_id)
    if (element.type !== 'overflow') return [{ id, label: words(element.text, reader), click: { element, blockId } }]
    return list(element.options).map((option) => ({
      id: `${id}/${string(option.value)}`,
      label: words(option.text, reader),
      click: { element, blockId, option },
    }))
  })
}

/** What can be filled in: inputs, menus, pickers. */
export function inputsOf(blocks: readonly Block[], reader: Reader): Input[] {
  const all = elementsOf(blocks)
  return all
    .filter(({ element }) => !PRESSED.includes(string(element.type)))
    .map(({ element, block }) => ({
      id: uniqueId(element, block, all),
      label: words(block.label ?? element.placeholder, reader),
      type: string(element.type),
      element,
      blockId: string(block.block_id),
    }))
}

/** A text object, or a bare string, as a person reads it. */
export function words(text: unknown, reader: Reader): string {
  const object = record(text)
  if (!object) return string(text)
  return object.type === 'mrkdwn' ? readMrkdwn(string(object.text), reader) : string(object.text)
}

function richWords(elements: readonly Json[], reader: Reader): string {
  return elements
    .map((element) => {
      if (element.type === 'link') return string(element.text) || string(element.url)
      if (element.type === 'user')
        return `@${reader.cast.byChat('slack', string(element.user_id))?.name ?? string(element.user_id)}`
      if (element.type === 'emoji') return `:${string(element.name)}:`
      if (element.type === 'text') return string(element.text)
      return `${richWords(list(element.elements), reader)}\n`
    })
    .join('')
}

function elementWords(element: Json, reader: Reader): string[] {
  if (element.type === 'button') return [words(element.text, reader)]
  if (element.type === 'overflow') return list(element.options).map((option) => words(option.text, reader))
  if (element.type === 'image') return [string(element.alt_text)]
  if (element.type === 'mrkdwn' || element.type === 'plain_text') return [words(element, reader)]
  return [words(element.placeholder, reader)]
}

function blockWords(block: Block, reader: Reader): string[] {
  if (block.type === 'rich_text') return [richWords(list(block.elements), reader).trimEnd()]
  if (block.type === 'image') return [words(block.title, reader), string(block.alt_text)]
  if (block.type === 'data_visualization')
    return [string(block.title), ...list(record(block.chart)?.series).map(({ name }) => string(name))]
  if (block.type === 'markdown') return [string(block.text)]
  if (block.type === 'container') return list(block.child_blocks).flatMap((child) => blockWords(child, reader))
  const singles = [block.title, block.label, block.text, block.subtitle, block.body].map((text) => words(text, reader))
  const fields = list(block.fields).map((field) => words(field, reader))
  const accessory = [record(block.accessory), record(block.element)].flatMap((one) => (one ? elementWords(one, reader) : []))
  const elements = [...list(block.elements), ...list(block.actions)].flatMap((element) => elementWords(element, reader))
  return [...singles, ...fields, ...accessory, ...elements, words(block.hint, reader)]
}

/** All visible text, a line per piece. With blocks the top-level `text` is only for notifications, so it is not seen. */
export function visibleText(message: { readonly text: string; readonly blocks: readonly Block[] }, reader: Reader): string {
  if (message.blocks.length === 0) return readMrkdwn(message.text, reader)
  return message.blocks
    .flatMap((block) => blockWords(block, reader))
    .filter((line) => line !== '')
    .join('\n')
}
