import { describe, expect, it } from 'vitest'
import { openInvokes } from '../../../src/chat/teams/invokes.ts'

const sentences = {
  working: (language?: string) => (language === 'de-DE' ? 'Wird erledigt.' : 'Working on it.'),
  failed: () => 'Something went wrong.',
}
const card = { conversation: 'a:chat', activity: '42' }
const note = (value: string) => ({ statusCode: 200, type: 'application/vnd.microsoft.activity.message', value })
const look = (value: object) => ({ statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value })

describe('A press whose answer is awaited', () => {
  it('is answered by the first redraw of its card, and both presses of a double click are', async () => {
    const invokes = openInvokes(sentences)
    const [first, second, other] = [invokes.open(card), invokes.open(card), invokes.open({ ...card, activity: '43' })]
    invokes.redraw(card, { v: 1 })
    invokes.redraw(card, { v: 2 })
    invokes.whisper(other.handle, 'not yours')
    expect(await Promise.all([first.answer, second.answer, other.answer])).toEqual([
      look({ v: 1 }),
      look({ v: 1 }),
      note('not yours'),
    ])
  })

  it('is found whether or not the channel’s thread is named', async () => {
    const invokes = openInvokes(sentences)
    const { answer } = invokes.open({ conversation: '19:x@thread.tacv2;messageid=42', activity: '42' })
    invokes.redraw({ conversation: '19:x@thread.tacv2', activity: '42' }, { v: 1 })
    expect(await answer).toEqual(look({ v: 1 }))
  })

  it('is answered once: a later notice must find another way', async () => {
    const invokes = openInvokes(sentences)
    const { handle, answer } = invokes.open(card)
    expect(invokes.whisper(handle, 'Tessa was faster.')).toBe(true)
    expect(invokes.whisper(handle, 'again')).toBe(false)
    expect(invokes.whisper('of another process', 'hello')).toBe(false)
    expect(await answer).toEqual(note('Tessa was faster.'))
  })

  it('says that we are at work when nothing comes in time', async () => {
    expect(await openInvokes({ ...sentences, limitMs: 5 }).open(card).answer).toEqual(note('Working on it.'))
  })

  it('says so in the language of whoever pressed', async () => {
    expect(await openInvokes({ ...sentences, limitMs: 5 }).open(card, 'de-DE').answer).toEqual(note('Wird erledigt.'))
  })

  it('is answered early when too many wait', async () => {
    const invokes = openInvokes({ ...sentences, most: 1 })
    const first = invokes.open(card)
    const second = invokes.open(card)
    expect(await first.answer).toEqual(note('Working on it.'))
    invokes.fail(second.handle)
    expect(await second.answer).toMatchObject({ statusCode: 500, type: 'application/vnd.microsoft.error' })
  })
})
