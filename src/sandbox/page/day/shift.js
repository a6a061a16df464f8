// The agent's own day below the curve: the shift, what interrupts it, the times on offer and the session once booked.
import { s } from '../dom.js'
import { LAYOUT } from './scale.js'

const { bar, barHeight, axis, top } = LAYOUT

export const isWork = ({ kind, title }) => /queue/i.test(`${kind} ${title}`)
export const isCoaching = ({ kind, title }) => /coaching/i.test(`${kind} ${title}`)

function block({ start, end, title }, scale, name) {
  const x = scale.x(start)
  const width = scale.x(end) - x
  const label =
    title.length * 6.4 < width - 4 &&
    s('text', { class: `${name}-label`, x: x + width / 2, y: bar + 21, 'text-anchor': 'middle' }, title)
  return s('g', {}, s('title', {}, title), s('rect', { class: name, x, y: bar, width, height: barHeight, rx: 3 }), label)
}

/** Stands out, and its label stands above it: a session is short and would hide its own name. */
function session({ start, end }, scale, clock) {
  const x = scale.x(start)
  const width = Math.max(6, scale.x(end) - x)
  const middle = Math.min(Math.max(x + width / 2, LAYOUT.left + 48), scale.x(scale.to) - 48)
  return s(
    'g',
    { class: 'session' },
    s('line', { x1: x + width / 2, x2: x + width / 2, y1: top - 2, y2: bar - 4 }),
    s('rect', { x, y: bar - 4, width, height: barHeight + 8, rx: 4 }),
    s('rect', { class: 'flag', x: middle - 56, y: top - 22, width: 112, height: 20, rx: 10 }),
    s('text', { x: middle, y: top - 8, 'text-anchor': 'middle' }, `Coaching ${clock(start)}`),
  )
}

/** `n`: its number among the times on the card. */
function offer({ start, n }, scale) {
  const x = scale.x(start)
  const width = Math.max(8, scale.x(Date.parse(start) + 30 * 60_000) - x)
  return s(
    'g',
    { class: 'offer' },
    s('line', { x1: x + width / 2, x2: x + width / 2, y1: top + 2, y2: bar - 2 }),
    s('rect', { x, y: bar - 2, width, height: barHeight + 4, rx: 4 }),
    s('circle', { cx: x + width / 2, cy: top - 8, r: 9 }),
    s('text', { x: x + width / 2, y: top - 4, 'text-anchor': 'middle' }, String(n)),
  )
}

function nowLine(now, scale) {
  if (!scale.shows(now)) return []
  const x = scale.x(now)
  return [
    s('line', { class: 'now', x1: x, x2: x, y1: top, y2: bar + barHeight + 4 }),
    s('text', { class: 'now-label', x, y: LAYOUT.height - 2, 'text-anchor': 'middle' }, 'now'),
  ]
}

const hour = (at, scale, clock) =>
  s('text', { class: 'axis', x: scale.x(at), y: axis, 'text-anchor': 'middle' }, clock(at).replace(/^0/, '').replace(':00', ''))

export function shift(day, scale, { clock, offers, booked, now, hours }) {
  const whole = { x: scale.x(day.shift.start), width: scale.x(day.shift.end) - scale.x(day.shift.start) }
  const marks = day.activities.filter((one) => !isWork(one) && !isCoaching(one))
  return [
    s('rect', { class: 'shift', ...whole, y: bar, height: barHeight, rx: 6 }),
    ...marks.map((one) => block(one, scale, 'mark-off')),
    ...hours.map((at) => hour(at, scale, clock)),
    ...nowLine(now, scale),
    ...offers.map((one) => offer(one, scale)),
    ...booked.map((one) => session(one, scale, clock)),
  ]
}
