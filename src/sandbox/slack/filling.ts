// What travels with a click: the action itself and the state of everything that can be filled in.
// https://docs.slack.dev/reference/interaction-payloads/block_actions-payload
import { unclear } from '../control/asking.ts'
import type { Json } from '../core/json.ts'
import type { Reader } from './mrkdwn.ts'
import { isDate, isTime } from './pickers.ts'
import { type Input, inputsOf } from './reading.ts'
import type { Block, Clickable } from './workspace.ts'

type Values = Record<string, Record<string, Json>>

/** The entry of `actions[]`, without its timestamp. */
export function actionOf({ element, blockId, option }: Clickable): Json {
  const { type, action_id, text, value, style, url } = element
  if (option) return { type, action_id, block_id: blockId, selected_option: option }
  return {
    action_id,
    block_id: blockId,
    text,
    ...(value === undefined ? {} : { value }),
    ...(style === undefined ? {} : { style }),
    ...(url === undefined ? {} : { url }),
    type,
  }
}

const options = (element: Json): readonly Json[] => (Array.isArray(element.options) ? (element.options as Json[]) : [])

const optionOf = (element: Json, value: string): Json | null => options(element).find((option) => option.value === value) ?? null

function several(element: Json, given: string | undefined): unknown {
  if (given === undefined) return element.initial_options ?? []
  const values = given.split(',').map((value) => value.trim())
  return options(element).filter((option) => values.includes(String(option.value)))
}

const PLAIN: Readonly<Record<string, readonly [field: string, initial: string]>> = {
  datepicker: ['selected_date', 'initial_date'],
  timepicker: ['selected_time', 'initial_time'],
  users_select: ['selected_user', 'initial_user'],
  conversations_select: ['selected_conversation', 'initial_conversation'],
  channels_select: ['selected_channel', 'initial_channel'],
}

function filledIn({ element, type }: Input, given: string | undefined): Json {
  const plain = PLAIN[type]
  if (plain) return { type, [plain[0]]: (given ?? element[plain[1]]) || null }
  if (type === 'datetimepicker') return { type, selected_date_time: given ? Number(given) : (element.initial_date_time ?? null) }
  if (type === 'checkboxes' || type.startsWith('multi_')) return { type, selected_options: several(element, given) }
  if (type === 'static_select' || type === 'radio_buttons') {
    return { type, selected_option: given === undefined ? (element.initial_option ?? null) : optionOf(element, given) }
  }
  return { type, value: (given ?? element.initial_value) || null }
}

/** The field takes no more than this. */
function checkLength(id: string, { max_length }: Json, value: string): void {
  if (typeof max_length === 'number' && value.length > max_length) unclear(`"${id}" holds at most ${max_length} characters.`)
}

/** What stands in each input, by its id: as somebody left it, or as it came. */
export function valuesIn({ blocks, filled }: Form, { user, reader }: Omit<Filling, 'inputs'>): Readonly<Record<string, string>> {
  const kept = filled.get(user)
  return Object.fromEntries(
    inputsOf(blocks, reader).map((input) => {
      const entry = filledIn(input, kept?.get(`${input.blockId} ${String(input.element.action_id)}`))
      const { type: _, ...rest } = entry
      const [value] = Object.values(rest)
      return [input.id, isOption(value) ? String(value.value) : String(value ?? '')]
    }),
  )
}

const isOption = (value: unknown): value is Json => typeof value === 'object' && value !== null && 'value' in value

/** What cannot be given with a calendar, a clock or a keyboard. */
function checkGiven({ id, type, element }: Input, value: string): void {
  if (type === 'datepicker' && value !== '' && !isDate(value))
    unclear(`"${id}" is a date picker: give YYYY-MM-DD, not "${value}".`)
  if (type === 'plain_text_input') checkLength(id, element, value)
  if (type === 'timepicker' && value !== '' && !isTime(value)) unclear(`"${id}" is a time picker: give HH:mm, not "${value}".`)
}

interface Filling {
  /** Slack user id. */
  readonly user: string
  /** Keyed by the seen inputs' ids; an empty text clears one. */
  readonly inputs: Readonly<Record<string, string>>
  readonly reader: Reader
}

/** A message or a modal, as far as it can be filled in. */
export interface Form {
  readonly blocks: readonly Block[]
  /** By Slack user, then by block and action id. */
  readonly filled: Map<string, Map<string, string>>
}

/**
 * `state.values`, by block and action, after somebody filled in some inputs; what they left alone keeps what they gave before, or its
 * initial value. Kept by block id: a redraw with new ones starts anew, one with the same ids shows what was typed.
 */
export function fillIn(form: Form, { user, inputs, reader }: Filling): Values {
  const seen = inputsOf(form.blocks, reader)
  const ids = seen.map(({ id }) => id)
  const unknown = Object.keys(inputs).find((id) => !ids.includes(id))
  if (unknown !== undefined) unclear(`This has no input "${unknown}"; it has: ${ids.join(', ') || 'none'}.`)
  const kept = form.filled.get(user) ?? new Map<string, string>()
  form.filled.set(user, kept)
  const values: Values = {}
  for (const input of seen) {
    const [action, given] = [String(input.element.action_id), inputs[input.id]]
    const key = `${input.blockId} ${action}`
    if (given !== undefined) {
      checkGiven(input, given)
      kept.set(key, given)
    }
    values[input.blockId] = { ...values[input.blockId], [action]: filledIn(input, kept.get(key)) }
  }
  return values
}
