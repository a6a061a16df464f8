// Listening to the queues. Genesys has no topic for "any conversation was scored", so each conversation seen on a queue gets
// its own: https://developer.genesys.cloud/notificationsalerts/notifications/available-topics
import { setTimeout as pause } from 'node:timers/promises'
import type { CoachingEvent } from '../../coaching/event.ts'
import type { ConversationId, SentimentScale, SentimentScore } from '../../coaching/interaction.ts'
import { DAY } from '../../coaching/slot.ts'
import { VendorError } from '../../errors.ts'
import type { Counts, Log } from '../../ports.ts'
import type { Session } from '../calls/session.ts'
import type { Recollection } from '../parties.ts'
import { type Heard, hear, scoreTopic, talkTopic } from './events.ts'
import { openLines } from './lines.ts'
import type { StreamHosts } from './socket.ts'

export interface Intake {
  /** Resolves when the queues are listened to. */
  readonly ready: Promise<void>
  /** The clock jumped: resolves when everything is listened to again. */
  awake(): Promise<void>
  close(): Promise<void>
}

export interface IntakeOptions {
  readonly session: Session
  readonly hosts: StreamHosts
  readonly queues: readonly string[]
  readonly scale: SentimentScale
  readonly recollection: Recollection
  /** The score as Genesys has it now, or a word for why there is none. */
  customer(conversation: ConversationId): Promise<SentimentScore | null | 'unknown' | 'malformed'>
  now(): number
  readonly log: Log
  readonly counts: Counts
}

/** A score that has not come after a day will not come. */
const PATIENCE_MS = DAY
const DELIVERIES = 3
const DELIVERY_PAUSE_MS = 500
const LONGEST_WAIT_MS = 60_000

/**
 * Listens until closed; `receive` resolves once the event is stored, and is tried a few times. An event lost while the line was
 * down is asked for when it is up again, as far as its conversation had been seen.
 */
export function listen(options: IntakeOptions, receive: (event: CoachingEvent) => Promise<void>): Intake {
  const { recollection, now, log, counts } = options
  const awaited = new Map<ConversationId, { readonly until: number; ended: boolean; telling: boolean }>()
  const working = new Set<Promise<unknown>>()
  const lines = openLines({ ...options, heard, landed: (topics) => look(topics) })
  const closed = new AbortController()

  function track(work: Promise<unknown>): void {
    const tracked = work.finally(() => working.delete(tracked))
    working.add(tracked)
  }

  async function deliver(event: CoachingEvent): Promise<boolean> {
    for (let attempt = 1; attempt <= DELIVERIES; attempt++) {
      try {
        await receive(event)
        return true
      } catch {
        log.error('Genesys event not stored', { kind: event.kind, attempt })
        if (attempt < DELIVERIES) await pause(Math.random() * DELIVERY_PAUSE_MS * attempt)
      }
    }
    counts.add('event not stored')
    return false
  }

  async function scored(conversation: ConversationId, customer: SentimentScore): Promise<void> {
    // Genesys may tell the same score twice, and we may have asked for it meanwhile.
    const waiting = awaited.get(conversation)
    if (waiting?.telling || (!waiting && recollection.recall(conversation).customer === customer)) return
    if (waiting) waiting.telling = true
    recollection.note(conversation, { customer })
    if (await deliver({ kind: 'analysed', conversation, customer })) forget(conversation)
    else if (waiting) waiting.telling = false
  }

  function forget(conversation: ConversationId): void {
    awaited.delete(conversation)
    lines.drop(scoreTopic(conversation))
  }

  function talked({ conversation, withAgent, ended }: Extract<Heard, { kind: 'talk' }>): void {
    const told = recollection.recall(conversation)
    if (ended) recollection.note(conversation, { ended })
    const waiting = awaited.get(conversation)
    if (waiting) waiting.ended ||= ended !== undefined
    else if (withAgent && told.customer === undefined) wait(conversation, ended !== undefined)
  }

  function wait(conversation: ConversationId, ended: boolean): void {
    for (const [id, { until }] of awaited) {
      if (until > now()) break
      forget(id)
    }
    if (lines.add(scoreTopic(conversation))) awaited.set(conversation, { until: now() + PATIENCE_MS, ended, telling: false })
    else counts.add('topic refused')
  }

  function heard(text: string): void {
    const news = hear(text, options.scale)
    if (news.kind === 'talk') talked(news)
    else if (news.kind === 'score') track(scored(news.conversation, news.customer))
    else if (news.kind === 'unsupported') track(deliver(news))
    else if (news.kind === 'refused') refuse(news.why)
    else if (news.kind === 'lapsed') lapse(news.why)
    else if (news.kind === 'closing') lines.reconnect()
  }

  function refuse(why: string): void {
    counts.add('event refused')
    log.warn('Genesys event refused', { why })
  }

  function lapse(why: string): void {
    log.warn('Genesys ended a subscription or a token', { why })
    if (why !== 'no_longer_subscribed') options.session.forgetToken()
    lines.reconnect()
  }

  /** A topic that lands after its conversation ended may be too late for the event: the score is asked for once. */
  function look(topics: readonly string[]): void {
    const landed = new Set(topics)
    const late = [...awaited].filter(([id, { ended }]) => ended && landed.has(scoreTopic(id))).map(([id]) => id)
    if (late.length > 0) track(lookAt(late))
  }

  async function lookAt(conversations: readonly ConversationId[]): Promise<void> {
    for (const conversation of conversations) {
      try {
        await lookAtOne(conversation)
      } catch (error) {
        if (closed.signal.aborted) return
        // The next time the line opens they are looked at again; until then the event may still come.
        return log.warn('Genesys scores not looked at', { code: error instanceof VendorError ? error.code : 'unknown' })
      }
    }
  }

  /** A crowd of late ones may use up the budget: then it waits for its turn. */
  async function lookAtOne(conversation: ConversationId): Promise<void> {
    if (closed.signal.aborted || !awaited.has(conversation)) return
    try {
      const customer = await options.customer(conversation)
      if (typeof customer === 'number') await scored(conversation, customer)
    } catch (error) {
      if (!(error instanceof VendorError && error.trouble === 'rate-limited')) throw error
      await pause(Math.min(error.retryAfterMs ?? 0, LONGEST_WAIT_MS), undefined, { signal: closed.signal })
      return lookAtOne(conversation)
    }
  }

  for (const queue of options.queues) lines.add(talkTopic(queue))
  return {
    ready: lines.ready(),
    awake: lines.awake,
    async close() {
      closed.abort()
      await lines.close()
      await Promise.allSettled(working)
    },
  }
}
