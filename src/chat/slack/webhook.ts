// The way in for Slack: buttons and slash commands, all at one address. Bolt's receiver stands inside restify's server.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { App, HTTPReceiver } from '@slack/bolt'
import type { Server } from 'restify'
import type { CoachingEvent } from '../../coaching/event.ts'
import type { Counts, Log } from '../../ports.ts'
import { type Delivery, readDelivery } from './deliveries.ts'
import type { Dialogs } from './dialogs.ts'
import { admit, type Refusal, turnAway } from './doorway.ts'
import type { Replies } from './replies.ts'
import { quiet } from './session.ts'

export interface SlackWebhookOptions {
  readonly signingSecret: string
  /** Shared with the client. */
  readonly replies: Replies
  readonly dialogs: Dialogs
  /** Resolves once the event is stored durably; only then is Slack answered. The same event may come again. */
  receive(event: CoachingEvent): Promise<void>
  /** What a person reads when their command could not even be stored: a plain sentence. */
  readonly sorry: string
  /** Default /slack/events. */
  readonly path?: string
  readonly log: Log
  readonly counts: Counts
}

/** What the receiver hands on to the listeners: read before Bolt, so that nothing reaches Bolt that it cannot answer. */
interface Arrived {
  readonly event: CoachingEvent
  [key: string]: unknown
}

type Arrivals = WeakMap<IncomingMessage, CoachingEvent>

function close(response: ServerResponse, status: number): void {
  if (response.headersSent) return
  response.writeHead(status)
  response.end()
}

function openReceiver({ signingSecret, path, log, counts }: SlackWebhookOptions & { readonly path: string }, arrivals: Arrivals) {
  return new HTTPReceiver({
    signingSecret,
    endpoints: [path],
    logger: quiet,
    customPropertiesExtractor: (request) => ({ event: arrivals.get(request) }),
    unhandledRequestHandler: ({ response }) => {
      counts.add('slack answered too late')
      log.error('A delivery of Slack was not stored within three seconds')
      close(response, 503)
    },
    processEventErrorHandler: async ({ response }) => {
      counts.add('slack delivery failed')
      log.error('A delivery of Slack failed')
      close(response, 500)
      return true
    },
  })
}

/** No token and no auth.test: whoever acts is looked up afterwards, by the client. */
async function openApp(receiver: HTTPReceiver, { receive, sorry, log, counts }: SlackWebhookOptions): Promise<void> {
  const app = new App<Arrived>({
    receiver,
    authorize: async () => ({}),
    deferInitialization: true,
    convoStore: false,
    ignoreSelf: false,
    logger: quiet,
  })
  app.action(/.*/, async ({ context, ack }) => {
    await receive(context.event)
    await ack()
  })
  app.command(/.*/, async ({ context, ack }) => {
    try {
      await receive(context.event)
    } catch {
      counts.add('slack command not stored')
      log.error('A command from Slack was not stored')
      return ack({ response_type: 'ephemeral', text: sorry })
    }
    await ack()
  })
  await app.init()
}

type Sent = Extract<Delivery, { readonly kind: 'submission' }>
type Passing = Exclude<Delivery, { readonly kind: 'malformed' }>

/**
 * Mounts POST /slack/events. Answers: 200 once stored (an empty body), 400 malformed, 401 unsigned, stale or from the future,
 * 413 over 1 MB, 415 neither form nor JSON, 500 when `receive` failed (a command: 200 with `sorry`). What Slack sends and we do not
 * know is answered 200, counted and handed on as 'unsupported'. Resolves when ready; needs no body parser on the server.
 */
export async function mountSlack(server: Server, given: SlackWebhookOptions): Promise<void> {
  const options = { path: '/slack/events', ...given }
  const { signingSecret, receive, log, counts } = options
  const arrivals: Arrivals = new WeakMap()
  const receiver = openReceiver(options, arrivals)
  await openApp(receiver, options)

  function refused(request: IncomingMessage, response: ServerResponse, { status, why }: Refusal): void {
    counts.add(`slack refused: ${why}`)
    log.warn('A request to the Slack address was refused', { status, why })
    turnAway(request, response, status)
  }

  async function other(response: ServerResponse, event: CoachingEvent): Promise<void> {
    counts.add('slack unsupported')
    await receive(event)
    close(response, 200)
  }

  /** Answered with what becomes of the dialog. */
  async function sent(response: ServerResponse, { event, answer, answered }: Sent): Promise<void> {
    await receive(event)
    response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' })
    response.end(JSON.stringify(await answer), answered)
  }

  async function pass(request: IncomingMessage, response: ServerResponse, delivery: Passing): Promise<void> {
    if (delivery.kind === 'other') return other(response, delivery.event)
    if (delivery.kind === 'submission') return sent(response, delivery)
    if (delivery.kind !== 'handshake') arrivals.set(request, delivery.event)
    receiver.requestListener(request, response)
  }

  async function arrive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const admission = await admit(request, signingSecret)
    if ('refusal' in admission) return refused(request, response, admission.refusal)
    const delivery = readDelivery(admission.body, options)
    if (delivery.kind === 'malformed') return refused(request, response, { status: 400, why: 'shape' })
    await pass(request, response, delivery)
  }

  server.post(options.path, (request, response, next) => {
    // The chain ends with the response: ended earlier, restify answers 500 while the event is still being stored.
    response.once('close', () => next(false))
    arrive(request, response).catch(() => {
      counts.add('slack delivery failed')
      log.error('A delivery of Slack failed')
      close(response, 500)
    })
  })
}
