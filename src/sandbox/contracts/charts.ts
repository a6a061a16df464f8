// Charts in Adaptive Cards: an extension of Teams that the published schema does not know, so what stands in for them is checked in their place.
// https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/charts-in-adaptive-cards
import { isRecord, type Json } from '../core/json.ts'

const KNOWN = [
  'Chart.Donut',
  'Chart.Gauge',
  'Chart.HorizontalBar',
  'Chart.HorizontalBar.Stacked',
  'Chart.Line',
  'Chart.Pie',
  'Chart.VerticalBar',
  'Chart.VerticalBar.Grouped',
]

const isChart = (node: unknown): node is Json & { readonly type: string } =>
  isRecord(node) && typeof node.type === 'string' && node.type.startsWith('Chart.')

const isPoint = (point: unknown): boolean =>
  isRecord(point) && ['string', 'number'].includes(typeof point.x) && typeof point.y === 'number'

const isSeries = (series: unknown): boolean =>
  isRecord(series) && typeof series.legend === 'string' && Array.isArray(series.values) && series.values.every(isPoint)

/** Clients without charts show nothing of one, and say nothing, unless something stands in for it. */
function complaintsAbout({ type, data, fallback }: Json & { readonly type: string }): string[] {
  const [last] = type.split('.').slice(-1)
  const wrong = last === 'Grouped' && !(Array.isArray(data) && data.length > 0 && data.every(isSeries))
  return [
    ...(KNOWN.includes(type) ? [] : [`there is no ${type}`]),
    ...(fallback === 'drop' || isRecord(fallback) ? [] : [`a ${type} must have a fallback`]),
    ...(wrong ? [`the data of a ${type} must be series: {legend, values: [{x, y}]}`] : []),
  ]
}

/** The card as it is seen where there are no charts; `complain` hears what is wrong with them. */
export function withoutCharts(node: unknown, complain: (what: string) => void): unknown {
  if (Array.isArray(node)) return node.map((one) => withoutCharts(one, complain)).filter((one) => one !== undefined)
  if (!isRecord(node)) return node
  if (isChart(node)) {
    for (const what of complaintsAbout(node)) complain(what)
    return isRecord(node.fallback) ? withoutCharts(node.fallback, complain) : undefined
  }
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, withoutCharts(value, complain)]))
}
