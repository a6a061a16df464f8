// Simulated Slack, met as the bot will meet it: through the real web client and real Bolt, whose checks stay switched on.
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  type AllMiddlewareArgs,
  App,
  type BlockAction,
  type ButtonAction,
  HTTPReceiver,
  LogLevel,
  type Middleware,
  type SlackActionMiddlewareArgs,
  type SlackCommandMiddlewareArgs,
} from '@slack/bolt'
import { WebClient } from '@slack/web-api'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { SeenMessage, Violation } from '../../src/sandbox/core/world.ts'
import { type Sandbox, startSandbox } from '../../src/sandbox/main.ts'
import { type Delivered, type World, worldAt } from '../control.ts'

type Deed = (payload: SlackActionMiddlewareArgs<BlockAction<ButtonAction>> & AllMiddlewareArgs) => Promise<void>

const nothing = () => {}
/** The SDKs log every refusal; here refusals are what is wanted. */
const logger = {
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  setLevel: nothing,
  setName: nothing,
  getLevel: () => LogLevel.ERROR,
}

const receiver = {
  onClick: (async ({ ack }) => ack()) as Deed,
  onCommand: (async ({ ack }) => ack()) as Middleware<SlackCommandMiddlewareArgs>,
}

let sandbox: Sandbox
let world: World
let bot: Server
let slack: WebClient

const SAM = 'U0SAMB1'
const RITA = 'U0RITAB3'
const ROOM = 'C0SUPPORTLEADS'

const press = (click: object) => world.call<Delivered>('POST', '/clicks', click)
const say = (words: object) => world.call<Delivered>('POST', '/commands', words)

const seenBy = (user: string) => world.call<SeenMessage[]>('GET', `/messages?user=${user}`)
const last = async (user: string): Promise<SeenMessage> => (await seenBy(user)).at(-1)!

/** A Bolt app whose receiver is mounted into a plain server, signature checks on. */
async function startBolt(): Promise<HTTPReceiver['requestListener']> {
  const { SLACK_API_URL, SLACK_BOT_TOKEN, SLACK_SIGNING_SECRET } = sandbox.env
  const http = new HTTPReceiver({ signingSecret: SLACK_SIGNING_SECRET!, endpoints: ['/slack/events'], logger })
  const clientOptions = { slackApiUrl: SLACK_API_URL! }
  const app = new App({ receiver: http, token: SLACK_BOT_TOKEN!, clientOptions, deferInitialization: true, logger })
  app.action({ type: 'block_actions' }, (args) => receiver.onClick(args as Parameters<Deed>[0]))
  app.command(/.*/, (args) => receiver.onCommand(args))
  await app.init()
  return http.requestListener
}

beforeAll(async () => {
  let listener: HTTPReceiver['requestListener'] | undefined
  bot = createServer((request, response) => listener?.(request, response))
  await new Promise<void>((resolve) => bot.listen(0, '127.0.0.1', resolve))
  sandbox = await startSandbox({ port: 0, botUrl: `http://127.0.0.1:${(bot.address() as AddressInfo).port}` })
  world = worldAt(sandbox.url)
  listener = await startBolt()
  const { SLACK_API_URL, SLACK_BOT_TOKEN } = sandbox.env
  const calm = { logger, retryConfig: { retries: 0 }, rejectRateLimitedCalls: true }
  slack = new WebClient(SLACK_BOT_TOKEN, { slackApiUrl: SLACK_API_URL!, ...calm })
})

afterAll(async () => {
  await sandbox.close()
  bot.closeAllConnections()
  bot.close()
})

// A minute later the rate windows are fresh again.
beforeEach(async () => {
  await world.advance('PT1M')
  receiver.onClick = async ({ ack }) => ack()
  receiver.onCommand = async ({ ack }) => ack()
})

const button = (action_id: string, label: string, value: string) =>
  ({ type: 'button', action_id, value, text: { type: 'plain_text', text: label } }) as const

const card = [
  { type: 'header', text: { type: 'plain_text', text: 'A session for Ana' } },
  {
    type: 'section',
    text: { type: 'mrkdwn', text: 'Two rough calls: <https://example.org/1|first> &amp; *second* for <@U0ANAA1>' },
  },
  { type: 'actions', block_id: 'slots', elements: [button('book:0', '14:30, quiet', 'p1'), button('decline', 'Decline', 'p1')] },
]

describe('posting', () => {
  it('knows its bot', async () => {
    expect(await slack.auth.test()).toMatchObject({ user_id: 'U0HALFTIME', bot_id: 'B0HALFTIME', team_id: 'T0NORTHWIND' })
  })

  it('opens the direct chat when posting to a person, who then sees the words as read', async () => {
    const posted = await slack.chat.postMessage({ channel: SAM, text: 'A session for Ana', blocks: card })
    expect(posted.channel).toBe('D0SAMB1')
    expect(await last('sam')).toMatchObject({
      chat: 'dm:00000000-0000-4000-8000-0000000000b1',
      text: 'A session for Ana\nTwo rough calls: first & second for @Ana Alvarez\n14:30, quiet\nDecline',
      buttons: [
        { id: 'book:0', label: '14:30, quiet' },
        { id: 'decline', label: 'Decline' },
      ],
      ephemeral: false,
      updatedAt: null,
    })
    expect((await world.ledger()).at(-1)).toMatchObject({ vendor: 'slack', effect: 'message.posted', by: 'bot' })
  })

  it('redraws in place, and text alone takes the blocks away', async () => {
    const { channel, ts } = await slack.chat.postMessage({ channel: SAM, text: 'first', blocks: card })
    const before = await last('sam')
    await slack.chat.update({ channel: channel!, ts: ts!, text: 'booked' })
    expect(await last('sam')).toMatchObject({ id: before.id, text: 'booked', buttons: [] })
    expect((await last('sam')).updatedAt).not.toBeNull()
  })

  it('keeps metadata for whoever asks for it', async () => {
    const metadata = { event_type: 'proposal', event_payload: { id: 'p7' } }
    const { channel } = await slack.chat.postMessage({ channel: ROOM, text: 'with metadata', metadata })
    const asked = await slack.conversations.history({ channel: channel!, include_all_metadata: true, limit: 1 })
    expect(asked.messages?.[0]?.metadata).toEqual(metadata)
    const plain = await slack.conversations.history({ channel: channel!, limit: 1 })
    expect(plain.messages?.[0]?.metadata).toBeUndefined()
  })

  it('shows an ephemeral to one person in the room only, and cannot redraw it', async () => {
    const { message_ts } = await slack.chat.postEphemeral({ channel: ROOM, user: SAM, text: 'only you' })
    expect(await last('sam')).toMatchObject({ text: 'only you', ephemeral: true, chat: ROOM })
    expect((await seenBy('rita')).map((message) => message.text)).not.toContain('only you')
    expect((await world.call<SeenMessage[]>('GET', `/messages?room=${ROOM}`)).map((message) => message.text)).not.toContain(
      'only you',
    )
    await expect(slack.chat.update({ channel: ROOM, ts: message_ts!, text: 'no' })).rejects.toMatchObject({
      data: { error: 'message_not_found' },
    })
    await expect(slack.chat.postEphemeral({ channel: ROOM, user: 'U0ANAA1', text: 'hm' })).rejects.toMatchObject({
      data: { error: 'user_not_in_channel' },
    })
  })
})

describe('refusing', () => {
  const blocksOf = (text: string) => [{ type: 'section', text: { type: 'mrkdwn', text } }]
  const post = (blocks: unknown[]) => slack.chat.postMessage({ channel: SAM, text: 'x', blocks: blocks as typeof card })

  it.each([
    ['a text over 3000 characters', blocksOf('a'.repeat(3001)), 'invalid_blocks'],
    ['51 blocks', Array.from({ length: 51 }, () => ({ type: 'divider' })), 'invalid_blocks'],
    ['an unknown block', [{ type: 'badge' }], 'invalid_blocks'],
    ['a misspelt field', [{ type: 'section', txt: {} }], 'invalid_blocks'],
    [
      'one action id twice in a block',
      [{ type: 'actions', elements: [button('a', 'A', '1'), button('a', 'B', '2')] }],
      'invalid_blocks',
    ],
    ['a button text over 75', [{ type: 'actions', elements: [button('a', 'A'.repeat(76), '1')] }], 'invalid_blocks'],
    ['a header over 150', [{ type: 'header', text: { type: 'plain_text', text: 'h'.repeat(151) } }], 'invalid_blocks'],
    ['more than 13,200 characters', Array.from({ length: 5 }, () => blocksOf('a'.repeat(2900))[0]), 'msg_blocks_too_long'],
  ])('%s, and notes it as a violation', async (_, blocks, error) => {
    const before = (await world.call<Violation[]>('GET', '/violations')).length
    await expect(post(blocks)).rejects.toMatchObject({ data: { error } })
    const after = await world.call<Violation[]>('GET', '/violations')
    expect(after).toHaveLength(before + 1)
    expect(after.at(-1)).toMatchObject({ vendor: 'slack', what: expect.stringContaining(error) })
  })

  it('a wrong token, a misspelt argument, a long update', async () => {
    const stranger = new WebClient('xoxb-wrong', { slackApiUrl: sandbox.env.SLACK_API_URL!, logger, retryConfig: { retries: 0 } })
    await expect(stranger.auth.test()).rejects.toMatchObject({ data: { error: 'invalid_auth' } })
    await expect(slack.apiCall('chat.postMessage', { channel: SAM, txt: 'x' })).rejects.toMatchObject({
      data: { error: 'invalid_arguments' },
    })
    await expect(slack.apiCall('no.such.method')).rejects.toMatchObject({ data: { error: 'unknown_method' } })
    const { channel, ts } = await slack.chat.postMessage({ channel: SAM, text: 'short' })
    await expect(slack.chat.update({ channel: channel!, ts: ts!, text: 'a'.repeat(4001) })).rejects.toMatchObject({
      data: { error: 'msg_too_long' },
    })
  })

  it('the eleventh post of a burst in one channel, by 429 with Retry-After', async () => {
    const posts = Array.from({ length: 12 }, (_, n) => slack.chat.postMessage({ channel: 'U0BENA2', text: `${n}` }))
    const settled = await Promise.allSettled(posts)
    const refused = settled.filter((each) => each.status === 'rejected')
    expect(refused.length).toBeGreaterThanOrEqual(1)
    expect(refused[0]!.reason).toMatchObject({ retryAfter: 1 })
  })
})

describe('people', () => {
  it('shows members, guests and strangers for what they are', async () => {
    const user = async (id: string) =>
      (await slack.users.info({ user: id, include_locale: true })).user as Record<string, unknown>
    expect(await user(SAM)).toMatchObject({
      team_id: 'T0NORTHWIND',
      tz: 'Europe/Berlin',
      locale: 'en-US',
      is_bot: false,
      is_restricted: false,
    })
    expect((await user(SAM)).profile).toMatchObject({ email: 'sam@northwind.example' })
    expect(await user('U0GILE2')).toMatchObject({ is_restricted: true })
    expect(await user('U0OLGAE1')).toMatchObject({ is_stranger: true, team_id: 'T0ELSEWHERE' })
    expect(await user('U0HALFTIME')).toMatchObject({ is_bot: true })
  })

  it('finds by e-mail, opens direct chats, lists who is in a room', async () => {
    expect((await slack.users.lookupByEmail({ email: 'Rita@northwind.example' })).user?.id).toBe(RITA)
    await expect(slack.users.lookupByEmail({ email: 'olga@contoso.example' })).rejects.toMatchObject({
      data: { error: 'users_not_found' },
    })
    expect((await slack.conversations.open({ users: RITA })).channel?.id).toBe('D0RITAB3')
    expect((await slack.conversations.members({ channel: ROOM })).members).toEqual([RITA, SAM, 'U0HELENAC1', 'U0HALFTIME'])
    expect((await slack.conversations.info({ channel: ROOM })).channel).toMatchObject({ is_private: true, name: 'support-leads' })
  })
})

it('lets a guest into a room, and keeps the account of whoever left as deleted', async () => {
  await world.change({ kind: 'room', room: ROOM, person: 'gil', action: 'join' })
  await world.change({ kind: 'leaves', person: 'helena' })
  const { members } = await slack.conversations.members({ channel: ROOM })
  expect(members).toEqual([RITA, SAM, 'U0GILE2', 'U0HALFTIME'])
  expect((await slack.users.info({ user: 'U0HELENAC1' })).user).toMatchObject({ deleted: true })
  expect((await slack.users.info({ user: 'U0GILE2' })).user).toMatchObject({ is_restricted: true })
})

describe('the user group', () => {
  it('lists whoever was put into it and still works here', async () => {
    const members = async () => (await slack.usergroups.users.list({ usergroup: 'S0COACHING' })).users
    const change = (person: string, action: string) =>
      world.change({ kind: 'group', vendor: 'slack', group: 'S0COACHING', person, action })
    expect(await members()).toEqual(['U0ADAD1'])
    await change('sam', 'join')
    expect((await members())?.toSorted()).toEqual(['U0ADAD1', SAM])
    await change('sam', 'leave')
    expect(await members()).toEqual(['U0ADAD1'])
    await expect(world.change({ kind: 'group', group: 'S0OTHER', person: 'sam', action: 'join' })).rejects.toThrow(/no group/)
  })
})

describe('people acting', () => {
  it('delivers a click that Bolt accepts, with all that Slack sends along', async () => {
    const { ts } = await slack.chat.postMessage({ channel: SAM, text: 'card', blocks: card })
    let got: BlockAction<ButtonAction> | undefined
    receiver.onClick = async ({ ack, body }) => {
      got = body
      await ack()
    }
    const message = await last('sam')
    expect(await press({ user: 'sam', message: message.id, button: 'book:0' })).toMatchObject({
      status: 200,
    })
    expect(got).toMatchObject({
      type: 'block_actions',
      user: { id: SAM, team_id: 'T0NORTHWIND' },
      container: { type: 'message', message_ts: ts, channel_id: 'D0SAMB1', is_ephemeral: false },
      channel: { id: 'D0SAMB1', name: 'directmessage' },
      message: { ts, text: 'card' },
      actions: [{ action_id: 'book:0', block_id: 'slots', value: 'p1', type: 'button' }],
    })
  })

  it('sends along what was chosen and written', async () => {
    const option = (value: string) => ({ text: { type: 'plain_text', text: value }, value }) as const
    const select = { type: 'static_select', action_id: 'reason', options: [option('alarm'), option('handled')] } as const
    const input = { type: 'plain_text_input', action_id: 'words' } as const
    const blocks = [
      { type: 'input', block_id: 'why', label: { type: 'plain_text', text: 'Why' }, element: select },
      { type: 'input', block_id: 'more', label: { type: 'plain_text', text: 'More' }, element: input },
      { type: 'actions', elements: [button('send', 'Send', 'p2')] },
    ] as const
    await slack.chat.postMessage({ channel: SAM, text: 'form', blocks: [...blocks] })
    const message = await last('sam')
    expect(message.inputs).toEqual([
      { id: 'reason', label: 'Why', type: 'static_select' },
      { id: 'words', label: 'More', type: 'plain_text_input' },
    ])
    let values: unknown
    receiver.onClick = async ({ ack, body }) => {
      values = body.state?.values
      await ack()
    }
    await press({
      user: 'sam',
      message: message.id,
      button: 'send',
      inputs: { reason: 'handled', words: 'spoke today' },
    })
    expect(values).toMatchObject({
      why: { reason: { type: 'static_select', selected_option: { value: 'handled' } } },
      more: { words: { type: 'plain_text_input', value: 'spoke today' } },
    })
  })

  it('delivers a late click on a button that is gone, refuses one that never was, or by somebody who does not see it', async () => {
    const { channel, ts } = await slack.chat.postMessage({ channel: SAM, text: 'card', blocks: card })
    await slack.chat.update({ channel: channel!, ts: ts!, text: 'booked' })
    const message = (await last('sam')).id
    expect(await press({ user: 'sam', message, button: 'decline' })).toMatchObject({
      status: 200,
    })
    await expect(press({ user: 'sam', message, button: 'nonsense' })).rejects.toThrow('never had a button')
    await expect(press({ user: 'rita', message, button: 'decline' })).rejects.toThrow('sees no message')
  })

  it('delivers the same click again with Slack’s retry headers', async () => {
    await slack.chat.postMessage({ channel: SAM, text: 'card', blocks: card })
    const seen: unknown[] = []
    receiver.onClick = async ({ ack, body, context }) => {
      seen.push([body.trigger_id, context.retryNum ?? 0, context.retryReason])
      await ack()
    }
    const first = await press({ user: 'sam', message: (await last('sam')).id, button: 'decline' })
    expect(await world.again(first)).toMatchObject({ status: 200 })
    const [trigger] = seen[0] as [string]
    expect(seen).toEqual([
      [trigger, 0, undefined],
      [trigger, 1, 'http_timeout'],
    ])
    await expect(world.again({ ...first, delivery: 'none' })).rejects.toThrow('Nothing was delivered')
  })

  it('lets the bot answer at the response_url, in place or privately, five times', async () => {
    await slack.chat.postMessage({ channel: SAM, text: 'card', blocks: card })
    const message = await last('sam')
    let url = ''
    receiver.onClick = async ({ ack, respond, body }) => {
      url = body.response_url
      await ack()
      await respond({ replace_original: true, text: 'replaced' })
    }
    await press({ user: 'sam', message: message.id, button: 'decline' })
    await expect.poll(async () => (await last('sam')).text).toBe('replaced')
    const say = () =>
      fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ text: 'psst' }) })
    for (let n = 0; n < 4; n += 1) expect((await say()).status).toBe(200)
    expect(await last('sam')).toMatchObject({ text: 'psst', ephemeral: true })
    expect(await (await say()).json()).toEqual({ ok: false, error: 'used_url' })
  })

  it('delivers slash commands and shows the acknowledgement privately', async () => {
    let got: unknown
    receiver.onCommand = async ({ ack, command }) => {
      got = command
      await ack('You may not.')
    }
    const answer = await say({
      user: 'sam',
      text: '/coaching set customer -0.65',
      platform: 'slack',
    })
    expect(answer).toMatchObject({ status: 200, body: 'You may not.' })
    expect(got).toMatchObject({
      command: '/coaching',
      text: 'set customer -0.65',
      user_id: SAM,
      team_id: 'T0NORTHWIND',
      channel_name: 'directmessage',
    })
    expect(await last('sam')).toMatchObject({ text: 'You may not.', ephemeral: true })
  })

  it('gives up after three seconds and says so to the person', async () => {
    let release = () => {}
    receiver.onCommand = ({ ack }) =>
      new Promise((resolve) => {
        release = () => void ack().then(resolve, resolve)
      })
    const answer = await say({ user: 'sam', text: 'status' })
    release()
    expect(answer).toMatchObject({ status: 0 })
    expect((await last('sam')).text).toContain('operation_timeout')
  })

  it('lets others delete a message', async () => {
    await slack.chat.postMessage({ channel: RITA, text: 'to be deleted' })
    const { id } = await last('rita')
    await world.call<Delivered>('POST', '/changes', { kind: 'message', action: 'delete', id })
    expect((await seenBy('rita')).map((message) => message.id)).not.toContain(id)
    expect((await world.ledger()).at(-1)).toMatchObject({ effect: 'message.deleted', by: 'other', id })
  })
})
