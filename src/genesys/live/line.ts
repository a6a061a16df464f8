// One notification channel with its WebSocket: kept open, kept subscribed, opened anew when it is gone.
// https://developer.genesys.cloud/notificationsalerts/notifications/notifications-apis
import { setTimeout as pause } from 'node:timers/promises'
import * as z from 'zod'
import { DAY } from '../../coaching/slot.ts'
import { VendorError } from '../../errors.ts'
import type { Counts, Log } from '../../ports.ts'
import type { Session } from '../calls/session.ts'
import { genesysError, isMissing } from '../calls/trouble.ts'
import { EVALUATIONS } from '../events/understand.ts'
import { mayStream, openSocket, type Socket, type StreamHosts } from './socket.ts'

export const MOST_TOPICS = 1000

const Channel = z.object({ id: z.string(), connectUri: z.string() })
const Subscribed = z.object({
  entities: z.array(z.object({ id: z.string().nullish(), state: z.string().nullish() })).nullish(),
})

/** A channel lives a day from its last subscription; it is renewed well before. */
const RENEW_MS = 0.8 * DAY
const LONGEST_BACKOFF_MS = 30_000
const FIRST_BACKOFF_MS = 500
/** A connection that lasted this long was a good one: what follows is a new trouble, tried again at once. */
const GOOD_MS = 5_000
const CLOSING_MS = 2_000
const LOOK_MS = 20
/** So often the same channel is tried before a new one is. */
const TRIES_PER_CHANNEL = 3
/** Topics are added one by one while few come, and gathered for a while when they come in crowds, to spare the budget. */
const ADDITIONS_A_MINUTE = 30
const GATHER_MS = 2_000

export interface LineOptions {
  readonly session: Session
  readonly hosts: StreamHosts
  readonly log: Log
  readonly counts: Counts
  now(): number
  heard(text: string): void
  /** Subscribed from now on; after a reconnection all of them once more. */
  landed(topics: readonly string[]): void
  /** Connected and subscribed, for the first time or again. */
  opened(): void
}

/** Opens at once and keeps trying until closed. `ready` resolves when it first was open and subscribed. */
export function openLine({ session, hosts, log, counts, now, heard, landed, opened }: LineOptions) {
  const wanted = new Set<string>()
  const subscribed = new Set<string>()
  const additions: number[] = []
  const stop = new AbortController()
  let channel: z.infer<typeof Channel> | undefined
  let socket: Socket | undefined
  let renewAt = 0
  let adding = false
  let becomeReady = () => {}
  const ready = new Promise<void>((resolve) => {
    becomeReady = resolve
  })

  async function create() {
    const made = await session.ask({
      name: 'postNotificationsChannels',
      schema: Channel,
      kind: 'write',
      urgent: true,
      call: ({ notifications }) => notifications.postNotificationsChannels(),
    })
    if (mayStream(made.connectUri, hosts)) return made
    throw genesysError({ trouble: 'refused', code: 'stream-host' })
  }

  /** `put` replaces what the channel is subscribed to, `post` adds. */
  async function subscribe(how: 'put' | 'post', topics: readonly string[]): Promise<void> {
    const id = channel!.id
    const body = topics.map((topic) => ({ id: topic }))
    const name = how === 'put' ? 'putNotificationsChannelSubscriptions' : 'postNotificationsChannelSubscriptions'
    const { entities } = await session.ask({
      name,
      schema: Subscribed,
      urgent: how === 'put',
      call: ({ notifications }) => notifications[name](id, body, { ignoreErrors: true }),
    })
    refused((entities ?? []).flatMap(({ id: topic, state }) => (state === 'Rejected' ? (topic ?? '') : [])))
    if (how === 'put') subscribed.clear()
    for (const topic of topics) subscribed.add(topic)
    renewAt = now() + RENEW_MS
    landed(topics)
  }

  function refused(topics: readonly string[]): void {
    if (topics.includes(EVALUATIONS)) log.info('Genesys evaluations are not heard: quality:evaluation:view is missing')
    const rejected = topics.filter((topic) => topic !== EVALUATIONS).length
    if (rejected === 0) return
    counts.add('topic refused', rejected)
    log.error('Genesys refused topics, most likely for want of a permission', { rejected })
  }

  const missing = () => [...wanted].filter((topic) => !subscribed.has(topic))

  async function gather(): Promise<void> {
    while (additions.length > 0 && additions[0]! <= now() - 60_000) additions.shift()
    if (additions.length >= ADDITIONS_A_MINUTE) await pause(GATHER_MS, undefined, { signal: stop.signal })
    additions.push(now())
  }

  async function add(): Promise<void> {
    while (socket && (missing().length > 0 || now() >= renewAt)) {
      await gather()
      const full = subscribed.size + missing().length > MOST_TOPICS
      if (full || now() >= renewAt) await subscribe('put', [...wanted])
      else await subscribe('post', missing())
    }
  }

  /** Brings the subscriptions to what is wanted. */
  function refresh(): void {
    if (adding || !socket || stop.signal.aborted || (missing().length === 0 && now() < renewAt)) return
    adding = true
    add()
      .catch(failed)
      .finally(() => {
        adding = false
        refresh()
      })
  }

  /** Without budget left it waits; any other trouble is mended by connecting again. */
  async function failed(error: unknown): Promise<void> {
    if (stop.signal.aborted) return
    if (error instanceof VendorError && error.trouble === 'rate-limited') return rest(error.retryAfterMs ?? GATHER_MS)
    if (isMissing(error)) channel = undefined
    socket?.close()
    socket = undefined
  }

  const rest = (ms: number): Promise<void> =>
    pause(Math.min(ms, LONGEST_BACKOFF_MS), undefined, { signal: stop.signal }).catch(() => {})

  async function connect(): Promise<Socket> {
    channel ??= await create()
    const open = await openSocket(channel.connectUri, (text) => {
      heard(text)
      refresh()
    })
    socket = open
    if (stop.signal.aborted) throw genesysError({ trouble: 'unavailable', code: 'closing' })
    adding = true
    await subscribe('put', [...wanted]).finally(() => {
      adding = false
    })
    return open
  }

  /** One life of a connection; answers whether it was a good one. */
  async function live(): Promise<boolean> {
    try {
      const open = await connect()
      const since = now()
      becomeReady()
      opened()
      refresh()
      const why = await open.ended
      if (!stop.signal.aborted) log.info('Genesys stream ended', { why })
      return now() - since > GOOD_MS
    } catch (error) {
      if (isMissing(error)) channel = undefined
      if (!stop.signal.aborted)
        log.warn('Genesys stream not open', { code: error instanceof VendorError ? error.code : 'unknown' })
      return false
    } finally {
      socket?.close()
      socket = undefined
    }
  }

  async function run(): Promise<void> {
    for (let failures = 0; !stop.signal.aborted; ) {
      failures = (await live()) ? 0 : failures + 1
      if (failures % TRIES_PER_CHANNEL === TRIES_PER_CHANNEL - 1) channel = undefined
      const longest = failures === 0 ? 0 : Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (failures - 1))
      await rest(Math.random() * longest)
    }
  }
  const running = run()

  /** Whether everything wanted is subscribed on a channel that still lives. */
  const current = () => socket !== undefined && !adding && missing().length === 0 && now() < renewAt

  /** After the clock jumped (a machine that slept) the channel may be long gone without anybody having said so. */
  async function awake(): Promise<void> {
    for (let waited = 0; !current() && waited < LONGEST_BACKOFF_MS && !stop.signal.aborted; waited += LOOK_MS) {
      refresh()
      await rest(LOOK_MS)
    }
  }

  return {
    ready,
    awake,
    room: () => MOST_TOPICS - wanted.size,
    add(topic: string): void {
      wanted.add(topic)
      refresh()
    },
    drop: (topic: string) => void wanted.delete(topic),
    /** Hangs up and connects again, the same channel first. */
    reconnect: () => socket?.close(),
    async close(): Promise<void> {
      stop.abort()
      socket?.close()
      becomeReady()
      // A call under way may take its time; what it brings is no longer listened to.
      await Promise.race([running, pause(CLOSING_MS, undefined, { ref: false })])
    },
  }
}

export type Line = ReturnType<typeof openLine>
