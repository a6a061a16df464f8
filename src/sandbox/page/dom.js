// Making elements. Text only ever becomes text nodes: what people and vendors wrote is never read as HTML.

const SVG = 'http://www.w3.org/2000/svg'

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value)
    else if (value === true) element.setAttribute(name, '')
    else if (value !== false && value !== undefined && value !== null) element.setAttribute(name, String(value))
  }
  element.append(...children.flat().filter((child) => child !== undefined && child !== null && child !== false))
  return element
}

/** `h('p', { class: 'x', onclick }, 'text', child)`; attributes that are false or missing are left out. */
export const h = (tag, attributes = {}, ...children) => fill(document.createElement(tag), attributes, children)

/** The same for SVG. */
export const s = (tag, attributes = {}, ...children) => fill(document.createElementNS(SVG, tag), attributes, children)

export const byId = (id) => document.getElementById(id)

/** Marks a button as under way until the work is done; it cannot be pressed twice meanwhile. */
export async function whileBusy(button, work) {
  if (button.getAttribute('aria-busy') === 'true') return
  button.setAttribute('aria-busy', 'true')
  try {
    return await work()
  } finally {
    button.removeAttribute('aria-busy')
  }
}

let turn = Promise.resolve()
const waiting = new WeakMap()

/** Work for every press, one after another whatever the button; it is marked as under way until its last is done. `work` never rejects. */
export async function inTurn(button, work) {
  waiting.set(button, (waiting.get(button) ?? 0) + 1)
  button.setAttribute('aria-busy', 'true')
  turn = turn.then(work)
  await turn
  waiting.set(button, waiting.get(button) - 1)
  if (waiting.get(button) === 0) button.removeAttribute('aria-busy')
}

const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]']

/** A page of this world is opened under the name it was visited by: what the page remembers belongs to that name. */
export function ownName(address) {
  const url = URL.parse(address)
  if (!url) return address
  const own = LOOPBACK.includes(url.hostname) && LOOPBACK.includes(location.hostname) && url.port === location.port
  return own ? new URL(url.pathname, location.origin).href : url.href
}

/** Only web addresses may be followed; anything else becomes its label. */
export function link(label, address) {
  const url = URL.parse(address)
  if (!url || !/^https?:$/.test(url.protocol)) return h('span', {}, label)
  return h('a', { href: ownName(url.href), target: '_blank', rel: 'noopener noreferrer' }, label)
}
