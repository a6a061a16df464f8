// What Slack accepts inside a block: text objects, buttons, menus, pickers. https://docs.slack.dev/reference/block-kit/block-elements
import { isRecord, type Json } from '../core/json.ts'
import { LIMITS } from './limits.ts'
import { ALLOWED, checkPicker, PICKERS } from './pickers.ts'
import { checkTyped, TYPED } from './typed.ts'

/** Notes that something at this JSON pointer (below the block) is refused. */
export type Complain = (where: string, code: string, constraint?: number) => void

interface TextRule {
  readonly at: string
  readonly max: number
  readonly plain?: boolean
}

export function checkText(text: unknown, { at, max, plain = false }: TextRule, complain: Complain): void {
  if (!isRecord(text)) return void complain(at, 'missing required field: text')
  const types = plain ? ['plain_text'] : ['plain_text', 'mrkdwn']
  if (!types.includes(String(text.type))) complain(`${at}/type`, `must be one of: ${types.join(', ')}`)
  if (typeof text.text !== 'string' || text.text.length === 0) complain(`${at}/text`, 'too_short', 1)
  else if (text.text.length > max) complain(`${at}/text`, 'too_long', max)
  const allowed = text.type === 'mrkdwn' ? ['type', 'text', 'verbatim'] : ['type', 'text', 'emoji']
  for (const field of Object.keys(text))
    if (!allowed.includes(field)) complain(`${at}/${field}`, `invalid additional property: ${field}`)
}

function checkLength(value: unknown, { at, max }: TextRule, complain: Complain): void {
  if (value === undefined) return
  if (typeof value !== 'string') complain(at, 'must be a string')
  else if (value.length > max) complain(at, 'too_long', max)
}

function checkConfirm(confirm: unknown, at: string, complain: Complain): void {
  if (!isRecord(confirm)) return void complain(at, 'must be an object')
  checkText(confirm.title, { at: `${at}/title`, max: LIMITS.confirmTitle, plain: true }, complain)
  checkText(confirm.text, { at: `${at}/text`, max: LIMITS.confirmText }, complain)
  for (const key of ['confirm', 'deny']) {
    if (confirm[key] !== undefined)
      checkText(confirm[key], { at: `${at}/${key}`, max: LIMITS.confirmButton, plain: true }, complain)
  }
}

const BUTTON_FIELDS = ['type', 'action_id', 'text', 'value', 'url', 'style', 'confirm', 'accessibility_label']

function checkButton(element: Json, at: string, complain: Complain): void {
  checkText(element.text, { at: `${at}/text`, max: LIMITS.buttonText, plain: true }, complain)
  checkLength(element.value, { at: `${at}/value`, max: LIMITS.value }, complain)
  checkLength(element.url, { at: `${at}/url`, max: LIMITS.url }, complain)
  checkLength(element.accessibility_label, { at: `${at}/accessibility_label`, max: LIMITS.accessibilityLabel }, complain)
  if (element.style !== undefined && !['primary', 'danger'].includes(String(element.style))) {
    complain(`${at}/style`, 'must be one of: primary, danger')
  }
  for (const field of Object.keys(element)) {
    if (!BUTTON_FIELDS.includes(field)) complain(`${at}/${field}`, `invalid additional property: ${field}`)
  }
}

function checkOption(option: unknown, at: string, complain: Complain): void {
  if (!isRecord(option)) return void complain(at, 'must be an object')
  checkText(option.text, { at: `${at}/text`, max: LIMITS.optionText }, complain)
  if (typeof option.value !== 'string') complain(`${at}/value`, 'missing required field: value')
  checkLength(option.value, { at: `${at}/value`, max: LIMITS.optionValue }, complain)
  if (option.description !== undefined)
    checkText(option.description, { at: `${at}/description`, max: LIMITS.optionText }, complain)
}

function checkOptions(element: Json, at: string, complain: Complain): void {
  const max = { overflow: LIMITS.overflowOptions, checkboxes: 10, radio_buttons: 10 }[String(element.type)] ?? LIMITS.options
  if (element.option_groups !== undefined && String(element.type).endsWith('static_select')) return
  if (!Array.isArray(element.options) || element.options.length === 0) return void complain(`${at}/options`, 'too_few_items', 1)
  if (element.options.length > max) complain(`${at}/options`, 'too_many_items', max)
  for (const [n, option] of element.options.entries()) checkOption(option, `${at}/options/${n}`, complain)
  const first = element.initial_option
  const among = element.options.some((option) => JSON.stringify(option) === JSON.stringify(first))
  if (first !== undefined && !among) complain(`${at}/initial_option`, 'must be one of the options')
}

export function checkImage({ alt_text }: Json, at: string, complain: Complain): void {
  if (typeof alt_text !== 'string') complain(at, 'missing required field: alt_text')
}

const WITH_OPTIONS = ['overflow', 'checkboxes', 'radio_buttons', 'static_select', 'multi_static_select']

interface Standing {
  readonly at: string
  /** The kind of block it stands in. */
  readonly block: keyof typeof ALLOWED
}

/** Complains about one interactive element (or image). */
export function checkElement(element: unknown, { at, block }: Standing, complain: Complain): void {
  if (!isRecord(element)) return void complain(at, 'must be an object')
  const type = String(element.type)
  if (!(ALLOWED[block] as readonly string[]).includes(type)) return void complain(at, `unsupported type: ${type}`)
  checkLength(element.action_id, { at: `${at}/action_id`, max: LIMITS.id }, complain)
  if (element.confirm !== undefined) checkConfirm(element.confirm, `${at}/confirm`, complain)
  if (element.placeholder !== undefined) {
    checkText(element.placeholder, { at: `${at}/placeholder`, max: LIMITS.placeholder, plain: true }, complain)
  }
  if (type === 'button') checkButton(element, at, complain)
  if (PICKERS.includes(type)) checkPicker(element, at, complain)
  if (TYPED.includes(type)) checkTyped(element, at, complain)
  if (type === 'image') checkImage(element, at, complain)
  if (WITH_OPTIONS.includes(type)) checkOptions(element, at, complain)
}
