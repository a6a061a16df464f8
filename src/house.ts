import type { Platform, RoomRef } from './coaching/people.ts'

/** What the operator decided and the environment told us; handlers never see the environment itself. */
export interface House {
  readonly admins: readonly string[]
  /** Whose members are admins, too: Slack's user groups, and Entra's groups in Teams. */
  readonly adminGroups: readonly AdminGroup[]
  /** Who leads which team, whatever Genesys says: a team by its id or name, a person by id or e-mail. */
  readonly teamLeads: readonly { readonly team: string; readonly lead: string }[]
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

export interface AdminGroup {
  readonly platform: Platform
  readonly id: string
}

export interface Delivery {
  readonly way: 'direct' | 'room' | 'both'
  readonly room?: RoomRef
}
