import type { ConversationId } from '../../coaching/interaction.ts'
import { DAY } from '../../coaching/slot.ts'
import { scoreTopic } from '../events/understand.ts'

/** A score that has not come after a day will not come. */
const PATIENCE_MS = DAY

interface Awaited {
  readonly until: number
  /** Epoch ms; undefined while it goes on. */
  endedAt: number | undefined
  /** Its score is being handed on. */
  telling: boolean
}

/** The conversations whose score is still to come, oldest first; whoever waits too long is told of and must be dropped. */
export function createAwaited(now: () => number, { expired }: { expired(conversation: ConversationId): void }) {
  const all = new Map<ConversationId, Awaited>()
  return {
    get: (conversation: ConversationId): Awaited | undefined => all.get(conversation),
    add(conversation: ConversationId, endedAt: number | undefined): void {
      for (const [id, { until }] of all) {
        if (until > now()) break
        expired(id)
      }
      all.set(conversation, { until: now() + PATIENCE_MS, endedAt, telling: false })
    },
    drop: (conversation: ConversationId): void => void all.delete(conversation),
    /** Those among the topics whose conversation is over already. */
    lateAmong: (topics: ReadonlySet<string>): ConversationId[] =>
      topics.size === 0
        ? []
        : [...all].filter(([id, { endedAt }]) => endedAt !== undefined && topics.has(scoreTopic(id))).map(([id]) => id),
    /** When the first of these ended; undefined when none of them is awaited any more. */
    since(conversations: ReadonlySet<ConversationId>): number | undefined {
      const ends = [...conversations].flatMap((id) => all.get(id)?.endedAt ?? [])
      return ends.length > 0 ? Math.min(...ends) : undefined
    },
  }
}
