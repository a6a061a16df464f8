// Inputs on cards: what Slack accepts, what a person's client keeps, sends and holds back.
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { WebClient } from '@slack/web-api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SeenMessage } from '../../src/sandbox/core/world.ts'
import { blockFaults } from '../../src/sandbox/slack/shapes.ts'
import { filled, keepTyped } from '../../src/sandbox/teams/filling.ts'
import type { TeamsMessage } from '../../src/sandbox/teams/tenant.ts'
import { type OpenWorld, openWorld } from './world.ts'

const plain = (label: string) => ({ type: 'plain_text', text: label }) as const
const inputBlock = (element: object, more: object = {}) => ({ type: 'input', label: plain('Day'), element, ...more })

describe('Slack', () => {
  it.each<[string, object]>([
    [
      'a date picker',
      inputBlock({ type: 'datepicker', action_id: 'd', initial_date: '2026-11-24', placeholder: plain('Which?') }),
    ],
    ['a time picker', inputBlock({ type: 'timepicker', action_id: 't', initial_time: '09:30', timezone: 'Europe/Berlin' })],
    ['one that sends at once', inputBlock({ type: 'datepicker', action_id: 'd' }, { dispatch_action: true, optional: true })],
    ['a picker among buttons', { type: 'actions', elements: [{ type: 'timepicker', action_id: 't' }] }],
    ['a picker beside words', { type: 'section', text: plain('When?'), accessory: { type: 'datepicker', action_id: 'd' } }],
  ])('accepts %s', (_, block) => {
    expect(blockFaults([block])).toEqual([])
  })

  it.each<[string, object, string]>([
    ['a day that does not exist', inputBlock({ type: 'datepicker', initial_date: '2026-02-30' }), '/element/initial_date'],
    ['a date in other words', inputBlock({ type: 'datepicker', initial_date: '24.11.2026' }), '/element/initial_date'],
    ['an hour that does not exist', inputBlock({ type: 'timepicker', initial_time: '24:00' }), '/element/initial_time'],
    ['a time with seconds', inputBlock({ type: 'timepicker', initial_time: '09:30:00' }), '/element/initial_time'],
    ['a zone that does not exist', inputBlock({ type: 'timepicker', timezone: 'Moon/Base' }), '/element/timezone'],
    ['bounds, which Slack does not know', inputBlock({ type: 'datepicker', min_date: '2026-11-24' }), '/element/min_date'],
    [
      'an endless placeholder',
      inputBlock({ type: 'datepicker', placeholder: plain('x'.repeat(151)) }),
      '/element/placeholder/text',
    ],
    ['an input without a label', { type: 'input', element: { type: 'datepicker' } }, '/label'],
    ['a label with style', { ...inputBlock({ type: 'datepicker' }), label: { type: 'mrkdwn', text: '*Day*' } }, '/label/type'],
    ['an input without an element', { type: 'input', label: plain('Day') }, '/element'],
    ['a button as an input', inputBlock({ type: 'button', text: plain('Book') }), '/element'],
    ['a line of text among buttons', { type: 'actions', elements: [{ type: 'plain_text_input' }] }, '/elements/0'],
    ['a flag that is a word', inputBlock({ type: 'datepicker' }, { optional: 'yes' }), '/optional'],
  ])('refuses %s', (_, block, pointer) => {
    expect(blockFaults([block]).map((fault) => fault.pointer)).toContain(`/blocks/0${pointer}`)
  })

  describe("in somebody's client", () => {
    let bot: Server
    let world: OpenWorld
    let slack: WebClient
    let got: { state: { values: unknown }; actions: { action_id: string }[] }

    beforeAll(async () => {
      bot = createServer(async (request, response) => {
        got = JSON.parse(new URLSearchParams(await text(request)).get('payload')!)
        response.end()
      })
      await new Promise<void>((resolve) => bot.listen(0, '127.0.0.1', resolve))
      world = await openWorld(`http://127.0.0.1:${(bot.address() as AddressInfo).port}`)
      slack = new WebClient(world.env.SLACK_BOT_TOKEN, { slackApiUrl: world.env.SLACK_API_URL!, retryConfig: { retries: 0 } })
    })
    afterAll(async () => {
      await world.close()
      bot.closeAllConnections()
      bot.close()
    })

    const card = (id: string) => [
      inputBlock({ type: 'datepicker', action_id: 'day', initial_date: '2026-11-24' }, { block_id: `${id}-1` }),
      inputBlock({ type: 'timepicker', action_id: 'time' }, { block_id: `${id}-2` }),
      { type: 'actions', block_id: `${id}-3`, elements: [{ type: 'button', action_id: 'go', text: plain('Go'), value: 'v' }] },
    ]
    const values = (id: string, date: string | null, time: string | null) => ({
      [`${id}-1`]: { day: { type: 'datepicker', selected_date: date } },
      [`${id}-2`]: { time: { type: 'timepicker', selected_time: time } },
    })
    const post = async (channel: string, id: string) => {
      const posted = await slack.chat.postMessage({ channel, text: 'form', blocks: card(id) as never })
      return { channel: posted.channel!, ts: posted.ts!, message: `${posted.channel}:${posted.ts}` }
    }
    const press = async (user: string, message: string, inputs?: object) => {
      await world.call('POST', '/clicks', { user, message, button: 'go', ...(inputs ? { inputs } : {}) })
      return got.state.values
    }

    it('they stand under the label they are given', async () => {
      const { message } = await post('U0SAMB1', 'a')
      const [seen] = (await world.call<SeenMessage[]>('GET', '/messages?user=sam')).filter(({ id }) => id === message)
      expect(seen!.inputs).toEqual([
        { id: 'day', label: 'Day', type: 'datepicker' },
        { id: 'time', label: 'Day', type: 'timepicker' },
      ])
    })

    it('all travel with a button: as they were drawn, as they were chosen, or empty', async () => {
      const { message } = await post('U0SAMB1', 'b')
      expect(await press('sam', message)).toEqual(values('b', '2026-11-24', null))
      expect(await press('sam', message, { day: '2026-12-02', time: '09:30' })).toEqual(values('b', '2026-12-02', '09:30'))
      expect(got.actions).toMatchObject([{ action_id: 'go' }])
      expect(await press('sam', message)).toEqual(values('b', '2026-12-02', '09:30'))
      expect(await press('sam', message, { day: '' })).toEqual(values('b', null, '09:30'))
    })

    it('everybody has their own', async () => {
      const { message } = await post('C0SUPPORTLEADS', 'c')
      await press('rita', message, { time: '09:30' })
      expect(await press('sam', message)).toEqual(values('c', '2026-11-24', null))
      expect(await press('rita', message)).toEqual(values('c', '2026-11-24', '09:30'))
    })

    it('begin anew under new block ids, and keep what was typed under the same', async () => {
      const { message, channel, ts } = await post('U0SAMB1', 'd')
      await press('sam', message, { time: '09:30' })
      await slack.chat.update({ channel, ts, text: 'form', blocks: card('d') as never })
      expect(await press('sam', message)).toEqual(values('d', '2026-11-24', '09:30'))
      await slack.chat.update({ channel, ts, text: 'form', blocks: card('e') as never })
      expect(await press('sam', message)).toEqual(values('e', '2026-11-24', null))
    })

    it.each([
      { inputs: { month: '12' }, why: 'no input \\"month\\"; it has: day, time' },
      { inputs: { day: '2.12.2026' }, why: 'give YYYY-MM-DD' },
      { inputs: { day: '2026-02-30' }, why: 'give YYYY-MM-DD' },
      { inputs: { time: '9:30' }, why: 'give HH:mm' },
    ])('cannot be given $inputs', async ({ inputs, why }) => {
      const { message } = await post('U0SAMB1', 'f')
      await expect(press('sam', message, inputs)).rejects.toThrow(why)
    })
  })
})

describe('Teams', () => {
  const form = {
    type: 'AdaptiveCard',
    body: [
      {
        type: 'Input.Date',
        id: 'day',
        label: 'Day',
        value: '2026-11-24',
        min: '2026-11-24',
        max: '2026-12-08',
        isRequired: true,
      },
      { type: 'Input.Time', id: 'time', label: 'Time', isRequired: true },
    ],
  }
  const book = { type: 'Action.Execute', verb: 'press', data: { button: 'b1' } }
  const back = { ...book, associatedInputs: 'none' }
  const tessa = { id: 'tessa' } as Parameters<typeof keepTyped>[2]['by']
  const shown = () => ({ typed: new Map() }) as unknown as TeamsMessage

  /** What a press sends after somebody filled in this much. */
  const send = (inputs: Record<string, string>, { action = book, card = form, message = shown() } = {}) =>
    filled(action, card, keepTyped(message, card, { by: tessa, inputs }))

  it("sends what was filled in beside the button's own data", () => {
    expect(send({ time: '09:30' })).toEqual({ button: 'b1', day: '2026-11-24', time: '09:30' })
  })

  it('keeps what somebody filled in until another card is shown', () => {
    const message = shown()
    send({ day: '2026-12-02', time: '09:30' }, { message })
    expect(send({}, { message })).toMatchObject({ day: '2026-12-02', time: '09:30' })
    const next = structuredClone(form)
    expect(() => send({}, { message, card: next })).toThrow('"Time" is required')
    expect(send({ time: '10:00' }, { message, card: next })).toMatchObject({ day: '2026-11-24', time: '10:00' })
  })

  it.each([
    { inputs: {}, why: '"Time" is required' },
    { inputs: { day: '', time: '09:30' }, why: '"Day" is required' },
    { inputs: { day: '2026-11-23', time: '09:30' }, why: 'from 2026-11-24 to 2026-12-08' },
    { inputs: { day: '2026-12-09', time: '09:30' }, why: 'from 2026-11-24 to 2026-12-08' },
    { inputs: { day: '24.11.2026', time: '09:30' }, why: 'cannot hold' },
    { inputs: { time: '9:30' }, why: 'cannot hold' },
    { inputs: { month: '12' }, why: 'no input "month"; it has: day, time' },
  ])('holds a press with $inputs back', ({ inputs, why }) => {
    expect(() => send(inputs as Record<string, string>)).toThrow(why)
  })

  it('lets a button through that has nothing to do with the inputs', () => {
    expect(send({ day: '', time: '' }, { action: back })).toEqual({ button: 'b1' })
  })
})
