import type { ConversationId } from '../../coaching/interaction.ts'
import { DAY } from '../../coaching/slot.ts'
import { scoreTopic } from '../events/understand.ts'

/** A score that has not come after a day will not come. */
const PATIENCE_MS = DAY

interface Awaited {
  readonly until: number
  /** Epoch ms; undefined while it goes on. */
  endedAt: number | undefined
  /** Epoch ms since when its score is listened for. */
  landedAt: number | undefined
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
      all.set(conversation, { until: now() + PATIENCE_MS, endedAt, landedAt: undefined, telling: false })
    },
    drop: (conversation: ConversationId): void => void all.delete(conversation),
    /** These topics are listened to now. Answers those among them whose conversation is over already. */
    landed(topics: ReadonlySet<string>): ConversationId[] {
      const among = topics.size === 0 ? [] : [...all].filter(([id]) => topics.has(scoreTopic(id)))
      for (const [, entry] of among) entry.landedAt = now()
      return among.filter(([, { endedAt }]) => endedAt !== undefined).map(([id]) => id)
    },
    /** True when it ended before its score was listened for: what is told over one connection may overtake the other. */
    over(conversation: ConversationId, endedAt: number | undefined): boolean {
      const entry = all.get(conversation)
      if (!entry || endedAt === undefined || entry.endedAt !== undefined) return false
      entry.endedAt = endedAt
      return entry.landedAt !== undefined && endedAt <= entry.landedAt
    },
    /** When the first of these ended; undefined when none of them is awaited any more. */
    since(conversations: ReadonlySet<ConversationId>): number | undefined {
      const ends = [...conversations].flatMap((id) => all.get(id)?.endedAt ?? [])
      return ends.length > 0 ? Math.min(...ends) : undefined
    },
  }
}
