// Draws the Block Kit blocks a message was sent with. https://docs.slack.dev/reference/block-kit/blocks
import { h } from '../dom.js'
import { bars } from './chart.js'
import { mrkdwn } from './mrkdwn.js'

const textOf = (text) => (text.type === 'mrkdwn' ? mrkdwn(text.text) : [text.text])

/** There are colours for two series. */
const isDrawn = ({ type, series }) => type === 'bar' && series.length <= 2

const drawers = {
  header: ({ text }) => h('h3', { class: 'block-header' }, textOf(text)),
  section: ({ text, fields = [], accessory }, press) =>
    h(
      'div',
      { class: 'block-section' },
      text && h('p', {}, textOf(text)),
      fields.length > 0 &&
        h(
          'div',
          { class: 'block-fields' },
          fields.map((field) => h('p', {}, textOf(field))),
        ),
      accessory?.type === 'button' && button(accessory, press),
    ),
  context: ({ elements }) =>
    h(
      'div',
      { class: 'block-context' },
      elements.filter(({ text }) => text).map((element) => h('p', {}, textOf(element))),
    ),
  actions: ({ elements }, press) =>
    h(
      'div',
      { class: 'block-actions' },
      elements.map((element) => (element.type === 'button' ? button(element, press) : unknown(element))),
    ),
  input: ({ label, element }, _, stands) => (FIELDS[element.type] ? field(label, element, stands) : unknown(element)),
  divider: () => h('hr'),
  data_visualization: (block) => (isDrawn(block.chart) ? bars(block) : unknown(block)),
}

/** Which field of a browser does what Slack's picker does, and what stands in it at first. */
const line = (type, initial) => (element, value, more) =>
  h('input', { type, value: value ?? element[initial], maxlength: element.max_length, ...more })

function menu({ options, initial_option }, value, more) {
  const chosen = value ?? initial_option?.value
  const choices = options.map((option) =>
    h('option', { value: option.value, selected: option.value === chosen }, option.text.text),
  )
  return h('select', more, choices)
}

const FIELDS = {
  datepicker: line('date', 'initial_date'),
  timepicker: line('time', 'initial_time'),
  plain_text_input: line('text', 'initial_value'),
  static_select: menu,
}

function field(label, element, { values, errors }) {
  const { type, action_id: name } = element
  const error = errors[name]
  const said = error && h('span', { class: 'field-error', id: `error-${name}` }, error)
  const invalid = error ? { 'aria-invalid': 'true', 'aria-describedby': said.id } : {}
  const input = FIELDS[type](element, values[name], { name, class: 'card-field', ...invalid })
  return h('div', { class: 'block-input' }, h('label', {}, label.text, input), said)
}

/** Said rather than left out, so that nobody takes the page for all of Slack. */
const unknown = ({ type }) => h('p', { class: 'block-context' }, `(“${type}” is not drawn on this page)`)

function button({ text, style, accessibility_label }, press) {
  return h(
    'button',
    {
      type: 'button',
      class: `slack-button ${style ?? ''}`,
      'aria-label': accessibility_label,
      title: accessibility_label,
      onclick: press,
    },
    text.text,
  )
}

/** What stands in the inputs of a body now. */
export const filledIn = (body) =>
  Object.fromEntries([...body.querySelectorAll('.card-field')].map(({ name, value }) => [name, value]))

/**
 * The message's body. `press(n, button, inputs)` is called with the number of the pressed button in reading order, which is also its place in
 * the message's list of buttons, and with what stands in the inputs. `stands`: what somebody left in an input and what is wrong with it, by its name.
 */
export function slackBody(message, press, stands = { values: {}, errors: {} }) {
  const blocks = Array.isArray(message.native) ? message.native : (message.native?.blocks ?? [])
  const body = h('div', { class: 'blocks' })
  const pressed = ({ currentTarget }) =>
    press([...body.querySelectorAll('button')].indexOf(currentTarget), currentTarget, filledIn(body))
  body.append(...blocks.map((block) => (drawers[block.type] ?? unknown)(block, pressed, stands)))
  return body
}
