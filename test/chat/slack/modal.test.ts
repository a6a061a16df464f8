import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { expand } from '../../../src/cards.ts'
import { modal, waiting } from '../../../src/chat/slack/modal.ts'
import { formCard, offerCard, previewCard } from '../../../src/coaching/form-card.ts'
import { adaptiveCard } from '../../../src/sandbox/contracts/contracts.ts'
import { refusedView } from '../../../src/sandbox/slack/view-shapes.ts'
import { words } from '../../../src/words.ts'
import { anyText } from '../../any-text.ts'
import { aForm } from '../../coaching/forms.ts'

const en = words('en', { strict: true })
const FRAME = { title: en.say('form.dialog'), close: en.say('form.close') }
const form = () => formCard({ ...aForm(), notice: [], wrong: {} }, en)

describe('a form as a modal', () => {
  it('has the main button as its own, by its id alone, and the others in it', () => {
    const drawn = modal(expand(form()), FRAME)
    expect(drawn).toMatchObject({
      type: 'modal',
      title: { text: 'Halftime settings' },
      submit: { text: 'Preview' },
      close: { text: 'Close' },
      private_metadata: 'f3v9x2m7q1.preview',
    })
    expect(drawn.blocks.filter(({ type }) => type === 'actions')).toEqual([])
    expect(drawn.blocks.filter(({ type }) => type === 'input')).toHaveLength(9)
    const preview = previewCard({ ...aForm(), changes: ['a: 1 instead of 2'], effect: ['about 14'], because: null }, en)
    expect(JSON.stringify(modal(expand(preview), FRAME).blocks)).toMatch(/Change something.*f3v9x2m7q1\.back/)
  })

  it('asks for everything but the reason', () => {
    const optional = modal(expand(form()), FRAME).blocks.flatMap((block) =>
      block.type === 'input' && block.optional ? [block.element.action_id] : [],
    )
    expect(optional).toEqual(['input:because'])
  })

  it('is one that Slack and Teams take, whatever was typed', () => {
    fc.assert(
      fc.property(anyText(400), anyText(400), (text, because) => {
        const typed = { ...aForm().form.typed, customer: text, pattern: text, because }
        const wrong = { customer: { kind: 'unclear' }, limit: { kind: 'refused', why: 'settings.impossible' } } as const
        const drawn = { ...aForm({ typed }), scope: text }
        const cards = [
          formCard({ ...drawn, notice: [text, because], wrong }, en),
          previewCard({ ...drawn, changes: [text, because], effect: [text], because }, en),
          offerCard(drawn, en),
        ].map(expand)
        for (const card of cards) {
          expect(adaptiveCard(card)).toEqual([])
          expect(refusedView(modal(card, FRAME))).toBeUndefined()
          expect(Buffer.byteLength(JSON.stringify(card))).toBeLessThan(25_000)
        }
      }),
      { numRuns: 40 },
    )
  })

  it('says that one has to wait', () => {
    expect(refusedView(waiting(en.say('form.loading'), FRAME))).toBeUndefined()
    expect(refusedView(waiting(en.say('form.counting'), { ...FRAME, title: 'x'.repeat(60) }))).toBeUndefined()
  })
})
