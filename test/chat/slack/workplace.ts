// The real client and webhook against the simulated Slack: a restify server and a sandbox, each on a port of its own.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import restify from 'restify'
import { type SlackOptions, slackChat } from '../../../src/chat/slack/client.ts'
import { slackDialogs } from '../../../src/chat/slack/dialogs.ts'
import { waiting } from '../../../src/chat/slack/modal.ts'
import { replyHandles } from '../../../src/chat/slack/replies.ts'
import { mountSlack } from '../../../src/chat/slack/webhook.ts'
import type { CoachingEvent } from '../../../src/coaching/event.ts'
import type { Card } from '../../../src/coaching/people.ts'
import type { Counts, Log } from '../../../src/ports.ts'
import type { LedgerEntry, RequestEntry, SeenMessage, Violation } from '../../../src/sandbox/core/world.ts'
import { startSandbox } from '../../../src/sandbox/main.ts'

export const SAM = 'U0SAMB1'
export const ANA = 'U0ANAA1'
export const RITA = 'U0RITAB3'
export const OLGA = 'U0OLGAE1'
export const GIL = 'U0GILE2'
export const ROOM = 'C0SUPPORTLEADS'
export const SORRY = 'Halftime could not take that command. Please try again.'

export const account = (id: string) => ({ platform: 'slack', id }) as const
export const room = { platform: 'slack', id: ROOM } as const

export function card(summary: string, button = 'p1234567.a'): Card {
  return { name: 'notice', view: { button }, summary }
}

function draw({ summary, view }: Card) {
  const words = { type: 'section', text: { type: 'plain_text', text: summary } }
  const button = { type: 'button', action_id: 'press:0', value: view.button, text: { type: 'plain_text', text: 'Book' } }
  return { blocks: [words, { type: 'actions', elements: [button] }], text: summary }
}

export function counting(): Counts {
  const counted: Record<string, number> = {}
  return {
    add(name, by = 1) {
      counted[name] = (counted[name] ?? 0) + by
    },
    set: (name, value) => void Object.assign(counted, { [name]: value }),
    all: () => counted,
  }
}

export const lines: string[] = []
const note: Log['info'] = (sentence, fields) => void lines.push(`${sentence} ${JSON.stringify(fields ?? {})}`)
export const log: Log = { info: note, warn: note, error: note }

/** Everything a test needs; `received` holds the events, `store` may be replaced to make storing fail or wait. */
export async function openWorkplace() {
  const server = restify.createServer({ handleUncaughtExceptions: false })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const botUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const sandbox = await startSandbox({ port: 0, botUrl })

  const clock = { ahead: 0 }
  const now = () => Date.now() + clock.ahead
  const counts = counting()
  const replies = replyHandles(now)
  const received: CoachingEvent[] = []
  const store = { keep: async (event: CoachingEvent): Promise<void> => void received.push(event) }
  const apiUrl = sandbox.env.SLACK_API_URL!
  const token = sandbox.env.SLACK_BOT_TOKEN!
  const look = (text: string, title = 'Halftime') => waiting(text, { title, close: 'Close' })
  const dialogs = slackDialogs({
    token,
    apiUrl,
    log,
    counts,
    draw: ({ card: { summary, view }, title }) => ({
      ...look(summary, title),
      ...(view.button ? { submit: { type: 'plain_text', text: 'Go' }, private_metadata: String(view.button) } : {}),
    }),
    limitMs: 500,
    loading: look('One moment'),
    counting: look('Counting'),
  })
  const signingSecret = sandbox.env.SLACK_SIGNING_SECRET!
  await mountSlack(server, { signingSecret, replies, dialogs, receive: (event) => store.keep(event), sorry: SORRY, log, counts })

  const options = { token, apiUrl, draw, replies, dialogs, now, log, counts }
  const get = async <T>(path: string): Promise<T> => (await fetch(`${sandbox.url}/world${path}`)).json() as Promise<T>
  const send = async (path: string, body: unknown, method = 'POST') => {
    const response = await fetch(`${sandbox.url}/world${path}`, { method, body: JSON.stringify(body) })
    return (await response.json()) as { status: number; ms: number; body: unknown; message?: string }
  }
  return {
    botUrl,
    sandboxUrl: sandbox.url,
    signingSecret,
    options,
    chat: slackChat(options),
    openChat: (other: Partial<SlackOptions> = {}) => slackChat({ ...options, ...other }),
    clock,
    counts,
    replies,
    dialogs,
    received,
    store,
    send,
    fault: (method: string, ...plan: unknown[]) => send('/faults', { vendor: 'slack', path: `/api/${method}`, plan }),
    noFaults: () => send('/faults', {}, 'DELETE'),
    seenBy: (user: string) => get<SeenMessage[]>(`/messages?user=${user}`),
    seenIn: (id: string) => get<SeenMessage[]>(`/messages?room=${id}`),
    ledger: () => get<LedgerEntry[]>('/ledger?after=0'),
    calls: async (method: string) =>
      (await get<RequestEntry[]>('/requests?after=0')).filter(({ path }) => path.endsWith(`/${method}`)),
    violations: () => get<Violation[]>('/violations'),
    async close() {
      await sandbox.close()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

export type Workplace = Awaited<ReturnType<typeof openWorkplace>>

/** A Slack for one test that answers each method as told (anything else: unknown_method), so that rare answers can be met. */
export async function standIn(answers: Record<string, (args: URLSearchParams) => object>) {
  const server = createServer(async (request, response) => {
    const chunks = await Array.fromAsync(request as AsyncIterable<Buffer>)
    const args = new URLSearchParams(Buffer.concat(chunks).toString())
    const answer = answers[request.url!.slice('/api/'.length)]?.(args)
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(answer ? { ok: true, ...answer } : { ok: false, error: 'unknown_method' }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`
  const close = async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  return { apiUrl, close, [Symbol.asyncDispose]: close }
}
