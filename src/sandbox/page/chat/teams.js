// Draws an Adaptive Card with the official renderer, as Teams does. https://adaptivecards.io
import { h, ownName } from '../dom.js'
import { HOST } from './host.js'

const escaped = (text) => text.replace(/[&<>"']/g, (found) => `&#${found.charCodeAt(0)};`)

const TOKEN = /\\([!-/:-@[-`{-~])|\*\*|\[((?:\\.|[^[\]\\])*)\]\((https?:\/\/[^()\s]+)\)/g

/** The Markdown our cards use: **bold**, [label](http…) and backslash escapes. Everything else is text, escaped piece by piece. */
function html(markdown) {
  let out = ''
  let from = 0
  let bold = false
  for (const { 0: whole, 1: character, 2: label, 3: url, index } of markdown.matchAll(TOKEN)) {
    out += escaped(markdown.slice(from, index))
    from = index + whole.length
    if (url !== undefined)
      out += `<a href="${escaped(ownName(url))}" target="_blank" rel="noopener noreferrer">${escaped(label.replace(/\\(.)/g, '$1'))}</a>`
    else if (character !== undefined) out += escaped(character)
    else {
      bold = !bold
      out += bold ? '<strong>' : '</strong>'
    }
  }
  return out + escaped(markdown.slice(from)) + (bold ? '</strong>' : '')
}

const isCard = (one) => one?.type === 'AdaptiveCard'

/** A message is a card, an activity with cards attached, or plain text. */
function cardsOf(native) {
  if (isCard(native)) return [native]
  const held = Array.isArray(native) ? native : (native?.attachments ?? [])
  return held.map((one) => one?.content ?? one).filter(isCard)
}

function drawn(json, press) {
  const { AdaptiveCard, HostConfig } = globalThis.AdaptiveCards
  AdaptiveCard.onProcessMarkdown = (text, result) => Object.assign(result, { outputHtml: html(text), didProcess: true })
  const card = new AdaptiveCard()
  card.hostConfig = new HostConfig(HOST)
  card.parse(json)
  card.onExecuteAction = (action) => {
    const inputs = Object.fromEntries(card.getAllInputs().map((input) => [input.id, String(input.value ?? '')]))
    press(card.getAllActions().indexOf(action), action.renderedElement, inputs)
  }
  return tamed(card.render())
}

/** The renderer writes some styles into the elements, where no style sheet reaches: long buttons could not wrap. */
function tamed(card) {
  // It also makes every card a focus stop of its own; its buttons are enough.
  card.tabIndex = -1
  for (const set of card.querySelectorAll('.ac-actionSet')) set.style.flexWrap = 'wrap'
  for (const button of card.querySelectorAll('.ac-pushButton')) button.style.flex = 'none'
  for (const label of card.querySelectorAll('.ac-pushButton > div')) label.style.whiteSpace = 'normal'
  return card
}

/** The message's body; `press(n, button, inputs)` is called with the number of the pressed button in reading order. */
export function teamsBody(message, press) {
  const cards = cardsOf(message.native)
  const said = typeof message.native?.text === 'string' ? message.native.text : message.text
  if (cards.length === 0) return h('p', { class: 'teams-text' }, said)
  return h(
    'div',
    { class: 'teams-card' },
    cards.map((card) => drawn(card, press)),
  )
}
