// Slack takes about one message a second per channel, with short bursts; what comes faster waits its turn here, channel by channel.
// https://docs.slack.dev/apis/web-api/rate-limits
import { setTimeout as sleep } from 'node:timers/promises'
import { VendorError } from '../../errors.ts'

/** `patienceMs`: a longer pause is not waited for here; the caller comes back later. `most`: lanes kept before idle ones go. */
export const PACE = { burst: 3, everyMs: 1000, patienceMs: 10_000, unsaidPauseMs: 30_000, most: 1000 } as const

interface Lane {
  last: Promise<unknown>
  waiting: number
  tokens: number
  at: number
  pausedUntil: number
}

export interface Lanes {
  /**
   * Runs after everything begun before under the same key, at the pace unless `unpaced`. After a rate limit only this key
   * pauses: short pauses are waited for, long ones answered at once with the VendorError 'rate-limited'.
   */
  run<T>(key: string, call: () => Promise<T>, options?: { readonly unpaced?: boolean }): Promise<T>
}

function refill(lane: Lane, now: number): void {
  // A clock set back must not freeze the lane.
  const gained = Math.max(0, now - lane.at) / PACE.everyMs
  lane.tokens = Math.min(PACE.burst, lane.tokens + gained)
  lane.at = now
}

const idle = (lane: Lane, now: number): boolean =>
  lane.waiting === 0 && lane.pausedUntil <= now && lane.tokens + (now - lane.at) / PACE.everyMs >= PACE.burst

function pauseOf(lane: Lane, now: number): number {
  const pause = lane.pausedUntil - now
  if (pause <= PACE.patienceMs) return Math.max(0, pause)
  throw new VendorError({ vendor: 'Slack', trouble: 'rate-limited', code: 'paused', retryAfterMs: pause })
}

/** Lanes by key, idle ones forgotten. `now`: epoch milliseconds; waiting itself follows the machine. */
export function lanes(now: () => number): Lanes {
  const open = new Map<string, Lane>()

  function laneOf(key: string): Lane {
    const found = open.get(key)
    if (found) return found
    if (open.size >= PACE.most) for (const [name, lane] of open) if (idle(lane, now())) open.delete(name)
    const lane = { last: Promise.resolve(), waiting: 0, tokens: PACE.burst, at: now(), pausedUntil: 0 }
    open.set(key, lane)
    return lane
  }

  async function turn(lane: Lane, unpaced: boolean): Promise<void> {
    const pause = pauseOf(lane, now())
    if (pause > 0) await sleep(pause)
    refill(lane, now())
    if (unpaced) return
    if (lane.tokens < 1) await sleep(Math.ceil((1 - lane.tokens) * PACE.everyMs))
    refill(lane, now())
    lane.tokens = Math.max(0, lane.tokens - 1)
  }

  function noteLimit(lane: Lane, error: unknown): void {
    if (!(error instanceof VendorError) || error.trouble !== 'rate-limited' || error.code === 'paused') return
    lane.pausedUntil = now() + (error.retryAfterMs ?? PACE.unsaidPauseMs)
  }

  async function inTurn<T>(lane: Lane, call: () => Promise<T>, unpaced: boolean): Promise<T> {
    await lane.last
    await turn(lane, unpaced)
    try {
      return await call()
    } catch (error) {
      noteLimit(lane, error)
      throw error
    }
  }

  function run<T>(key: string, call: () => Promise<T>, { unpaced = false } = {}): Promise<T> {
    const lane = laneOf(key)
    lane.waiting += 1
    const outcome = inTurn(lane, call, unpaced)
    const done = () => {
      lane.waiting -= 1
    }
    lane.last = outcome.then(done, done)
    return outcome
  }
  return { run }
}
