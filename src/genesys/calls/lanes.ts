/** At most so many pieces of work at once; whoever comes later waits for its turn, in order. */
export function lanes(most: number) {
  const waiting: (() => void)[] = []
  let open = 0

  /** A lane that becomes free is handed on, so that nobody gets in between. */
  function leave(): void {
    const next = waiting.shift()
    if (next) next()
    else open -= 1
  }

  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (open < most) open += 1
    else await new Promise<void>((resolve) => waiting.push(resolve))
    try {
      return await work()
    } finally {
      leave()
    }
  }
}
