import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { clientCredentials } from '../src/oauth.ts'

type Answer = (response: ServerResponse, request: IncomingMessage) => void

let server: Server
let url: string
let answers: Answer[]
let asked: string[]
let clock: number

const json =
  (status: number, body: unknown, headers: Record<string, string> = {}): Answer =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(JSON.stringify(body))
  }
const granted = (token: string, seconds = 3600) => json(200, { token_type: 'Bearer', access_token: token, expires_in: seconds })
const open = (timeoutMs = 5_000) =>
  clientCredentials({
    url,
    clientId: 'app',
    clientSecret: 's&cret',
    scope: 'x/.default',
    now: () => clock,
    vendor: 'Teams',
    timeoutMs,
  })

beforeEach(async () => {
  answers = []
  asked = []
  clock = 1_000_000
  server = createServer(async (request, response) => {
    asked.push(Buffer.concat(await Array.fromAsync(request)).toString())
    answers.shift()?.(response, request)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/tenant/oauth2/v2.0/token`
})
afterEach(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

describe('An access token', () => {
  it('is asked for as the protocol says, once for all who wait', async () => {
    answers = [granted('t1')]
    const { token } = open()
    expect(await Promise.all([token(), token(), token()])).toEqual(['t1', 't1', 't1'])
    expect(asked).toEqual(['grant_type=client_credentials&client_id=app&client_secret=s%26cret&scope=x%2F.default'])
  })

  it('is renewed five minutes before it expires', async () => {
    answers = [granted('t1'), granted('t2')]
    const { token } = open()
    await token()
    clock += 54 * 60_000
    expect(await token()).toBe('t1')
    clock += 2 * 60_000
    expect(await token()).toBe('t2')
  })

  it('that lives shorter than that serves for half its life', async () => {
    answers = [granted('t1', 60), granted('t2', 60)]
    const { token } = open()
    await token()
    clock += 29_000
    expect(await token()).toBe('t1')
    clock += 2_000
    expect(await token()).toBe('t2')
  })

  it('that was refused is forgotten, once for all who had it', async () => {
    answers = [granted('t1'), granted('t2')]
    const { token, forget } = open()
    await token()
    forget('t1')
    expect(await token()).toBe('t2')
    forget('t1')
    expect(await token()).toBe('t2')
  })
})

describe('A token endpoint in trouble', () => {
  it('is asked a second time after a 5xx or a cut connection', async () => {
    answers = [json(503, {}), granted('t1'), (response) => response.destroy(), granted('t2')]
    const { token, forget } = open()
    expect(await token()).toBe('t1')
    forget('t1')
    expect(await token()).toBe('t2')
  })

  it.each<[string, Answer[], object]>([
    ['that stays down', [json(503, {}), json(500, {})], { trouble: 'unavailable', status: 500 }],
    [
      'that refuses us',
      [json(401, { error: 'invalid_client', error_description: 'secret' })],
      { trouble: 'unauthorised', code: 'invalid_client' },
    ],
    ['that has had enough', [json(429, {}, { 'retry-after': '7' })], { trouble: 'rate-limited', retryAfterMs: 7_000 }],
    ['that says nothing of use', [json(200, { hello: 'world' })], { trouble: 'malformed' }],
    [
      'that sends us elsewhere',
      [json(307, {}, { location: 'http://127.0.0.1:1/' }), json(307, {}, { location: '/' })],
      { trouble: 'unavailable' },
    ],
  ])('%s is an error in our words', async (_, given, expected) => {
    answers = given
    await expect(open().token()).rejects.toMatchObject({ name: 'VendorError', vendor: 'Teams', ...expected })
    expect(answers).toEqual([])
  })

  it('that is silent is given up, and asked anew next time', async () => {
    // Long enough that a busy machine answers within it the second time.
    const { token } = open(1_000)
    await expect(token()).rejects.toMatchObject({ trouble: 'unavailable' })
    answers = [granted('t1')]
    expect(await token()).toBe('t1')
  })
})
