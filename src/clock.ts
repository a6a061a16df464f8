// The world's clock: machine time, moved on by the sandbox when there is one. Nothing else ever moves it.
import { WebSocket } from 'ws'
import * as z from 'zod'

export interface Clock {
  now(): number
  close(): void
}

export const machineClock: Clock = { now: Date.now, close: () => undefined }

const LOOK_AT_CLOCK_MS = 5000
const MOST_DRIFT_MS = 10_000

/**
 * Tells when the machine's clock was set, forward or back, or went on while the machine slept: it is compared with the steady one,
 * which nobody sets. Whatever waits for a time of the clock has to be looked at again then.
 */
export function watchJumps(told: (ms: number) => void): { close(): void } {
  const ahead = () => Date.now() - performance.now()
  let before = ahead()
  const timer = setInterval(() => {
    const jumped = ahead() - before
    before += jumped
    if (Math.abs(jumped) > MOST_DRIFT_MS) told(Math.round(jumped))
  }, LOOK_AT_CLOCK_MS)
  return { close: () => clearInterval(timer) }
}

const Tick = z.object({ offset: z.number().nonnegative(), id: z.number() })

export interface LinkOptions {
  /** The sandbox, e.g. http://127.0.0.1:3979 */
  readonly sandboxUrl: string
  /** Where the sandbox delivers webhooks. */
  readonly botUrl: string
  /** Runs whatever fell due by a jump; the sandbox waits for it. */
  readonly onJump: () => Promise<void>
  readonly onLost: () => void
  /** A jump could not be followed to its end; what was left falls due again. */
  readonly onTrouble: () => void
}

function tickIn(text: string): z.infer<typeof Tick> | undefined {
  try {
    return Tick.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}

const RETRY_MS = 500

/** Opens the link to the sandbox; resolves once the offset is known. Reconnects for as long as it is not closed. */
export function linkedClock(options: LinkOptions): Promise<Clock> {
  let offset = 0
  let closed = false
  let socket: WebSocket
  const clock: Clock = {
    now: () => Date.now() + offset,
    close: () => {
      closed = true
      socket.close()
    },
  }
  return new Promise((resolve) => {
    const connect = () => {
      socket = new WebSocket(`${options.sandboxUrl.replace(/^http/, 'ws')}/world/link`)
      socket.on('open', () => socket.send(JSON.stringify({ hello: { url: options.botUrl } })))
      socket.on('message', async (bytes) => {
        const tick = tickIn(String(bytes))
        if (!tick) return
        const jumped = tick.offset !== offset
        offset = tick.offset
        resolve(clock)
        if (jumped) await options.onJump().catch(options.onTrouble)
        if (tick.id > 0) socket.send(JSON.stringify({ done: tick.id }))
      })
      socket.on('error', () => undefined)
      socket.on('close', () => {
        if (closed) return
        options.onLost()
        setTimeout(connect, RETRY_MS).unref()
      })
    }
    connect()
  })
}
