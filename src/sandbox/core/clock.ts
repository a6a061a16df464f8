import type { Clock } from './world.ts'

/** The world's time: the machine's plus an offset that only grows. Throws a RangeError when asked to go back. */
export function createClock(): Clock {
  const listeners = new Set<() => void>()
  let offset = 0
  return {
    now: () => Date.now() + offset,
    get offset() {
      return offset
    },
    advance(ms) {
      if (!(ms >= 0)) throw new RangeError('time only moves forward')
      offset += ms
      for (const listener of listeners) listener()
    },
    watch(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
