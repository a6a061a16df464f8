// Notification channels and their WebSockets. https://developer.genesys.cloud/notificationsalerts/notifications/notifications-apis
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Answer, Call } from '../../core/world.ts'
import { no, notFound, ok } from '../answers.ts'
import { systemMessage } from '../events/system.ts'
import { envelopeOf, type Happening, nameOf } from '../events/telling.ts'
import type { On } from '../guard.ts'
import { iso, type Org } from '../org.ts'
import { availableTopics, onSocket, topicOf } from './topics.ts'

const DAY = 86_400_000
const HEARTBEAT_MS = 30_000
const CLOSING_NOTICE_MS = 250

/** `cut`: broken · `closing`: announced, then closed · `silent`: open without a word · `expired`: the channel ended · `revoked`: the token is gone. */
export type Ending = 'cut' | 'closing' | 'silent' | 'expired' | 'revoked'

interface Channel {
  readonly id: string
  topics: Set<string>
  expires: number
  used: number
  socket?: WebSocket | undefined
}

const notice = (topicName: string, message: string) => JSON.stringify({ topicName, eventBody: { message } })

const envelope = (topicName: string, eventBody: unknown): string => JSON.stringify(envelopeOf(topicName, eventBody))

export function channels(on: On, { world, limits, denied }: Org) {
  const all = new Map<string, Channel>()
  const sockets = new WebSocketServer({ noServer: true })
  /** They stay open and say nothing any more. */
  const silent = new WeakSet<WebSocket>()
  const now = () => world.clock.now()

  function drop(channel: Channel): void {
    all.delete(channel.id)
    channel.socket?.close(1001, 'channel ended')
  }

  function living(id: string | undefined): Channel | undefined {
    for (const channel of [...all.values()]) if (channel.expires <= now()) drop(channel)
    return all.get(id ?? '')
  }

  function say(socket: WebSocket | undefined, text: string): void {
    if (socket && !silent.has(socket)) socket.send(text)
  }

  /** The oldest used channel goes, unconnected ones first. */
  function makeRoom(): void {
    const order = [...all.values()].sort((a, b) => Number(Boolean(a.socket)) - Number(Boolean(b.socket)) || a.used - b.used)
    for (const channel of order.slice(0, Math.max(0, all.size - limits.channels + 1))) {
      say(channel.socket, systemMessage('no_longer_subscribed', channel.id))
      drop(channel)
    }
  }

  function create(): Channel {
    makeRoom()
    const channel: Channel = { id: `streaming-${crypto.randomUUID()}`, topics: new Set(), expires: now() + DAY, used: now() }
    all.set(channel.id, channel)
    return channel
  }

  const shape = ({ id, expires }: Channel) => ({
    id,
    connectUri: `${world.url().replace('http', 'ws')}/genesys/channels/${id}`,
    expires: iso(expires),
  })

  function judge(id: string) {
    const topic = topicOf(id)
    const known =
      topic &&
      onSocket(topic.template, limits) &&
      (!topic.template.includes('queues') || world.cast.queues.some((queue) => queue.id === topic.id))
    if (!topic || !known) return { id, state: 'Rejected', rejectionReason: `Invalid topic: ${id}` }
    const missingPermissions = topic.permissions.filter((permission) => denied.has(permission))
    return missingPermissions.length > 0 ? { id, state: 'Rejected', missingPermissions } : { id, state: 'Permitted' }
  }

  const subscribe = (keep: boolean) =>
    known((channel, { query, body }) => {
      const judged = (body as { id: string }[]).map(({ id }) => judge(id))
      const bad = judged.find(({ state }) => state === 'Rejected')
      if (bad && query.get('ignoreErrors') !== 'true') {
        if (bad.missingPermissions)
          return no(403, 'missing.permissions', `Missing ${bad.missingPermissions.join(', ')} for ${bad.id}`)
        return no(400, 'notification.invalid.topic', `The topic ${bad.id} is not valid`)
      }
      const permitted = judged.filter(({ state }) => state === 'Permitted').map(({ id }) => id)
      const topics = new Set([...(keep ? channel.topics : []), ...permitted])
      if (topics.size > limits.topicsPerChannel) {
        return no(400, 'notification.subscription.too.many.subscriptions', `A channel takes ${limits.topicsPerChannel} topics`)
      }
      Object.assign(channel, { topics, used: now(), expires: now() + DAY })
      return ok({ entities: judged })
    })

  function known(handle: (channel: Channel, call: Call) => Answer) {
    return (call: Call) => {
      const channel = living(call.params.channelId)
      return channel ? handle(channel, call) : notFound('channel', call.params.channelId)
    }
  }

  on('postNotificationsChannels', () => ok(shape(create())))
  on('getNotificationsChannels', () => ok({ entities: [...all.values()].map(shape) }))
  on(
    'headNotificationsChannel',
    known(() => ({ status: 200 })),
  )
  on('postNotificationsChannelSubscriptions', subscribe(true))
  on('putNotificationsChannelSubscriptions', subscribe(false))
  on(
    'getNotificationsChannelSubscriptions',
    known(({ topics }) => ok({ entities: [...topics].map((id) => ({ id, state: 'Permitted' })) })),
  )
  on(
    'deleteNotificationsChannelSubscriptions',
    known((channel) => {
      channel.topics.clear()
      return { status: 200 }
    }),
  )
  on('getNotificationsAvailabletopics', ({ query }) =>
    ok({
      entities: availableTopics(
        query.getAll('expand').flatMap((each) => each.split(',')),
        limits,
      ),
    }),
  )

  function connect(channel: Channel, socket: WebSocket): void {
    channel.socket?.close(1000, 'another connection took the channel')
    Object.assign(channel, { socket, used: now() })
    const heartbeat = setInterval(() => say(socket, notice('channel.metadata', 'WebSocket Heartbeat')), HEARTBEAT_MS)
    socket.on('error', () => socket.terminate())
    socket.on('message', (raw) => {
      if (String(raw).replaceAll(/\s/g, '') === '{"message":"ping"}') say(socket, notice('channel.metadata', 'pong'))
    })
    socket.on('close', () => {
      clearInterval(heartbeat)
      if (channel.socket === socket) channel.socket = undefined
    })
  }

  function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean {
    const id = /^\/genesys\/channels\/([^/?]+)$/.exec(request.url ?? '')?.[1]
    if (id === undefined) return false
    const channel = living(id)
    if (channel) sockets.handleUpgrade(request, socket, head, (made) => connect(channel, made))
    else socket.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n')
    return true
  }

  /** To every connected channel that asked for the topic. */
  function publish(happening: Happening): void {
    const topic = nameOf(happening)
    for (const { topics, socket } of all.values()) if (topics.has(topic)) say(socket, envelope(topic, happening.eventBody))
  }

  const connected = () => [...all.values()].flatMap((channel) => (channel.socket ? [{ ...channel, socket: channel.socket }] : []))

  /** Really about a minute passes between the notice and the end. */
  function closeSoon(socket: WebSocket, message: string): void {
    say(socket, message)
    setTimeout(() => socket.close(1001, 'closing'), CLOSING_NOTICE_MS).unref()
  }

  const endings: Readonly<Record<Ending, (each: Channel & { readonly socket: WebSocket }) => void>> = {
    cut: ({ socket }) => socket.terminate(),
    closing: ({ socket }) => closeSoon(socket, CLOSING),
    silent: ({ socket }) => void silent.add(socket),
    expired: drop,
    revoked: ({ id, socket }) => closeSoon(socket, systemMessage('token_revoked', id)),
  }

  return {
    upgrade,
    publish,
    /** What befalls every connected socket; answers how many there were. */
    befall(ending: Ending): number {
      const open = connected()
      for (const each of open) endings[ending](each)
      return open.length
    },
    /** Another program that uses the same client makes itself a channel. */
    steal: (): void => void create(),
    close: () => connected().forEach(({ socket }) => void socket.terminate()),
  }
}

const CLOSING = envelope('v2.system.socket_closing', { message: 'The WebSocket is about to close; reconnect to the same URI.' })
