// Things that happen a little later in world time: by a machine timer, or at once when the clock is advanced past them.
import type { Clock } from './world.ts'

interface Due {
  readonly at: number
  readonly n: number
  readonly run: () => void
}

/** The longest a timer of Node can wait. */
const LONGEST_MS = 2 ** 31 - 1

const isBefore = (a: Due, b: Due): boolean => a.at < b.at || (a.at === b.at && a.n < b.n)

/** A binary heap: tens of thousands of things may wait without any of them being looked at before its time. */
function createHeap() {
  const heap: Due[] = []

  function swap(a: number, b: number): void {
    ;[heap[a], heap[b]] = [heap[b]!, heap[a]!]
  }

  function rise(index: number): void {
    const above = (index - 1) >> 1
    if (index === 0 || isBefore(heap[above]!, heap[index]!)) return
    swap(index, above)
    rise(above)
  }

  function sink(index: number): void {
    const below = [2 * index + 1, 2 * index + 2].filter((each) => each < heap.length)
    const [first, second] = below
    if (first === undefined) return
    const least = second !== undefined && isBefore(heap[second]!, heap[first]!) ? second : first
    if (isBefore(heap[index]!, heap[least]!)) return
    swap(index, least)
    sink(least)
  }

  return {
    first: (): Due | undefined => heap[0],
    push(due: Due): void {
      heap.push(due)
      rise(heap.length - 1)
    },
    shift(): void {
      const last = heap.pop()
      if (last === undefined || heap.length === 0) return
      heap[0] = last
      sink(0)
    },
    clear: () => void heap.splice(0),
  }
}

/** `after(ms, run)` keeps the order of due times; `close` forgets what has not happened. */
export function createLater(clock: Clock) {
  const heap = createHeap()
  let timer: NodeJS.Timeout | undefined
  let n = 0

  /** Only what was waiting before is run: what a run orders for now comes after it, in a turn of its own. */
  function runDue(): void {
    const [now, before] = [clock.now(), n]
    for (let due = heap.first(); due && due.at <= now && due.n <= before; due = heap.first()) {
      heap.shift()
      due.run()
    }
    arm()
  }

  function arm(): void {
    clearTimeout(timer)
    const next = heap.first()
    if (next) timer = setTimeout(runDue, Math.min(LONGEST_MS, Math.max(0, next.at - clock.now()) + 1))
  }

  const unwatch = clock.watch(runDue)
  return {
    after(ms: number, run: () => void): void {
      n += 1
      const due = { at: clock.now() + ms, n, run }
      heap.push(due)
      if (heap.first() === due) arm()
    },
    close(): void {
      unwatch()
      heap.clear()
      clearTimeout(timer)
    },
  }
}

export type Later = ReturnType<typeof createLater>
