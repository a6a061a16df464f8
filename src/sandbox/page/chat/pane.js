// One conversation as one person sees it. Its height never changes; what does not fit scrolls inside.
import { h } from '../dom.js'
import { slackBody } from './slack.js'
import { teamsBody } from './teams.js'

export const PLATFORM = { slack: 'Slack', teams: 'Teams' }
const bodies = { slack: slackBody, teams: teamsBody }

const clock = (iso, zone) =>
  new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: zone }).format(new Date(iso))

const mark = () => h('span', { class: 'avatar', 'aria-hidden': 'true' })

/** The first letters of the first and the last name. */
const initials = ({ name }) => name.replace(/^(.).*?(?: (\S)\S*)?$/u, '$1$2')

/** What somebody typed here, as their own message. */
function typed({ platform, postedAt, text, by, alone }, zone) {
  const head = h('p', { class: 'by' }, h('strong', {}, by.name), h('time', { datetime: postedAt }, clock(postedAt, zone)))
  const note = alone && platform === 'slack' && h('p', { class: 'only' }, 'Only visible to you')
  return h(
    'article',
    { class: `message typed ${platform}` },
    h('span', { class: 'avatar', 'aria-hidden': 'true' }, initials(by)),
    h('div', { class: 'said' }, head, note, h('p', { class: 'words' }, text)),
  )
}

function head(message, zone) {
  const at = clock(message.postedAt, zone)
  return h(
    'p',
    { class: 'by' },
    h('strong', {}, 'Halftime'),
    h('span', { class: 'tag' }, message.platform === 'slack' ? 'APP' : 'Bot'),
    h('time', { datetime: message.postedAt }, at),
    message.updatedAt && h('span', { class: 'edited' }, 'edited'),
  )
}

function draw(message, { zone, press }) {
  if (message.by) return typed(message, zone)
  const body = bodies[message.platform](message, (n, button, inputs) => press(message, message.buttons[n], { button, inputs }))
  const note = message.ephemeral && h('p', { class: 'only' }, 'Only visible to you')
  return h(
    'article',
    { class: `message ${message.platform}` },
    mark(),
    h('div', { class: 'said' }, head(message, zone), note, body),
  )
}

const nothing = (text) => h('p', { class: 'nothing' }, text)

function viewerChoice({ viewers, viewer }, choose) {
  const options = viewers.map(({ id, name }) => h('option', { value: id, selected: id === viewer.id }, name))
  return h('label', { class: 'viewer' }, 'You are ', h('select', { onchange: ({ target }) => choose(target.value) }, options))
}

/**
 * `onPress(conversation, message, button, {button element, inputs})` answers a promise; `onViewer(personId)` when somebody else of a
 * room's members looks. `show(conversation, messages)` draws; unchanged messages keep their elements, and so the focus.
 */
export function createPane(host, { role, empty, onPress, onViewer = () => {}, foot }) {
  const id = host.id
  const title = h('h2', { id: `${id}-title` })
  const where = h('p', { class: 'where' })
  const scroller = h('div', { class: 'scroller', tabindex: '0', role: 'region', 'aria-label': `Messages, ${role}` })
  host.append(
    h('header', { class: 'pane-head' }, h('p', { class: 'role' }, role), title, where),
    scroller,
    ...(foot ? [foot] : []),
  )
  const drawn = new Map()
  let shown = ''

  function heading(conversation) {
    host.dataset.platform = conversation.platform
    title.textContent = conversation.title
    const choice = conversation.viewers.length > 1 && viewerChoice(conversation, onViewer)
    where.replaceChildren(
      h('span', { class: 'platform' }, PLATFORM[conversation.platform]),
      h('span', { class: 'about' }, `· ${conversation.about}`),
      choice || '',
    )
  }

  function element(conversation, message) {
    const print = JSON.stringify(message)
    const kept = drawn.get(message.id)
    if (kept?.print === print) return kept.element
    const press = (...pressed) => onPress(conversation, ...pressed)
    const fresh = draw(message, { zone: conversation.viewer.zone, press })
    drawn.set(message.id, { print, element: fresh })
    return fresh
  }

  function show(conversation, messages) {
    const key = `${conversation.key} ${conversation.viewer.id}`
    if (key !== shown) {
      drawn.clear()
      heading(conversation)
    }
    const atEnd = key !== shown || scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 80
    const before = scroller.querySelectorAll('article').length
    shown = key
    const wanted =
      messages.length > 0 ? messages.map((message) => element(conversation, message)) : [nothing(empty(conversation))]
    const held = scroller.contains(document.activeElement) ? document.activeElement : undefined
    place(scroller, wanted)
    // The pressed button is gone with the card it stood on: whoever uses the keyboard stays in this conversation.
    if (held && !held.isConnected) scroller.focus({ preventScroll: true })
    if (atEnd || messages.length > before) scroller.scrollTop = scroller.scrollHeight
  }
  return { show }
}

/** Puts exactly these children there and touches only what differs, so that a focused button is not lost. */
function place(host, wanted) {
  for (const child of [...host.children]) if (!wanted.includes(child)) child.remove()
  wanted.forEach((child, n) => {
    if (host.children[n] !== child) host.insertBefore(child, host.children[n] ?? null)
  })
}
