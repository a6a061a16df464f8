// A small picture of Slack's charts with bars: groups of them above their labels, each with its number. Other charts are only named.
import { h, s } from '../dom.js'

const HEIGHT = 120
const TOP = 16
const BAR = 18
const GAP = 28

function bar({ value }, { x, most, n }) {
  const height = most > 0 ? (Math.max(0, value) / most) * HEIGHT : 0
  const y = TOP + HEIGHT - height
  return [
    s('rect', { class: `bar bar-${n % 2}`, x, y, width: BAR - 2, height }),
    s('text', { x: x + BAR / 2 - 1, y: y - 4, 'text-anchor': 'middle' }, String(value)),
  ]
}

/** In the order of the axis, whatever the order of the points. */
const pointOf = ({ data }, category) => data.find(({ label }) => label === category) ?? { value: 0 }

function group(category, series, { x, most }) {
  const middle = x + (series.length * BAR) / 2
  const bars = series.flatMap((one, n) => bar(pointOf(one, category), { x: x + n * BAR, most, n }))
  return [...bars, s('text', { x: middle, y: TOP + HEIGHT + 16, 'text-anchor': 'middle' }, category)]
}

const key = ({ name }, n) => h('li', {}, h('span', { class: `key bar-${n % 2}`, 'aria-hidden': 'true' }), name)

/** What a screen reader says of it. */
const spoken = ({ series, axis_config }, title) => {
  const said = axis_config.categories.map(
    (category) => `${category}: ${series.map((one) => `${one.name} ${pointOf(one, category).value}`).join(', ')}`,
  )
  return `${title}. ${said.join('; ')}.`
}

export function bars({ title, chart }) {
  const { series, axis_config } = chart
  const most = Math.max(...series.flatMap(({ data }) => data.map(({ value }) => value)))
  const step = Math.max(series.length * BAR + GAP, 76)
  const width = axis_config.categories.length * step
  const groups = axis_config.categories.flatMap((category, n) =>
    group(category, series, { x: n * step + (step - series.length * BAR) / 2, most }),
  )
  const floor = s('line', { x1: 0, x2: width, y1: TOP + HEIGHT, y2: TOP + HEIGHT })
  const viewBox = `0 0 ${width} ${TOP + HEIGHT + 24}`
  const picture = s('svg', { viewBox, width, role: 'img', 'aria-label': spoken(chart, title) }, groups, floor)
  return h('figure', { class: 'block-chart' }, h('figcaption', {}, title), picture, h('ul', {}, series.map(key)))
}
