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

/** Only web addresses may be followed; anything else becomes its label. */
export function link(label, address) {
  const url = URL.parse(address)
  if (!url || !/^https?:$/.test(url.protocol)) return h('span', {}, label)
  return h('a', { href: url.href, target: '_blank', rel: 'noopener noreferrer' }, label)
}
