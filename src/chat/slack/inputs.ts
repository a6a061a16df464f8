// What can be filled in, as Block Kit. https://docs.slack.dev/reference/block-kit/blocks/input-block
import type { CardInput, ChoiceInput } from '../../card-elements.ts'
import { cutPlain } from './mrkdwn.ts'

const LIMITS = { label: 2000, options: 100, optionText: 75 } as const

export interface PlainText {
  readonly type: 'plain_text'
  readonly text: string
}

/** What its name begins with; found again by it, since block ids change. */
export const INPUT = 'input:'

type Picker =
  | { type: 'datepicker'; action_id: string; initial_date?: string }
  | { type: 'timepicker'; action_id: string; initial_time?: string }
  | { type: 'plain_text_input'; action_id: string; initial_value?: string; max_length?: number }
  | { type: 'static_select'; action_id: string; options: Option[]; initial_option?: Option }

interface Option {
  readonly text: PlainText
  readonly value: string
}

export interface Input {
  type: 'input'
  label: PlainText
  element: Picker
  optional?: boolean
}

/** Slack shows no bounds, and in messages holds no press back, so these are left to whoever reads the press. In a dialog it asks for what is required. */
export function input(element: CardInput): Input {
  const label: PlainText = { type: 'plain_text', text: cutPlain(element.label, LIMITS.label) }
  const optional = element.type === 'Input.Text' && element.isRequired !== true ? { optional: true } : {}
  return { type: 'input', label, element: picker(element), ...optional }
}

function picker(element: CardInput): Picker {
  const { type, id, value } = element
  const action_id = `${INPUT}${id}`
  switch (type) {
    case 'Input.Date':
      return { type: 'datepicker', action_id, ...(value ? { initial_date: value } : {}) }
    case 'Input.Time':
      return { type: 'timepicker', action_id, ...(value ? { initial_time: value } : {}) }
    case 'Input.Text': {
      const { maxLength: max_length } = element
      return {
        type: 'plain_text_input',
        action_id,
        ...(value ? { initial_value: value } : {}),
        ...(max_length ? { max_length } : {}),
      }
    }
    case 'Input.ChoiceSet':
      return menu(element, action_id)
    default:
      return element satisfies never
  }
}

function menu({ choices, value }: ChoiceInput, action_id: string): Picker {
  const options = choices.slice(0, LIMITS.options).map((choice): Option => {
    const text = { type: 'plain_text', text: cutPlain(choice.title, LIMITS.optionText) } as const
    return { text, value: choice.value }
  })
  const first = options.find((option) => option.value === value)
  return { type: 'static_select', action_id, options, ...(first ? { initial_option: first } : {}) }
}
