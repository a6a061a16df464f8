// The guided line and the steps beside it.
import { byId, h } from '../dom.js'
import { STEPS } from '../guide.js'

const rich = (text) => text.split('*').map((part, n) => (n % 2 === 1 ? h('strong', {}, part) : part))

let said = ''

/** Says it once: an unchanged sentence is not announced again. */
export function sayLine({ step, text }) {
  if (text === said) return
  said = text
  byId('guide').replaceChildren(...rich(text))
  byId('guide').classList.toggle('trouble', step === 0)
  byId('steps').replaceChildren(...STEPS.map((name, n) => stepOf(name, n + 1, step)))
}

function stepOf(name, n, step) {
  const state = n < step ? 'done' : n === step ? 'now' : 'later'
  return h(
    'li',
    { class: state, 'aria-current': state === 'now' && 'step' },
    h('span', { class: 'dot', 'aria-hidden': 'true' }, n < step ? '✓' : n),
    name,
  )
}
