// Things that happen a little later in world time: by a machine timer, or at once when the clock is advanced past them.
import type { Clock } from './world.ts'

interface Due {
  readonly at: number
  readonly run: () => void
}

/** `after(ms, run)` keeps the order of due times; `close` forgets what has not happened. */
export function createLater(clock: Clock) {
  const waiting = new Set<Due>()
  const timers = new Set<NodeJS.Timeout>()

  function runDue(): void {
    const due = [...waiting].filter(({ at }) => at <= clock.now()).sort((a, b) => a.at - b.at)
    for (const each of due) if (waiting.delete(each)) each.run()
  }

  const unwatch = clock.watch(runDue)
  return {
    after(ms: number, run: () => void): void {
      waiting.add({ at: clock.now() + ms, run })
      const timer = setTimeout(() => {
        timers.delete(timer)
        runDue()
      }, ms + 1)
      timers.add(timer)
    },
    close(): void {
      unwatch()
      waiting.clear()
      for (const timer of timers) clearTimeout(timer)
    },
  }
}

export type Later = ReturnType<typeof createLater>
