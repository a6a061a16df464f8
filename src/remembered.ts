interface Entry<T> {
  readonly value: Promise<T>
  until: number
}

export interface RememberedOptions<T> {
  /** Epoch milliseconds. */
  now(): number
  /** How long an answer is good for, in milliseconds. */
  lifeOf(value: T): number
  /** Answers kept; the oldest go first. Default 10,000. */
  readonly most?: number
}

/** Asks once per key until the answer has aged; whoever asks meanwhile shares it. Failures are not remembered. */
export function remembered<T>({ now, lifeOf, most = 10_000 }: RememberedOptions<T>) {
  const entries = new Map<string, Entry<T>>()

  function keep(key: string, value: Promise<T>): void {
    const entry: Entry<T> = { value, until: Number.POSITIVE_INFINITY }
    entries.set(key, entry)
    value.then(
      (answer) => {
        entry.until = now() + lifeOf(answer)
      },
      () => {
        if (entries.get(key) === entry) entries.delete(key)
      },
    )
    const [oldest] = entries.keys()
    if (entries.size > most && oldest !== undefined) entries.delete(oldest)
  }

  return (key: string, ask: () => Promise<T>): Promise<T> => {
    const found = entries.get(key)
    if (found && found.until > now()) return found.value
    entries.delete(key)
    const value = ask()
    keep(key, value)
    return value
  }
}
