// Dialogs of the simulated Teams: what a bot hears of them, and what its answers do.
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type OpenWorld, openWorld } from './world.ts'

const CARD = 'application/vnd.microsoft.card.adaptive'
const TESSA = '00000000-0000-4000-8001-0000000000b2'
const input = { type: 'Input.Text', id: 'score', label: 'Score', value: '1', isRequired: true, maxLength: 5 }
const choice = { type: 'Input.ChoiceSet', id: 'menu', label: 'Which', value: 'a', choices: [{ title: 'A', value: 'a' }] }
const card = (...body: object[]) => ({ type: 'AdaptiveCard', version: '1.5', body })
const send = { type: 'Action.Submit', id: 'send', title: 'Send', data: { button: 'b1' } }
const form = card(input, choice, { type: 'ActionSet', actions: [send] })
const offer = card({
  type: 'ActionSet',
  actions: [{ type: 'Action.Submit', id: 'open', title: 'Open', data: { button: 'b0', msteams: { type: 'task/fetch' } } }],
})
const shows = (content: object, more: object = {}) => ({
  task: {
    type: 'continue',
    value: { title: 'Form', width: 'medium', height: 'medium', card: { contentType: CARD, content }, ...more },
  },
})

let world: OpenWorld
let bot: Server
let heard: Record<string, unknown>[] = []
let answer: unknown

beforeAll(async () => {
  bot = createServer(async (request, response) => {
    heard.push((await json(request)) as Record<string, unknown>)
    response.setHeader('content-type', 'application/json')
    response.end(answer === undefined ? '' : JSON.stringify(answer))
  })
  await new Promise<void>((resolve) => bot.listen(0, '127.0.0.1', resolve))
  world = await openWorld(`http://127.0.0.1:${(bot.address() as AddressInfo).port}`)
  await post(offer)
})

afterAll(async () => {
  await world.close()
  bot.closeAllConnections()
  bot.close()
})

beforeEach(() => {
  heard = []
  answer = shows(form)
})

async function post(content: object): Promise<void> {
  const { TEAMS_LOGIN_URL, TEAMS_TENANT_ID, TEAMS_APP_ID: id, TEAMS_APP_PASSWORD, TEAMS_SERVICE_URL } = world.env
  const secret = { grant_type: 'client_credentials', client_id: id!, client_secret: TEAMS_APP_PASSWORD! }
  const body = new URLSearchParams({ ...secret, scope: 'https://api.botframework.com/.default' })
  const granted = await fetch(`${TEAMS_LOGIN_URL}/${TEAMS_TENANT_ID}/oauth2/v2.0/token`, { method: 'POST', body })
  const { access_token } = (await granted.json()) as { access_token: string }
  const headers = { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' }
  const activity = { type: 'message', attachments: [{ contentType: CARD, content }] }
  const ask = { bot: { id: `28:${id}` }, members: [{ id: TESSA }], tenantId: TEAMS_TENANT_ID, activity }
  const { status } = await fetch(`${TEAMS_SERVICE_URL}v3/conversations`, { method: 'POST', headers, body: JSON.stringify(ask) })
  expect(status).toBe(201)
}

const open = async () => world.click('tessa', (await world.messages({ user: 'tessa' })).at(-1)!, 'Open')
const seen = async () => (await world.dialogs('tessa'))[0]
const press = (button: string, inputs: object = {}) =>
  seen().then((dialog) => world.call('POST', '/dialogs', { user: 'tessa', dialog: dialog!.id, button, inputs }))

describe('a dialog', () => {
  it('is asked for with the data of the button, and stands before whoever pressed it', async () => {
    await open()
    expect(heard).toMatchObject([
      {
        type: 'invoke',
        name: 'task/fetch',
        value: { data: { button: 'b0' }, context: { theme: 'default' } },
        from: { aadObjectId: TESSA },
      },
    ])
    expect(await seen()).toMatchObject({
      title: 'Form',
      buttons: [{ id: 'send' }, { id: 'close' }],
      inputs: [
        { id: 'score', value: '1' },
        { id: 'menu', value: 'a' },
      ],
    })
    expect(await world.dialogs('theo')).toEqual([])
    expect((await world.effects('dialog.opened')).at(-1)).toMatchObject({ vendor: 'teams', body: { title: 'Form' } })
  })

  it('sends what stands in it, and shows what is answered', async () => {
    await open()
    answer = shows(card({ type: 'TextBlock', text: 'Thanks' }), { title: 'Done' })
    await press('send', { score: '2' })
    expect(heard.at(-1)).toMatchObject({ name: 'task/submit', value: { data: { button: 'b1', score: '2', menu: 'a' } } })
    expect(await seen()).toMatchObject({ title: 'Done', text: 'Done\nThanks', inputs: [] })
  })

  it.each([
    { what: 'a message', sent: { task: { type: 'message', value: 'Saved' } }, shown: /^Saved$/ },
    { what: 'nothing', sent: undefined, shown: undefined },
  ])('answered with $what says that, or closes', async ({ sent, shown }) => {
    await open()
    answer = sent
    await press('send')
    expect((await seen())?.text.replace(/^Form\n/, '')).toEqual(shown ? expect.stringMatching(shown) : undefined)
  })

  it('holds back what is required and empty, too long, or no choice', async () => {
    await open()
    heard = []
    await expect(press('send', { score: '' })).rejects.toThrow('required')
    await expect(press('send', { score: '123456' })).rejects.toThrow('at most 5')
    await expect(press('send', { score: '1', menu: 'z' })).rejects.toThrow('no choice')
    expect(heard).toEqual([])
  })

  it.each([
    { what: 'no title', sent: shows(form, { title: '' }) },
    { what: 'a size nobody knows', sent: shows(form, { height: 'huge' }) },
    { what: 'no card', sent: shows(form, { card: undefined }) },
    {
      what: 'a button that dialogs do not send',
      sent: shows(card({ type: 'ActionSet', actions: [{ ...send, type: 'Action.Execute' }] })),
    },
  ])('with $what breaks the contract', async ({ sent }) => {
    const before = (await world.violations()).length
    answer = sent
    await open()
    expect((await world.violations()).slice(before)).toMatchObject([
      { vendor: 'teams', what: expect.stringMatching(/^a dialog: /) },
    ])
  })

  it('that the bot does not answer says so, and is closed by hand without its hearing', async () => {
    answer = undefined
    await open()
    expect((await seen())?.text).toContain('Something went wrong')
    heard = []
    await press('close')
    expect([await seen(), heard]).toEqual([undefined, []])
  })
})
