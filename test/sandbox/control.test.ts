import { once } from 'node:events'
import { request } from 'node:http'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { startSandbox } from '../../src/sandbox/main.ts'
import { type OpenWorld, openWorld } from './world.ts'

let world: OpenWorld
beforeEach(async () => {
  world = await openWorld()
})
afterEach(() => world.close())

interface Shown {
  readonly people: {
    id: string
    name: string
    role: string
    email: string
    platform: string
    supervisor?: string
    accounts: { platform: string }[]
  }[]
  readonly rooms: { name: string; platform: string; private: boolean; members: string[] }[]
  readonly queues: { id: string }[]
}

describe('the cast', () => {
  it('has two agents under a supervisor on each platform', async () => {
    const { people } = await world.call<Shown>('GET', '')
    for (const platform of ['slack', 'teams']) {
      const heads = people.filter((one) => one.role === 'supervisor' && one.platform === platform)
      const agents = (head: string) =>
        people.filter((one) => one.role === 'agent' && one.supervisor === head && one.platform === platform)
      expect(heads.some(({ id }) => agents(id).length >= 2)).toBe(true)
    }
  })

  it('has a private room on each platform, a supervisor on both, an outsider and a guest', async () => {
    const { people, rooms } = await world.call<Shown>('GET', '')
    expect(rooms.map((room) => [room.platform, room.private])).toEqual([
      ['slack', true],
      ['teams', true],
    ])
    expect(people.some(({ role, accounts }) => role === 'supervisor' && accounts.length === 2)).toBe(true)
    expect(people.map(({ role }) => role)).toEqual(expect.arrayContaining(['outsider', 'guest', 'admin']))
  })

  it('publishes what an operator would type to reach it', async () => {
    const env = await world.call<Record<string, string>>('GET', '/env')
    expect(env).toMatchObject({ GENESYS_URL: `${world.url}/genesys`, ADMINS: 'ada@northwind.example' })
    expect(env.DELIVER).toContain('=room:slack:C')
    expect(env).toEqual(world.env)
  })

  it('says what each vendor does not do', async () => {
    expect(Object.keys(await world.call('GET', '/limits')).sort()).toEqual(['genesys', 'google', 'microsoft', 'slack', 'teams'])
  })
})

describe('a question that is off', () => {
  it.each([
    ['GET', '/world/messages', undefined, 'one of the two'],
    ['GET', '/world/messages?user=nobody', undefined, 'Nobody here is called "nobody"'],
    ['GET', '/world/ledger?after=x', undefined, 'whole number'],
    ['GET', '/world/agents/sam/day', undefined, 'no agent'],
    ['GET', '/world/agents/ana/day?date=2026-02-30', undefined, 'There is no day'],
    ['POST', '/world/interactions', '{', 'not JSON'],
    ['POST', '/world/changes', [], 'must be a JSON object'],
    ['POST', '/world/interactions', [1], 'or a list of them'],
    ['POST', '/world/interactions', { agent: 'ana', customer: 2 }, '"customer" must be a number from -1 to 1'],
    ['POST', '/world/interactions', { agent: 'sam', customer: 0 }, '"agent" must be an agent'],
    ['POST', '/world/interactions', { agent: 'ana', custmer: 0 }, 'Unknown keys: custmer'],
    ['POST', '/world/interactions', { agent: 'ana', customer: 0, via: 'post' }, '"via" must be one of live, push, backfill'],
    ['POST', '/world/changes', { kind: 'weather' }, 'Kinds: '],
    ['POST', '/world/changes', { kind: 'shift', agent: 'zed' }, 'Nobody here is called "zed"'],
    ['POST', '/world/changes', { kind: 'shift', agent: 'ana', from: 'x', to: 'y' }, 'ISO 8601'],
    ['POST', '/world/changes', { kind: 'room', room: 'nowhere', person: 'gil', action: 'join' }, 'no Slack room "nowhere"'],
    ['POST', '/world/changes', { kind: 'room', room: 'support-leads', person: 'sam', action: 'join' }, 'in that room already'],
    ['POST', '/world/changes', { kind: 'room', room: 'support-leads', person: 'ana', action: 'leave' }, 'Ana Alvarez is not in'],
    ['POST', '/world/changes', { kind: 'room', room: 'support-leads', person: 'theo', action: 'join' }, 'no Slack account'],
    ['POST', '/world/changes', { kind: 'room', room: 'Returns leads', person: 'olga', action: 'join' }, 'another tenant'],
    ['POST', '/world/changes', { kind: 'room', room: 'Returns leads', person: 'gil', action: 'dance' }, 'join or leave'],
    ['POST', '/world/clicks', { user: 'sam', message: 'none', button: 'x' }, 'sees no message'],
    ['POST', '/world/commands', { user: 'ana', text: 'help', platform: 'teams' }, 'has no account'],
    ['POST', '/world/faults', { vendor: 'genesys', plan: ['explode'] }, 'Unknown plan entry "explode"'],
    ['POST', '/world/faults', { vendor: 'aws', plan: ['ok'] }, '"vendor" must be one of'],
    ['POST', '/world/held/held-9', { release: true }, 'No call is held'],
    ['POST', '/world/clock', { advance: 'tomorrow' }, 'ISO 8601 duration'],
    ['POST', '/world/clock', { advance: '-P1D' }, 'only moves forward'],
  ])('%s %s %j is answered 400 with "… %s …"', async (method, path, body, message) => {
    const answer = await world.ask(method, path, body)
    expect(answer.status).toBe(400)
    expect(answer.body.message).toContain(message)
  })

  it('is answered 404 with the list of paths when the path is unknown', async () => {
    expect(await world.ask('GET', '/world/weather')).toMatchObject({
      status: 404,
      body: { message: expect.stringContaining('GET /world/ledger') },
    })
    expect((await world.ask('GET', '/nothing')).status).toBe(404)
  })
})

describe('rooms', () => {
  const membersOf = async (name: string) => {
    const { people, rooms } = await world.call<Shown>('GET', '')
    const ids = rooms.find((room) => room.name === name)!.members
    return ids.map((id) => people.find((person) => person.id === id)!.name.split(' ')[0])
  }

  it.each([
    ['support-leads', 'slack', 'sam', ['Rita', 'Helena', 'Gil']],
    ['Returns leads', 'teams', 'tessa', ['Theo', 'Helena', 'Gil']],
  ])('%s in %s lets people out and in', async (room, vendor, leaver, members) => {
    await world.change({ kind: 'room', room, person: leaver, action: 'leave' })
    await world.change({ kind: 'room', room, person: 'gil', action: 'join' })
    expect(await membersOf(room)).toEqual(members)
    expect(await world.ledger()).toMatchObject([
      { vendor, effect: 'member.left', by: 'other' },
      { vendor, effect: 'member.joined', by: 'other', body: { person: 'x-gil' } },
    ])
  })

  it('are left by whoever leaves the company, who can no longer act', async () => {
    await world.change({ kind: 'leaves', person: 'helena' })
    expect([await membersOf('support-leads'), await membersOf('Returns leads')]).toEqual([
      ['Rita', 'Sam'],
      ['Theo', 'Tessa'],
    ])
    await expect(world.command('helena', '/coaching help', { platform: 'teams' })).rejects.toThrow('has left the company')
  })
})

it('says which port is taken, and what to do', async () => {
  const port = Number(new URL(world.url).port)
  const again = startSandbox({ port, botUrl: 'http://127.0.0.1:9' })
  await expect(again).rejects.toThrow(`Port ${port} is taken. Stop what uses it, or set SANDBOX_PORT to another one.`)
})

describe('strangers', () => {
  const statusWith = (headers: Record<string, string>) =>
    new Promise<number>((resolve) => {
      const { port } = new URL(world.url)
      request({ host: '127.0.0.1', port, path: '/world', headers }, (response) => resolve(response.resume().statusCode!)).end()
    })

  it.each([
    [{ host: 'evil.example' }, 403],
    [{ origin: 'http://evil.example' }, 403],
    [{ 'sec-fetch-site': 'cross-site' }, 403],
    [{ host: 'localhost:1' }, 200],
  ])('with headers %j get %i', async (headers, status) => {
    expect(await statusWith(headers)).toBe(status)
  })
})

describe('the clock', () => {
  async function link(url: string) {
    const socket = new WebSocket(`${world.url.replace('http', 'ws')}/world/link`)
    await once(socket, 'open')
    const heard: { offset: number; id: number }[] = []
    const greeted = once(socket, 'message')
    socket.on('message', (raw) => heard.push(JSON.parse(String(raw))))
    socket.send(JSON.stringify({ hello: { url } }))
    await greeted
    return { socket, heard }
  }

  it('advances the world and answers at once when no bot is linked', async () => {
    const before = Date.parse((await world.call<{ now: string }>('GET', '')).now)
    const { now, bots } = await world.call<{ now: string; bots: unknown[] }>('POST', '/clock', { advance: 'P1D' })
    expect(Date.parse(now) - before).toBeGreaterThanOrEqual(86_400_000)
    expect(bots).toEqual([])
  })

  it('answers only after each linked bot said that it ran what fell due', async () => {
    const { socket, heard } = await link('http://127.0.0.1:4000/')
    expect(heard[0]).toEqual({ offset: 0, id: 0 })
    let ran = false
    socket.on('message', (raw) => {
      const { id } = JSON.parse(String(raw))
      ran = true
      socket.send(JSON.stringify({ done: id }))
    })
    const { bots } = await world.call<{ bots: unknown[] }>('POST', '/clock', { advance: 'PT90M' })
    expect(ran).toBe(true)
    expect(bots).toEqual([{ url: 'http://127.0.0.1:4000', done: true }])
    expect(heard[1]).toMatchObject({ offset: 5_400_000 })
  })

  it('names a bot that hung up instead of answering', async () => {
    const { socket } = await link('http://127.0.0.1:4000')
    socket.on('message', () => socket.terminate())
    const { bots } = await world.call<{ bots: unknown[] }>('POST', '/clock', { advance: 'PT1S' })
    expect(bots).toEqual([{ url: 'http://127.0.0.1:4000', done: false }])
  })
})

it('streams the ledger as server-sent events', async () => {
  const stop = new AbortController()
  const response = await fetch(`${world.url}/world/events`, { signal: stop.signal })
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
  await reader.read()
  await world.change({
    kind: 'appointment',
    action: 'create',
    agent: 'ana',
    from: new Date(Date.now() + 3_600_000).toISOString(),
  })
  let value: string | undefined
  do value = (await reader.read()).value
  while (value?.startsWith(':'))
  expect(value).toMatch(/^id: 1\ndata: \{"n":1,.*"effect":"appointment\.created","by":"other"/)
  stop.abort()
})
