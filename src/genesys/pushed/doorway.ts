// POST /genesys/events: what Genesys pushes through EventBridge, or a Data Action that a workflow calls.
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Server } from 'restify'
import type { CoachingEvent } from '../../coaching/event.ts'
import type { Counts, Log } from '../../ports.ts'
import type { Heard } from '../events/understand.ts'
import { known } from '../known.ts'
import type { Recollection } from '../parties.ts'
import type { Scales } from '../scale.ts'
import { rawBody } from './body.ts'
import { createProof } from './proof.ts'
import { eventsIn, MOST_EVENTS, readPushed } from './reading.ts'

export interface EventsOptions {
  /** Empty: the address does not exist. */
  readonly eventsSecret: string
  readonly queues: readonly string[]
  readonly scales: Scales
  readonly recollection: Recollection
  /** Resolves once the event is stored durably. */
  receive(event: CoachingEvent): Promise<void>
  readonly log: Log
  readonly counts: Counts
}

interface Outcome {
  accepted: number
  ignored: number
  /** Which of a batch's events made no sense, and why. */
  readonly refused: { readonly event: number; readonly why: string }[]
}

const PATH = '/genesys/events'
const RETRY_AFTER_S = 5

function answer(response: ServerResponse, status: number, body: object, headers: Readonly<Record<string, string>> = {}): void {
  const text = JSON.stringify(body)
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text), ...headers })
  response.end(text)
}

/**
 * Answers 202 `{accepted, ignored, refused: [{event, why}]}` once everything of use is stored; 400 when nothing was of use, 401 without
 * proof, 409 for a replay, 413 over 1 MB, 415 for anything but JSON, 503 when it could not be stored (then all of it may come again).
 */
export function mountEvents(server: Server, options: EventsOptions): void {
  const { eventsSecret, queues, scales, recollection, receive, log, counts } = options
  if (eventsSecret === '') return
  const prove = createProof(eventsSecret)

  function turnAway(response: ServerResponse, status: number, why: string): void {
    counts.add(`genesys refused: ${why}`)
    log.warn('A request to the Genesys address was refused', { status, why })
    answer(response, status, { message: why }, status === 413 ? { connection: 'close' } : {})
  }

  /** What is to be stored of it; undefined = nothing, and that is fine. */
  function eventOf(news: Heard): CoachingEvent | undefined {
    if (news.kind === 'evaluation') return { ...news, kind: 'evaluated' }
    if (news.kind === 'empathy') recollection.note(news.conversation, { empathy: news.empathy })
    if (news.kind !== 'score') return undefined
    const elsewhere = queues.length > 0 && news.queues.length > 0 && !news.queues.some((queue) => queues.includes(queue))
    const event = elsewhere ? 'other-queue' : known(news, recollection.recall(news.conversation).ended, queues)
    if (typeof event !== 'string') return event
    counts.add(`left out: ${event}`)
    return undefined
  }

  async function take(event: unknown, index: number, outcome: Outcome): Promise<void> {
    const news = readPushed(event, scales.events)
    if (news.kind === 'refused') {
      counts.add('event refused')
      outcome.refused.push({ event: index, why: news.why })
      return
    }
    const wanted = eventOf(news)
    if (wanted) await receive(wanted)
    if (wanted || news.kind === 'empathy') outcome.accepted += 1
    else outcome.ignored += 1
  }

  async function takeAll(response: ServerResponse, body: unknown, kept: () => void): Promise<void> {
    const events = eventsIn(body)
    if (events.length === 0 || events.length > MOST_EVENTS) return turnAway(response, 400, `1 to ${MOST_EVENTS} events at once`)
    const outcome: Outcome = { accepted: 0, ignored: 0, refused: [] }
    await Promise.all(events.map((event, index) => take(event, index, outcome)))
    kept()
    answer(response, outcome.accepted + outcome.ignored > 0 ? 202 : 400, outcome)
  }

  async function arrive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const raw = await rawBody(request)
    if ('refused' in raw) return turnAway(response, raw.refused, raw.why)
    const proof = prove(request.headers, raw.bytes)
    if (!proof.ok) return turnAway(response, proof.status, proof.why)
    const body = json(raw.bytes)
    if (body === undefined) return turnAway(response, 400, 'not JSON')
    await takeAll(response, body, proof.kept)
  }

  server.post(PATH, (request, response, next) => {
    // The chain ends with the response: ended earlier, restify answers 500 while the event is still being stored.
    response.once('close', () => next(false))
    arrive(request, response).catch(() => {
      counts.add('genesys delivery failed')
      log.error('Pushed events were not stored')
      if (!response.headersSent) answer(response, 503, { message: 'not stored' }, { 'retry-after': String(RETRY_AFTER_S) })
    })
  })
}

function json(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    return undefined
  }
}
