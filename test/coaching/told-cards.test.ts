import { describe, expect, it } from 'vitest'
import { kudosCard, noticeCard } from '../../src/coaching/told-cards.ts'
import { words } from '../../src/words.ts'
import { interaction, person, READER } from './proposals.ts'

const en = words('en', { strict: true })

describe('the agent', () => {
  it('is thanked for a brilliant conversation, without a score on the lock screen', () => {
    const card = kudosCard({ agent: person('Ana Berg'), interaction: interaction(0, 0.91, null) }, READER, en)
    expect(card.view).toMatchObject({
      title: 'Well done, Ana!',
      facts: [
        { title: 'The call', value: expect.stringContaining('[Mon 23 Nov, 14:30](https://') },
        { value: expect.stringContaining('0.91') },
      ],
    })
    expect(card.summary).toBe(`Well done, Ana! ${card.view.line}`)
    expect(card.summary).not.toMatch(/0\.91/)
  })

  it('is thanked in varying words, the same whenever a card is drawn again', () => {
    const lineFor = (n: number) =>
      kudosCard({ agent: person('Ana Berg'), interaction: interaction(n, 0.91, null) }, READER, en).view.line
    const lines = Array.from({ length: 60 }, (_, n) => lineFor(n))
    expect(new Set(lines).size).toBe(6)
    expect(lines.every((line) => /thank you/i.test(String(line)))).toBe(true)
    expect(lines).toEqual(Array.from({ length: 60 }, (_, n) => lineFor(n)))
  })
})

describe('a plain answer', () => {
  it('escapes what it is given and sums it up', () => {
    const card = noticeCard(
      { title: 'Changed', lines: ['By **Sam**'], facts: [{ title: '/coaching set <x>', value: 'a_b' }] },
      en,
    )
    expect(card).toMatchObject({
      view: {
        title: 'Changed',
        lines: [{ text: 'By \\*\\*Sam\\*\\*' }],
        facts: [{ title: '/coaching set \\<x\\>', value: 'a\\_b' }],
      },
      summary: 'Changed. By **Sam**. /coaching set <x>: a_b.',
    })
  })
})
