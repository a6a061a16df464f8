// The dialog that stands before somebody: over the page, as it stands over everything on their platform.
import { h } from '../dom.js'
import { PLATFORM } from './pane.js'
import { filledIn, slackBody } from './slack.js'
import { teamsBody } from './teams.js'

/** Slack's own buttons stand below; the others are part of what was sent. */
const OWN = { submit: 'slack-button primary', close: 'slack-button' }

const entries = (inputs, value) => Object.fromEntries(inputs.map((input) => [input.id, value(input)]))

function slackDialog(dialog, press) {
  const values = entries(dialog.inputs, ({ value }) => value)
  const errors = entries(dialog.inputs, ({ error }) => error)
  const body = slackBody({ native: dialog.native }, (n, button, inputs) => press(dialog.buttons[n].id, button, inputs), {
    values,
    errors,
  })
  const own = dialog.buttons.filter(({ id }) => id in OWN).toReversed()
  const button = ({ id, label }) =>
    h(
      'button',
      { type: 'button', class: OWN[id], onclick: ({ currentTarget }) => press(id, currentTarget, filledIn(body)) },
      label,
    )
  const trouble = dialog.trouble && h('p', { class: 'dialog-trouble', role: 'alert' }, dialog.trouble)
  return [h('div', { class: 'dialog-body' }, trouble, body), h('div', { class: 'dialog-foot' }, own.map(button))]
}

function teamsDialog(dialog, press) {
  const body = teamsBody({ native: dialog.native, text: dialog.text }, (n, button, inputs) =>
    press(dialog.buttons[n].id, button, inputs),
  )
  return [h('div', { class: 'dialog-body' }, body)]
}

const parts = { slack: slackDialog, teams: teamsDialog }

/** `onPress(dialog, button id, button element, inputs)`. `show(dialog, viewer)`: drawn anew only when something in it changed; undefined closes. */
export function createDialog(host, onPress) {
  let shown = ''
  let open

  function draw(dialog, viewer) {
    const press = (...pressed) => onPress(dialog, ...pressed)
    const x = h('button', { type: 'button', class: 'quiet', 'aria-label': 'Close', onclick: close }, '×')
    host.dataset.platform = dialog.platform
    host.replaceChildren(
      h(
        'header',
        { class: 'dialog-head' },
        h('p', { class: 'role' }, `${viewer.name} sees this in ${PLATFORM[dialog.platform]}`),
        h('h2', { id: `${host.id}-title` }, dialog.title),
        x,
      ),
      ...parts[dialog.platform](dialog, press),
    )
  }

  function close() {
    if (open) onPress(open, 'close', host.querySelector('.dialog-head button'), {})
  }

  host.addEventListener('cancel', (event) => {
    event.preventDefault()
    close()
  })

  function show(dialog, viewer) {
    open = dialog
    const print = dialog ? JSON.stringify(dialog) : ''
    if (print === shown) return
    shown = print
    if (!dialog) return host.close()
    draw(dialog, viewer)
    if (!host.open) host.showModal()
    host.querySelector('[aria-invalid="true"], .dialog-body :is(input, select, button)')?.focus()
  }
  return { show }
}
