import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AdaptiveCard, CardElement, Execute } from '../../../src/card-elements.ts'
import { type Block, blocks, fallbackText, LIMITS } from '../../../src/chat/slack/blocks.ts'
import { mrkdwnOf } from '../../../src/chat/slack/mrkdwn.ts'
import { escapeMarkdown } from '../../../src/coaching/view.ts'
import { blockFaults } from '../../../src/sandbox/slack/shapes.ts'
import { anyText } from '../../any-text.ts'

const card = (...body: CardElement[]): AdaptiveCard => ({
  type: 'AdaptiveCard',
  version: '1.5',
  fallbackText: 'A sentence.',
  body,
})
const text = (markdown: string): CardElement => ({ type: 'TextBlock', text: markdown })
const drawnText = (markdown: string) => sectionText(blocks(card(text(markdown)))[0]!)
const sectionText = (block: Block) => (block.type === 'section' ? block.text.text : '')

function press(title: string, more: Partial<Execute> = {}): Execute {
  const data = { button: `id-${title}` }
  return { type: 'Action.Execute', title, verb: 'press', data, fallback: { type: 'Action.Submit', title, data }, ...more }
}

describe('a card as Block Kit', () => {
  it('keeps the reading order', () => {
    const drawn = blocks(
      card(
        { type: 'TextBlock', text: 'Title \\*', style: 'heading' },
        text('Why'),
        { type: 'TextBlock', text: 'quietly', isSubtle: true },
        { type: 'FactSet', facts: [{ title: 'With', value: 'Sam' }] },
        {
          type: 'Container',
          items: [
            { type: 'TextBlock', text: 'one' },
            { type: 'TextBlock', text: 'two' },
          ],
        },
        { type: 'ActionSet', actions: [press('Book')] },
      ),
    )
    expect(drawn).toMatchObject([
      { type: 'header', text: { type: 'plain_text', text: 'Title *' } },
      { type: 'section', text: { type: 'mrkdwn', text: 'Why', verbatim: true } },
      { type: 'context', elements: [{ text: 'quietly' }] },
      { type: 'section', text: { text: '*With:* Sam' } },
      { type: 'section', text: { text: 'one\ntwo' } },
      { type: 'actions', elements: [{ type: 'button', action_id: 'press:0', value: 'id-Book', text: { text: 'Book' } }] },
    ])
  })

  it('gives every button an id of its own and makes at most one the main one', () => {
    const actions = [
      press('a', { style: 'positive', tooltip: 'Do a' }),
      press('b', { style: 'positive' }),
      press('c', { style: 'destructive' }),
    ]
    const drawn = blocks(card({ type: 'ActionSet', actions }, { type: 'ActionSet', actions: [press('d')] }))
    const buttons = drawn.flatMap((block) => (block.type === 'actions' ? block.elements : []))
    expect(buttons.map(({ action_id, style }) => [action_id, style])).toEqual([
      ['press:0', 'primary'],
      ['press:1', undefined],
      ['press:2', 'danger'],
      ['press:3', undefined],
    ])
    expect(buttons[0]).toMatchObject({ accessibility_label: 'Do a' })
  })

  it('draws a date and a time as input blocks, found again by their own ids', () => {
    const inputs: CardElement = {
      type: 'Container',
      items: [
        {
          type: 'Input.Date',
          id: 'day',
          label: 'Day',
          value: '2026-11-24',
          min: '2026-11-24',
          max: '2026-12-08',
          isRequired: true,
        },
        { type: 'Input.Time', id: 'time', label: 'Time (Berlin time)' },
      ],
    }
    const drawn = blocks(card(inputs, { type: 'ActionSet', actions: [press('Book', { associatedInputs: 'auto' })] }))
    expect(drawn).toEqual([
      {
        type: 'input',
        block_id: expect.any(String),
        label: { type: 'plain_text', text: 'Day' },
        element: { type: 'datepicker', action_id: 'input:day', initial_date: '2026-11-24' },
      },
      {
        type: 'input',
        block_id: expect.any(String),
        label: { type: 'plain_text', text: 'Time (Berlin time)' },
        element: { type: 'timepicker', action_id: 'input:time' },
      },
      expect.objectContaining({ type: 'actions' }),
    ])
    expect(blockFaults(drawn)).toEqual([])
  })

  it('begins an input anew when another value is to stand in it', () => {
    const ids = (value: string) =>
      blocks(card({ type: 'Input.Time', id: 'time', label: 'Time', value })).map(({ block_id }) => block_id)
    expect(ids('14:30')).not.toEqual(ids('15:00'))
  })

  it('keeps its inputs, however much stands before them', () => {
    const flood = Array.from({ length: 60 }, () => text('x'.repeat(3000)))
    const drawn = blocks(
      card(...flood, { type: 'Input.Date', id: 'day', label: 'Day' }, { type: 'ActionSet', actions: [press('Book')] }),
    )
    expect(drawn.slice(-3).map(({ type }) => type)).toEqual(['input', 'actions', 'context'])
  })

  it('has new block ids exactly when its content is new', () => {
    const ids = (markdown: string) => blocks(card(text(markdown), text('same'))).map(({ block_id }) => block_id)
    expect(ids('a')).toEqual(ids('a'))
    expect(ids('a').filter((id) => ids('b').includes(id))).toEqual([])
  })
})

describe('Markdown in a card', () => {
  it.each([
    { markdown: '**bold** and plain', mrkdwn: '*bold* and plain' },
    { markdown: '[Mon 14:30](https://x.example/?a=1&b=2)', mrkdwn: '<https://x.example/?a=1&amp;b=2|Mon 14:30>' },
    { markdown: '[a\\]b](https://x.example)', mrkdwn: '<https://x.example|a]b>' },
    { markdown: 'R&D \\<b\\>', mrkdwn: 'R&amp;D &lt;b&gt;' },
    { markdown: '[x](javascript:alert(1))', mrkdwn: '[x](javascript:alert(1))' },
    { markdown: '*no* _no_ ~no~ `no`', mrkdwn: '∗no∗ ＿no＿ ∼no∼ ˋnoˋ' },
    { markdown: 'ana_berg', mrkdwn: 'ana_berg' },
  ])('$markdown', ({ markdown, mrkdwn }) => {
    expect(drawnText(markdown)).toBe(mrkdwn)
  })

  it('is cut without tearing an entity, a link or a character', () => {
    fc.assert(
      fc.property(anyText(60), fc.integer({ min: 1, max: 80 }), (typed, most) => {
        const cut = mrkdwnOf(`${escapeMarkdown(typed)} [${escapeMarkdown(typed)}](https://x.example)`, most)
        return (
          cut.length <= most &&
          cut.isWellFormed() &&
          !/&(?!amp;|lt;|gt;)/.test(cut) &&
          /^[^<>]*(<https:\/\/x\.example\|[^<>]*>)?…?$/s.test(cut)
        )
      }),
    )
  })
})

const HOSTILE = [
  '<!channel>',
  '<!here|here>',
  '<@U1>',
  '<https://evil.example|Approve>',
  '[x](javascript:alert(1))',
  '[Approve](https://evil.example)',
  `\${title}`,
  '*bold* _italic_ ~gone~ `code`',
  '\u202egnihton\u202c \u200b\u2066x\u2069',
  '&lt;!channel&gt;',
]

describe('text from people', () => {
  it.each(HOSTILE)('stays text: %s', (typed) => {
    const drawn = drawnText(escapeMarkdown(typed))
    expect(drawn).not.toMatch(/[<>]|(?<![\p{L}\p{N}])[*_~`]/u)
    expect(drawn).not.toMatch(/[\u200b-\u200f\u202a-\u202e\u2060-\u2069]/)
  })

  it.each(HOSTILE)('stays text in the notification: %s', (typed) => {
    expect(fallbackText({ ...card(text('x')), fallbackText: typed })).not.toMatch(/[<>*~`]/)
  })

  it('of any length fits', () => {
    const flood = '😀'.repeat(12_500)
    const many = Array.from({ length: 80 }, () => text(flood))
    const actions = {
      type: 'ActionSet' as const,
      actions: Array.from({ length: 30 }, () => press(flood, { tooltip: flood })),
    }
    const short = actions.actions.map((one) => ({ ...one, data: { button: 'k.s0' } }))
    const drawn = blocks(
      card({ type: 'TextBlock', text: flood, style: 'heading' }, ...many, { ...actions, actions: short.slice(0, 8) }),
    )
    expect(blockFaults(drawn)).toEqual([])
    expect(JSON.stringify(drawn).length).toBeLessThanOrEqual(LIMITS.total)
    expect(drawn.some(({ type }) => type === 'actions')).toBe(true)
    expect(JSON.stringify(drawn).isWellFormed()).toBe(true)
    expect(fallbackText({ ...card(text('x')), fallbackText: `${flood}&` }).length).toBeLessThanOrEqual(LIMITS.messageText)
    expect(fallbackText({ ...card(text('x')), fallbackText: '&'.repeat(9000) }).length).toBeLessThanOrEqual(LIMITS.messageText)
  })

  it('is drawn into valid blocks, whatever it is', () => {
    const any = anyText(200).filter((typed) => typed !== '')
    fc.assert(
      fc.property(
        any,
        (typed) => blockFaults(blocks(card(text(typed), { type: 'TextBlock', text: typed, style: 'heading' }))).length === 0,
      ),
    )
  })
})

it('counts at most 50 blocks', () => {
  const drawn = blocks(
    card(...Array.from({ length: 70 }, (_, n) => text(`line ${n}`)), { type: 'ActionSet', actions: [press('Book')] }),
  )
  expect(drawn).toHaveLength(50)
  expect(drawn.at(-2)).toMatchObject({ type: 'actions' })
})
