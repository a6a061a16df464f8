// What travels with a click: the action itself and the state of everything that can be filled in.
// https://docs.slack.dev/reference/interaction-payloads/block_actions-payload
import { unclear } from '../control/asking.ts'
import type { Json } from '../core/json.ts'
import type { Reader } from './mrkdwn.ts'
import { isDate, isTime } from './pickers.ts'
import { type Input, inputsOf } from './reading.ts'
import type { Clickable, SlackMessage } from './workspace.ts'

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

/** What cannot be given with a calendar and a clock. */
function checkGiven({ id, type }: Input, value: string): void {
  if (type === 'datepicker' && value !== '' && !isDate(value))
    unclear(`"${id}" is a date picker: give YYYY-MM-DD, not "${value}".`)
  if (type === 'timepicker' && value !== '' && !isTime(value)) unclear(`"${id}" is a time picker: give HH:mm, not "${value}".`)
}

interface Filling {
  /** Slack user id. */
  readonly user: string
  /** Keyed by the seen inputs' ids; an empty text clears one. */
  readonly inputs: Readonly<Record<string, string>>
  readonly reader: Reader
}

/**
 * `state.values`, by block and action, after somebody filled in some inputs; what they left alone keeps what they gave before, or its
 * initial value. Kept by block id: a redraw with new ones starts anew, one with the same ids shows what was typed.
 */
export function fillIn(message: SlackMessage, { user, inputs, reader }: Filling): Values {
  const seen = inputsOf(message.blocks, reader)
  const ids = seen.map(({ id }) => id)
  const unknown = Object.keys(inputs).find((id) => !ids.includes(id))
  if (unknown !== undefined) unclear(`The message has no input "${unknown}"; it has: ${ids.join(', ') || 'none'}.`)
  const kept = message.filled.get(user) ?? new Map<string, string>()
  message.filled.set(user, kept)
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
