import { expect, it } from 'vitest'
import { textOf } from '../../../src/chat/teams/reading.ts'

const block = (text: string, more: object = {}) => ({ type: 'TextBlock', text, ...more })

it('a card reads from top to bottom, without its buttons and what is hidden', () => {
  const card = {
    type: 'AdaptiveCard',
    body: [
      block('**Two rough calls** for _Ana_'),
      { type: 'Container', items: [block('First'), block('Hidden', { isVisible: false }), block('')] },
      { type: 'ColumnSet', columns: [{ type: 'Column', items: [block('Left')] }] },
      { type: 'FactSet', facts: [{ title: 'Customer', value: '-0.72' }] },
      { type: 'ActionSet', actions: [{ type: 'Action.Execute', title: 'Book' }] },
    ],
  }
  expect(textOf(card)).toBe('Two rough calls for Ana\n\nFirst\n\nLeft\n\nCustomer: -0.72')
})

it.each([
  ['[the call](https://apps.example/1)', 'the call'],
  ['\\[not a link\\]\\(x\\)', '[not a link](x)'],
  ['a\\_b and snake_case_name', 'a_b and snake_case_name'],
  ['2 \\* 3', '2 * 3'],
])('%j is read as %j', (text, read) => {
  expect(textOf({ body: [block(text)] })).toBe(read)
})
