// Charts, as the simulated chats take and refuse them.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { adaptiveCard } from '../../src/sandbox/contracts/contracts.ts'
import { blockFaults } from '../../src/sandbox/slack/shapes.ts'
import { type OpenWorld, openWorld } from './world.ts'

const points = (...labels: string[]) => labels.map((label, value) => ({ label, value }))
const numbered = (count: number) => Array.from({ length: count }, (_, n) => `${n}`)
const series = (name: string, ...labels: string[]) => ({ name, data: points(...labels) })

const plot = (all: unknown, categories: unknown = ['a', 'b'], more: object = {}) => ({
  type: 'bar',
  series: all,
  axis_config: { categories, ...more },
})
const fine = plot([series('now', 'a', 'b'), series('then', 'b', 'a')])
const block = (chart: unknown, title: unknown = 'Weeks') => ({ type: 'data_visualization', title, chart })

describe('Slack', () => {
  it.each([
    ['two series over two categories', fine],
    ['lines', { ...fine, type: 'line' }],
    ['six series', plot(numbered(6).map((name) => series(name, 'a', 'b')))],
    ['twenty points', plot([series('now', ...numbered(20))], numbered(20))],
    ['names of the axes', plot([series('now', 'a', 'b')], ['a', 'b'], { x_label: 'Week', y_label: 'Sessions' })],
    ['a pie', { type: 'pie', segments: points('a', 'b') }],
  ])('takes %s', (_, chart) => {
    expect(blockFaults([block(chart)])).toEqual([])
  })

  it.each([
    ['seven series', plot(numbered(7).map((name) => series(name, 'a', 'b'))), '/chart/series'],
    ['no series', plot([]), '/chart/series'],
    ['21 points', plot([series('now', ...numbered(21))], numbered(21)), '/chart/axis_config/categories'],
    ['a category without a point', plot([series('now', 'a')]), '/chart/series/0/data'],
    ['a point without a category', plot([series('now', 'a', 'b', 'c')]), '/chart/series/0/data'],
    ['a category twice', plot([series('now', 'a', 'a')], ['a', 'a']), '/chart/axis_config/categories'],
    ['a name twice', plot([series('now', 'a', 'b'), series('now', 'a', 'b')]), '/chart/series'],
    ['a name over 20', plot([series('n'.repeat(21), 'a', 'b')]), '/chart/series/0/name'],
    ['a label over 20', plot([series('now', 'l'.repeat(21))], ['l'.repeat(21)]), '/chart/series/0/data/0/label'],
    ['a number in words', plot([{ name: 'now', data: [{ label: 'a', value: '1' }] }], ['a']), '/chart/series/0/data/0/value'],
    ['a misspelt field', { ...fine, colour: 'red' }, '/chart/colour'],
    ['no axis', { type: 'bar', series: [series('now', 'a')] }, '/chart/axis_config'],
    ['another kind', { type: 'radar' }, '/chart/type'],
    ['nothing', undefined, '/chart/type'],
  ])('refuses %s', (_, chart, pointer) => {
    expect(blockFaults([block(chart)]).map((fault) => fault.pointer)).toContain(`/blocks/0${pointer}`)
  })

  it.each([
    ['a title over 50', [block(fine, 't'.repeat(51))], '/blocks/0/title'],
    ['no title', [block(fine, '')], '/blocks/0/title'],
    ['three in one message', [block(fine), block(fine), block(fine)], '/blocks'],
    ['a field of another block', [{ ...block(fine), text: 'x' }], '/blocks/0/text'],
  ])('refuses %s', (_, blocks, pointer) => {
    expect(blockFaults(blocks).map((fault) => fault.pointer)).toContain(pointer)
  })
})

describe('a Slack that charts have not reached', () => {
  let world: OpenWorld
  beforeAll(async () => {
    world = await openWorld()
  })
  afterAll(() => world.close())

  it('refuses the message, which is nobody’s mistake, and takes it from then on', async () => {
    const call = (method: string, args: object) =>
      fetch(`${world.env.SLACK_API_URL}${method}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${world.env.SLACK_BOT_TOKEN}`, 'content-type': 'application/json' },
        body: JSON.stringify(args),
      }).then((response) => response.json())
    const message = { channel: 'C0SUPPORTLEADS', text: 'x', blocks: [block(fine)] }
    await world.change({ kind: 'charts', known: false })
    expect(await call('chat.postMessage', message)).toMatchObject({ ok: false, error: 'invalid_blocks' })
    expect(await call('chat.postMessage', { ...message, blocks: [{ type: 'divider' }] })).toMatchObject({ ok: true })
    await world.change({ kind: 'charts', known: true })
    expect(await call('chat.postMessage', message)).toMatchObject({ ok: true })
  })
})

describe('Teams', () => {
  const values = [{ x: 'Mon', y: 1 }]
  const chart = { type: 'Chart.VerticalBar.Grouped', title: 'Weeks', data: [{ legend: 'now', values }], fallback: 'drop' }
  const text = { type: 'TextBlock', text: 'x' }
  const card = (one: object) => ({ type: 'AdaptiveCard', version: '1.5', body: [text, one] })

  it.each([
    ['a chart that may be left out', chart],
    ['one that something stands in for', { ...chart, fallback: { type: 'TextBlock', text: 'Mon: 1' } }],
    ['one in a container', { type: 'Container', items: [text, chart] }],
  ])('takes %s', (_, one) => {
    expect(adaptiveCard(card(one))).toEqual([])
  })

  it.each([
    ['one without a fallback', { ...chart, fallback: undefined }, 'must have a fallback'],
    ['a fallback that is none', { ...chart, fallback: { type: 'TextBlok' } }, 'card/body/1'],
    ['a kind there is not', { ...chart, type: 'Chart.Radar' }, 'there is no Chart.Radar'],
    ['a number in words', { ...chart, data: [{ legend: 'now', values: [{ x: 'Mon', y: '1' }] }] }, 'must be series'],
    ['no data', { ...chart, data: [] }, 'must be series'],
  ])('refuses %s', (_, one, complaint) => {
    expect(adaptiveCard(card(one)).join()).toContain(complaint)
  })
})
