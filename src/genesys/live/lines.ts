import { type Line, type LineOptions, openLine } from './line.ts'

/** One user and app may hold 20 channels; the 21st would push out the oldest. */
const MOST_LINES = 20

/** Spreads topics over as many channels as they need, 1,000 each. */
export function openLines(options: LineOptions) {
  const lines: Line[] = []
  const home = new Map<string, Line>()

  function lineWithRoom(): Line | undefined {
    const found = lines.find((line) => line.room() > 0)
    if (found || lines.length === MOST_LINES) return found
    const line = openLine(options)
    lines.push(line)
    return line
  }

  return {
    /** False when there is no room anywhere. */
    add(topic: string): boolean {
      const line = home.get(topic) ?? lineWithRoom()
      if (!line) return false
      home.set(topic, line)
      line.add(topic)
      return true
    },
    drop(topic: string): void {
      home.get(topic)?.drop(topic)
      home.delete(topic)
    },
    reconnect: () => lines.forEach((line) => void line.reconnect()),
    /** When those open now are ready. */
    ready: async (): Promise<void> => void (await Promise.all(lines.map((line) => line.ready))),
    awake: async (): Promise<void> => void (await Promise.all(lines.map((line) => line.awake()))),
    close: async (): Promise<void> => void (await Promise.all(lines.map((line) => line.close()))),
  }
}
