// Every other conversation: a list to choose from.

import { PLATFORM } from '../chat/pane.js'
import { byId, h } from '../dom.js'

const ROLE = { agent: 'agent', supervisor: 'supervisor', admin: 'admin', outsider: 'from outside', guest: 'guest' }

const kindOf = ({ viewers, viewer, platform }) => `${PLATFORM[platform]} · ${viewers.length > 1 ? 'room' : ROLE[viewer.role]}`

function entry(conversation, choose) {
  const count = h('span', { class: 'count' })
  const button = h(
    'button',
    { type: 'button', onclick: () => choose(conversation) },
    h('strong', {}, conversation.title),
    h('small', {}, kindOf(conversation)),
    count,
  )
  return { conversation, button, count }
}

/** `show(conversation, counts)`: which is open, and how many messages each holds (by conversation key). */
export function createList(conversations, onChoose) {
  const entries = conversations.map((conversation) => entry(conversation, onChoose))
  byId('list').replaceChildren(
    h(
      'ul',
      {},
      entries.map(({ button }) => h('li', {}, button)),
    ),
  )
  return {
    show(chosen, counts) {
      for (const { conversation, button, count } of entries) {
        button.setAttribute('aria-current', String(conversation.key === chosen.key))
        const n = counts.get(conversation.key) ?? 0
        count.textContent = n > 0 ? String(n) : ''
        count.setAttribute('aria-label', n === 1 ? '1 message' : n > 1 ? `${n} messages` : '')
      }
    },
  }
}
