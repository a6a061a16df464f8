// What a press sends along: the action's own data and everything filled in on the card it stands in.
// https://learn.microsoft.com/adaptive-cards/authoring-cards/input-validation

import { unclear } from '../control/asking.ts'
import { isRecord, type Json } from '../core/json.ts'
import { inputsOf } from './reading.ts'
import type { Card } from './tenant.ts'

function filledIn(input: Json, given: string | undefined): string {
  if (given !== undefined) return given
  if (input.type === 'Input.Toggle') return String(input.value ?? input.valueOff ?? 'false')
  return input.value === undefined ? '' : String(input.value)
}

/** Clients hold a press back while a required input is empty. All values travel as text, numbers too. */
function valuesOf(card: Card, inputs: Readonly<Record<string, string>>): Record<string, string> {
  const values: Record<string, string> = {}
  for (const { id, label, input } of inputsOf(card)) {
    const value = filledIn(input, inputs[id])
    if (input.isRequired === true && value === '') unclear(`The client holds the press back: "${label || id}" is required.`)
    if (value !== '') values[id] = value
  }
  return values
}

export function filled(action: Json, card: Card, inputs: Readonly<Record<string, string>>): unknown {
  if (action.associatedInputs === 'none') return action.data ?? {}
  const values = valuesOf(card, inputs)
  if (typeof action.data === 'string') return Object.keys(values).length > 0 ? values : action.data
  return { ...(isRecord(action.data) ? action.data : {}), ...values }
}
