// Simulated Entra and Graph, met as the bot will meet them: through the real Graph client with its own retries.
import {
  Client,
  type Context,
  HTTPMessageHandler,
  type Middleware,
  RetryHandler,
  RetryHandlerOptions,
} from '@microsoft/microsoft-graph-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Violation } from '../../src/sandbox/core/world.ts'
import { type Sandbox, startSandbox } from '../../src/sandbox/main.ts'
import { type World, worldAt } from '../control.ts'

let sandbox: Sandbox
let world: World
let graph: Client

async function token(secret = sandbox.env.GRAPH_CLIENT_SECRET!): Promise<Response> {
  const { GRAPH_LOGIN_URL, GRAPH_TENANT_ID, GRAPH_CLIENT_ID } = sandbox.env
  const form = { grant_type: 'client_credentials', client_id: GRAPH_CLIENT_ID!, client_secret: secret }
  const body = new URLSearchParams({ ...form, scope: 'https://graph.microsoft.com/.default' })
  return fetch(`${GRAPH_LOGIN_URL}/${GRAPH_TENANT_ID}/oauth2/v2.0/token`, { method: 'POST', body })
}

/** Over plain http the client leaves its own token out, so the chain brings one. */
function chain(accessToken: string): Middleware {
  const retry = new RetryHandler(new RetryHandlerOptions(0, 1))
  retry.setNext(new HTTPMessageHandler())
  return {
    async execute(context: Context) {
      context.options = { ...context.options, headers: { ...context.options?.headers, authorization: `Bearer ${accessToken}` } }
      await retry.execute(context)
    },
  }
}

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, botUrl: 'http://127.0.0.1:9' })
  world = worldAt(sandbox.url)
  const { access_token } = (await (await token()).json()) as { access_token: string }
  graph = Client.initWithMiddleware({ baseUrl: sandbox.env.GRAPH_URL!.replace('/v1.0', ''), middleware: chain(access_token) })
})

afterAll(() => sandbox.close())

const SAM = '/users/sam@northwind.example'
const at = (dateTime: string, timeZone = 'Europe/Berlin') => ({ dateTime, timeZone })

const session = (transactionId: string, subject = 'Coaching: Ana') => ({
  subject,
  transactionId,
  start: at('2027-03-02T14:30:00'),
  end: at('2027-03-02T15:00:00'),
  attendees: [{ type: 'required', emailAddress: { address: 'ana@northwind.example', name: 'Ana Alvarez' } }],
})

describe('tokens', () => {
  it('are given for the right secret only, and wanted for every call', async () => {
    const wrong = await token('wrong')
    expect(wrong.status).toBe(401)
    expect(await wrong.json()).toMatchObject({ error: 'invalid_client' })
    expect((await fetch(`${sandbox.env.GRAPH_URL}/users`)).status).toBe(401)
  })
})

describe('people', () => {
  it('are found by principal name, by mail and by object id', async () => {
    const sam = await graph.api(SAM).get()
    expect(sam).toMatchObject({ displayName: 'Sam Sato', mail: 'sam@northwind.example' })
    expect(sam.userType).toBeUndefined()
    const found = await graph.api('/users').filter("mail eq 'gil@fabrikam.example'").select('id,userType,accountEnabled').get()
    expect(found.value).toEqual([{ id: '00000000-0000-4000-8001-0000000000e2', userType: 'Guest', accountEnabled: true }])
    expect(await graph.api(`/users/${sam.id}`).get()).toMatchObject({ mail: 'sam@northwind.example' })
    await expect(graph.api('/users/olga@contoso.example').get()).rejects.toMatchObject({ statusCode: 404 })
  })

  it('who left have a disabled account and no mailbox', async () => {
    await world.change({ kind: 'leaves', person: 'fay' })
    const fay = graph.api('/users/fay@northwind.example')
    expect(await fay.select('accountEnabled').get()).toEqual({ accountEnabled: false })
    await expect(graph.api('/users/fay@northwind.example/events').get()).rejects.toMatchObject({ statusCode: 404 })
  })
})

describe('the group', () => {
  const GROUP = '00000000-0000-4000-8012-000000000001'
  const path = `/groups/${GROUP}/transitiveMembers?$select=id&$top=999`

  it('is for apps that may read groups only', async () => {
    await expect(graph.api(path).get()).rejects.toMatchObject({ statusCode: 403, code: 'Authorization_RequestDenied' })
  })

  it('lists people and nested groups by type, as they are now', async () => {
    const { TEAMS_APP_ID, TEAMS_APP_PASSWORD, GRAPH_LOGIN_URL, GRAPH_TENANT_ID, GRAPH_URL } = sandbox.env
    const form = { grant_type: 'client_credentials', client_id: TEAMS_APP_ID!, client_secret: TEAMS_APP_PASSWORD! }
    const body = new URLSearchParams({ ...form, scope: 'https://graph.microsoft.com/.default' })
    const granted = await fetch(`${GRAPH_LOGIN_URL}/${GRAPH_TENANT_ID}/oauth2/v2.0/token`, { method: 'POST', body })
    const { access_token } = (await granted.json()) as { access_token: string }
    const ask = async (at: string) =>
      (await fetch(`${GRAPH_URL}${at}`, { headers: { authorization: `Bearer ${access_token}` } })).json() as Promise<{
        value: { '@odata.type': string; id: string }[]
        '@odata.nextLink'?: string
      }>
    await world.change({ kind: 'group', vendor: 'microsoft', group: GROUP, person: 'tessa', action: 'join' })
    const { value } = await ask(path)
    expect(value.map((each) => each['@odata.type'].split('.').at(-1))).toEqual(['group', 'user', 'user'])
    expect((await ask(path.replace('999', '2')))['@odata.nextLink']).toContain('transitiveMembers')
    await world.change({ kind: 'group', vendor: 'microsoft', group: GROUP, person: 'tessa', action: 'leave' })
    expect((await ask(path)).value).toHaveLength(2)
  })
})

describe('free and busy', () => {
  const ask = (schedules: string[], startTime = at('2027-03-02T08:00:00'), endTime = at('2027-03-02T18:00:00')) =>
    graph
      .api(`${SAM}/calendar/getSchedule`)
      .header('Prefer', 'outlook.timezone="Europe/Berlin"')
      .post({ schedules, startTime, endTime, availabilityViewInterval: 30 })

  it('shows the seeded meeting, a new one, and a mailbox that is not there', async () => {
    const meeting = { kind: 'busy', person: 'sam', from: '2027-03-02T15:00', to: '2027-03-02T16:00', title: 'Budget' }
    await world.change(meeting)
    const { value } = await ask(['sam@northwind.example', 'olga@contoso.example'])
    expect(value[0].availabilityView).toBe('00000000002200220000')
    expect(value[0].scheduleItems).toMatchObject([
      { status: 'busy', start: at('2027-03-02T13:00:00.0000000'), end: at('2027-03-02T14:00:00.0000000') },
      { status: 'busy', subject: 'Budget', start: at('2027-03-02T15:00:00.0000000') },
    ])
    expect(value[0].workingHours.timeZone.name).toBe('W. Europe Standard Time')
    expect(value[1].error.responseCode).toBe('ErrorMailRecipientNotFound')
  })

  it('keeps wall-clock times over a change to summer time', async () => {
    const { value } = await ask(['sam@northwind.example'], at('2027-03-27T00:00:00'), at('2027-03-30T00:00:00'))
    const starts = value[0].scheduleItems.map((item: { start: { dateTime: string } }) => item.start.dateTime.slice(0, 16))
    expect(starts).toEqual(['2027-03-27T13:00', '2027-03-28T13:00', '2027-03-29T13:00'])
  })

  it('refuses more than twenty mailboxes and more than 62 days', async () => {
    await expect(ask(Array.from({ length: 21 }, (_, n) => `${n}@x.example`))).rejects.toMatchObject({ statusCode: 400 })
    await expect(ask(['a@x.example'], at('2027-01-01T00:00:00'), at('2027-03-05T00:00:00'))).rejects.toMatchObject({
      statusCode: 400,
    })
    expect((await world.call<Violation[]>('GET', '/violations')).at(-1)).toMatchObject({
      vendor: 'microsoft',
      what: expect.stringContaining('62'),
    })
  })
})

describe('events', () => {
  const created = async () => (await world.ledger()).filter((entry) => entry.effect === 'event.created')

  it('are created once however often the same transaction is sent, and refused with other content', async () => {
    const before = (await created()).length
    const first = await graph.api(`${SAM}/events`).post(session('t1'))
    const again = await graph.api(`${SAM}/events`).post(session('t1'))
    expect(again.id).toBe(first.id)
    expect(await created()).toHaveLength(before + 1)
    const other = graph.api(`${SAM}/events`).post(session('t1', 'Something else'))
    await expect(other).rejects.toMatchObject({ statusCode: 409, code: 'ErrorDuplicateTransactionId' })
    expect((await created()).at(-1)).toMatchObject({
      by: 'bot',
      id: first.id,
      body: { start: '2027-03-02T13:30:00.000Z', transactionId: 't1' },
    })
  })

  it('stand in the calendars of those invited too, as tentative', async () => {
    await graph.api(`${SAM}/events`).post({ ...session('t2'), start: at('2027-03-03T14:30:00'), end: at('2027-03-03T15:00:00') })
    const view = await graph
      .api('/users/ana@northwind.example/calendarView')
      .query({ startDateTime: '2027-03-03T00:00:00Z', endDateTime: '2027-03-04T00:00:00Z' })
      .get()
    expect(view.value).toMatchObject([{ subject: 'Coaching: Ana', showAs: 'tentative', isOrganizer: false, transactionId: null }])
  })

  it('are listed, changed and deleted; transactionId cannot be filtered for', async () => {
    const { id } = await graph
      .api(`${SAM}/events`)
      .post({ ...session('t3'), start: at('2027-03-04T14:30:00'), end: at('2027-03-04T15:00:00') })
    await expect(graph.api(`${SAM}/events`).filter("transactionId eq 't3'").get()).rejects.toMatchObject({ statusCode: 400 })
    const list = await graph
      .api(`${SAM}/events`)
      .filter("start/dateTime ge '2027-03-04T00:00:00Z'")
      .select('id,transactionId')
      .get()
    expect(list.value).toMatchObject([{ id, transactionId: 't3' }])
    const moved = await graph
      .api(`${SAM}/events/${id}`)
      .patch({ start: at('2027-03-04T15:00:00'), end: at('2027-03-04T15:30:00') })
    expect(moved.start.dateTime).toBe('2027-03-04T14:00:00.0000000')
    await graph.api(`${SAM}/events/${id}`).delete()
    await expect(graph.api(`${SAM}/events/${id}`).get()).rejects.toMatchObject({ statusCode: 404 })
  })

  it('are moved, declined and cancelled by others', async () => {
    const { id } = await graph
      .api(`${SAM}/events`)
      .post({ ...session('t4'), start: at('2027-03-05T14:30:00'), end: at('2027-03-05T15:00:00') })
    await world.change({ kind: 'event', action: 'move', id, from: '2027-03-05T16:00' })
    await world.change({ kind: 'event', action: 'decline', id, person: 'ana' })
    expect(await graph.api(`${SAM}/events/${id}`).header('Prefer', 'outlook.timezone="Europe/Berlin"').get()).toMatchObject({
      start: at('2027-03-05T16:00:00.0000000'),
      end: at('2027-03-05T16:30:00.0000000'),
      attendees: [{ status: { response: 'declined' } }],
    })
    await world.change({ kind: 'event', action: 'cancel', id })
    expect((await world.ledger()).at(-1)).toMatchObject({ effect: 'event.deleted', by: 'other', id })
  })

  it('are refused with a property that does not exist', async () => {
    const misspelt = { ...session('t5'), subjekt: 'x' }
    await expect(graph.api(`${SAM}/events`).post(misspelt)).rejects.toMatchObject({ statusCode: 400 })
  })
})

describe('mail', () => {
  it('is accepted and leaves a trace', async () => {
    const toRecipients = [{ emailAddress: { address: 'ana@northwind.example' } }]
    const message = { subject: 'Kudos', body: { contentType: 'Text', content: 'Well done' }, toRecipients }
    await graph.api(`${SAM}/sendMail`).post({ message, saveToSentItems: false })
    expect((await world.ledger()).at(-1)).toMatchObject({
      effect: 'mail.sent',
      body: { to: ['ana@northwind.example'] },
    })
  })
})
