// What travels with a click: the action itself and the state of everything that can be filled in.
// https://docs.slack.dev/reference/interaction-payloads/block_actions-payload
import type { Json } from '../core/json.ts'
import type { Reader } from './mrkdwn.ts'
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
  if (plain) return { type, [plain[0]]: given ?? element[plain[1]] ?? null }
  if (type === 'datetimepicker') return { type, selected_date_time: given ? Number(given) : (element.initial_date_time ?? null) }
  if (type === 'checkboxes' || type.startsWith('multi_')) return { type, selected_options: several(element, given) }
  if (type === 'static_select' || type === 'radio_buttons') {
    return { type, selected_option: given === undefined ? (element.initial_option ?? null) : optionOf(element, given) }
  }
  return { type, value: given ?? element.initial_value ?? null }
}

/** `state.values`, by block and action; what nobody filled in keeps its initial value. `inputs` is keyed by the seen inputs' ids. */
export function stateOf(blocks: readonly Block[], inputs: Readonly<Record<string, string>>, reader: Reader): Values {
  const values: Values = {}
  for (const input of inputsOf(blocks, reader)) {
    values[input.blockId] = { ...values[input.blockId], [String(input.element.action_id)]: filledIn(input, inputs[input.id]) }
  }
  return values
}
