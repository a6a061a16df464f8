// The staffing curve: per quarter of an hour, how many agents more or fewer than needed; peaks and the quietest stretch are named.
import { s } from '../dom.js'
import { LAYOUT } from './scale.js'

const QUARTER = 15 * 60_000

function bar({ at, difference }, scale) {
  const x = scale.x(at)
  const y = scale.y(Math.max(difference, 0))
  const height = Math.abs(scale.y(difference) - LAYOUT.middle)
  const width = Math.max(1, scale.x(Date.parse(at) + QUARTER) - x - 1)
  return s('rect', { class: difference > 0 ? 'spare' : 'short', x, y, width, height, rx: 1 })
}

function peak({ from, to }, scale) {
  const x = scale.x(from)
  return s('rect', { class: 'peak', x, y: LAYOUT.top - 4, width: scale.x(to) - x, height: LAYOUT.bottom - LAYOUT.top + 8, rx: 4 })
}

/** A name in the middle of a stretch, where the stretch is wide enough for it. */
function named([from, to], { name, y, text }) {
  return to - from > 40 && s('text', { class: name, x: (from + to) / 2, y, 'text-anchor': 'middle' }, text)
}

/** Runs of neighbouring quarters with agents to spare. */
function quietRuns(staffing) {
  const runs = []
  for (const quarter of staffing) {
    const last = runs.at(-1)
    if (quarter.difference <= 0) runs.push([])
    else if (last) last.push(quarter)
    else runs.push([quarter])
  }
  return runs.filter((run) => run.length > 0)
}

function edge(scale, sign) {
  const text = sign > 0 ? `+${scale.most}` : `−${scale.most}`
  return s('text', { class: 'axis', x: LAYOUT.left - 6, y: scale.y(sign * scale.most) + 4, 'text-anchor': 'end' }, text)
}

const among = ({ staffing }, scale) => staffing.filter(({ at }) => scale.shows(at))

const peaksIn = ({ peaks }, scale) => peaks.filter(({ from, to }) => scale.shows(from) || scale.shows(to))

export function curve(day, scale) {
  const middle = s('line', { class: 'needed', x1: LAYOUT.left, x2: scale.x(scale.to), y1: LAYOUT.middle, y2: LAYOUT.middle })
  return [
    ...peaksIn(day, scale).map((one) => peak(one, scale)),
    ...among(day, scale).map((quarter) => bar(quarter, scale)),
    middle,
    edge(scale, 1),
    s('text', { class: 'axis', x: LAYOUT.left - 6, y: LAYOUT.middle + 4, 'text-anchor': 'end' }, '0'),
    edge(scale, -1),
  ]
}

/** "Peak" above the line and "Quiet" below it, where each leaves room; drawn last, so that nothing crosses them. */
export function names(day, scale) {
  const peaks = peaksIn(day, scale).map(({ from, to }) =>
    named([scale.x(from), scale.x(to)], { name: 'peak-label', y: LAYOUT.middle - 8, text: 'Peak' }),
  )
  const quiets = quietRuns(among(day, scale)).map((run) =>
    named([scale.x(run[0].at), scale.x(Date.parse(run.at(-1).at) + QUARTER)], {
      name: 'quiet-label',
      y: LAYOUT.middle + 16,
      text: 'Quiet',
    }),
  )
  return [...peaks, ...quiets]
}
