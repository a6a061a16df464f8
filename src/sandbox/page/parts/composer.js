// A line to write to Halftime. What each platform would send it says below.
import { h, inTurn } from '../dom.js'

/** Asks what Halftime understands. */
export const HELP = { slack: '/coaching help', teams: 'help' }

const HINT = {
  slack: 'In Slack, Halftime hears only commands: start with /coaching or /kudos.',
  teams: 'In Teams, Halftime hears plain words: help, status …',
}

/** Slack hands a bot that only knows slash commands nothing else. */
const isHeard = (text, platform) => platform === 'teams' || /^\/(coaching|kudos)(\s|$)/.test(text)

/** `onSay(conversation, text)` answers a promise. `{element, show(conversation)}`: shown again whenever another conversation is open. */
export function createComposer(onSay) {
  const hint = h('p', { class: 'hint', id: 'composer-hint', 'aria-live': 'polite' })
  const input = h('input', {
    type: 'text',
    name: 'text',
    autocomplete: 'off',
    'aria-label': 'Write to Halftime',
    'aria-describedby': hint.id,
    oninput: () => complain(false),
  })
  const send = h('button', { type: 'submit', class: 'plain' }, 'Send')
  let open

  function complain(unheard) {
    hint.classList.toggle('trouble', unheard)
    input.setAttribute('aria-invalid', String(unheard))
    hint.textContent = `${unheard ? 'Not sent. ' : ''}${HINT[open.platform]}`
  }

  async function submit(event) {
    event.preventDefault()
    const text = input.value.trim() || input.placeholder
    const conversation = open
    if (!isHeard(text, conversation.platform)) return complain(true)
    input.value = ''
    await inTurn(send, () => onSay(conversation, text))
  }

  function show(conversation) {
    if (conversation.key === open?.key) return
    open = conversation
    input.placeholder = HELP[open.platform]
    complain(false)
  }
  return { element: h('form', { class: 'composer', onsubmit: submit }, input, send, hint), show }
}
