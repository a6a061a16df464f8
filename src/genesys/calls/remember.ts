/** At most this many keys; the oldest go first. */
const MOST = 5000

/**
 * Keeps answers for a while, one flight per key: whoever asks meanwhile gets the same promise. A failure is not kept.
 * `now` is epoch milliseconds, `lifeMs` how long an answer stays true enough.
 */
export function remember<T>(now: () => number, lifeMs: number, load: (key: string) => Promise<T>): (key: string) => Promise<T> {
  const kept = new Map<string, { readonly until: number; readonly answer: Promise<T> }>()

  function fetch(key: string): Promise<T> {
    const answer = load(key)
    const entry = { until: now() + lifeMs, answer }
    kept.delete(key)
    kept.set(key, entry)
    if (kept.size > MOST) kept.delete(kept.keys().next().value!)
    answer.catch(() => kept.get(key) === entry && kept.delete(key))
    return answer
  }

  return (key) => {
    const entry = kept.get(key)
    return entry && entry.until > now() ? entry.answer : fetch(key)
  }
}
