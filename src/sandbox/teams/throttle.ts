// How much a bot may write into one conversation. https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit
import type { Clock } from '../core/world.ts'

const WINDOWS = [
  { seconds: 1, calls: 7 },
  { seconds: 2, calls: 8 },
  { seconds: 30, calls: 60 },
  { seconds: 3600, calls: 1800 },
] as const

/** Seconds to wait before the next write into this conversation, 0 when it may go on (and is counted). Follows the world's clock. */
export type Throttle = (conversation: string) => number

export function throttle(clock: Clock): Throttle {
  const calls = new Map<string, number[]>()
  return (conversation) => {
    const now = clock.now()
    const past = (calls.get(conversation) ?? []).filter((at) => at > now - 3_600_000)
    const waits = WINDOWS.map(({ seconds, calls: allowed }) => {
      const within = past.filter((at) => at > now - seconds * 1000)
      return within.length < allowed ? 0 : within[within.length - allowed]! + seconds * 1000 - now
    })
    const wait = Math.max(...waits)
    calls.set(conversation, wait > 0 ? past : [...past, now])
    return Math.ceil(wait / 1000)
  }
}
