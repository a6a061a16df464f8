import { describe, expect, it, vi } from 'vitest'
import { type AdaptiveCard, BarChart } from '../../../src/card-elements.ts'
import { blocks } from '../../../src/chat/slack/blocks.ts'
import { orWithoutCharts } from '../../../src/chat/slack/chart.ts'
import { VendorError } from '../../../src/errors.ts'
import { blockFaults } from '../../../src/sandbox/slack/shapes.ts'

const days = (count: number) => Array.from({ length: count }, (_, n) => ({ x: `Day ${n}`, y: n }))
const weeks = (...legends: string[]): BarChart => ({
  type: 'Chart.VerticalBar.Grouped',
  title: 'Sessions a week',
  data: legends.map((legend) => ({ legend, values: days(2) })),
  fallback: 'drop',
})

describe('a chart', () => {
  it('is drawn with one point of each series for each category', () => {
    const card: AdaptiveCard = { type: 'AdaptiveCard', version: '1.5', body: [weeks('Now', 'Then')] }
    const data = [
      { label: 'Day 0', value: 0 },
      { label: 'Day 1', value: 1 },
    ]
    expect(blocks(card)).toEqual([
      {
        type: 'data_visualization',
        block_id: expect.any(String),
        title: 'Sessions a week',
        chart: {
          type: 'bar',
          series: [
            { name: 'Now', data },
            { name: 'Then', data },
          ],
          axis_config: { categories: ['Day 0', 'Day 1'] },
        },
      },
    ])
  })

  it.each([
    { what: 'six series of twenty', data: [...'abcdef'].map((legend) => ({ legend, values: days(20) })), fits: true },
    { what: 'seven series', data: [...'abcdefg'].map((legend) => ({ legend, values: days(2) })), fits: false },
    { what: '21 points', data: [{ legend: 'a', values: days(21) }], fits: false },
    { what: 'a long name', data: [{ legend: 'a'.repeat(21), values: days(2) }], fits: false },
    { what: 'one name twice', data: weeks('a', 'a').data, fits: false },
    { what: 'one day twice', data: [{ legend: 'a', values: [...days(1), ...days(1)] }], fits: false },
    {
      what: 'other days in the second series',
      data: [
        { legend: 'a', values: days(2) },
        { legend: 'b', values: days(3) },
      ],
      fits: false,
    },
  ])('of $what belongs to the closed set: $fits, as Slack has it', ({ data, fits }) => {
    const made = { ...weeks('a'), data }
    expect(BarChart.safeParse(made).success).toBe(fits)
    const drawn = blocks({ type: 'AdaptiveCard', version: '1.5', body: [made] })
    expect(blockFaults(drawn).length === 0).toBe(fits)
  })
})

describe('a message with a chart', () => {
  const said = { type: 'section' }
  const message = { text: 'x', blocks: [said, { type: 'data_visualization' }] }
  const refusal = (code: string) => new VendorError({ vendor: 'Slack', trouble: 'refused', code })
  const refusing = (code: string) => vi.fn(async (_: typeof message): Promise<void> => Promise.reject(refusal(code)))

  it('is said once where it is taken', async () => {
    const say = vi.fn(async () => 'said')
    expect(await orWithoutCharts(message, say)).toBe('said')
    expect(say.mock.calls).toEqual([[message]])
  })

  it('is said once more without it when Slack refuses its blocks, and no more than once', async () => {
    const say = refusing('invalid_blocks')
    await expect(orWithoutCharts(message, say)).rejects.toMatchObject({ code: 'invalid_blocks' })
    expect(say.mock.calls).toEqual([[message], [{ text: 'x', blocks: [said] }]])
  })

  it.each([
    { what: 'another refusal', of: message, code: 'channel_not_found' },
    { what: 'a message without one', of: { ...message, blocks: [said] }, code: 'invalid_blocks' },
  ])('is not repeated after $what', async ({ of, code }) => {
    const say = refusing(code)
    await expect(orWithoutCharts(of, say)).rejects.toMatchObject({ code })
    expect(say).toHaveBeenCalledTimes(1)
  })
})
