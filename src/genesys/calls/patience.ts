import { setTimeout as pause } from 'node:timers/promises'
import { genesysError } from './trouble.ts'

const POLLS = 3
const POLL_MS = 1000

/** What workforce management answers when a question takes long: the result comes later, to the same question. */
interface Slow {
  readonly status?: string | null | undefined
}

/**
 * Asks again while the answer is still being worked on: a few times, since such an operation belongs to whoever started it
 * and its result is kept for the same question. Throws unavailable when it stays unfinished, malformed when it failed.
 */
export async function finished<T extends Slow>(ask: () => Promise<T>): Promise<T> {
  for (let poll = 0; ; poll++) {
    const answer = await ask()
    if (answer.status === 'Error' || answer.status === 'Canceled')
      throw genesysError({ trouble: 'unavailable', code: 'operation-failed' })
    if (answer.status !== 'Processing') return answer
    if (poll === POLLS) throw genesysError({ trouble: 'unavailable', code: 'still-processing' })
    await pause(POLL_MS)
  }
}
