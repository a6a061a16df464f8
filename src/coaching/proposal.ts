import * as z from 'zod'
import { REFUSALS } from './against.ts'
import { Interaction, PersonId } from './interaction.ts'
import { Pattern } from './pattern.ts'
import { Account, Person } from './people.ts'
import { DAY, Slot } from './slot.ts'

export const ProposalId = z.string().min(1).max(40).brand('ProposalId')
export type ProposalId = z.infer<typeof ProposalId>

export const ProposalState = z.enum([
  'gathering',
  'open',
  'booking',
  'booked',
  'moving',
  'undoing',
  'undone',
  'declined',
  'expired',
  'superseded',
])
export type ProposalState = z.infer<typeof ProposalState>

/** Which state may follow which. `booking` falls back to `open` when the time turned out to be taken, `open` to `gathering` when other times are wanted; `moving` ends where it began, at the new time or the old one. */
export const next = {
  gathering: ['open', 'declined', 'expired', 'superseded'],
  open: ['booking', 'gathering', 'declined', 'expired', 'superseded'],
  booking: ['booked', 'open'],
  booked: ['undoing', 'moving'],
  moving: ['booked'],
  undoing: ['undone'],
  undone: [],
  declined: [],
  expired: [],
  superseded: [],
} as const satisfies Record<ProposalState, readonly ProposalState[]>

export function mayFollow(from: ProposalState, to: ProposalState): boolean {
  return (next[from] as readonly ProposalState[]).includes(to)
}

/** Why nobody wants the session; what is told apart here is counted per rule. */
export const Reason = z.enum(['false-alarm', 'already-handled', 'not-now', 'other'])
export type Reason = z.infer<typeof Reason>

/** For so long no session is proposed for that agent: what was judged is settled, and two more rough calls would only ask the same again. */
export const pauseAfter = (reason: Reason): number => (reason === 'false-alarm' || reason === 'already-handled' ? 3 * DAY : 0)

/** A button's opaque code and what it stands for; codes are never used again, so an old click still finds its meaning. */
export const Button = z.strictObject({
  code: z.string(),
  does: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('slot'), slot: Slot }),
    z.strictObject({ kind: z.literal('other') }),
    z.strictObject({ kind: z.literal('pick') }),
    z.strictObject({ kind: z.literal('picked') }),
    z.strictObject({ kind: z.literal('decline') }),
    z.strictObject({ kind: z.literal('reason'), reason: Reason }),
    z.strictObject({ kind: z.literal('back') }),
    z.strictObject({ kind: z.literal('undo') }),
    z.strictObject({ kind: z.literal('show') }),
    z.strictObject({ kind: z.literal('move'), slot: Slot }),
    z.strictObject({ kind: z.literal('keep') }),
    z.strictObject({ kind: z.literal('seen') }),
    z.strictObject({ kind: z.literal('wish') }),
  ]),
})
export type Button = z.infer<typeof Button>

/** Why the times on the card are new: what became of the one that was chosen. */
export const Note = z.strictObject({
  kind: z.enum([...REFUSALS, 'refused', 'not-allowed']),
  start: z.number().int(),
})
export type Note = z.infer<typeof Note>

/** A time of one's own that was tried and did not do. */
export const Attempt = z.strictObject({
  /** `gap`: the clocks go forward over it; `unclear`: day or time was missing. */
  why: z.enum([...REFUSALS, 'gap', 'unclear']),
  /** Null when it was unclear. */
  start: z.number().int().nullable(),
  /** A time of day that does not exist on that day, as it was given. */
  wall: z.string().nullable(),
  /** What would do, or at least be possible; null when nothing near is known to. */
  nearest: z.number().int().nullable(),
})
export type Attempt = z.infer<typeof Attempt>

/** What is known while a card asks for a time of one's own: from when to when it may be, and what became of the last try. */
export const Picking = z.strictObject({ from: z.number().int(), to: z.number().int(), attempt: Attempt.nullable() })
export type Picking = z.infer<typeof Picking>

export const Decision = z.strictObject({ by: PersonId, name: z.string(), at: z.number().int(), account: Account })
export type Decision = z.infer<typeof Decision>

/**
 * Whether a booked session stands on the agent's schedule: `pending` = Genesys's block is awaited, `seen` = it is there,
 * `inserted` = Genesys added none, so we did, `absent` = nobody did, `forbidden` = a permission is missing, `left` = what we put there
 * could not be taken off, `none` = the agent has no schedule.
 */
export const OnSchedule = z.enum(['pending', 'seen', 'inserted', 'absent', 'forbidden', 'left', 'none'])
export type OnSchedule = z.infer<typeof OnSchedule>

export const BookedAppointment = z.strictObject({
  /** Genesys's. */
  id: z.string(),
  scheduled: OnSchedule,
  /** When it was booked. */
  at: z.number().int(),
  /** When the schedule is looked at again; null = no more. */
  look: z.number().int().nullable().default(null),
})
export type BookedAppointment = z.infer<typeof BookedAppointment>

/** What else there was to say of the agent when it was suggested: brilliant conversations, and suggestions before this one, in 30 days. */
export const Balance = z.strictObject({
  week: z.number().int(),
  month: z.number().int(),
  suggested: z.number().int(),
  /** Of the brilliant ones. */
  media: z.array(z.string()),
})
export type Balance = z.infer<typeof Balance>

/** A suggestion to coach: who, why, when; the one record every copy of its card is drawn from. */
export const Proposal = z.strictObject({
  id: ProposalId,
  state: ProposalState,
  agent: Person,
  /** Whose calendar is checked and who holds the session; null until found. */
  supervisor: Person.nullable(),
  rule: z.string(),
  settingsVersion: z.number().int(),
  pattern: Pattern.default({ kind: 'consecutive', n: 2 }),
  counted: z.array(Interaction).min(1),
  balance: Balance.nullable().default(null),
  proposedAt: z.number().int(),
  /** Until then an open card waits for an answer. */
  expiresAt: z.number().int(),
  /** Times on the card now. */
  slots: z.array(Slot),
  /** Since when these are on offer. */
  offeredAt: z.number().int().nullable().default(null),
  /** Starts of the times that were passed over when somebody asked for others. */
  passed: z.array(z.number().int()).default([]),
  /** Which times these are: the first, others, or, since there are no others, those from before. */
  round: z.enum(['first', 'more', 'again']).default('first'),
  buttons: z.array(Button),
  /** What an open card asks for in place of its buttons: a time of one's own, or why it is declined. */
  asking: z.enum(['time', 'reason']).nullable().default(null),
  picking: Picking.nullable().default(null),
  note: Note.nullable(),
  chosen: z.strictObject({ slot: Slot, by: Decision }).nullable(),
  declined: Decision.extend({ reason: Reason.default('other') }).nullable(),
  /** Since when it is known that another session takes its place, and when that one starts. */
  superseded: z.strictObject({ at: z.number().int(), start: z.number().int() }).nullable().default(null),
  /** Who took the booked session back. */
  undone: Decision.nullable().default(null),
  /** Until then a booked session can be taken back; null when it cannot. */
  undoUntil: z.number().int().nullable().default(null),
  appointment: BookedAppointment.nullable(),
  /** When the agent said to have seen the session as it stands. */
  seenAt: z.number().int().nullable().default(null),
  /** Until then, the start of the session, the agent may answer; null when not. */
  answersUntil: z.number().int().nullable().default(null),
  /** The agent asks for another time: how often so far, since when, and what came of it, by whom. */
  wish: z
    .strictObject({
      times: z.number().int(),
      at: z.number().int(),
      outcome: z.enum(['open', 'moved', 'kept', 'over']),
      by: Decision.nullable(),
    })
    .nullable()
    .default(null),
  /** Where the session is being moved to. */
  move: z.strictObject({ slot: Slot, by: Decision }).nullable().default(null),
  /** How often it was moved. */
  moves: z.number().int().default(0),
  /** A vendor that keeps the booking waiting. */
  waiting: z.string().nullable(),
})
export type Proposal = z.infer<typeof Proposal>

/**
 * The name of a booking, under which its writes are kept and found again: the proposal's, and after each move another, so that the session
 * that stands and the one that takes its place are never taken for each other.
 */
export const bookingId = (id: ProposalId, moves: number): string => (moves === 0 ? id : `${id}-${moves}`)

/** The last line of everything we write in Genesys: how we find our own work again. */
export const markerOf = (booking: string): string => `Halftime ref ${booking}`

const lastLine = (description: string): string => description.trimEnd().split('\n').at(-1)?.trim() ?? ''

/** Whether a description is ours for that booking: its last line says so, whatever Genesys did to the space around it. */
export const carriesMarker = (description: string, booking: string): boolean => lastLine(description) === markerOf(booking)

/** Whether a description is ours for any proposal. */
export const isOurs = (description: string): boolean => /^Halftime ref \S+$/.test(lastLine(description))

/** A button's id as it travels: `<proposal>.<code>`. Opaque to whoever sees it; only looked up, never obeyed. */
export const buttonId = (proposal: ProposalId, button: Pick<Button, 'code'>): string => `${proposal}.${button.code}`

export function parseButtonId(id: string): { proposal: ProposalId; code: string } | undefined {
  const found = /^([a-z0-9]{8,40})\.([a-z0-9]{1,20})$/.exec(id)
  return found ? { proposal: ProposalId.parse(found[1]), code: found[2]! } : undefined
}
