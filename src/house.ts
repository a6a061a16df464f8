import type { Platform, RoomRef } from './coaching/people.ts'

/** What the operator decided and the environment told us; handlers never see the environment itself. */
export interface House {
  readonly admins: readonly string[]
  readonly identityDomains: readonly string[]
  readonly chatOrder: readonly Platform[]
  readonly settleMs: number
  /** Scores are kept for so many days. */
  readonly scoreDays: number
  readonly locale: string
  /** IANA zone for readers whose own is unknown. */
  readonly zone: string
  /** Per Genesys team id. */
  readonly deliver: ReadonlyMap<string, Delivery>
  /** Judged and recorded, nobody told. */
  readonly shadow: boolean
  /** A real chat with a simulated Genesys: every card says so. */
  readonly practice: boolean
  /** For so many days records of the audit are kept. */
  readonly auditDays: number
  /** Where a conversation opens in Genesys, with `{conversationId}` in it. */
  readonly conversationLink: string
}

export interface Delivery {
  readonly way: 'direct' | 'room' | 'both'
  readonly room?: RoomRef
}
