// Every kind of record the bot keeps, in one place: its name in the store and the shape its body must have.
import { createHash } from 'node:crypto'
import * as z from 'zod'
import { Approval } from '../coaching/approval.ts'
import { Sealed } from '../coaching/chain.ts'
import { Form } from '../coaching/form.ts'
import { Inputs } from '../coaching/inputs.ts'
import { ConversationId, Evaluation, Interaction, PersonId, SentimentScore } from '../coaching/interaction.ts'
import { Journal } from '../coaching/journal.ts'
import { KeptDay } from '../coaching/kept-score.ts'
import { Account, Place, Platform, RoomRef } from '../coaching/people.ts'
import { Proposal, Reason } from '../coaching/proposal.ts'
import { Recognition } from '../coaching/recognition.ts'
import { KeptSettings } from '../coaching/settings.ts'
import type { RecordKind } from '../ports.ts'

const kind = <T>(name: string, schema: RecordKind<T>['schema']): RecordKind<T> => ({ name, schema })

/** What was heard of a conversation whose agent and end are still to be asked for; kept a while, so that repeats meet it. */
export const Heard = z.strictObject({
  conversation: ConversationId,
  score: z.strictObject({ customer: SentimentScore, raw: z.number(), trend: SentimentScore.optional() }).nullable(),
  evaluated: z.strictObject({ agent: PersonId, evaluation: Evaluation }).nullable(),
  heardAt: z.number(),
  tries: z.number().int(),
  /** Nothing more is to be asked. */
  known: z.boolean(),
})
export type Heard = z.infer<typeof Heard>
export const HEARD = kind('heard', Heard)

/** An interaction that waits for its verdict, or has one. Found by agent in order of end time. */
export const SignalRecord = z.strictObject({
  interaction: Interaction,
  /** The customer's score as it came, on whatever scale; null when there was none. */
  raw: z.number().nullable(),
  arrivedAt: z.number(),
  verdict: z
    .strictObject({
      kind: z.enum(['coach', 'recognise', 'leave']),
      why: z.string(),
      late: z.boolean(),
      settings: z.number().int(),
    })
    .nullable(),
  /** The proposal that counted it. */
  proposal: z.string().nullable(),
})
export type SignalRecord = z.infer<typeof SignalRecord>
export const SIGNAL = kind('signal', SignalRecord)

/** A judged interaction's scores and what became of it, on the way to where they are kept. */
export const ScoreEntry = Interaction.omit({ shared: true }).extend({ outcome: z.string() })
export type ScoreEntry = z.infer<typeof ScoreEntry>
/** A `gap` says nothing: the last entry of a stream stays, and must not be somebody's who is gone. */
export const SCORES = kind('scores', z.union([ScoreEntry, z.strictObject({ gap: z.literal(true) })]))

/** Somebody who is to leave no trace any more, named by a digest of their id. */
export const ERASED = kind('erased', z.strictObject({ at: z.number() }))

/** The scores of an agent's day. All are found in order of days. */
export const KEPT_DAY = kind('kept-day', KeptDay)

/** Up to which entry of the stream the scores are where they are kept. */
export const KEEPING = kind('keeping', z.strictObject({ through: z.number().int() }))

/** Leave to propose one automatic session, named after the proposal that uses it. */
export const Permit = z.strictObject({ agent: PersonId, at: z.number() })
export type Permit = z.infer<typeof Permit>
export const PERMIT = kind('permit', Permit)

/** Thanks given to an agent, named after the recognition. */
export const THANKED = kind('thanked', Permit)

/** Thanks by e-mail, named after the recognition. `unknown`: nobody can tell whether it was sent, so it is not sent again. */
export const MailRecord = z.strictObject({ state: z.enum(['new', 'sending', 'sent', 'unknown', 'refused']) })
export type MailRecord = z.infer<typeof MailRecord>
export const MAIL = kind('mail', MailRecord)

/** The thanks an agent was given on one day, and whether Genesys knows how many. Named after both. `day`: 2026-11-24, in the house's zone. */
export const Tally = z.strictObject({
  agent: PersonId,
  day: z.string(),
  /** The recognitions, so that none counts twice. */
  counted: z.array(z.string()),
  state: z.enum(['open', 'recorded', 'refused']),
})
export type Tally = z.infer<typeof Tally>
export const TALLY = kind('tally', Tally)

/** A card sent to a supervisor, named after its proposal. */
export const SENT = kind('sent', z.strictObject({ supervisor: PersonId, at: z.number() }))

/** A false alarm, or handled already: no session is proposed for that agent until then. Named after the declined proposal. Found by agent, in order of its end. */
export const Settled = z.strictObject({ agent: PersonId, until: z.number() })
export type Settled = z.infer<typeof Settled>
export const SETTLED = kind('settled', Settled)

/** How often the proposals of a rule were declined, and why. Named after the rule. */
export const Declines = z.strictObject({ since: z.number(), times: z.partialRecord(Reason, z.number().int()) })
export type Declines = z.infer<typeof Declines>
export const DECLINES = kind('declines', Declines)

export const PROPOSAL = kind('proposal', Proposal)
export const RECOGNITION = kind('recognition', Recognition)

/** Nothing but a version, which grows with every offer to the same supervisor or for the same team. */
export const HOLDS = kind('holds', z.strictObject({}))

/** The journal of outside writes of a booking or a recognition, under the same id. */
export const JOURNAL = kind('journal', Journal)

/** One message somewhere: what it shows, where it stands, which version of its record was drawn last. */
export const Post = z.strictObject({
  shows: z.enum(['proposal', 'session', 'kudos', 'signal-gone', 'forbidden', 'unreachable', 'approval', 'erased']),
  subject: z.string(),
  /** Null until its reader's account is known. */
  to: z.union([z.strictObject({ account: Account }), z.strictObject({ room: RoomRef })]).nullable(),
  /** Whose eyes it is for; null in a room. */
  reader: PersonId.nullable(),
  state: z.enum(['new', 'sending', 'posted', 'failed']),
  posted: z.record(z.string(), z.string()).nullable(),
  drawn: z.number().int(),
  /** A digest of the card drawn last: the same card is not sent twice. */
  print: z.string().optional(),
  /** Failures since it last went well, and platforms that were tried in vain. */
  tries: z.number().int(),
  tried: z.array(Platform),
})
export type Post = z.infer<typeof Post>
export const POST = kind('post', Post)

/** A press or a command that was acknowledged and must not be lost. Kept a day to recognise repeats. */
export const Inbox = z.strictObject({
  what: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('pressed'), button: z.string(), inputs: Inputs.default({}), place: Place }),
    z.strictObject({ kind: z.literal('commanded'), text: z.string(), place: Place }),
  ]),
  at: z.number(),
  /** `told`: it could not be done at once, and the person knows. */
  state: z.enum(['new', 'told', 'done']),
})
export type Inbox = z.infer<typeof Inbox>
export const INBOX = kind('inbox', Inbox)

/** What admins set, who did it and when. The store's version is the settings' version. */
export const SettingsRecord = z.strictObject({ settings: KeptSettings, by: PersonId, at: z.number() })
export const SETTINGS = kind('settings', SettingsRecord)

/** A form somebody opened. Forgotten a day after it was last touched. */
export const FORM = kind('form', Form)

/** Everybody's pause ("all") or an agent's: whether it is on, and what was left aside after earlier ones. Times are epoch ms. */
export const Halt = z.strictObject({
  on: z.strictObject({ by: PersonId, at: z.number(), until: z.number().nullable() }).nullable(),
  dropped: z.array(z.strictObject({ from: z.number(), to: z.number() })),
  /** A queue's. */
  name: z.string().nullable().default(null),
})
export type Halt = z.infer<typeof Halt>
export const HALT = kind('halt', Halt)

/** A line of the settings' history. Version 0 is what runs until somebody changes something. */
export const SettingsEntry = z.strictObject({
  version: z.number().int(),
  settings: KeptSettings,
  by: PersonId.nullable(),
  because: z.string().nullable(),
  /** The second admin, where it took one. */
  approvedBy: PersonId.nullable().default(null),
})
export type SettingsEntry = z.infer<typeof SettingsEntry>
export const SETTINGS_LOG = kind('settings-log', SettingsEntry)

/** A change that waits for a second admin, or waited. */
export const APPROVAL = kind('approval', Approval)

/** Where a person was last seen acting, so that cards find them there; the zone and language they have there; and what they asked for: where to be reached, no kudos. */
export const Habit = z.strictObject({
  platform: Platform,
  zone: z.string().optional(),
  language: z.string().optional(),
  chosen: Platform.optional(),
  /** No kudos by message or mail, as they wished. */
  kudos: z.literal('off').optional(),
})
export type Habit = z.infer<typeof Habit>
export const HABIT = kind('habit', Habit)

/** How far the scores were asked for in bulk, and the run under way. Times are epoch milliseconds. */
export const Backfill = z.strictObject({
  /** Everything scored before was asked for. */
  upTo: z.number(),
  /** When each look further back was last begun. */
  looked: z.array(z.number()),
  run: z.strictObject({ from: z.number(), to: z.number(), at: z.number() }).nullable(),
})
export type Backfill = z.infer<typeof Backfill>
export const BACKFILL = kind('backfill', Backfill)

/** How many of a day's rough conversations had no signal of the agent's own. */
export const Supply = z.strictObject({
  /** "2026-11-24", UTC. */
  day: z.string(),
  candidates: z.number().int(),
  missing: z.number().int(),
  /** The admins know. */
  told: z.boolean(),
})
export type Supply = z.infer<typeof Supply>
export const SUPPLY = kind('supply', Supply)

/** What the audit calls an agent is made with this; named after the agent. Destroyed, nobody can tell any more who that was. */
export const AUDIT_KEY = kind('audit-key', z.strictObject({ key: z.string() }))

/** What happened, as it was told with it: sealed into the chain as it lies there, whatever version of Halftime wrote it. */
export const AUDIT_NEW = kind('audit-new', z.record(z.string(), z.unknown()))

/** The chain. */
export const AUDIT = kind('audit', Sealed)

/** Where the chain ends, signed, and how much of what happened is in it. There is one, by this name. */
export const AuditHead = z.strictObject({
  n: z.number().int(),
  hash: z.string(),
  signature: z.string(),
  sealedNew: z.number().int(),
})
export type AuditHead = z.infer<typeof AuditHead>
export const AUDIT_HEAD = kind('audit-head', AuditHead)
export const HEAD = 'head'

/** A short id made from names, so that doing the same twice meets itself. */
export function idFrom(...names: readonly string[]): string {
  return createHash('sha256').update(names.join('\u0000')).digest('hex').slice(0, 20)
}
