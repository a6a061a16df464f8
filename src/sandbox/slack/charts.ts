// What Slack accepts as a chart, and whether it knows charts at all: they reach one workspace after another.
// https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block
import { isRecord, type Json } from '../core/json.ts'
import type { ChangeHandler } from '../core/world.ts'
import { type Arguments, no, type Reply, structure } from './asked.ts'
import type { Complain } from './elements.ts'
import { LIMITS } from './limits.ts'
import type { Block, Workspace } from './workspace.ts'

export const CHART = 'data_visualization'

interface Rule {
  readonly at: string
  readonly max: number
}

function checkWords(value: unknown, { at, max }: Rule, complain: Complain): void {
  if (typeof value !== 'string' || value === '') complain(at, 'must be a non-empty string')
  else if (value.length > max) complain(at, 'too_long', max)
}

function checkFields(value: object, allowed: readonly string[], [at, complain]: [string, Complain]): void {
  for (const field of Object.keys(value))
    if (!allowed.includes(field)) complain(`${at}/${field}`, `invalid additional property: ${field}`)
}

function checkMany(value: unknown, { at, max }: Rule, complain: Complain): readonly unknown[] {
  const items = Array.isArray(value) ? value : []
  if (items.length === 0) complain(at, 'too_few_items', 1)
  if (items.length > max) complain(at, 'too_many_items', max)
  return items
}

function checkPoint(point: unknown, at: string, complain: Complain): void {
  if (!isRecord(point)) return void complain(at, 'must be an object')
  checkWords(point.label, { at: `${at}/label`, max: LIMITS.chartLabel }, complain)
  if (typeof point.value !== 'number' || !Number.isFinite(point.value)) complain(`${at}/value`, 'must be a number')
  checkFields(point, ['label', 'value'], [at, complain])
}

const named = (value: unknown, key: string): unknown => (isRecord(value) ? value[key] : undefined)

const isTwice = (all: readonly unknown[]): boolean => new Set(all).size !== all.length

/** Every category once: no more, no fewer, in whatever order. */
const covers = (points: readonly unknown[], categories: readonly unknown[]): boolean => {
  const labels = points.map((point) => named(point, 'label'))
  return labels.length === categories.length && !isTwice(labels) && labels.every((label) => categories.includes(label))
}

function checkSeries(series: unknown, [at, complain]: [string, Complain], categories: readonly unknown[]): void {
  if (!isRecord(series)) return void complain(at, 'must be an object')
  checkWords(series.name, { at: `${at}/name`, max: LIMITS.chartLabel }, complain)
  checkFields(series, ['name', 'data'], [at, complain])
  const points = checkMany(series.data, { at: `${at}/data`, max: LIMITS.chartPoints }, complain)
  for (const [n, point] of points.entries()) checkPoint(point, `${at}/data/${n}`, complain)
  if (!covers(points, categories)) complain(`${at}/data`, 'must have one point for each category')
}

function checkAxis(axis: unknown, complain: Complain): readonly unknown[] {
  const at = '/chart/axis_config'
  if (!isRecord(axis)) complain(at, 'missing required field: axis_config')
  const { categories: given, x_label, y_label, ...rest } = isRecord(axis) ? axis : {}
  checkFields(rest, [], [at, complain])
  const categories = checkMany(given, { at: `${at}/categories`, max: LIMITS.chartPoints }, complain)
  for (const [n, one] of categories.entries()) checkWords(one, { at: `${at}/categories/${n}`, max: LIMITS.chartLabel }, complain)
  if (isTwice(categories)) complain(`${at}/categories`, 'must be unique')
  for (const [name, label] of Object.entries({ x_label, y_label }))
    if (label !== undefined) checkWords(label, { at: `${at}/${name}`, max: LIMITS.chartTitle }, complain)
  return categories
}

function checkPie(pie: Json, complain: Complain): void {
  checkFields(pie, ['type', 'segments'], ['/chart', complain])
  const segments = checkMany(pie.segments, { at: '/chart/segments', max: LIMITS.chartSeries }, complain)
  for (const [n, segment] of segments.entries()) checkPoint(segment, `/chart/segments/${n}`, complain)
}

function checkPlot(plot: Json, complain: Complain): void {
  checkFields(plot, ['type', 'series', 'axis_config'], ['/chart', complain])
  const categories = checkAxis(plot.axis_config, complain)
  const all = checkMany(plot.series, { at: '/chart/series', max: LIMITS.chartSeries }, complain)
  for (const [n, series] of all.entries()) checkSeries(series, [`/chart/series/${n}`, complain], categories)
  if (isTwice(all.map((series) => named(series, 'name')))) complain('/chart/series', 'names must be unique')
}

const KINDS: Readonly<Record<string, typeof checkPlot>> = { pie: checkPie, bar: checkPlot, line: checkPlot, area: checkPlot }

/** The block's own fields are checked with those of all blocks. */
export function checkChart({ title, chart }: Block, complain: Complain): void {
  checkWords(title, { at: '/title', max: LIMITS.chartTitle }, complain)
  const check = isRecord(chart) ? KINDS[String(chart.type)] : undefined
  if (isRecord(chart) && check) check(chart, complain)
  else complain('/chart/type', `must be one of: ${Object.keys(KINDS).join(', ')}`)
}

/** The refusal of a chart by a workspace that has none yet. Nobody broke a rule: there is no way to know before. */
export function chartless({ charts }: Workspace, { blocks: given }: Arguments): Reply | undefined {
  const blocks = structure(given)
  const first = Array.isArray(blocks) ? blocks.findIndex((block) => named(block, 'type') === CHART) : -1
  if (charts.known || first < 0) return undefined
  const messages = [`[ERROR] unsupported type: ${CHART} [json-pointer:/blocks/${first}/type]`]
  return no('invalid_blocks', { errors: messages, response_metadata: { messages } })
}

/** {kind: "charts", known: false}: as in a workspace that charts have not reached yet. */
export const chartChange =
  ({ charts }: Workspace): ChangeHandler =>
  ({ known }) => {
    if (typeof known !== 'boolean') return 'Say {"known": false} for a workspace without charts, or true.'
    charts.known = known
    return { known }
  }
