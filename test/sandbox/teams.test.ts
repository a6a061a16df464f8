// Simulated Teams, met as the bot will meet it: through the real CloudAdapter with JWT authentication switched on.

import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  type Activity,
  ActivityTypes,
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  type InvokeResponse,
  TeamsInfo,
  type TurnContext,
} from 'botbuilder'
import { AppCredentials, type ConnectorClient } from 'botframework-connector'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import type { SeenMessage, Violation } from '../../src/sandbox/core/world.ts'
import { type Sandbox, startSandbox } from '../../src/sandbox/main.ts'
import { type Delivered, type World, worldAt } from '../control.ts'

const ROOM = '19:returns-leads@thread.tacv2'
const TESSA = '00000000-0000-4000-8001-0000000000b2'
const THEO = '00000000-0000-4000-8001-0000000000b4'
const OLGA = '00000000-0000-4000-8001-0000000000e1'
const CARD = 'application/vnd.microsoft.card.adaptive'

let sandbox: Sandbox
let world: World
let server: Server
let adapter: CloudAdapter
let heard: Activity[] = []
let react: (context: TurnContext) => Promise<void> = async () => {}

const press = (click: object) => world.call<Delivered>('POST', '/clicks', click)
const say = (words: object) => world.call<Delivered>('POST', '/commands', words)

const seenBy = (user: string) => world.call<SeenMessage[]>('GET', `/messages?user=${user}`)
const last = async (user: string): Promise<SeenMessage> => (await seenBy(user)).at(-1)!
const violations = () => world.call<Violation[]>('GET', '/violations')

/** The one seam production has too: where tokens come from. */
class Tokens extends AppCredentials {
  protected override async refreshToken() {
    const { TEAMS_LOGIN_URL, TEAMS_TENANT_ID, TEAMS_APP_ID, TEAMS_APP_PASSWORD } = sandbox.env
    const form = { grant_type: 'client_credentials', client_id: TEAMS_APP_ID!, client_secret: TEAMS_APP_PASSWORD! }
    const body = new URLSearchParams({ ...form, scope: 'https://api.botframework.com/.default' })
    const response = await fetch(`${TEAMS_LOGIN_URL}/${TEAMS_TENANT_ID}/oauth2/v2.0/token`, { method: 'POST', body })
    const { access_token, expires_in } = (await response.json()) as { access_token: string; expires_in: number }
    return { accessToken: access_token, expiresOn: new Date(Date.now() + expires_in * 1000) } as Awaited<
      ReturnType<AppCredentials['refreshToken']>
    >
  }
}

function newAdapter(): CloudAdapter {
  const { TEAMS_APP_ID, TEAMS_APP_PASSWORD, TEAMS_TENANT_ID, TEAMS_OPENID_URL } = sandbox.env
  const settings = {
    MicrosoftAppId: TEAMS_APP_ID,
    MicrosoftAppPassword: TEAMS_APP_PASSWORD,
    MicrosoftAppType: 'SingleTenant',
    MicrosoftAppTenantId: TEAMS_TENANT_ID,
    ToBotFromChannelOpenIdMetadataUrl: TEAMS_OPENID_URL,
    ToBotFromEmulatorOpenIdMetadataUrl: TEAMS_OPENID_URL,
    ToBotFromChannelTokenIssuer: 'https://api.botframework.com',
    ToChannelFromBotLoginUrl: `https://login.microsoftonline.com/${TEAMS_TENANT_ID}`,
    ToChannelFromBotOAuthScope: 'https://api.botframework.com',
    OAuthUrl: 'https://token.botframework.com',
    CallerId: 'urn:botframework:azure',
  }
  const credentials = {
    isValidAppId: async (id: string) => id === TEAMS_APP_ID,
    isAuthenticationDisabled: async () => false,
    createCredentials: async (id: string, scope: string) => new Tokens(id, TEAMS_TENANT_ID, scope),
  }
  type Factory = ConstructorParameters<typeof ConfigurationBotFrameworkAuthentication>[1]
  return new CloudAdapter(new ConfigurationBotFrameworkAuthentication(settings, credentials as unknown as Factory))
}

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = []
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
  return JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>
}

/** CloudAdapter wants a restify-like pair. */
async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await bodyOf(request)
  const { method = 'POST', headers } = request
  const answer = {
    socket: undefined,
    header: (name: string, value: string) => response.setHeader(name, value),
    status: (code: number) => void Object.assign(response, { statusCode: code }),
    send: (content: unknown) => void (content === undefined ? undefined : response.write(JSON.stringify(content))),
    end: () => response.end(),
  }
  await adapter.process({ method, headers, body }, answer, async (context) => {
    heard.push(context.activity)
    await react(context)
  })
}

beforeAll(async () => {
  server = createServer((request, response) => void receive(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  sandbox = await startSandbox({ port: 0, botUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })
  world = worldAt(sandbox.url)
  adapter = newAdapter()
})

afterAll(async () => {
  await sandbox.close()
  server.closeAllConnections()
  server.close()
})

// Some seconds later the rate windows are fresh again.
beforeEach(async () => {
  await world.advance('PT5S')
  heard = []
  react = async () => {}
})

const card = (text: string, verb = 'book') => ({
  type: 'AdaptiveCard',
  version: '1.5',
  body: [
    { type: 'TextBlock', text: '**A session** for [Cleo](https://example.org)', wrap: true },
    { type: 'FactSet', facts: [{ title: 'Why', value: text }] },
    { type: 'Input.Text', id: 'words', label: 'Anything to add?' },
  ],
  actions: [
    { type: 'Action.Execute', title: '14:30, quiet', verb, data: { proposal: 'p1', slot: 0 } },
    { type: 'Action.Execute', title: '16:00, quiet', verb, data: { proposal: 'p1', slot: 1 } },
    { type: 'Action.Submit', id: 'decline', title: 'Decline', data: { proposal: 'p1' } },
  ],
})

const withCard = (content: object): Partial<Activity> => ({
  type: ActivityTypes.Message,
  attachments: [{ contentType: CARD, content }],
})

const answerWith =
  (body: unknown, status = 200) =>
  async (context: TurnContext) =>
    void (await context.sendActivity({ type: 'invokeResponse', value: { status, body } as InvokeResponse }))

/** Starts a personal chat and does something in it. */
async function direct(user: string, work: (context: TurnContext) => Promise<void>): Promise<void> {
  const { TEAMS_APP_ID, TEAMS_SERVICE_URL, TEAMS_TENANT_ID } = sandbox.env
  const parameters = {
    isGroup: false,
    bot: { id: `28:${TEAMS_APP_ID}`, name: 'Halftime' },
    members: [{ id: user, name: '' }],
    tenantId: TEAMS_TENANT_ID!,
    activity: undefined as unknown as Activity,
    channelData: { tenant: { id: TEAMS_TENANT_ID } },
  }
  const scope = 'https://api.botframework.com'
  await adapter.createConversationAsync(TEAMS_APP_ID!, 'msteams', TEAMS_SERVICE_URL!, scope, parameters, work)
}

const connectorOf = (context: TurnContext): ConnectorClient =>
  context.turnState.get<ConnectorClient>((context.adapter as CloudAdapter).ConnectorClientKey)

describe('proactive messages', () => {
  it('reach a person by Entra object id, and are seen as read', async () => {
    await direct(TESSA, async (context) => void (await context.sendActivity(withCard(card('two rough calls')))))
    expect(await last('tessa')).toMatchObject({
      platform: 'teams',
      chat: 'dm:00000000-0000-4000-8000-0000000000b2',
      text: 'A session for Cleo\nWhy two rough calls\nAnything to add?\n14:30, quiet\n16:00, quiet\nDecline',
      buttons: [
        { id: 'book:0', label: '14:30, quiet' },
        { id: 'book:1', label: '16:00, quiet' },
        { id: 'decline', label: 'Decline' },
      ],
      inputs: [{ id: 'words', label: 'Anything to add?', type: 'Input.Text' }],
      ephemeral: false,
    })
    expect(await violations()).toEqual([])
  })

  it('are redrawn and deleted in place', async () => {
    let id = ''
    await direct(TESSA, async (context) => {
      id = (await context.sendActivity(withCard(card('first'))))!.id
      await context.updateActivity({ ...withCard(card('second')), id })
      expect((await last('tessa')).text).toContain('Why second')
      await context.deleteActivity(id)
    })
    expect((await seenBy('tessa')).map((message) => message.id)).not.toContain(id)
    const effects = (await world.ledger()).filter((entry) => entry.id === id).map((entry) => entry.effect)
    expect(effects).toEqual(['message.posted', 'message.updated', 'message.deleted'])
  })

  it('do not reach people of other tenants', async () => {
    await expect(direct(OLGA, async () => {})).rejects.toMatchObject({ statusCode: 403, code: 'BotNotInConversationRoster' })
  })

  it('start threads in a channel, whose members can be listed', async () => {
    const { TEAMS_APP_ID, TEAMS_SERVICE_URL } = sandbox.env
    const parameters = {
      isGroup: true,
      bot: { id: `28:${TEAMS_APP_ID}`, name: 'Halftime' },
      channelData: { channel: { id: ROOM } },
      activity: { ...withCard(card('in the room')), summary: 'A session' } as Activity,
      members: undefined as unknown as [],
    }
    const scope = 'https://api.botframework.com'
    let conversation = ''
    let names: unknown[] = []
    await adapter.createConversationAsync(TEAMS_APP_ID!, 'msteams', TEAMS_SERVICE_URL!, scope, parameters, async (context) => {
      conversation = context.activity.conversation.id
      names = await connectorOf(context).conversations.getConversationMembers(ROOM)
    })
    const message = (await world.call<SeenMessage[]>('GET', `/messages?room=${ROOM}`)).at(-1)!
    expect(conversation).toBe(`${ROOM};messageid=${message.id}`)
    expect((await last('theo')).id).toBe(message.id)
    expect(names).toMatchObject([
      { aadObjectId: THEO, name: 'Theo Timm', userPrincipalName: 'theo@northwind.example' },
      { aadObjectId: TESSA },
      { name: 'Helena Holm' },
    ])
  })
})

/** Links the server as a bot under this address of its own; the link stands once the world's clock was told. */
async function link(url: string): Promise<WebSocket> {
  const socket = new WebSocket(`${sandbox.url.replace('http', 'ws')}/world/link`)
  await once(socket, 'open')
  const told = once(socket, 'message')
  socket.send(JSON.stringify({ hello: { url } }))
  await told
  return socket
}

describe('the team', () => {
  const address = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  it('is told to a bot that links, once, as after the app was added to it; its channels say what kind they are', async () => {
    const hearsOf = new Promise<void>((resolve) => {
      react = async () => resolve()
    })
    const socket = await link(address())
    await hearsOf
    expect(heard).toMatchObject([
      {
        type: 'installationUpdate',
        action: 'add',
        from: { aadObjectId: expect.any(String) },
        conversation: { conversationType: 'channel', id: '19:northwind-service@thread.tacv2' },
        channelData: { team: { id: '19:northwind-service@thread.tacv2' }, tenant: { id: sandbox.env.TEAMS_TENANT_ID } },
      },
    ])
    socket.close()
    const again = await link(address())
    await direct(TESSA, async (context) => {
      const channels = await TeamsInfo.getTeamChannels(context, heard[0]!.channelData.team.id)
      expect(channels).toMatchObject([{ type: 'standard' }, { id: ROOM, name: 'Returns leads', type: 'private' }])
    })
    await world.command('tessa', 'status')
    expect(heard.map(({ type }) => type)).toEqual(['installationUpdate', 'message'])
    again.close()
  })
})

describe('refusing', () => {
  it('notes a card that breaks the contract', async () => {
    const before = (await violations()).length
    const broken = { type: 'AdaptiveCard', version: '1.5', body: [{ type: 'TextBlock', txt: '$' + '{name}' }] }
    await direct(TESSA, async (context) => void (await context.sendActivity(withCard(broken))))
    const whats = (await violations()).slice(before).map((violation) => violation.what)
    expect(whats.length).toBeGreaterThanOrEqual(2)
    expect(whats.join()).toContain('placeholder')
  })

  it('refuses messages that are too large, strange tokens, and too many writes', async () => {
    const large = card('a'.repeat(30_000))
    const tooLarge = direct(TESSA, async (context) => void (await context.sendActivity(withCard(large))))
    await expect(tooLarge).rejects.toMatchObject({ statusCode: 413, code: 'MessageSizeTooBig' })
    const url = `${sandbox.env.TEAMS_SERVICE_URL}v3/conversations`
    expect((await fetch(url, { method: 'POST', headers: { authorization: 'Bearer nonsense' }, body: '{}' })).status).toBe(401)
    const flood = direct(TESSA, async (context) => {
      const { conversations } = connectorOf(context)
      const id = context.activity.conversation.id
      const send = () => conversations.sendToConversation(id, { type: 'message', text: 'x' } as Activity, { timeout: 200 })
      await Promise.all(Array.from({ length: 9 }, send))
    })
    await flood.catch(() => {})
    const requests = await world.call<{ vendor: string; status: number }[]>('GET', '/requests?after=0')
    expect(requests.filter((request) => request.vendor === 'teams' && request.status === 429).length).toBeGreaterThan(0)
  })
})

describe('people acting', () => {
  const cardFor = async (): Promise<string> => {
    await direct(TESSA, async (context) => void (await context.sendActivity(withCard(card('two rough calls')))))
    return (await last('tessa')).id
  }

  it('delivers an Action.Execute as a signed invoke, and shows the card that answers it', async () => {
    const message = await cardFor()
    react = answerWith({ statusCode: 200, type: CARD, value: card('booked') })
    const outcome = await press({
      user: 'tessa',
      message,
      button: 'book:1',
      inputs: { words: 'gladly' },
    })
    expect(outcome).toMatchObject({ status: 200, body: { statusCode: 200 } })
    expect(heard[0]).toMatchObject({
      type: 'invoke',
      name: 'adaptiveCard/action',
      channelId: 'msteams',
      replyToId: message,
      from: { aadObjectId: TESSA, name: 'Tessa Thiel' },
      conversation: { conversationType: 'personal', tenantId: sandbox.env.TEAMS_TENANT_ID },
      value: { action: { verb: 'book', data: { proposal: 'p1', slot: 1, words: 'gladly' } }, trigger: 'manual' },
    })
    expect(await last('tessa')).toMatchObject({ id: message, text: expect.stringContaining('Why booked') })
  })

  it('shows a sentence or an error to whoever pressed, alone', async () => {
    const message = await cardFor()
    react = answerWith({ statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: 'Sam was faster.' })
    await press({ user: 'tessa', message, button: 'book:0' })
    expect(await last('tessa')).toMatchObject({ text: 'Sam was faster.', ephemeral: true })
    react = answerWith({ statusCode: 400, type: 'application/vnd.microsoft.error', value: { code: 'x', message: 'Not yours.' } })
    await press({ user: 'tessa', message, button: 'book:0' })
    expect(await last('tessa')).toMatchObject({ text: 'Not yours.', ephemeral: true })
  })

  it('says that something went wrong when the bot answers no invoke', async () => {
    const message = await cardFor()
    expect(await press({ user: 'tessa', message, button: 'book:0' })).toMatchObject({
      status: 501,
    })
    expect((await last('tessa')).text).toContain('Something went wrong')
  })

  it('delivers an Action.Submit as a message without text', async () => {
    const message = await cardFor()
    expect(await press({ user: 'tessa', message, button: 'decline', inputs: { words: 'no' } })).toMatchObject({
      status: 200,
    })
    expect(heard[0]).toMatchObject({ type: 'message', value: { proposal: 'p1', words: 'no' }, replyToId: message })
    expect(heard[0]!.text).toBeUndefined()
  })

  it('shows a channel card differently to one member until it is redrawn for all', async () => {
    react = async (context) => void (await context.sendActivity(withCard(card('an agent of Returns', 'show'))))
    await say({ user: 'theo', text: 'status', room: ROOM })
    expect(heard[0]).toMatchObject({ text: '<at>Halftime</at> status', conversation: { conversationType: 'channel' } })
    const message = await last('theo')
    react = answerWith({ statusCode: 200, type: CARD, value: card('Gus') })
    await press({ user: 'theo', message: message.id, button: 'show:0' })
    expect(heard[1]).toMatchObject({ channelData: { channel: { id: ROOM } } })
    expect((await last('theo')).text).toContain('Why Gus')
    expect((await last('tessa')).text).toContain('Why an agent of Returns')
    const stranger = press({ user: 'cleo', message: message.id, button: 'show:0' })
    await expect(stranger).rejects.toThrow('sees no message')
  })

  it('delivers what is written, and the bot answers', async () => {
    react = async (context) => void (await context.sendActivity('You may not.'))
    expect(await say({ user: 'tessa', text: 'set customer -0.65' })).toMatchObject({
      status: 200,
    })
    expect(heard[0]).toMatchObject({ type: 'message', text: 'set customer -0.65', from: { aadObjectId: TESSA } })
    expect(await last('tessa')).toMatchObject({ text: 'You may not.' })
  })

  it('speaks for people of other tenants too, under their own tenant', async () => {
    await say({ user: 'olga', text: 'status', platform: 'teams' })
    expect(heard[0]!.conversation.tenantId).not.toBe(sandbox.env.TEAMS_TENANT_ID)
  })
})
