import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { expand } from '../../src/cards.ts'
import { blocks, fallbackText } from '../../src/chat/slack/blocks.ts'
import { parseCommand } from '../../src/coaching/command.ts'
import { kudosIn, MOST_LINE } from '../../src/coaching/kudos.ts'
import { kudosCard, mailOf } from '../../src/coaching/told-cards.ts'
import { words } from '../../src/words.ts'
import { anyText } from '../any-text.ts'
import { person, READER } from './proposals.ts'

const thank = (to: string, line: string) => ({ kind: 'thank', to, line })

describe('kudos understands', () => {
  it.each([
    { text: 'kudos ana@x.example You were great!', means: thank('ana@x.example', 'You were great!') },
    { text: '/kudos ana@x.example: you were great', means: thank('ana@x.example', 'you were great') },
    { text: '/coaching kudos ana@x.example because of you', means: thank('ana@x.example', 'because of you') },
    { text: '<at>Halftime</at> KUDOS ana@x.example for queue Billing', means: thank('ana@x.example', 'for queue Billing') },
    { text: 'kudos <mailto:ana@x.example|ana@x.example> Well\n done', means: thank('ana@x.example', 'Well done') },
    { text: 'kudos ana@x.example kudos on off', means: thank('ana@x.example', 'kudos on off') },
    { text: `kudos ana@x.example ${'x'.repeat(MOST_LINE)}`, means: thank('ana@x.example', 'x'.repeat(MOST_LINE)) },
    { text: 'kudos', means: { kind: 'help' } },
    { text: 'Kudos  help', means: { kind: 'help' } },
    { text: 'kudos off', means: { kind: 'messages', on: false } },
    { text: ' /kudos ON ', means: { kind: 'messages', on: true } },
  ])('"$text"', ({ text, means }) => {
    expect(parseCommand(text)).toEqual({ kind: 'kudos', asked: means })
  })

  it.each(['kudosana@x.example hello', 'set kudos on', 'why kudos', 'no kudos ana@x.example thanks'])('not "%s"', (text) => {
    expect(kudosIn(text)).toBeUndefined()
  })
})

describe('kudos asks back', () => {
  it.each([
    { text: 'kudos of', means: { kind: 'unclear', why: 'no-address', meant: 'kudos off' } },
    { text: 'kudos Ana for her patience', means: { kind: 'unclear', why: 'no-address' } },
    { text: 'kudos @ana thanks', means: { kind: 'unclear', why: 'no-address' } },
    {
      text: 'kudos to ana@x.example for her patience',
      means: { kind: 'unclear', why: 'no-address', meant: 'kudos ana@x.example to for her patience' },
    },
    { text: 'kudos ana@x.example', means: { kind: 'unclear', why: 'no-line', meant: 'kudos ana@x.example …' } },
    {
      text: 'kudos ana@x.example \u202e\u200b\u2066',
      means: { kind: 'unclear', why: 'no-line', meant: 'kudos ana@x.example …' },
    },
    { text: `kudos ana@x.example ${'x'.repeat(MOST_LINE + 1)}`, means: { kind: 'too-long' } },
  ])('after "$text"', ({ text, means }) => {
    expect(kudosIn(text)).toEqual(means)
  })
})

describe('a line that somebody wrote', () => {
  const en = words('en', { strict: true })
  const card = (line: string) => kudosCard({ agent: person('Ana Berg'), interaction: null, from: 'Sam Sato', line }, READER, en)
  const read = (text: string) => {
    const asked = kudosIn(`kudos ana@x.example ${text}`)
    return asked?.kind === 'thank' ? asked.line : undefined
  }

  it('stands on the card with who it is from, and on the lock screen', () => {
    const { view, summary } = card('You stayed so calm!')
    expect(view).toMatchObject({
      title: 'Well done, Ana!',
      line: '“You stayed so calm!”',
      facts: [{ title: 'From', value: 'Sam Sato' }],
    })
    expect(summary).toBe('Well done, Ana! Sam Sato says: You stayed so calm!')
    const praise = { agent: person('Ana Berg'), interaction: null, from: 'Sam Sato', line: 'You stayed so calm!' }
    expect(mailOf(praise, READER, en).text).toBe('“You stayed so calm!”\n\nFrom Sam Sato')
  })

  it('can neither mention, link, style, hide nor turn round, in either platform', () => {
    fc.assert(
      fc.property(anyText(300), (text) => {
        const line = read(text)
        if (line === undefined) return
        expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|:\/\//u)
        const drawn = expand(card(line))
        const slack = JSON.stringify([blocks(drawn), fallbackText(drawn)])
        expect(slack).not.toMatch(/<[!@#]|<http|<mailto/)
        expect(String(card(line).view.line)).not.toMatch(/(?<!\\)(?:\\\\)*[[\]<>*~`]/)
      }),
    )
  })
})
