// How fast Halftime writes into one Teams conversation: as fast as Teams takes it, in order, and no faster.
// https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit

/** What Teams takes from one bot in one conversation. */
const WINDOWS = [
  { ms: 1000, writes: 7 },
  { ms: 2000, writes: 8 },
  { ms: 30_000, writes: 60 },
  { ms: 3_600_000, writes: 1800 },
] as const
const [, , SHORT, LONG] = WINDOWS

export interface Pace {
  /** Runs the work when the conversation's turn and budget allow: in order, one at a time per conversation. */
  run<T>(conversation: string, work: () => Promise<T>): Promise<T>
  /** Nothing more into that conversation for so long (Retry-After). */
  pause(conversation: string, ms: number): void
}

interface Lane {
  tail: Promise<unknown>
  waiting: number
  /** When each write of the last hour was over: it had arrived by then, so no window counted by Teams is fuller than ours. */
  past: number[]
  until: number
}

const KEPT_LANES = 1000

/** When the next write may begin. */
const freeAt = ({ past, until }: Lane): number =>
  Math.max(until, ...WINDOWS.map(({ ms, writes }) => (past.at(-writes) ?? Number.NEGATIVE_INFINITY) + ms))

/** Quiet for a while, and with too little behind it for the long window to matter soon. */
const isIdle = ({ waiting, past, until }: Lane, now: number): boolean =>
  waiting === 0 && until <= now && past.length < SHORT.writes && (past.at(-1) ?? 0) + SHORT.ms <= now

/** One lane per conversation. `now`: epoch milliseconds; waiting itself follows the machine. */
export function createPace({ now }: { now(): number }): Pace {
  const lanes = new Map<string, Lane>()

  function laneOf(conversation: string): Lane {
    const known = lanes.get(conversation)
    if (known) return known
    if (lanes.size >= KEPT_LANES) for (const [name, lane] of lanes) if (isIdle(lane, now())) lanes.delete(name)
    const lane = { tail: Promise.resolve(), waiting: 0, past: [], until: 0 }
    lanes.set(conversation, lane)
    return lane
  }

  async function turn(lane: Lane): Promise<void> {
    // Looked at again after waiting: meanwhile Teams may have asked for more patience.
    for (let wait = freeAt(lane) - now(); wait > 0; wait = freeAt(lane) - now())
      await new Promise((resolve) => setTimeout(resolve, Math.ceil(wait)))
  }

  function over(lane: Lane): void {
    const at = now()
    lane.waiting -= 1
    // A clock set back must not stop the lane until it is there again.
    lane.past = [...lane.past.filter((past) => past <= at && past > at - LONG.ms), at]
  }

  return {
    run(conversation, work) {
      const lane = laneOf(conversation)
      lane.waiting += 1
      const result = lane.tail.then(() => turn(lane)).then(work)
      lane.tail = result.then(
        () => over(lane),
        () => over(lane),
      )
      return result
    },
    pause(conversation, ms) {
      const lane = laneOf(conversation)
      lane.until = Math.max(lane.until, now() + ms)
    },
  }
}
