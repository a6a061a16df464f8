// What the page remembers over a reload: what was pressed and typed in this world. Another world begins with nothing.
import { state } from './state.js'

const PLACE = 'world'

let written = ''

/**
 * `started`: when the world began, which tells it from the one before it at the same address. Answers who was chosen last (an agent's id).
 */
export function recall(started) {
  state.started = started
  try {
    const kept = JSON.parse(localStorage.getItem(PLACE))
    if (kept?.started !== started) return undefined
    state.marks = new Map(kept.marks)
    state.typed = kept.typed
    return kept.agent
  } catch {
    return undefined // storage may be forbidden; what is remembered then lasts as long as the page
  }
}

export function keep() {
  const { started, marks, typed, seat } = state
  const text = JSON.stringify({ started, agent: seat.person.id, marks: [...marks], typed })
  if (text === written) return
  written = text
  try {
    localStorage.setItem(PLACE, text)
  } catch {
    // as above
  }
}
