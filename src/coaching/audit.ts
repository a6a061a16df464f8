// What is remembered of everything that was changed, refused, proposed and decided: who, about whom, what came of it. Ids only. Pure.
import * as z from 'zod'

/** Everything an audit tells of. */
export const HAPPENINGS = [
  'settings-changed',
  'rolled-back',
  'approval-asked',
  'approved',
  'not-approved',
  'paused',
  'resumed',
  'command-refused',
  'press-refused',
  'proposed',
  'not-proposed',
  'booked',
  'not-booked',
  'declined',
  'expired',
  'superseded',
  'undone',
  'acknowledged',
  'wished',
  'moved',
  'not-moved',
  'kept',
  'recognised',
  'erased',
  'readmitted',
  'checkpoint',
] as const
export type Happening = (typeof HAPPENINGS)[number]

/** One word without spaces or "@": no sentence, no e-mail and no full name fits in. */
const Token = z.string().regex(/^[\w.:+-]{1,300}$/)

/** One record of the audit. Never names, e-mails, or anything that somebody wrote. */
export const AuditEntry = z.strictObject({
  what: z.enum(HAPPENINGS),
  /** A Genesys id where somebody used an authority they have; a pseudonym where not; else 'bot', 'stranger', 'unlinked' or 'unknown'. */
  by: Token,
  /** The agent concerned, by pseudonym. */
  agent: Token.nullable(),
  about: z.record(Token, z.union([Token, z.number(), z.null()])),
  outcome: Token,
})
export type AuditEntry = z.infer<typeof AuditEntry>

/** "2 in a row" as "2_in_a_row": an audit must never stand in the way of what it tells about, so nothing is refused here. */
export const tokenOf = (text: string): string => text.replace(/[^\w.:+-]/g, '_').slice(0, 300) || '_'

export interface Telling {
  readonly what: Happening
  readonly by: string
  readonly agent: string | null
  readonly about?: Readonly<Record<string, string | number | null>>
  /** Default: done. */
  readonly outcome?: string
}

export function entryOf({ what, by, agent, about = {}, outcome = 'done' }: Telling): AuditEntry {
  const told = Object.entries(about).map(([key, value]) => [key, typeof value === 'string' ? tokenOf(value) : value])
  return {
    what,
    by: tokenOf(by),
    agent: agent && tokenOf(agent),
    about: Object.fromEntries(told),
    outcome: tokenOf(outcome),
  }
}
