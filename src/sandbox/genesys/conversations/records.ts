// Every interaction there was, in the orders the queries ask for: 100,000 of them must not make a minute's question slow.
import type { Interaction } from './interaction.ts'

/** The first place in a list sorted by `key` where the key is at least `value`. */
function place<T>(list: readonly T[], key: (each: T) => number, value: number): number {
  let [low, high] = [0, list.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (key(list[middle]!) < value) low = middle + 1
    else high = middle
  }
  return low
}

/** Kept in order of a key, put in order when asked: what is added late in a row of thousands costs one sort, not thousands of moves. */
function createOrdered(key: (each: Interaction) => number) {
  const list: Interaction[] = []
  let isTidy = true
  return {
    add(interaction: Interaction): void {
      const last = list.at(-1)
      if (last && key(last) > key(interaction)) isTidy = false
      list.push(interaction)
    },
    between(from: number, to: number): Interaction[] {
      if (!isTidy) list.sort((a, b) => key(a) - key(b))
      isTidy = true
      return list.slice(place(list, key, from), place(list, key, to))
    },
  }
}

/** All windows are half open, [from, to), in epoch ms. */
export function createRecords() {
  const all = new Map<string, Interaction>()
  const started = createOrdered(({ start }) => start)
  const analysed = createOrdered((each) => each.analysed ?? Number.POSITIVE_INFINITY)
  const latest = new Map<string, Interaction>()
  let longest = 0

  return {
    get: (id: string): Interaction | undefined => all.get(id),
    /** The interaction of an agent that ended last, whoever had it in the end. */
    latestOf: (agent: string): Interaction | undefined => latest.get(agent),
    add(interaction: Interaction): void {
      all.set(interaction.id, interaction)
      started.add(interaction)
      longest = Math.max(longest, interaction.end - interaction.start)
      for (const { agent } of interaction.stretches)
        if (interaction.end >= (latest.get(agent.id)?.end ?? 0)) latest.set(agent.id, interaction)
    },
    /** From now on the analysis is there. */
    analyse(interaction: Interaction, at: number): void {
      interaction.analysed = at
      analysed.add(interaction)
    },
    analysedBetween: analysed.between,
    startedBetween: started.between,
    /** Whose life touches the window; sorted by start. */
    overlapping: (from: number, to: number): Interaction[] =>
      started.between(from - longest, to).filter(({ end }) => end >= from),
  }
}

export type Records = ReturnType<typeof createRecords>
