import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { COMMANDS } from '../../src/coaching/commands.ts'
import type { Seen, World } from '../control.ts'
import { openScene, type Scene } from '../world.ts'
import { bookButtons, cardSays, privately, roughPattern } from './acts.ts'

let scene: Scene
let world: World
let secret: string
let card: Seen
let sam: string

beforeAll(async () => {
  scene = await openScene()
  world = scene.world
  const keys = await world.call<Record<string, string>>('GET', '/env')
  secret = keys.SLACK_SIGNING_SECRET!
  const { people } = await world.call<{ people: { name: string; accounts: { chatId: string }[] }[] }>('GET', '')
  sam = people.find(({ name }) => name.startsWith('Sam'))!.accounts[0]!.chatId
  card = await roughPattern(world, 'ana', { user: 'sam' })
})
afterAll(() => scene.close())

interface Odd {
  readonly seconds?: number
  readonly signature?: string
  readonly type?: string
}

/** A request at Slack's doorway, signed as Slack signs unless told otherwise. */
function post(body: string, { seconds = 0, signature, type = 'application/x-www-form-urlencoded' }: Odd = {}): Promise<Response> {
  const stamp = String(Math.floor(Date.now() / 1000) + seconds)
  const signed = `v0=${createHmac('sha256', secret).update(`v0:${stamp}:${body}`).digest('hex')}`
  const headers = { 'content-type': type, 'x-slack-request-timestamp': stamp, 'x-slack-signature': signature ?? signed }
  return fetch(`${scene.bot.url}/slack/events`, { method: 'POST', headers, body })
}

function press(value: string, more: object = {}): string {
  const [channel, ts] = card.id.split(':')
  const payload = {
    type: 'block_actions',
    user: { id: sam, team_id: 'T0NORTHWIND' },
    team: { id: 'T0NORTHWIND' },
    channel: { id: channel },
    container: { type: 'message', message_ts: ts, channel_id: channel },
    message: { ts },
    trigger_id: '1.2.x',
    actions: [{ type: 'button', action_id: 'press:0', block_id: 'b', value, action_ts: String(Date.now() / 1000) }],
    ...more,
  }
  return new URLSearchParams({ payload: JSON.stringify(payload) }).toString()
}

const COMMAND = new URLSearchParams({
  command: '/coaching',
  text: 'set customer 1',
  user_id: 'U1',
  trigger_id: 't',
  channel_id: 'C1',
}).toString()

describe('what should not be let in', () => {
  it.each([
    { what: 'no valid signature', body: COMMAND, odd: { signature: 'v0=00' }, status: 401 },
    { what: 'a stale signature', body: COMMAND, odd: { seconds: -301 }, status: 401 },
    { what: 'a signature from the future', body: COMMAND, odd: { seconds: 301 }, status: 401 },
    { what: 'more than a megabyte', body: `text=${'x'.repeat(1_100_000)}`, odd: {}, status: 413 },
    { what: 'neither form nor JSON', body: COMMAND, odd: { type: 'text/plain' }, status: 415 },
    { what: 'a payload that is no JSON', body: 'payload=%7Bnonsense', odd: {}, status: 400 },
  ])('$what: $status', async ({ body, odd, status }) => {
    expect((await post(body, odd)).status).toBe(status)
  })

  it.each(['/api/messages', '/slack/events', '/', '/healthz/x'])('a GET of %s does nothing', async (path) => {
    const before = (await world.ledger()).length
    expect((await fetch(scene.bot.url + path)).status).toBeGreaterThanOrEqual(404)
    expect((await world.ledger()).length).toBe(before)
  })

  it('a Teams activity without a token: 401', async () => {
    const body = JSON.stringify({
      type: 'message',
      id: '1',
      channelId: 'msteams',
      text: 'status',
      serviceUrl: 'https://smba.trafficmanager.net/teams/',
      from: { id: '29:x', aadObjectId: '00000000-0000-4000-8001-0000000000d1' },
      recipient: { id: '28:x' },
      conversation: { id: 'a:1', conversationType: 'personal' },
    })
    const response = await fetch(`${scene.bot.url}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    })
    expect(response.status).toBe(401)
  })
})

describe('what is let in and means nothing', () => {
  it.each(['nonsense', 'abcdefgh12345678.ffff', '{{x}}', 'a'.repeat(300), '../../etc'])(
    'a button called %j is answered privately',
    async (value) => {
      const before = (await world.messages({ user: 'sam' })).length
      expect((await post(press(value))).status).toBe(200)
      await world.until('a private answer', async () => (await world.messages({ user: 'sam' })).length > before)
      await privately(world, 'sam', /This button no longer works/)
    },
  )

  it('an interaction of another kind is acknowledged and counted', async () => {
    const before = scene.bot.ports.counts.all()['received unsupported'] ?? 0
    expect((await post(press('x', { type: 'shortcut' }))).status).toBe(200)
    expect(scene.bot.ports.counts.all()['received unsupported']).toBe(before + 1)
  })
})

/** A mention of everybody and of somebody, a link that runs, two templates, and a mark that turns the rest around; one word. */
const EVIL = `<!channel><@U0SAMB1>[x](javascript:1)${'$'}{7*8888}{{1}}\u202egnp`
const FILLED_IN = String(7 * 8888)
/** The same as it may be read: every sign of it, and none of what cannot be seen. */
const HARMLESS = EVIL.replace('\u202e', '')
const ENDLESS = 'x'.repeat(10_240)

/** Each command there is, with it wherever something may be typed. */
const typedWith = (word: string): string[] => [
  ...COMMANDS.map(({ name }) => `${name} ${word}`),
  `${word} status`,
  `set customer -0.66 because ${word}`,
  `set customer -0.7 for queue ${word}`,
  `set customer -0.7 for team ${word}`,
  `set customer -0.7 for agent ${word}@x.example`,
  `thresholds for queue ${word}`,
  `pause ${word}@x.example`,
  `resume ${word}@x.example drop`,
  `why ${word}@x.example`,
  `history`,
]

describe.each(['slack', 'teams'] as const)('what is typed on %s to do harm', (platform) => {
  type Native = Seen & { readonly native: unknown }
  const seen = async () => (await world.messages({ user: 'ada' })).filter((message) => message.platform === platform) as Native[]

  /** The answers, in rounds as large as Teams takes at once. */
  async function answersTo(texts: readonly string[]): Promise<Native[]> {
    const before = (await seen()).length
    for (let from = 0; from < texts.length; from += 7) {
      for (const text of texts.slice(from, from + 7)) await world.command('ada', `/coaching ${text}`, { platform })
      await world.until(
        'all of them to be answered',
        async () => (await seen()).length >= before + Math.min(from + 7, texts.length),
      )
      await world.advance('PT31S')
    }
    return (await seen()).slice(before)
  }

  it('comes out as plain text, whatever the command', async () => {
    const texts = typedWith(EVIL)
    const answers = await answersTo(texts)
    expect(answers).toHaveLength(texts.length)
    const sent = answers.map(({ native }) => JSON.stringify(native))
    expect(sent.filter((text) => text.includes('\u202e') || text.includes(FILLED_IN))).toEqual([])
    // A mention would read "@channel" or "@Sam Sato", and a link its label alone. Slack's stars are shown by others that style nothing.
    const read = answers.map(({ text }) => text.replaceAll('∗', '*'))
    expect(read.filter((text) => /@channel|Sam Sato/.test(text))).toEqual([])
    // Where it is said again, all of it is there: names and people that nobody knows, and the reason.
    expect(read.filter((text) => text.toLowerCase().includes(HARMLESS.toLowerCase())).length).toBeGreaterThanOrEqual(7)
    expect(read.at(-1)).toContain(`Because: ${HARMLESS}`)
  })

  it('is cut where it is endless, and answered all the same', async () => {
    const answers = await answersTo(typedWith(ENDLESS))
    expect(answers).toHaveLength(typedWith(ENDLESS).length)
    expect(answers.filter(({ native }) => JSON.stringify(native).length > 8000)).toEqual([])
  })
})

describe('after all of it', () => {
  it('the bot is well, and nothing was booked', async () => {
    expect(await (await fetch(`${scene.bot.url}/healthz`)).json()).toEqual({ status: 'ok' })
    expect(await world.effects('appointment.created')).toEqual([])
    await world.click('sam', card, bookButtons(card)[0]!)
    await cardSays(world, { user: 'sam' }, card, /Booked:/)
  })
})
