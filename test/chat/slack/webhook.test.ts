import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { account, card, lines, openWorkplace, RITA, ROOM, room, SAM, SORRY, type Workplace } from './workplace.ts'

let work: Workplace

beforeAll(async () => {
  work = await openWorkplace()
})
beforeEach(() => {
  work.received.length = 0
  work.store.keep = async (event) => void work.received.push(event)
})
afterAll(async () => {
  await work.close()
})

const FORM = 'application/x-www-form-urlencoded'
const JSON_TYPE = 'application/json'

interface Sent {
  readonly type?: string
  readonly secondsAhead?: number
  readonly signature?: string
  readonly secret?: string
}

/** Sends a body as Slack does, signed unless told otherwise. */
async function deliver(body: string, { type = FORM, secondsAhead = 0, signature, secret = work.signingSecret }: Sent = {}) {
  const seconds = String(Math.floor(Date.now() / 1000) + secondsAhead)
  const signed = `v0=${createHmac('sha256', secret).update(`v0:${seconds}:${body}`).digest('hex')}`
  const headers = { 'content-type': type, 'x-slack-request-timestamp': seconds, 'x-slack-signature': signature ?? signed }
  const response = await fetch(`${work.botUrl}/slack/events`, { method: 'POST', headers, body })
  return { status: response.status, text: await response.text() }
}

const payload = (value: unknown) => new URLSearchParams({ payload: JSON.stringify(value) }).toString()
const form = (fields: Record<string, string>) => new URLSearchParams(fields).toString()

const press = {
  type: 'block_actions',
  user: { id: SAM },
  channel: { id: 'D0SAMB1' },
  message: { ts: '1700000000.000100' },
  actions: [{ type: 'button', action_id: 'press:0', action_ts: '1700000001.000200', value: 'p1234567.a' }],
}
const command = { command: '/coaching', text: 'help', user_id: SAM, channel_id: 'D0SAMB1', trigger_id: '1.2.3' }

describe('a press', () => {
  it('in direct messages arrives as the button with its place', async () => {
    const posted = await work.chat.post({ account: account(SAM) }, card('For Sam', 'p1234567.b'), 'm1')
    const [message] = (await work.seenBy('sam')).slice(-1)
    const clicked = await work.send('/clicks', { user: 'sam', message: message!.id, button: 'press:0' })
    expect(clicked).toMatchObject({ status: 200, body: null })
    const place = { account: account(SAM), chat: posted.channel, message: posted.ts }
    const delivery = expect.stringMatching(new RegExp(`^ba:${SAM}:${posted.ts}:press:0:\\d`))
    expect(work.received).toEqual([{ kind: 'pressed', button: 'p1234567.b', place, delivery }])
  })

  it('in a room arrives with the room, from a private message too', async () => {
    await work.chat.whisper({ account: account(RITA), chat: ROOM, room }, card('Only for Rita', 'p1234567.c'))
    const [message] = (await work.seenBy('rita')).slice(-1)
    await work.send('/clicks', { user: 'rita', message: message!.id, button: 'press:0' })
    expect(work.received).toMatchObject([{ button: 'p1234567.c', place: { account: account(RITA), chat: ROOM, room } }])
  })

  it('is answered only after it was stored', async () => {
    const held = Promise.withResolvers<void>()
    const begun = Promise.withResolvers<void>()
    work.store.keep = () => {
      begun.resolve()
      return held.promise
    }
    let answered = false
    const answer = deliver(payload(press)).finally(() => {
      answered = true
    })
    await begun.promise
    // Whole requests come and go meanwhile; an early answer would have overtaken them.
    for (let n = 0; n < 3; n += 1) await deliver('ssl_check=1')
    expect(answered).toBe(false)
    held.resolve()
    expect(await answer).toMatchObject({ status: 200 })
  })

  it('fails for the person when it could not be stored', async () => {
    work.store.keep = () => Promise.reject(new Error('the disk of somebody@northwind.example is full'))
    expect(await deliver(payload(press))).toEqual({ status: 500, text: '' })
  })

  it('sent again is the same delivery; pressed again is another', async () => {
    await deliver(payload(press))
    await deliver(payload(press))
    await deliver(payload({ ...press, actions: [{ ...press.actions[0], action_ts: '1700000009.000900' }] }))
    const deliveries = work.received.map((event) => (event.kind === 'pressed' ? event.delivery : ''))
    expect(new Set(deliveries).size).toBe(2)
    expect(deliveries[0]).toBe(deliveries[1])
  })
})

describe('what was filled in', () => {
  const block = (action: string, filled: object) => ({ [`b-${action}`]: { [action]: filled } })
  const filled = (values: unknown) => payload({ ...press, state: { values } })
  const day = block('input:day', { type: 'datepicker', selected_date: '2026-12-02' })
  const time = block('input:time', { type: 'timepicker', selected_time: '09:30' })

  it('arrives with the press, whatever its blocks are called', async () => {
    expect(await deliver(filled({ ...day, ...time }))).toEqual({ status: 200, text: '' })
    expect(work.received).toMatchObject([{ kind: 'pressed', inputs: { day: '2026-12-02', time: '09:30' } }])
  })

  it.each([
    { what: 'nothing at all', values: {} },
    { what: 'pickers that were left empty', values: block('input:day', { type: 'datepicker', selected_date: null }) },
    { what: 'a menu that is not ours', values: block('menu', { type: 'static_select', selected_option: null }) },
    { what: 'a picker that is not ours', values: block('day', { type: 'datepicker', selected_date: '2026-12-02' }) },
  ])('is left out when it is $what', async ({ values }) => {
    expect(await deliver(filled(values))).toEqual({ status: 200, text: '' })
    expect(work.received).toHaveLength(1)
    expect(work.received[0]).not.toHaveProperty('inputs')
  })

  it('in a picker alone, before anything is pressed, is acknowledged and nothing else', async () => {
    const action = { type: 'datepicker', action_id: 'input:day', action_ts: '1.2', selected_date: '2026-12-02' }
    expect(await deliver(payload({ ...press, actions: [action], state: { values: day } }))).toEqual({ status: 200, text: '' })
    expect(work.received).toEqual([{ kind: 'unsupported', what: 'slack button without a value' }])
  })

  it.each([
    { what: 'a state without values', state: { state: {} } },
    { what: 'a state that is text', state: { state: 'day' } },
    { what: 'values that are a list', state: { state: { values: [day] } } },
    { what: 'a block that is text', state: { state: { values: { b: 'day' } } } },
    { what: 'a date that is an object', state: { state: { values: block('input:day', { selected_date: {} }) } } },
    { what: 'a date that is endless', state: { state: { values: block('input:day', { selected_date: 'x'.repeat(301) }) } } },
    { what: 'an impossible name', state: { state: { values: block('input:../day', { selected_date: '2026-12-02' }) } } },
    {
      what: 'eleven inputs',
      state: {
        state: { values: Object.assign({}, ...[...'abcdefghijk'].map((n) => block(`input:${n}`, { selected_time: '09:30' }))) },
      },
    },
  ])('and is $what is refused', async ({ state }) => {
    expect(await deliver(payload({ ...press, ...state }))).toEqual({ status: 400, text: '' })
    expect(work.received).toEqual([])
  })
})

describe('a slash command', () => {
  it('arrives with its words and a way to answer, and is acknowledged with nothing', async () => {
    const answer = await work.send('/commands', { user: 'rita', text: '/coaching set customer -0.65', room: ROOM })
    expect(answer).toMatchObject({ status: 200, body: null })
    const place = { account: account(RITA), chat: ROOM, room, reply: expect.stringMatching(/^[0-9a-f-]{36}$/) }
    const delivery = expect.stringMatching(/^cmd:/)
    expect(work.received).toEqual([{ kind: 'commanded', text: 'set customer -0.65', place, delivery }])
  })

  it('holds no trigger, no address, and reads what people typed', async () => {
    await deliver(
      form({ ...command, text: ' set note a &lt; b &amp;amp; c ', response_url: 'https://hooks.slack.com/commands/secret' }),
    )
    expect(work.received).toMatchObject([{ text: 'set note a < b &amp; c' }])
    expect(JSON.stringify(work.received)).not.toMatch(/hooks|1\.2\.3/)
  })

  it.each(['/kudos', '/halftime-kudos'])('%s says by its name what it is about', async (name) => {
    await deliver(form({ ...command, command: name, text: 'ana@x.example thanks' }))
    await deliver(form({ ...command, command: name, text: '', trigger_id: '4.5.6' }))
    expect(work.received).toMatchObject([{ text: 'kudos ana@x.example thanks' }, { text: 'kudos' }])
  })

  it('says sorry when it could not be stored', async () => {
    work.store.keep = () => Promise.reject(new Error('disk full'))
    const answer = await work.send('/commands', { user: 'sam', text: 'status' })
    expect(answer).toMatchObject({ status: 200 })
    expect((await work.seenBy('sam')).at(-1)).toMatchObject({ text: SORRY, ephemeral: true })
  })
})

describe('what is turned away', () => {
  const big = form({ ...command, text: 'x'.repeat(1024 * 1024) })
  it.each<{ what: string; body: () => string; sent?: Sent; status: number }>([
    { what: 'unsigned', body: () => payload(press), sent: { signature: '' }, status: 401 },
    { what: 'signed with another secret', body: () => payload(press), sent: { secret: 'guessed' }, status: 401 },
    { what: 'of another signature version', body: () => payload(press), sent: { signature: 'v1=00' }, status: 401 },
    { what: 'stale by six minutes', body: () => payload(press), sent: { secondsAhead: -360 }, status: 401 },
    { what: 'from six minutes ahead', body: () => payload(press), sent: { secondsAhead: 360 }, status: 401 },
    { what: 'over 1 MB', body: () => big, status: 413 },
    { what: 'plain text', body: () => payload(press), sent: { type: 'text/plain' }, status: 415 },
    { what: 'a file', body: () => payload(press), sent: { type: 'multipart/form-data; boundary=x' }, status: 415 },
    { what: 'unsigned and no JSON', body: () => 'payload=%7B', sent: { signature: 'v0=00' }, status: 401 },
    { what: 'no JSON', body: () => 'payload=%7B', status: 400 },
    { what: 'JSON null in a form', body: () => payload(null), status: 400 },
    { what: 'JSON null', body: () => 'null', sent: { type: JSON_TYPE }, status: 400 },
    { what: 'a list', body: () => payload([press]), status: 400 },
    { what: 'a form of something else', body: () => form({ hello: 'world' }), status: 400 },
    { what: 'empty', body: () => '', status: 400 },
    { what: 'a press of nothing', body: () => payload({ ...press, actions: [] }), status: 400 },
    { what: 'a press without actions', body: () => payload({ type: 'block_actions' }), status: 400 },
    { what: 'a press by nobody', body: () => payload({ ...press, user: null }), status: 400 },
    { what: 'a press by an impossible id', body: () => payload({ ...press, user: { id: '../U1' } }), status: 400 },
    {
      what: 'a press with an odd value',
      body: () => payload({ ...press, actions: [{ ...press.actions[0], value: {} }] }),
      status: 400,
    },
    {
      what: 'a command without a person',
      body: () => form({ command: '/coaching', text: '', channel_id: 'D1', trigger_id: '1' }),
      status: 400,
    },
    { what: 'a command said twice', body: () => `${form(command)}&user_id=U2`, status: 400 },
  ])('$what: $status', async ({ body, sent, status }) => {
    expect(await deliver(body(), sent)).toEqual({ status, text: '' })
    expect(work.received).toEqual([])
  })

  it('is counted by its reason', () => {
    const whys = ['signature', 'future timestamp', 'size', 'content type', 'body', 'shape']
    expect(Object.keys(work.counts.all())).toEqual(expect.arrayContaining(whys.map((why) => `slack refused: ${why}`)))
  })

  it('on a GET nothing happens', async () => {
    expect((await fetch(`${work.botUrl}/slack/events`)).status).toBe(405)
  })
})

describe('what is let in', () => {
  it.each([
    { what: 'from four minutes ahead', sent: { secondsAhead: 240 } },
    { what: 'four minutes old', sent: { secondsAhead: -240 } },
    { what: 'a form that names its charset', sent: { type: `${FORM}; charset=utf-8` } },
  ])('$what', async ({ sent }) => {
    expect(await deliver(payload(press), sent)).toMatchObject({ status: 200 })
    expect(work.received).toHaveLength(1)
  })

  it('Slack testing the address, signed', async () => {
    const body = JSON.stringify({ type: 'url_verification', challenge: 'abc' })
    expect(await deliver(body, { type: JSON_TYPE })).toEqual({ status: 200, text: '{"challenge":"abc"}' })
  })

  it('Slack testing the certificate, unsigned, without what it smuggles', async () => {
    const body = `ssl_check=1&${payload(press)}`
    expect(await deliver(body, { signature: '' })).toMatchObject({ status: 200 })
    expect(work.received).toEqual([])
  })

  it.each([
    { what: 'a closed modal', body: payload({ type: 'view_closed', view: {} }), says: 'slack view_closed' },
    { what: 'a shortcut', body: payload({ type: 'shortcut', callback_id: 'x' }), says: 'slack shortcut' },
    { what: 'an event', body: JSON.stringify({ type: 'event_callback', event: null }), says: 'slack event_callback' },
    { what: 'a future kind', body: payload({ type: 'telepathy' }), says: 'slack telepathy' },
    { what: 'a kind that is no word', body: payload({ type: '<b>hi Sam</b>' }), says: 'slack type without a name' },
    {
      what: 'a link button',
      body: payload({ ...press, actions: [{ type: 'button', action_id: 'a', action_ts: '1', url: 'https://example.org' }] }),
      says: 'slack button without a value',
    },
    { what: 'a button of a modal', body: payload({ ...press, channel: undefined }), says: 'slack button outside a message' },
  ])('$what is answered, counted and called unsupported', async ({ body, says }) => {
    const before = work.counts.all()['slack unsupported'] ?? 0
    expect(await deliver(body, { type: body.startsWith('{') ? JSON_TYPE : FORM })).toEqual({ status: 200, text: '' })
    expect(work.received).toEqual([{ kind: 'unsupported', what: says }])
    expect(work.counts.all()['slack unsupported']).toBe(before + 1)
  })
})

it('still works after all that, broke no rule, and logged no secret, name or word', async () => {
  expect(await deliver(payload(press))).toMatchObject({ status: 200 })
  expect(await work.violations()).toEqual([])
  expect(lines.join('\n')).not.toMatch(/somebody@|hooks\.slack|disk|telepathy|Sam|1\.2\.3/)
})
