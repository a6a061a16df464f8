// Charts as Block Kit, and messages without them. https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block
import type { BarChart } from '../../card-elements.ts'
import { VendorError } from '../../errors.ts'

const CHART = 'data_visualization'

export interface Chart {
  type: typeof CHART
  title: string
  chart: {
    type: 'bar'
    series: { name: string; data: { label: string; value: number }[] }[]
    axis_config: { categories: string[] }
  }
}

/** The element's own bounds are Slack's, so nothing has to be cut. */
export function chart({ title, data }: BarChart): Chart {
  const series = data.map(({ legend, values }) => ({ name: legend, data: values.map(({ x, y }) => ({ label: x, value: y })) }))
  const categories = data[0]?.values.map(({ x }) => x) ?? []
  return { type: CHART, title, chart: { type: 'bar', series, axis_config: { categories } } }
}

interface Message {
  readonly blocks: readonly unknown[]
}

const isChart = (block: unknown): boolean => (block as { readonly type?: unknown } | null)?.type === CHART

/**
 * Charts reach one workspace after another, and until then Slack refuses the whole message, which nobody can know before: so a message
 * refused with a chart is said once more without. What the chart shows stands in the text, too.
 */
export async function orWithoutCharts<M extends Message, T>(message: M, say: (message: M) => Promise<T>): Promise<T> {
  const blocks = message.blocks.filter((block) => !isChart(block))
  try {
    return await say(message)
  } catch (error) {
    const refused = error instanceof VendorError && error.code === 'invalid_blocks'
    if (!refused || blocks.length === message.blocks.length) throw error
    return say({ ...message, blocks })
  }
}
