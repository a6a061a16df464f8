export interface PaceOptions {
  now(): number
  /** Sustained writes per second in one conversation; Teams throttles above roughly 60 in 30 s. */
  readonly perSecond?: number
  readonly burst?: number
}

export interface Pace {
  /** Runs the work when the conversation's turn and budget allow: in order, one at a time per conversation. */
  run<T>(conversation: string, work: () => Promise<T>): Promise<T>
  /** Nothing more into that conversation for so long (Retry-After). */
  pause(conversation: string, ms: number): void
}

interface Lane {
  tail: Promise<unknown>
  waiting: number
  tokens: number
  at: number
  until: number
}

const KEPT_LANES = 1000

/** One lane per conversation. See https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit */
export function createPace({ now, perSecond = 1, burst = 5 }: PaceOptions): Pace {
  const lanes = new Map<string, Lane>()

  function refill(lane: Lane): void {
    lane.tokens = Math.min(burst, lane.tokens + ((now() - lane.at) / 1000) * perSecond)
    lane.at = now()
  }

  function laneOf(conversation: string): Lane {
    const known = lanes.get(conversation)
    if (known) return known
    if (lanes.size >= KEPT_LANES) sweep()
    const lane = { tail: Promise.resolve(), waiting: 0, tokens: burst, at: now(), until: 0 }
    lanes.set(conversation, lane)
    return lane
  }

  function sweep(): void {
    for (const [conversation, lane] of lanes) {
      refill(lane)
      if (lane.waiting === 0 && lane.tokens >= burst && lane.until <= now()) lanes.delete(conversation)
    }
  }

  async function turn(lane: Lane): Promise<void> {
    for (;;) {
      refill(lane)
      const wait = Math.max(lane.until - now(), ((1 - lane.tokens) / perSecond) * 1000)
      if (wait <= 0) break
      await new Promise((resolve) => setTimeout(resolve, Math.ceil(wait)))
    }
    lane.tokens -= 1
  }

  return {
    run(conversation, work) {
      const lane = laneOf(conversation)
      lane.waiting += 1
      const result = lane.tail.then(() => turn(lane)).then(work)
      lane.tail = result.then(
        () => (lane.waiting -= 1),
        () => (lane.waiting -= 1),
      )
      return result
    },
    pause(conversation, ms) {
      const lane = laneOf(conversation)
      lane.until = Math.max(lane.until, now() + ms)
    },
  }
}
