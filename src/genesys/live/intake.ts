// Listening to the queues. Genesys has no topic for "any conversation was scored", so each conversation seen on a queue gets
// its own: https://developer.genesys.cloud/notificationsalerts/notifications/available-topics
import { setTimeout as pause } from 'node:timers/promises'
import type { CoachingEvent, Score } from '../../coaching/event.ts'
import type { ConversationId } from '../../coaching/interaction.ts'
import { type Interval, SECOND } from '../../coaching/slot.ts'
import { VendorError } from '../../errors.ts'
import type { Counts, Log } from '../../ports.ts'
import type { Session } from '../calls/session.ts'
import { EVALUATIONS, empathyTopic, type Heard, hear, scoreTopic, talkTopic } from '../events/understand.ts'
import { known } from '../known.ts'
import type { Recollection } from '../parties.ts'
import type { Scales } from '../scale.ts'
import { createAwaited } from './awaited.ts'
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
  /** Whether the agents' empathy is listened to as well. */
  readonly empathy: boolean
  readonly scales: Scales
  readonly recollection: Recollection
  /** The scores of a stretch of time, in bulk. */
  scores(window: Interval): Promise<readonly Score[]>
  /** A line is open, for the first time or again: what happened meanwhile was not heard. */
  opened(): void
  now(): number
  readonly log: Log
  readonly counts: Counts
}

const DELIVERIES = 3
const DELIVERY_PAUSE_MS = 500
/** Topics that land late come in crowds: one question serves those of this time, and no second follows sooner than the rest. */
const GATHER_MS = 300
const REST_MS = 2 * SECOND

/** Listens until closed; `receive` resolves once the event is stored, and is tried a few times. */
export function listen(options: IntakeOptions, receive: (event: CoachingEvent) => Promise<void>): Intake {
  const { recollection, queues, now, log, counts } = options
  const lines = openLines({ ...options, heard, landed: (topics) => looking(topics) })
  const awaited = createAwaited(now, { expired: (conversation) => giveUp(conversation) })
  const working = new Set<Promise<unknown>>()
  const closed = new AbortController()
  let late = new Set<ConversationId>()
  let looks = false

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

  async function scored(score: Score): Promise<void> {
    const { conversation, customer } = score
    // Genesys may tell the same score twice, and we may have asked for it meanwhile.
    const waiting = awaited.get(conversation)
    const { customer: told, ended } = recollection.recall(conversation)
    if (waiting?.telling || (!waiting && told === customer)) return
    if (waiting) waiting.telling = true
    recollection.note(conversation, { customer })
    const event = known(score, ended, queues)
    if (typeof event === 'string') counts.add(`left out: ${event}`)
    if (typeof event === 'string' || (await deliver(event))) forget(conversation)
    else if (waiting) waiting.telling = false
  }

  function forget(conversation: ConversationId): void {
    awaited.drop(conversation)
    lines.drop(scoreTopic(conversation))
    lines.drop(empathyTopic(conversation))
  }

  function giveUp(conversation: ConversationId): void {
    counts.add('score never came')
    forget(conversation)
  }

  function talked({ conversation, withAgent, ended }: Extract<Heard, { kind: 'talk' }>): void {
    const told = recollection.recall(conversation)
    if (ended) recollection.note(conversation, { ended })
    if (awaited.get(conversation)) {
      if (awaited.over(conversation, ended?.endedAt)) look([conversation])
    } else if (withAgent && told.customer === undefined) wait(conversation, ended?.endedAt)
  }

  function wait(conversation: ConversationId, endedAt: number | undefined): void {
    if (!lines.add(scoreTopic(conversation))) counts.add('topic refused')
    else awaited.add(conversation, endedAt)
    if (options.empathy) lines.add(empathyTopic(conversation))
  }

  function heard(text: string): void {
    const news = hear(text, options.scales.events)
    if (news.kind === 'talk') talked(news)
    else if (news.kind === 'score') track(scored(news))
    else if (news.kind === 'empathy') recollection.note(news.conversation, { empathy: news.empathy })
    else if (news.kind === 'evaluation') track(deliver({ ...news, kind: 'evaluated' }))
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

  /** A topic that lands after its conversation ended may be too late for the event: its score is asked for, with the others'. */
  function looking(topics: readonly string[]): void {
    look(awaited.landed(new Set(topics)))
  }

  function look(conversations: readonly ConversationId[]): void {
    for (const conversation of conversations) late.add(conversation)
    if (looks || late.size === 0) return
    looks = true
    track(lookAtLate())
  }

  async function lookAtLate(): Promise<void> {
    const rest = (ms: number) => pause(ms, undefined, { signal: closed.signal }).catch(() => undefined)
    await rest(GATHER_MS)
    const window = awaited.since(late)
    late = new Set()
    if (window !== undefined && !closed.signal.aborted) await lookAt({ from: window, to: now() + SECOND })
    await rest(REST_MS)
    looks = false
    if (!closed.signal.aborted) look([])
  }

  async function lookAt(window: Interval): Promise<void> {
    try {
      const found = await options.scores(window)
      await Promise.all(found.filter(({ conversation }) => awaited.get(conversation)).map(scored))
    } catch (error) {
      // The event may still come; if not, the next look over everything finds the score.
      log.warn('Genesys scores not looked at', { code: error instanceof VendorError ? error.code : 'unknown' })
    }
  }

  for (const queue of queues) lines.add(talkTopic(queue))
  if (queues.length > 0) lines.add(EVALUATIONS)
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
