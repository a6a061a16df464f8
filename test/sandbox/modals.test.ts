// Modals of the simulated Slack, met through real Bolt and the real web client.
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { App, HTTPReceiver, LogLevel, type types } from '@slack/bolt'
import { WebClient } from '@slack/web-api'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type OpenWorld, openWorld } from './world.ts'

const nothing = () => {}
const logger = {
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  setLevel: nothing,
  setName: nothing,
  getLevel: () => LogLevel.ERROR,
}

const plain = (text: string) => ({ type: 'plain_text', text }) as const
const field = (id: string, more: object = {}) =>
  ({
    type: 'input',
    block_id: `b-${id}`,
    label: plain(id),
    element: { type: 'plain_text_input', action_id: id, ...more },
  }) as const
const menu = (values: readonly string[]) => ({
  type: 'static_select',
  action_id: 'menu',
  options: values.map((value) => ({ text: plain(value), value })),
  initial_option: { text: plain(values[0]!), value: values[0]! },
})
type View = types.View

const view = (title: string, blocks: readonly object[], more: object = {}): View =>
  ({
    type: 'modal',
    callback_id: 'form',
    title: plain(title),
    submit: plain('Send'),
    private_metadata: 'id-1',
    blocks,
    ...more,
  }) as View
const FORM = view('Form', [
  field('score', { initial_value: '1', max_length: 5 }),
  { ...field('why'), optional: true },
  { type: 'input', block_id: 'b-menu', label: plain('Which'), element: menu(['a', 'b']) },
  { type: 'actions', elements: [{ type: 'button', action_id: 'back', value: 'b', text: plain('Back') }] },
])

let world: OpenWorld
let bot: Server
let slack: WebClient
let sent: Record<string, unknown>[] = []
let answer: Record<string, unknown> | undefined
let trigger = ''

beforeAll(async () => {
  let listener: HTTPReceiver['requestListener'] | undefined
  bot = createServer((request, response) => listener?.(request, response))
  await new Promise<void>((resolve) => bot.listen(0, '127.0.0.1', resolve))
  world = await openWorld(`http://127.0.0.1:${(bot.address() as AddressInfo).port}`)
  const { SLACK_API_URL, SLACK_BOT_TOKEN, SLACK_SIGNING_SECRET } = world.env
  const http = new HTTPReceiver({ signingSecret: SLACK_SIGNING_SECRET!, endpoints: ['/slack/events'], logger })
  const clientOptions = { slackApiUrl: SLACK_API_URL! }
  const app = new App({ receiver: http, token: SLACK_BOT_TOKEN!, clientOptions, deferInitialization: true, logger })
  app.command(/.*/, async ({ ack, body }) => {
    trigger = body.trigger_id
    await ack()
  })
  app.action(/.*/, async ({ ack, body }) => {
    sent.push(body as never)
    await ack()
  })
  app.view('form', async ({ ack, body }) => {
    sent.push(body as never)
    await ack(answer as never)
  })
  await app.init()
  listener = http.requestListener
  slack = new WebClient(SLACK_BOT_TOKEN, { slackApiUrl: SLACK_API_URL!, logger, retryConfig: { retries: 0 } })
})

afterAll(async () => {
  await world.close()
  bot.closeAllConnections()
  bot.close()
})

beforeEach(async () => {
  sent = []
  answer = undefined
  await world.advance('PT1M')
  await world.command('ada', '/coaching form')
})

const open = async (shown = FORM) => (await slack.views.open({ trigger_id: trigger, view: shown })).view!
const seen = async () => (await world.dialogs('ada'))[0]
const press = (button: string, inputs: object = {}) =>
  seen().then((dialog) => world.call('POST', '/dialogs', { user: 'ada', dialog: dialog!.id, button, inputs }))
const errorOf = (call: Promise<unknown>) =>
  call.then(
    () => undefined,
    (error) => (error as { data?: { error: string } }).data?.error,
  )

describe('a modal', () => {
  it('opens once for each act, within three seconds', async () => {
    await open()
    expect(await errorOf(open())).toBe('exchanged_trigger_id')
    await world.command('ada', '/coaching form')
    await world.advance('PT4S')
    expect(await errorOf(open())).toBe('expired_trigger_id')
    expect(await errorOf(slack.views.open({ trigger_id: 'x', view: FORM }))).toBe('invalid_trigger_id')
  })

  it('stands before whoever acted, and nobody else', async () => {
    await open()
    expect(await seen()).toMatchObject({
      title: 'Form',
      buttons: [{ id: 'back' }, { id: 'submit', label: 'Send' }, { id: 'close' }],
      inputs: [
        { id: 'score', value: '1' },
        { id: 'why', value: '' },
        { id: 'menu', value: 'a' },
      ],
    })
    expect(await world.dialogs('sam')).toEqual([])
    await expect(world.call('POST', '/dialogs', { user: 'sam', dialog: (await seen())!.id, button: 'submit' })).rejects.toThrow(
      'sees no dialog',
    )
    expect((await world.effects('view.opened')).at(-1)).toMatchObject({ vendor: 'slack', body: { title: 'Form' } })
  })

  it('sends everything that stands in it, and closes when nothing is answered', async () => {
    const { id } = await open()
    await press('submit', { score: '2', menu: 'b' })
    expect(sent).toMatchObject([
      {
        type: 'view_submission',
        user: { id: expect.stringMatching(/^U0ADA/) },
        view: {
          id,
          private_metadata: 'id-1',
          state: {
            values: {
              'b-score': { score: { type: 'plain_text_input', value: '2' } },
              'b-why': { why: { value: null } },
              'b-menu': { menu: { selected_option: { value: 'b' } } },
            },
          },
        },
      },
    ])
    expect(await seen()).toBeUndefined()
  })

  it('shows errors beside their inputs, keeps what was typed, and is sent again', async () => {
    await open()
    answer = { response_action: 'errors', errors: { 'b-score': 'Too small' } }
    await press('submit', { score: '0' })
    expect((await seen())?.inputs[0]).toMatchObject({ id: 'score', value: '0', error: 'Too small' })
    answer = {
      response_action: 'update',
      view: view('Next', [{ type: 'section', text: plain('Thanks') }], { submit: undefined }),
    }
    await press('submit')
    expect(await seen()).toMatchObject({ title: 'Next', inputs: [], buttons: [{ id: 'close' }] })
  })

  it('is held back while something required is empty, or too long', async () => {
    await open()
    await expect(press('submit', { score: '' })).rejects.toThrow('must be filled in')
    await expect(press('submit', { score: '123456' })).rejects.toThrow('at most 5 characters')
    expect(sent).toEqual([])
  })

  it('tells of a button in it, with everything that stands there', async () => {
    await open()
    await press('back', { why: 'because' })
    expect(sent).toMatchObject([
      {
        type: 'block_actions',
        container: { type: 'view' },
        view: { state: { values: { 'b-why': { why: { value: 'because' } } } } },
        actions: [{ value: 'b' }],
      },
    ])
    expect(sent[0]).not.toHaveProperty('response_url')
  })

  it('is changed from outside as long as it stands and is the same', async () => {
    const { id, hash } = await open()
    await slack.views.update({ view_id: id!, hash: hash!, view: view('Changed', FORM.blocks) })
    expect((await seen())?.title).toBe('Changed')
    expect(await errorOf(slack.views.update({ view_id: id!, hash: hash!, view: FORM }))).toBe('hash_conflict')
    await press('close')
    expect(await errorOf(slack.views.update({ view_id: id!, view: FORM }))).toBe('not_found')
    expect((await world.effects('view.closed', 'other')).at(-1)).toMatchObject({ id })
  })

  it('lies over another, at most three of them, and shows that one again', async () => {
    await open()
    const more = async (title: string) => {
      await press('back')
      const { trigger_id } = sent.at(-1) as { trigger_id: string }
      return slack.views.push({ trigger_id, view: view(title, FORM.blocks) })
    }
    await more('Second')
    await more('Third')
    expect(await errorOf(more('Fourth'))).toBe('invalid_arguments')
    expect((await seen())?.title).toBe('Third')
    await press('close')
    expect((await seen())?.title).toBe('Second')
    answer = { response_action: 'clear' }
    await press('submit')
    expect(await seen()).toBeUndefined()
  })

  it('that breaks a limit is refused, and an answer that breaks one is noted', async () => {
    const wrong: readonly [string, View][] = [
      ['a long title', view('x'.repeat(25), FORM.blocks)],
      ['no button for its inputs', view('Form', FORM.blocks, { submit: undefined })],
      ['too much metadata', view('Form', FORM.blocks, { private_metadata: 'x'.repeat(3001) })],
      [
        '101 blocks',
        view(
          'Form',
          Array.from({ length: 101 }, () => ({ type: 'divider' })),
        ),
      ],
      ['a first value that is too long', view('Form', [field('score', { initial_value: '123', max_length: 2 })])],
      [
        'a first choice that is none',
        view('Form', [
          { type: 'input', label: plain('x'), element: { ...menu(['a']), initial_option: { text: plain('b'), value: 'b' } } },
        ]),
      ],
      ['an unknown field', view('Form', FORM.blocks, { colour: 'red' })],
    ]
    for (const [what, shown] of wrong) expect([what, await errorOf(open(shown))]).toEqual([what, 'invalid_arguments'])
    await open()
    const before = (await world.violations()).length
    answer = { response_action: 'errors', errors: { nowhere: 'x' } }
    await press('submit')
    expect((await seen())?.trouble).toBe('We had some trouble connecting. Try again?')
    expect((await world.violations()).slice(before)).toMatchObject([{ what: expect.stringContaining('nowhere') }])
  })
})
