// What Slack accepts as a date or time picker, and where each interactive element may stand in a message.
// https://docs.slack.dev/reference/block-kit/block-elements/date-picker-element
import type { Json } from '../core/json.ts'
import type { Complain } from './elements.ts'

const FIELDS: Readonly<Record<string, readonly string[]>> = {
  datepicker: ['initial_date', 'placeholder'],
  timepicker: ['initial_time', 'placeholder', 'timezone'],
  datetimepicker: ['initial_date_time'],
}
const EVERY = ['type', 'action_id', 'confirm', 'focus_on_load']

export const PICKERS = Object.keys(FIELDS)

/** A day of the calendar as YYYY-MM-DD. */
export function isDate(value: unknown): boolean {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(value)) return false
  const at = new Date(`${value}T00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(value)
}

/** HH:mm, from 00:00 to 23:59. */
export const isTime = (value: unknown): boolean => typeof value === 'string' && /^([01]\d|2[0-3]):[0-5]\d$/.test(value)

function isZone(value: unknown): boolean {
  try {
    return typeof value === 'string' && value !== '' && Boolean(new Intl.DateTimeFormat('en', { timeZone: value }))
  } catch {
    return false
  }
}

const isSeconds = (value: unknown): boolean => Number.isInteger(value) && String(value).length === 10

const INITIAL: Readonly<Record<string, (value: unknown) => string | undefined>> = {
  initial_date: (value) => (isDate(value) ? undefined : 'must be a date in the format YYYY-MM-DD'),
  initial_time: (value) => (isTime(value) ? undefined : 'must be a time in the format HH:mm'),
  initial_date_time: (value) => (isSeconds(value) ? undefined : 'must be a UNIX timestamp of 10 digits'),
  timezone: (value) => (isZone(value) ? undefined : 'must be an IANA timezone'),
  focus_on_load: (value) => (typeof value === 'boolean' ? undefined : 'must be a boolean'),
}

export function checkPicker(element: Json, at: string, complain: Complain): void {
  const known = [...EVERY, ...(FIELDS[String(element.type)] ?? [])]
  for (const [field, value] of Object.entries(element)) {
    const wrong = known.includes(field) ? INITIAL[field]?.(value) : `invalid additional property: ${field}`
    if (wrong) complain(`${at}/${field}`, wrong)
  }
}

const CHOICES = ['checkboxes', 'radio_buttons', 'datepicker', 'timepicker', 'datetimepicker']
const SELECTS = ['static', 'users', 'conversations', 'channels', 'external'].flatMap((of) => [
  `${of}_select`,
  `multi_${of}_select`,
])
const TYPED = ['plain_text_input', 'email_text_input', 'url_text_input', 'number_input', 'rich_text_input']
const PRESSED = ['button', 'overflow', 'workflow_button']

/** By block: what may stand in it. https://docs.slack.dev/reference/block-kit/block-elements */
export const ALLOWED = {
  actions: [...PRESSED, ...CHOICES, ...SELECTS, 'rich_text_input'],
  section: [...PRESSED, ...CHOICES.filter((type) => type !== 'datetimepicker'), ...SELECTS, 'image'],
  input: [...CHOICES, ...SELECTS, ...TYPED, 'file_input'],
} as const satisfies Readonly<Record<string, readonly string[]>>
