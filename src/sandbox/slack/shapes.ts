// What Slack accepts in a `blocks` array. Knows the older blocks and charts in full; younger ones (table, card, video …) only by their name.
import { isRecord } from '../core/json.ts'
import { CHART, checkChart } from './charts.ts'
import { type Complain, checkElement, checkImage, checkText } from './elements.ts'
import { LIMITS } from './limits.ts'
import type { Block } from './workspace.ts'

interface Fault {
  readonly pointer: string
  readonly code: string
  readonly constraint?: number
}

type Check = (block: Block, complain: Complain) => void

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

const section: Check = (block, complain) => {
  if (block.text === undefined && block.fields === undefined) complain('', 'missing required field: text')
  if (block.text !== undefined) checkText(block.text, { at: '/text', max: LIMITS.sectionText }, complain)
  const fields = listOf(block.fields)
  if (fields.length > LIMITS.fields) complain('/fields', 'too_many_items', LIMITS.fields)
  for (const [n, field] of fields.entries()) checkText(field, { at: `/fields/${n}`, max: LIMITS.fieldText }, complain)
  if (block.accessory !== undefined) checkElement(block.accessory, { at: '/accessory', block: 'section' }, complain)
}

const header: Check = (block, complain) => checkText(block.text, { at: '/text', max: LIMITS.headerText, plain: true }, complain)

const context: Check = (block, complain) => {
  const elements = listOf(block.elements)
  if (elements.length === 0) complain('/elements', 'too_few_items', 1)
  if (elements.length > LIMITS.contextElements) complain('/elements', 'too_many_items', LIMITS.contextElements)
  for (const [n, element] of elements.entries()) {
    const at = `/elements/${n}`
    if (isRecord(element) && element.type === 'image') checkImage(element, at, complain)
    else checkText(element, { at, max: LIMITS.fieldText }, complain)
  }
}

const actions: Check = (block, complain) => {
  const elements = listOf(block.elements)
  if (elements.length === 0) complain('/elements', 'too_few_items', 1)
  if (elements.length > LIMITS.actionsElements) complain('/elements', 'too_many_items', LIMITS.actionsElements)
  const seen = new Set<unknown>()
  for (const [n, element] of elements.entries()) {
    checkElement(element, { at: `/elements/${n}`, block: 'actions' }, complain)
    const action = isRecord(element) ? element.action_id : undefined
    if (action !== undefined && seen.has(action)) complain(`/elements/${n}/action_id`, `\`action_id\` "${action}" already exists`)
    seen.add(action)
  }
}

const input: Check = (block, complain) => {
  checkText(block.label, { at: '/label', max: LIMITS.label, plain: true }, complain)
  if (block.hint !== undefined) checkText(block.hint, { at: '/hint', max: LIMITS.label, plain: true }, complain)
  for (const flag of ['optional', 'dispatch_action'])
    if (block[flag] !== undefined && typeof block[flag] !== 'boolean') complain(`/${flag}`, 'must be a boolean')
  checkElement(block.element, { at: '/element', block: 'input' }, complain)
}

const image: Check = (block, complain) => {
  if (typeof block.image_url !== 'string' && !isRecord(block.slack_file)) complain('', 'missing required field: image_url')
  if (typeof block.alt_text !== 'string') complain('', 'missing required field: alt_text')
  else if (block.alt_text.length > LIMITS.altText) complain('/alt_text', 'too_long', LIMITS.altText)
}

const markdown: Check = (block, complain) => {
  if (typeof block.text !== 'string' || block.text === '') complain('/text', 'missing required field: text')
  else if (block.text.length > LIMITS.markdown) complain('/text', 'too_long', LIMITS.markdown)
}

const richText: Check = (block, complain) => {
  const known = ['rich_text_section', 'rich_text_list', 'rich_text_quote', 'rich_text_preformatted']
  if (!Array.isArray(block.elements)) return void complain('', 'missing required field: elements')
  for (const [n, element] of block.elements.entries()) {
    if (!isRecord(element) || !known.includes(String(element.type))) complain(`/elements/${n}`, 'unsupported type')
  }
}

const unread: Check = () => {}

const CHECKS: Readonly<Record<string, Check>> = {
  section,
  header,
  context,
  actions,
  input,
  image,
  markdown,
  rich_text: richText,
  divider: unread,
  alert: unread,
  card: unread,
  carousel: unread,
  container: unread,
  context_actions: unread,
  data_table: unread,
  data_visualization: checkChart,
  file: unread,
  plan: unread,
  table: unread,
  task_card: unread,
  video: unread,
}

const FIELDS: Readonly<Record<string, readonly string[]>> = {
  section: ['text', 'fields', 'accessory', 'expand'],
  header: ['text', 'level'],
  context: ['elements'],
  actions: ['elements'],
  divider: [],
  input: ['label', 'element', 'dispatch_action', 'hint', 'optional'],
  image: ['image_url', 'slack_file', 'alt_text', 'title'],
  markdown: ['text'],
  rich_text: ['elements'],
  data_visualization: ['title', 'chart'],
}

function checkBlock(block: unknown, at: string, faults: Fault[]): void {
  const complain: Complain = (where, code, constraint) =>
    void faults.push({ pointer: `${at}${where}`, code, ...(constraint === undefined ? {} : { constraint }) })
  if (!isRecord(block)) return void complain('', 'must be an object')
  const type = String(block.type)
  const check = CHECKS[type]
  if (!check) return void complain('', `unsupported block type: ${type}`)
  for (const field of Object.keys(block)) {
    const allowed = FIELDS[type]
    if (allowed && !['type', 'block_id', ...allowed].includes(field))
      complain(`/${field}`, `invalid additional property: ${field}`)
  }
  if (block.block_id !== undefined && String(block.block_id).length > LIMITS.id) complain('/block_id', 'too_long', LIMITS.id)
  check(block, complain)
}

/** Everything Slack would refuse; empty when the blocks are fine. `max`: 50 in a message, 100 in a modal. */
export function blockFaults(blocks: unknown, max: number = LIMITS.blocks): Fault[] {
  if (!Array.isArray(blocks)) return [{ pointer: '/blocks', code: 'must be an array' }]
  const faults: Fault[] = []
  if (blocks.length > max) faults.push({ pointer: '/blocks', code: 'too_many_items', constraint: max })
  const charts = blocks.filter((block) => isRecord(block) && block.type === CHART)
  if (charts.length > LIMITS.charts)
    faults.push({ pointer: '/blocks', code: `too_many_items: ${CHART}`, constraint: LIMITS.charts })
  for (const [n, block] of blocks.entries()) checkBlock(block, `/blocks/${n}`, faults)
  const ids = blocks.map((block) => (isRecord(block) ? block.block_id : undefined)).filter((id) => id !== undefined)
  const twice = ids.find((id, n) => ids.indexOf(id) !== n)
  if (twice !== undefined) faults.push({ pointer: '/blocks', code: `\`block_id\` "${twice}" already exists` })
  return faults
}
