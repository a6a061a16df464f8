// The Teams client against the simulated tenant, judged by the world's ledger.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { teamsChat } from '../../../src/chat/teams/client.ts'
import type { Account, Card, RoomRef } from '../../../src/coaching/people.ts'
import type { Chat } from '../../../src/ports.ts'
import type { LedgerEntry, RequestEntry, SeenMessage, Violation } from '../../../src/sandbox/core/world.ts'
import { type Sandbox, startSandbox } from '../../../src/sandbox/main.ts'
import { type Doorway, openDoorway, WORKING } from './doorway.ts'

const ROOM: RoomRef = { platform: 'teams', id: '19:returns-leads@thread.tacv2' }
const card = (summary: string, button?: string): Card => ({
  name: 'notice',
  summary,
  view: button ? { actions: [{ type: 'Action.Execute', title: 'Book', verb: 'press', data: { button } }] } : {},
})

let sandbox: Sandbox
let door: Doorway
let chat: Chat
let tessa: Account
let seen = { ledger: 0, requests: 0 }

const world = async <T>(path: string, body?: unknown): Promise<T> => {
  const init =
    body === undefined ? {} : { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
  return (await fetch(`${sandbox.url}/world/${path}`, init)).json() as Promise<T>
}
const effects = async () => (await world<LedgerEntry[]>(`ledger?after=${seen.ledger}`)).filter(({ vendor }) => vendor === 'teams')
/** Teams paces each conversation, so tests that write a lot write to different people. */
const account = async (name: string): Promise<Account> => (await chat.find(`${name}@northwind.example`))!
const requests = async (template: string) =>
  (await world<RequestEntry[]>(`requests?after=${seen.requests}`)).filter(
    (each) => each.vendor === 'teams' && each.template.includes(template),
  )
const messages = (where: string) => world<SeenMessage[]>(`messages?${where}`)
const last = async (where: string) => (await messages(where)).at(-1)!

async function keysOf(url: string) {
  sandbox = await startSandbox({ port: 0, botUrl: url })
  const { env } = sandbox
  return {
    appId: env.TEAMS_APP_ID!,
    appPassword: env.TEAMS_APP_PASSWORD!,
    tenantId: env.TEAMS_TENANT_ID!,
    loginUrl: env.TEAMS_LOGIN_URL!,
    openIdUrl: env.TEAMS_OPENID_URL!,
    serviceUrl: env.TEAMS_SERVICE_URL!,
    graphUrl: env.TEAMS_GRAPH_URL!,
    serviceHosts: [],
  }
}

beforeAll(async () => {
  door = await openDoorway(keysOf)
  chat = teamsChat(door.options)
  tessa = await account('tessa')
})
afterAll(async () => {
  expect(await world<Violation[]>('violations')).toEqual([])
  await door.close()
  await sandbox.close()
})
beforeEach(async () => {
  await fetch(`${sandbox.url}/world/faults`, { method: 'DELETE' })
  door.events.length = 0
  door.onEvent(async () => {})
  seen = {
    ledger: (await world<LedgerEntry[]>('ledger')).at(-1)?.n ?? 0,
    requests: (await world<RequestEntry[]>('requests')).at(-1)?.n ?? 0,
  }
})

describe('Who somebody is', () => {
  it('a member is found by e-mail, and vouched for', async () => {
    expect(tessa).toMatchObject({ platform: 'teams', id: '00000000-0000-4000-8001-0000000000b2' })
    expect(await chat.vouch(tessa)).toEqual({ email: 'tessa@northwind.example', language: 'en' })
    expect((await chat.find('TESSA@northwind.example'))?.id).toBe(tessa.id)
  })

  it.each(['gil@fabrikam.example', 'olga@contoso.example', 'nobody@northwind.example', "o'neil@northwind.example"])(
    '%s is nobody of ours',
    async (email) => {
      expect(await chat.find(email)).toBeUndefined()
    },
  )

  it.each([
    ['a guest', '00000000-0000-4000-8001-0000000000e2'],
    ['an outsider', '00000000-0000-4000-8001-0000000000e1'],
    ['somebody who does not exist', '00000000-0000-4000-8001-0000000000ff'],
    ['an id that is a path', '../users/tessa@northwind.example'],
    ['an id of another kind', '29:tessa'],
  ])('%s is a stranger', async (_, id) => {
    expect(await chat.vouch({ platform: 'teams', id })).toBe('stranger')
  })
})

describe('A group of the tenant', () => {
  const GROUP = '00000000-0000-4000-8012-000000000001'
  const ADA = '00000000-0000-4000-8001-0000000000d1'
  const members = async (at: Chat = chat) => (await at.groupMembers(GROUP)).map(({ id }) => id)
  const answers = (...bodies: object[]) =>
    world('faults', {
      vendor: 'microsoft',
      path: `/v1.0/groups/${GROUP}/transitiveMembers`,
      plan: bodies.map((body) => ({ status: 200, body })),
    })
  const page = (id: string, next?: string) => ({
    value: [{ '@odata.type': '#microsoft.graph.user', id }],
    ...(next ? { '@odata.nextLink': next } : {}),
  })
  const NEXT = () => `${sandbox.env.TEAMS_GRAPH_URL}/groups/${GROUP}/transitiveMembers?$skiptoken=x`

  it('has its people, however deep, and no groups; asked once a minute', async () => {
    const later = { ahead: 0 }
    const at = teamsChat({ ...door.options, now: () => Date.now() + later.ahead })
    const change = (action: string) =>
      world('changes', { kind: 'group', vendor: 'microsoft', group: GROUP, person: 'tessa', action })
    expect(await members(at)).toEqual([ADA])
    await change('join')
    expect(await members(at)).toEqual([ADA])
    later.ahead += 60_001
    expect((await members(at)).toSorted()).toEqual([tessa.id, ADA].toSorted())
    await change('leave')
    later.ahead += 60_001
    expect(await members(at)).toEqual([ADA])
  })

  it('is read to the last page, and refused when it is too large to mean somebody', async () => {
    await answers(page('a', NEXT()), page('b'))
    expect(await members(teamsChat(door.options))).toEqual(['a', 'b'])
    await answers(...Array.from({ length: 5 }, () => page('a', NEXT())))
    await expect(members(teamsChat(door.options))).rejects.toMatchObject({ trouble: 'refused', code: 'group-too-large' })
  })

  it('is never asked for elsewhere, wherever a page points', async () => {
    await answers(page('a', 'http://127.0.0.1:9/v1.0/groups'))
    await expect(members(teamsChat(door.options))).rejects.toMatchObject({ trouble: 'malformed', code: 'nextLink' })
  })

  it('that does not exist is a failure', async () => {
    await expect(chat.groupMembers(ADA)).rejects.toMatchObject({ trouble: 'not-found' })
  })
})

describe('A direct message', () => {
  it('reaches somebody who never spoke to us, and is redrawn in place', async () => {
    const posted = await chat.post({ account: tessa }, card('Two rough calls.', 'b1'), 'ref-1')
    const before = await last('user=tessa')
    expect(before).toMatchObject({ platform: 'teams', text: expect.stringContaining('Two rough calls.') })
    await chat.redraw(posted, card('Booked by Tessa.'))
    const after = await last('user=tessa')
    expect(after).toMatchObject({ id: before.id, text: expect.stringContaining('Booked by Tessa.'), buttons: [] })
    expect((await effects()).map(({ effect }) => effect)).toEqual(['message.posted', 'message.updated'])
  })

  it('opens the chat only once', async () => {
    const cleo = await account('cleo')
    await chat.post({ account: cleo }, card('One.'), 'ref-2')
    await chat.post({ account: cleo }, card('Two.'), 'ref-3')
    const opened = (await requests('/v3/conversations')).filter(({ template }) => template.endsWith('/v3/conversations'))
    expect(opened).toHaveLength(1)
  })

  it('is not sent again after an answer that leaves it in doubt', async () => {
    const dario = await account('dario')
    await chat.post({ account: dario }, card('Warm.'), 'ref-4')
    const posts = '/v3/conversations/{conversationId}/activities'
    await world('faults', { vendor: 'teams', method: 'POST', path: posts, plan: ['500'], times: 1 })
    await expect(chat.post({ account: dario }, card('In doubt.'), 'ref-5')).rejects.toMatchObject({
      trouble: 'unavailable',
      inDoubt: true,
    })
    await world('faults', { vendor: 'teams', method: 'POST', path: posts, plan: ['commit-then-reset'], times: 1 })
    await expect(chat.post({ account: dario }, card('Cut.'), 'ref-6')).rejects.toMatchObject({
      trouble: 'unavailable',
      inDoubt: true,
    })
    expect((await requests('/activities')).map(({ method }) => method)).toEqual(['POST', 'POST', 'POST'])
    expect((await messages('user=dario')).filter(({ text }) => text.includes('Cut.'))).toHaveLength(1)
  })

  it('to somebody without the app is refused', async () => {
    const olga = { platform: 'teams', id: '00000000-0000-4000-8001-0000000000e1' } as const
    await expect(chat.post({ account: olga }, card('Hello.'), 'ref-7')).rejects.toMatchObject({
      name: 'VendorError',
      vendor: 'Teams',
    })
  })

  it('that is redrawn survives a short outage', async () => {
    const hana = await account('hana')
    const posted = await chat.post({ account: hana }, card('Open.'), 'ref-8')
    const put = '/v3/conversations/{conversationId}/activities/{activityId}'
    await world('faults', { vendor: 'teams', method: 'PUT', path: put, plan: ['503'], times: 2 })
    await chat.redraw(posted, card('Closed.'))
    expect((await last('user=hana')).text).toContain('Closed.')
  })

  it('that is gone is not found', async () => {
    const gus = await account('gus')
    const posted = await chat.post({ account: gus }, card('Soon gone.'), 'ref-9')
    await world('changes', { kind: 'message', action: 'delete', id: (await last('user=gus')).id })
    await expect(chat.redraw(posted, card('Too late.'))).rejects.toMatchObject({ trouble: 'not-found' })
  })

  it('never goes to a serviceUrl that is not on the list', async () => {
    const posted = { conversation: 'a:1', activity: '1', serviceUrl: 'https://evil.example/' }
    await expect(chat.redraw(posted, card('x'))).rejects.toMatchObject({ trouble: 'refused', code: 'serviceUrl' })
  })

  it('cannot be looked up', async () => {
    expect(await chat.lookup({ account: tessa }, 'ref-1')).toBe('cannot')
  })
})

describe('A message that is pressed', () => {
  const thread = '19:leads@thread.tacv2'
  const place = { account: tessa, chat: `${thread};messageid=1700000000001`, message: '1700000000001' }

  it('is a stray one unless it is known, with or without the thread in its conversation', () => {
    const known = { conversation: thread, activity: '1700000000001' }
    expect(chat.stray(place, [known])).toBeUndefined()
    expect(chat.stray(place, [{ ...known, conversation: place.chat }])).toBeUndefined()
    const other = { ...known, activity: '1700000000002' }
    expect(chat.stray(place, [other])).toEqual({ conversation: place.chat, activity: place.message })
  })
})

describe('A room', () => {
  it('gets a thread of its own, redrawn in place', async () => {
    const posted = await chat.post({ room: ROOM }, card('An agent of Returns.', 'b2'), 'ref-10')
    const before = await last(`room=${encodeURIComponent(ROOM.id)}`)
    expect(before.text).toContain('An agent of Returns.')
    await chat.redraw(posted, card('Taken by Theo.'))
    const after = await last(`room=${encodeURIComponent(ROOM.id)}`)
    expect(after).toMatchObject({ id: before.id, text: expect.stringContaining('Taken by Theo.') })
  })

  it('shows its members by Entra object id; it counts as public until its team is known', async () => {
    const room = await chat.room(ROOM)
    expect(room.members.map(({ id }) => id).toSorted()).toEqual([
      '00000000-0000-4000-8001-0000000000b2',
      '00000000-0000-4000-8001-0000000000b4',
      '00000000-0000-4000-8001-0000000000c1',
    ])
    expect(room.private).toBe(false)
  })

  it('is heard when somebody mentions the bot', async () => {
    await world('commands', { user: 'theo', text: 'help', room: ROOM.id, platform: 'teams' })
    expect(door.events).toMatchObject([{ kind: 'commanded', text: 'help', place: { room: ROOM } }])
  })
})

interface Delivered {
  readonly status: number
  readonly ms: number
  readonly body: { readonly type: string; readonly value: unknown }
}

describe('A press', () => {
  const shown = async (summary: string) => {
    const posted = await chat.post({ account: tessa }, card(summary, 'b3'), 'ref-11')
    return { posted, ...(await last('user=tessa')) }
  }
  const click = ({ id, buttons }: SeenMessage) =>
    world<Delivered>('clicks', { user: 'tessa', message: id, button: buttons[0]!.id })

  it('becomes an event that knows who, where and what', async () => {
    const { posted, ...message } = await shown('Press me.')
    expect(await click(message)).toMatchObject({ status: 200, body: { value: WORKING } })
    expect(door.events).toMatchObject([
      {
        kind: 'pressed',
        button: 'b3',
        place: { account: { id: tessa.id }, chat: posted.conversation, message: posted.activity },
      },
    ])
  })

  it('is answered by the redraw, which everybody gets as well', async () => {
    const { posted, ...message } = await shown('Redraw me.')
    let redrawn: Promise<void> | undefined
    door.onEvent(async () => {
      redrawn = chat.redraw(posted, card('Booking.'))
    })
    expect(await click(message)).toMatchObject({ status: 200, body: { type: 'application/vnd.microsoft.card.adaptive' } })
    await redrawn
    expect((await last('user=tessa')).text).toContain('Booking.')
    expect((await effects()).at(-1)?.effect).toBe('message.updated')
  })

  it('is answered by a whisper while it waits, and by a direct message afterwards', async () => {
    const message = await shown('Whisper to me.')
    door.onEvent(async (event) => {
      if (event.kind !== 'pressed') return
      await chat.whisper(event.place, card('Theo was faster.'))
      await chat.whisper(event.place, card('A second word.'))
    })
    expect(await click(message)).toMatchObject({
      status: 200,
      body: { type: 'application/vnd.microsoft.activity.message', value: 'Theo was faster.' },
    })
    const after = await messages('user=tessa')
    expect(after.filter(({ text }) => text === 'A second word.')).toMatchObject([{ ephemeral: false }])
    expect(after.filter(({ text }) => text === 'Theo was faster.')).toMatchObject([{ ephemeral: true }])
  })
})

describe('A command', () => {
  it('said in the personal chat is answered there', async () => {
    door.onEvent(async (event) => {
      if (event.kind === 'commanded') await chat.whisper(event.place, card('All is well.'))
    })
    const ada = { user: 'ada', text: '/coaching status', platform: 'teams' }
    expect(await world<Delivered>('commands', ada)).toMatchObject({ status: 200 })
    expect(door.events).toMatchObject([
      { kind: 'commanded', text: '/coaching status', delivery: expect.stringMatching(/^msg:./) },
    ])
    expect((await last('user=ada')).text).toContain('All is well.')
  })
})
