// What Slack accepts as a line of text to fill in. https://docs.slack.dev/reference/block-kit/block-elements/plain-text-input-element
import type { Json } from '../core/json.ts'
import type { Complain } from './elements.ts'
import { LIMITS } from './limits.ts'

export const TYPED: readonly string[] = ['plain_text_input']

const KNOWN = [
  'type',
  'action_id',
  'initial_value',
  'multiline',
  'min_length',
  'max_length',
  'dispatch_action_config',
  'focus_on_load',
  'placeholder',
]

export function checkTyped(element: Json, at: string, complain: Complain): void {
  for (const field of Object.keys(element))
    if (!KNOWN.includes(field)) complain(`${at}/${field}`, `invalid additional property: ${field}`)
  const { initial_value: first, max_length: most, multiline } = element
  if (most !== undefined && !(Number.isInteger(most) && Number(most) >= 1 && Number(most) <= LIMITS.typed))
    complain(`${at}/max_length`, 'must be between 1 and 3000', LIMITS.typed)
  if (multiline !== undefined && typeof multiline !== 'boolean') complain(`${at}/multiline`, 'must be a boolean')
  if (first === undefined) return
  if (typeof first !== 'string') complain(`${at}/initial_value`, 'must be a string')
  else if (first.length > Number(most ?? LIMITS.typed)) complain(`${at}/initial_value`, 'too_long', Number(most ?? LIMITS.typed))
}
