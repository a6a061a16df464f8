import { describe, expect, it } from 'vitest'
import { openTasks } from '../../../src/chat/teams/tasks.ts'

const LATE = 'You get it as a message.'
const fallback = { type: 'Action.Submit', title: 'Go', data: { button: 'b1' } } as const
const go = { type: 'Action.Execute', title: 'Go', verb: 'press', id: 'b1', data: { button: 'b1' }, fallback } as const
const card = {
  type: 'AdaptiveCard',
  version: '1.5',
  body: [
    { type: 'TextBlock', text: 'Hello' },
    { type: 'ActionSet', actions: [go] },
  ],
} as const

describe('a dialog', () => {
  it('shows the card that comes in time, with buttons that dialogs can send', async () => {
    const tasks = openTasks({ late: () => LATE })
    const { handle, answer } = tasks.open('one')
    expect(tasks.show(handle, { title: 'Halftime', card })).toBe(true)
    expect(await answer).toMatchObject({
      task: {
        type: 'continue',
        value: { title: 'Halftime', card: { content: { body: [{}, { actions: [{ type: 'Action.Submit', id: 'b1' }] }] } } },
      },
    })
    expect(tasks.show(handle, { title: 'Halftime', card })).toBe(false)
  })

  it('says where the outcome will be when it takes too long', async () => {
    const tasks = openTasks({ late: () => LATE, limitMs: 5 })
    const { handle, answer } = tasks.open('one')
    expect(await answer).toEqual({ task: { type: 'message', value: LATE } })
    expect(tasks.show(handle, { title: 'Halftime', card })).toBe(false)
  })

  it('answers a repeat of one press as the press', async () => {
    const tasks = openTasks({ late: () => LATE, most: 1 })
    const [first, again] = [tasks.open('one'), tasks.open('one')]
    tasks.say(first.handle, 'Done')
    expect(await again.answer).toEqual(await first.answer)
    expect(tasks.open('two').handle).not.toBe(first.handle)
    expect(tasks.open('one').handle).not.toBe(first.handle)
  })
})
