// What a press sends along: the action's own data and everything filled in on the card it stands in.
// https://learn.microsoft.com/adaptive-cards/authoring-cards/input-validation

import { unclear } from '../control/asking.ts'
import { isRecord, type Json } from '../core/json.ts'
import type { Clicked } from '../core/world.ts'
import { inputsOf } from './reading.ts'
import type { Card, TeamsMessage } from './tenant.ts'

/** What stands in it: as somebody left it, or as it came. */
export function valueIn(input: Json, given: string | undefined): string {
  if (given !== undefined) return given
  if (input.type === 'Input.Toggle') return String(input.value ?? input.valueOff ?? 'false')
  return input.value === undefined ? '' : String(input.value)
}

/** What somebody has in a card's inputs, the latest last. It is kept until they see another card. */
export function keepTyped(
  message: TeamsMessage,
  card: Card,
  { by, inputs }: Pick<Clicked, 'by' | 'inputs'>,
): Readonly<Record<string, string>> {
  const ids = inputsOf(card).map(({ id }) => id)
  const unknown = Object.keys(inputs).find((id) => !ids.includes(id))
  if (unknown !== undefined) unclear(`The card has no input "${unknown}"; it has: ${ids.join(', ') || 'none'}.`)
  const before = message.typed.get(by.id)
  const values = { ...(before?.card === card ? before.values : {}), ...inputs }
  message.typed.set(by.id, { card, values })
  return values
}

const FORMATS: Readonly<Record<string, RegExp>> = {
  'Input.Date': /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/,
  'Input.Time': /^([01]\d|2[0-3]):[0-5]\d$/,
}

const choices = ({ choices: all }: Json): unknown[] =>
  Array.isArray(all) ? all.map((choice) => (isRecord(choice) ? choice.value : undefined)) : []

/** What a client's date and time fields do not let through: https://learn.microsoft.com/adaptive-cards/authoring-cards/input-validation */
function checkBounds(input: Json, value: string): void {
  const { id, type, min, max, maxLength } = input
  if (typeof maxLength === 'number' && value.length > maxLength) unclear(`"${id}" holds at most ${maxLength} characters.`)
  if (type === 'Input.ChoiceSet' && value !== '' && !choices(input).includes(value)) unclear(`"${id}" has no choice "${value}".`)
  const format = FORMATS[String(type)]
  if (!format || value === '') return
  if (!format.test(value)) unclear(`"${id}" is ${type}: it cannot hold "${value}".`)
  const outside = (typeof min === 'string' && value < min) || (typeof max === 'string' && value > max)
  if (outside) unclear(`The client holds the press back: "${id}" must lie from ${min ?? '…'} to ${max ?? '…'}.`)
}

/** Clients hold a press back while a required input is empty, or another lies outside its bounds. All values travel as text, numbers too. */
function valuesOf(card: Card, inputs: Readonly<Record<string, string>>): Record<string, string> {
  const values: Record<string, string> = {}
  for (const { id, label, input } of inputsOf(card)) {
    const value = valueIn(input, inputs[id])
    if (input.isRequired === true && value === '') unclear(`The client holds the press back: "${label || id}" is required.`)
    checkBounds(input, value)
    if (value !== '') values[id] = value
  }
  return values
}

export function filled(action: Json, card: Card, inputs: Readonly<Record<string, string>>): unknown {
  if (/^none$/i.test(String(action.associatedInputs))) return action.data ?? {}
  const values = valuesOf(card, inputs)
  if (typeof action.data === 'string') return Object.keys(values).length > 0 ? values : action.data
  return { ...(isRecord(action.data) ? action.data : {}), ...values }
}
