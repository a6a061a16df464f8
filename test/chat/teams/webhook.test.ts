// The doorway against everything that is not the Bot Connector, and against what the Bot Connector may send at its worst.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { APP_ID, type Claims, type Keyring, openKeyring, TENANT } from './connector-keys.ts'
import { type Doorway, FAILED, openDoorway, UNKNOWN, WORKING } from './doorway.ts'

const SERVICE_URL = 'https://smba.trafficmanager.net/emea/'
const TESSA = '00000000-0000-4000-8001-0000000000b2'

let keyring: Keyring
let door: Doorway

const keysOf = (openIdUrl: string) => ({
  appId: APP_ID,
  appPassword: 'secret',
  tenantId: TENANT,
  loginUrl: 'http://127.0.0.1:1/entra',
  openIdUrl,
  serviceHosts: [],
})

beforeAll(async () => {
  keyring = await openKeyring()
  door = await openDoorway(async () => keysOf(keyring.openIdUrl))
})
afterAll(async () => {
  await door.close()
  await keyring.close()
})
beforeEach(() => {
  door.events.length = 0
  door.onEvent(async () => {})
})

const personal = { id: 'a:chat-of-tessa', conversationType: 'personal', tenantId: TENANT }
const activity = (more: object = {}) => ({
  type: 'message',
  id: '1700000000001',
  channelId: 'msteams',
  serviceUrl: SERVICE_URL,
  from: { id: '29:tessa', aadObjectId: TESSA, name: 'Tessa' },
  recipient: { id: `28:${APP_ID}`, name: 'Halftime' },
  conversation: personal,
  channelData: { tenant: { id: TENANT } },
  text: 'status',
  ...more,
})
const press = (button: string, more: object = {}) =>
  activity({
    type: 'invoke',
    name: 'adaptiveCard/action',
    text: undefined,
    replyToId: '1690000000009',
    value: { action: { type: 'Action.Execute', verb: 'press', data: { button } }, trigger: 'manual' },
    ...more,
  })

async function knock(
  body: unknown,
  { authorization, type = 'application/json' }: { authorization?: string; type?: string } = {},
) {
  const token = authorization ?? `Bearer ${await keyring.sign({ serviceurl: SERVICE_URL })}`
  const headers = { 'content-type': type, ...(token ? { authorization: token } : {}) }
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const response = await fetch(`${door.url}/api/messages`, { method: 'POST', headers, body: text })
  return { status: response.status, text: await response.text() }
}

const now = () => Math.floor(Date.now() / 1000)
const parts = (token: string) => token.split('.') as [string, string, string]
const segment = (json: object) => Buffer.from(JSON.stringify(json)).toString('base64url')
const claims = (more: Claims = {}): Claims => ({ serviceurl: SERVICE_URL, ...more })

async function forged(): Promise<string> {
  const [header, , signature] = parts(await keyring.sign(claims()))
  const payload = segment({
    iss: 'https://api.botframework.com',
    aud: APP_ID,
    exp: now() + 600,
    serviceurl: SERVICE_URL,
    forged: true,
  })
  return `${header}.${payload}.${signature}`
}
async function unsigned(): Promise<string> {
  const [, payload] = parts(await keyring.sign(claims()))
  return `${segment({ alg: 'none', kid: 'good' })}.${payload}.`
}
const hmac = () => keyring.sign(claims(), { alg: 'HS256', key: new TextEncoder().encode('a shared secret of thirty-two bytes') })

describe('What was filled in', () => {
  const filled = (data: object) => press('k3v9x2m7q1.b', { value: { action: { type: 'Action.Execute', verb: 'press', data } } })

  it('arrives with the press', async () => {
    door.onEvent(async (event) => {
      if (event.kind === 'pressed') door.options.invokes.whisper(event.place.reply!, 'heard')
    })
    const answer = await knock(filled({ button: 'k3v9x2m7q1.b', day: '2026-12-02', time: '09:30' }))
    expect(answer).toMatchObject({ status: 200, text: expect.stringContaining('heard') })
    expect(door.events).toMatchObject([{ kind: 'pressed', inputs: { day: '2026-12-02', time: '09:30' } }])
  })

  it.each<[string, object]>([
    ['an object', { day: {} }],
    ['a list', { day: ['2026-12-02'] }],
    ['endless', { day: 'x'.repeat(100_000) }],
    ['too many', Object.fromEntries(Array.from({ length: 500 }, (_, n) => [`f${n}`, 'x']))],
  ])('and is %s is answered plainly, and no press', async (_, inputs) => {
    const answer = await knock(filled({ button: 'k3v9x2m7q1.b', ...inputs }))
    expect(answer).toMatchObject({ status: 200, text: expect.stringContaining(UNKNOWN) })
    expect(door.events).toMatchObject([{ kind: 'unsupported' }])
  })
})

describe('Whoever is not the Bot Connector', () => {
  it.each<[string, () => Promise<string> | string]>([
    ['without a token', () => ''],
    ['with garbage', () => 'Bearer garbage'],
    ['with another scheme', async () => `Basic ${await keyring.sign(claims())}`],
    ['with two tokens', async () => `Bearer ${await keyring.sign(claims())} ${await keyring.sign(claims())}`],
    ['with an unsigned token', async () => `Bearer ${await unsigned()}`],
    ['with a shared-secret signature', async () => `Bearer ${await hmac()}`],
    ['with a changed payload', async () => `Bearer ${await forged()}`],
    ['with another issuer', async () => `Bearer ${await keyring.sign(claims({ iss: 'https://evil.example' }))}`],
    [
      'with an emulator’s issuer',
      async () =>
        `Bearer ${await keyring.sign(claims({ iss: 'https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/' }))}`,
    ],
    ['for another bot', async () => `Bearer ${await keyring.sign(claims({ aud: '33333333-3333-4333-8333-333333333333' }))}`],
    [
      'with another tenant’s token',
      async () => `Bearer ${await keyring.sign(claims({ tid: '44444444-4444-4444-8444-444444444444' }))}`,
    ],
    ['with an expired token', async () => `Bearer ${await keyring.sign(claims({ exp: now() - 400 }))}`],
    ['with an unknown key', async () => `Bearer ${await keyring.sign(claims(), { kid: 'never-seen' })}`],
    ['with a key for another channel', async () => `Bearer ${await keyring.sign(claims(), { kid: 'webchat' })}`],
    ['with a key that nobody endorsed', async () => `Bearer ${await keyring.sign(claims(), { kid: 'bare' })}`],
    [
      'for another serviceUrl',
      async () => `Bearer ${await keyring.sign(claims({ serviceurl: 'https://smba.trafficmanager.net/amer/' }))}`,
    ],
    ['without a serviceUrl in the token', async () => `Bearer ${await keyring.sign({})}`],
  ])('is turned away %s', async (_, authorization) => {
    const answer = await knock(activity(), { authorization: await authorization() })
    expect(answer).toEqual({ status: 401, text: '{"error":"unauthorised"}' })
    expect(door.events).toEqual([])
  })

  it('is let in when the clocks differ by less than five minutes', async () => {
    expect(
      (await knock(activity(), { authorization: `Bearer ${await keyring.sign(claims({ exp: now() - 200 }))}` })).status,
    ).toBe(200)
  })

  it('cannot make the bot fetch the keys again and again', async () => {
    const before = keyring.fetches()
    const storm = Array.from({ length: 50 }, async (_, n) =>
      knock(activity(), { authorization: `Bearer ${await keyring.sign(claims(), { kid: `guess-${n}` })}` }),
    )
    for (const { status } of await Promise.all(storm)) expect(status).toBe(401)
    expect(keyring.fetches() - before).toBeLessThanOrEqual(1)
  })
})

describe('While the Connector’s keys cannot be had', () => {
  it('everybody is asked to come back later, and the keys are asked for once', async () => {
    const lonely = await openKeyring()
    lonely.fail(true)
    const closed = await openDoorway(async () => keysOf(lonely.openIdUrl))
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${await lonely.sign(claims())}` }
    const body = JSON.stringify(activity())
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => fetch(`${closed.url}/api/messages`, { method: 'POST', headers, body })),
    )
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(503))
    expect(lonely.fetches()).toBe(1)
    await closed.close()
    await lonely.close()
  })
})

describe('A body that is no activity for us', () => {
  it.each<[string, unknown, number, string?]>([
    ['that is not JSON', '{"type":', 400],
    ['that is a list', [], 400],
    ['that is empty', '', 400],
    ['without a serviceUrl', activity({ serviceUrl: undefined }), 400],
    ['from another channel', activity({ channelId: 'webchat' }), 400],
    ['without a conversation', activity({ conversation: undefined }), 400],
    ['of more than a megabyte', activity({ text: 'x'.repeat(1_000_001) }), 413],
    ['said to be a form', activity(), 415, 'application/x-www-form-urlencoded'],
    ['sent to another host', activity({ serviceUrl: 'https://evil.example/teams/' }), 403],
    ['sent to a host that only looks like Microsoft’s', activity({ serviceUrl: 'https://evilbotframework.com/' }), 403],
    ['sent to plain http', activity({ serviceUrl: 'http://smba.trafficmanager.net/emea/' }), 403],
    ['with credentials in the serviceUrl', activity({ serviceUrl: 'https://a:b@smba.trafficmanager.net/' }), 403],
    ['from another tenant', activity({ conversation: { ...personal, tenantId: 'another' } }), 403],
  ])('%s is refused', async (_, body, status, type = 'application/json') => {
    expect((await knock(body, { type })).status).toBe(status)
    expect(door.events).toEqual([])
  })
})

describe('What the Bot Connector sends', () => {
  it('a word in a personal chat is a command, and where it was said is remembered', async () => {
    expect(await knock(activity({ locale: 'de-DE', entities: [{ type: 'clientInfo', timezone: 'Europe/Berlin' }] }))).toEqual({
      status: 200,
      text: '',
    })
    const account = { platform: 'teams', id: TESSA, language: 'de-DE', zone: 'Europe/Berlin' }
    const place = { account, chat: 'a:chat-of-tessa' }
    expect(door.events).toEqual([{ kind: 'commanded', text: 'status', place, delivery: 'msg:1700000000001' }])
    const kind = { name: 'teams-conversation', schema: { parse: (body: unknown) => body } }
    expect((await door.options.store.get(kind, TESSA))?.body).toMatchObject({
      conversation: 'a:chat-of-tessa',
      serviceUrl: SERVICE_URL,
    })
  })

  it('a new serviceUrl replaces the one we knew', async () => {
    const moved = 'https://smba.trafficmanager.net/amer/'
    const kind = { name: 'teams-conversation', schema: { parse: (body: unknown) => body } }
    await knock(activity())
    await knock(activity({ serviceUrl: moved }), { authorization: `Bearer ${await keyring.sign({ serviceurl: moved })}` })
    expect((await door.options.store.get(kind, TESSA))?.body).toMatchObject({ serviceUrl: moved })
  })

  it('a press is stored before it is answered, and the answer says that we are at work', async () => {
    const { status, text } = await knock(press('p1:slot:2'))
    expect({ status, ...JSON.parse(text) }).toEqual({
      status: 200,
      statusCode: 200,
      type: 'application/vnd.microsoft.activity.message',
      value: WORKING,
    })
    expect(door.events).toMatchObject([
      {
        kind: 'pressed',
        button: 'p1:slot:2',
        delivery: `inv:${TESSA}:1690000000009:p1:slot:2:1700000000001`,
        place: { account: { id: TESSA }, message: '1690000000009', reply: expect.any(String) },
      },
    ])
  })

  it('a redraw that comes in time is the answer', async () => {
    door.onEvent(async () =>
      door.options.invokes.redraw({ conversation: personal.id, activity: '1690000000009' }, { type: 'AdaptiveCard' }),
    )
    expect(JSON.parse((await knock(press('p1'))).text)).toEqual({
      statusCode: 200,
      type: 'application/vnd.microsoft.card.adaptive',
      value: { type: 'AdaptiveCard' },
    })
  })

  it('a press that cannot be stored is told so, without our reasons', async () => {
    door.onEvent(async () => Promise.reject(new Error('disk full at /secret')))
    const { status, text } = await knock(press('p1'))
    expect(status).toBe(200)
    expect(JSON.parse(text)).toMatchObject({
      statusCode: 500,
      type: 'application/vnd.microsoft.error',
      value: { message: FAILED },
    })
    expect(text).not.toContain('secret')
  })

  it('a message that cannot be stored is not acknowledged', async () => {
    door.onEvent(async () => Promise.reject(new Error('disk full at /secret')))
    expect(await knock(activity())).toEqual({ status: 500, text: '{"error":"not stored"}' })
    expect(door.lines.join()).not.toContain('secret')
  })

  it('an invoke that we do not know is answered all the same', async () => {
    const { status, text } = await knock(activity({ type: 'invoke', name: 'composeExtension/query', text: undefined, value: {} }))
    expect(status).toBe(200)
    expect(JSON.parse(text)).toMatchObject({ statusCode: 400, value: { message: UNKNOWN } })
    expect(door.events).toEqual([{ kind: 'unsupported', what: 'teams invoke composeExtension/query' }])
  })

  it('removing the app forgets the conversation', async () => {
    const kind = { name: 'teams-conversation', schema: { parse: (body: unknown) => body } }
    await knock(activity({ type: 'installationUpdate', action: 'add', text: undefined }))
    expect(await door.options.store.get(kind, TESSA)).toBeDefined()
    await knock(activity({ type: 'installationUpdate', action: 'remove', text: undefined }))
    expect(await door.options.store.get(kind, TESSA)).toBeUndefined()
    expect(door.events).toEqual([])
  })
})
