import { afterEach, beforeEach, expect, it } from 'vitest'
import { type OpenWorld, openWorld, until } from './world.ts'

let world: OpenWorld
let token: string
beforeEach(async () => {
  world = await openWorld()
  const { GENESYS_URL, GENESYS_CLIENT_ID: id, GENESYS_CLIENT_SECRET: secret } = world.env
  const headers = { authorization: `Basic ${btoa(`${id}:${secret}`)}` }
  const response = await fetch(`${GENESYS_URL}/oauth/token`, {
    method: 'POST',
    headers,
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  })
  token = ((await response.json()) as { access_token: string }).access_token
})
afterEach(() => world.close())

const TEAMS = '/api/v2/teams'
const call = (path = TEAMS, more: RequestInit = {}) =>
  fetch(`${world.env.GENESYS_URL}${path}`, {
    ...more,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
  })
const order = (plan: unknown[], more: object = {}) => world.fault({ vendor: 'genesys', path: TEAMS, plan, ...more })

const appointment = () => ({
  name: 'Coaching',
  description: 'x',
  dateStart: new Date(Date.now() + 86_400_000).toISOString(),
  lengthInMinutes: 30,
  attendeeIds: ['00000000-0000-4000-8000-0000000000a1'],
})
const book = () => call('/api/v2/coaching/appointments', { method: 'POST', body: JSON.stringify(appointment()) })
const orderBooking = (plan: unknown[], about?: string) =>
  order(plan, { method: 'POST', path: '/api/v2/coaching/appointments', ...(about ? { about } : {}) })

it('uses the plan in order, repeats it, and is spent afterwards', async () => {
  await order(['503', 'ok'], { times: 2 })
  const statuses = []
  for (let index = 0; index < 5; index++) statuses.push((await call()).status)
  expect(statuses).toEqual([503, 200, 503, 200, 200])
})

it('matches templates whatever their parameters are called, and lets the first matching rule win', async () => {
  await order(['500'], { path: '/api/v2/users/{id}' })
  await order(['502'], { path: '/api/v2/users/{other}' })
  const statuses = [await call('/api/v2/users/nobody'), await call('/api/v2/users/nobody'), await call('/api/v2/users/nobody')]
  expect(statuses.map(({ status }) => status)).toEqual([500, 502, 404])
})

it('chooses calls by a word of their address or body', async () => {
  await order(['503'], { path: '/api/v2/users/{id}', about: 'somebody' })
  await orderBooking(['502'], 'Another title')
  const statuses = [await call('/api/v2/users/nobody'), await call('/api/v2/users/somebody'), await book()]
  expect(statuses.map(({ status }) => status)).toEqual([404, 503, 201])
  await orderBooking(['502'], appointment().name)
  expect((await book()).status).toBe(502)
})

it('answers an error that comes with status 200', async () => {
  await order([{ status: 200, body: { ok: false, error: 'is_archived' } }])
  const response = await call()
  expect([response.status, await response.json()]).toEqual([200, { ok: false, error: 'is_archived' }])
  expect(await world.deeds()).toEqual([])
  await expect(world.fault({ vendor: 'genesys', plan: [{ status: 200 }] })).rejects.toThrow('Unknown plan entry')
})

it('answers a rate limit the way the vendor words it', async () => {
  await order([{ 429: { retryAfter: 3 } }])
  const response = await call()
  expect(response.headers.get('retry-after')).toBe('3')
  expect(await response.json()).toMatchObject({ code: 'too.many.requests', message: expect.stringContaining('[3]') })
})

it('answers the body it was told to', async () => {
  await order([{ status: 409, body: { code: 'mine' } }])
  expect(await (await call()).json()).toEqual({ code: 'mine' })
})

it('forgets the rules when they are deleted', async () => {
  await order(['503'])
  await world.ask('DELETE', '/world/faults')
  expect((await call()).status).toBe(200)
})

it.each([['reset'], ['commit-then-reset']])('cuts the connection on "%s"', async (word) => {
  await orderBooking([word])
  await expect(book()).rejects.toThrow()
  expect(await world.deeds()).toEqual(word === 'reset' ? [] : ['bot appointment.created'])
})

it('commits and then answers 500', async () => {
  await orderBooking(['commit-then-500'])
  expect((await book()).status).toBe(500)
  expect(await world.deeds()).toEqual(['bot appointment.created'])
})

it.each([
  ['timeout', 0],
  ['commit-then-timeout', 1],
])('never answers on "%s"', async (word, committed) => {
  await orderBooking([word])
  const stop = new AbortController()
  const answer = fetch(`${world.env.GENESYS_URL}/api/v2/coaching/appointments`, {
    method: 'POST',
    signal: stop.signal,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(appointment()),
  })
  await until(async () =>
    (await world.call<{ template: string }[]>('GET', '/requests')).some(({ template }) => template.endsWith('/appointments')),
  )
  await until(async () => (await world.deeds()).length === committed)
  stop.abort()
  await expect(answer).rejects.toThrow()
})

it('sends half of an answer on "truncated", and a web page on "wrong-type"', async () => {
  await order(['truncated', 'wrong-type'])
  await expect(call().then((response) => response.text())).rejects.toThrow()
  expect((await call()).headers.get('content-type')).toContain('text/html')
})

it('delays before and after the commit', async () => {
  await orderBooking([{ delay: 30 }])
  expect((await book()).status).toBe(201)
  await orderBooking([{ 'commit-then-delay': 30 }])
  expect((await book()).status).toBe(409)
})

it('holds an answer after the commit until somebody releases it', async () => {
  await orderBooking(['hold'])
  const answer = book()
  const [held] = await until(async () => {
    const list = await world.call<{ id: string; committed: boolean; body: object }[]>('GET', '/held')
    return list.length > 0 && list
  })
  expect(held).toMatchObject({ committed: true, vendor: 'genesys', method: 'POST', body: { name: 'Coaching' } })
  expect(await world.deeds()).toContain('bot appointment.created')
  await world.release(held!.id)
  expect((await answer).status).toBe(201)
  expect(await world.call('GET', '/held')).toEqual([])
})

/** A booking stopped before it is done, whose caller then goes away. */
async function forsaken(): Promise<string> {
  await orderBooking(['hold-request'])
  const stop = new AbortController()
  const answer = fetch(`${world.env.GENESYS_URL}/api/v2/coaching/appointments`, {
    method: 'POST',
    signal: stop.signal,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(appointment()),
  })
  answer.catch(() => undefined)
  const held = await until(async () => (await world.held())[0])
  stop.abort()
  await until(async () => (await world.held())[0]?.gone)
  return held.id
}

it('drops a request held before the commit when its caller went away', async () => {
  await world.release(await forsaken())
  expect(await world.deeds()).toEqual([])
  const statuses = (await world.requests()).filter(({ template }) => template === '/api/v2/coaching/appointments')
  expect(statuses.map(({ status }) => status)).toEqual([0])
})

it('does it all the same when told that it had arrived before', async () => {
  await world.release(await forsaken(), true)
  expect(await world.deeds()).toContain('bot appointment.created')
})

it('refuses bodies over 4 MB and unknown paths in the vendor’s words, and logs every call', async () => {
  const large = await call('/api/v2/users/search', { method: 'POST', body: 'x'.repeat(4 * 1024 * 1024 + 1) })
  const unknown = await call('/api/v2/nothing')
  expect([large.status, unknown.status]).toEqual([413, 404])
  expect(await unknown.json()).toMatchObject({ code: 'not.found' })
  expect(await world.call('GET', '/requests?after=1')).toMatchObject([
    { n: 2, method: 'POST', path: '/api/v2/users/search', status: 413 },
    { n: 3, method: 'GET', path: '/api/v2/nothing', status: 404 },
  ])
})

it('counts the calls by vendor and template', async () => {
  await call('/api/v2/users/u1')
  await call('/api/v2/users/u2')
  await call('/api/v2/nothing')
  expect(await world.call('GET', '/calls')).toEqual({
    genesys: { 'POST /oauth/token': 1, 'GET /api/v2/users/{userId}': 2, 'GET ?': 1 },
  })
})
