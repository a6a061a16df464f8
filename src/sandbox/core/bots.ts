// The bots that linked themselves to this world: they learn its clock over a WebSocket and get its webhooks in turn.
import type { WebSocket } from 'ws'
import type { Clock } from './world.ts'

interface Bot {
  readonly url: string
  readonly socket: WebSocket
  readonly waiting: Map<number, () => void>
}

export interface BotReport {
  readonly url: string
  /** False: it did not say within the time limit that it ran what fell due, or hung up. */
  readonly done: boolean
}

const LIMIT_MS = 60_000

function ask(bot: Bot, message: { readonly offset: number; readonly id: number }): Promise<BotReport> {
  return new Promise((resolve) => {
    const hungUp = () => finish(false)
    const finish = (done: boolean) => {
      clearTimeout(timer)
      bot.socket.off('close', hungUp)
      bot.waiting.delete(message.id)
      resolve({ url: bot.url, done })
    }
    const timer = setTimeout(finish, LIMIT_MS, false)
    bot.waiting.set(message.id, () => finish(true))
    bot.socket.once('close', hungUp)
    bot.socket.send(JSON.stringify(message))
  })
}

/**
 * Protocol: the bot sends `{hello: {url}}` and hears `{offset, id: 0}`; on each advance it hears `{offset, id}` (milliseconds)
 * and answers `{done: id}` once it ran everything that fell due. Whatever else it says closes the link with code 1008.
 */
export function createBots(clock: Clock, configured: string) {
  const bots: Bot[] = []
  const listeners: ((url: string) => void)[] = []
  let turn = 0
  let id = 0

  function hear(socket: WebSocket, text: string) {
    const message = JSON.parse(text) as { hello?: { url?: unknown }; done?: unknown }
    const known = bots.find((bot) => bot.socket === socket)
    if (known && typeof message.done === 'number') return known.waiting.get(message.done)?.()
    if (known || typeof message.hello?.url !== 'string')
      return socket.close(1008, 'say {"hello":{"url":…}} first, {"done":id} later')
    const url = message.hello.url.replace(/\/+$/, '')
    bots.push({ url, socket, waiting: new Map() })
    socket.send(JSON.stringify({ offset: clock.offset, id: 0 }))
    for (const listener of listeners) listener(url)
  }

  return {
    accept(socket: WebSocket) {
      socket.on('error', () => socket.terminate())
      socket.on('close', () => {
        const index = bots.findIndex((bot) => bot.socket === socket)
        if (index >= 0) bots.splice(index, 1)
      })
      socket.on('message', (raw) => {
        try {
          hear(socket, String(raw))
        } catch {
          socket.close(1008, 'not JSON')
        }
      })
    },
    url: (): string => bots[turn++ % bots.length]?.url ?? configured,
    onLinked: (listener: (url: string) => void): void => void listeners.push(listener),
    linked: (): string[] => bots.map((bot) => bot.url),
    /** Tells every linked bot the clock's offset; answers when each said that it is done, or hung up, or 60 s passed. */
    push(): Promise<BotReport[]> {
      id += 1
      return Promise.all(bots.map((bot) => ask(bot, { offset: clock.offset, id })))
    },
    close: () => bots.forEach((bot) => void bot.socket.terminate()),
  }
}

export type Bots = ReturnType<typeof createBots>
