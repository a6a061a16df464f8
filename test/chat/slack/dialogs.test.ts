// Modals against the simulated Slack: opened, sent, answered in time or later.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Dialog } from '../../../src/coaching/people.ts'
import type { SeenDialog } from '../../../src/sandbox/core/dialogs.ts'
import { account, card, openWorkplace, SAM, type Workplace } from './workplace.ts'

let work: Workplace
beforeAll(async () => {
  work = await openWorkplace()
})
afterAll(async () => {
  expect(await work.violations()).toEqual([])
  await work.close()
})
beforeEach(() => {
  work.received.length = 0
  work.store.keep = async (event) => void work.received.push(event)
})

const shown = (text: string, more: Partial<Dialog> = {}): Dialog => ({
  title: 'Halftime',
  close: 'Close',
  card: card(text),
  ...more,
})
const seen = async (): Promise<SeenDialog | undefined> => {
  const all = (await (await fetch(`${work.sandboxUrl}/world/dialogs?user=sam`)).json()) as SeenDialog[]
  return all[0]
}
const place = (dialog: string) => ({ account: account(SAM), chat: SAM, dialog })
const received = () => work.received[0] as { place: { dialog: string } }
const open = async () => {
  await work.send('/commands', { user: 'sam', text: '/coaching form' })
  return received().place.dialog
}
const submit = async () => work.send('/dialogs', { user: 'sam', dialog: (await seen())?.id, button: 'submit' })

describe('a form', () => {
  it('opens before anything was asked of anybody, and shows what came of that', async () => {
    let before: SeenDialog | undefined
    work.store.keep = async (event) => {
      work.received.push(event)
      await expect.poll(seen).toBeDefined()
      before = await seen()
    }
    const handle = await open()
    expect(before?.text).toContain('One moment')
    expect(await work.chat.dialog(place(handle), shown('Here it is'))).toBe(true)
    expect((await seen())?.text).toContain('Here it is')
  })

  it('is not opened for other commands, nor as a card', async () => {
    const calls = (await work.calls('views.open')).length
    for (const text of ['status', 'form card', 'thresholds'])
      await work.send('/commands', { user: 'sam', text: `/coaching ${text}` })
    expect(work.received.map((event) => 'place' in event && event.place.dialog)).toEqual([undefined, undefined, undefined])
    expect(await work.calls('views.open')).toHaveLength(calls)
  })

  it('says so where none could be opened, and where it was closed', async () => {
    await work.fault('views.open', '500')
    expect(await work.chat.dialog(place(await open()), shown('Nobody sees it'))).toBe(false)
    await work.noFaults()
    work.received.length = 0
    const handle = await open()
    await work.chat.dialog(place(handle), shown('Here'))
    await work.send('/dialogs', { user: 'sam', dialog: (await seen())?.id, button: 'close' })
    expect(await work.chat.dialog(place(handle), shown('Too late'))).toBe(false)
    expect(await work.chat.dialog(place('of another life'), shown('Unknown'))).toBe(false)
  })

  it('that was sent is answered with what comes next, as soon as that is known', async () => {
    await work.chat.dialog(place(await open()), shown('Fill in'))
    work.received.length = 0
    work.store.keep = async (event) => {
      work.received.push(event)
      if ('place' in event) await work.chat.dialog(event.place, shown('Look at this'))
    }
    const { body } = await submit()
    expect(body).toMatchObject({ response_action: 'update' })
    expect(work.received).toMatchObject([{ kind: 'pressed', button: 'p1234567.a', place: { account: account(SAM) } }])
    expect((await seen())?.text).toContain('Look at this')
  })

  it('that was sent is answered in time although nothing is known yet, and changed later', async () => {
    await work.chat.dialog(place(await open()), shown('Fill in'))
    work.received.length = 0
    const { status } = await submit()
    expect([status, (await seen())?.text]).toEqual([200, expect.stringContaining('Counting')])
    await work.chat.dialog(received().place as never, shown('Counted', { errors: { customer: 'Too late to be said beside it' } }))
    expect((await seen())?.text).toContain('Counted')
  })

  it('that could not be stored stays as it is, and Slack says that there was trouble', async () => {
    await work.chat.dialog(place(await open()), shown('Fill in'))
    work.store.keep = () => Promise.reject(new Error('disk full'))
    expect((await submit()).status).toBe(500)
    expect(await seen()).toMatchObject({ text: expect.stringContaining('Fill in'), trouble: expect.any(String) })
  })
})
