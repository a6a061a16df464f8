// Draws the Block Kit blocks a message was sent with. https://docs.slack.dev/reference/block-kit/blocks
import { h } from '../dom.js'
import { mrkdwn } from './mrkdwn.js'

const textOf = (text) => (text.type === 'mrkdwn' ? mrkdwn(text.text) : [text.text])

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
  input: ({ label, element }) => (FIELDS[element.type] ? field(label, element) : unknown(element)),
  divider: () => h('hr'),
}

/** Which field of a browser does what Slack's picker does, and what stands in it at first. */
const FIELDS = { datepicker: ['date', 'initial_date'], timepicker: ['time', 'initial_time'] }

function field(label, element) {
  const [type, initial] = FIELDS[element.type]
  const input = h('input', { type, name: element.action_id, value: element[initial], class: 'card-field' })
  return h('label', { class: 'block-input' }, label.text, input)
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

/**
 * The message's body. `press(n, button, inputs)` is called with the number of the pressed button in reading order, which is also its place in
 * the message's list of buttons, and with what stands in the inputs.
 */
export function slackBody(message, press) {
  const blocks = Array.isArray(message.native) ? message.native : (message.native?.blocks ?? [])
  const body = h('div', { class: 'blocks' })
  const filled = () => Object.fromEntries([...body.querySelectorAll('.card-field')].map(({ name, value }) => [name, value]))
  const pressed = ({ currentTarget }) =>
    press([...body.querySelectorAll('button')].indexOf(currentTarget), currentTarget, filled())
  body.append(...blocks.map((block) => (drawers[block.type] ?? unknown)(block, pressed)))
  return body
}
