// The port to Genesys, in our words.
import type { Block, Standing } from './coaching/block.ts'
import type { Score } from './coaching/event.ts'
import type { ConversationId, Interaction, PersonId } from './coaching/interaction.ts'
import type { Person } from './coaching/people.ts'
import type { AgentSignal } from './coaching/policy.ts'
import type { Appointment, Interval, Live, Prediction, Shift, SuggestedSlot } from './coaching/slot.ts'

/** Throws VendorError on failure; `undefined` / empty means "there is none". */
export interface ContactCentre {
  /** `hurried`: somebody waits for this work, so what it asks may use the room that is kept for that. */
  paced<T>(pace: 'hurried' | 'calm', work: () => Promise<T>): Promise<T>
  /** Who held an ended conversation, and until when; questions asked at the same time are answered together. `unknown`: not yet, or never. */
  interaction(id: ConversationId): Promise<Held | 'unknown' | 'no-agent' | 'other-queue' | 'malformed'>
  /** The customers' scores that came about in a stretch of time, from every queue that is listened to. */
  scores(window: Interval): Promise<readonly Score[]>
  /** How the agent sounded (-1..1), from wherever the policy takes it; null when that has none. */
  agentSignal(conversation: ConversationId, agent: PersonId, from: AgentSignal): Promise<number | null>
  person(id: PersonId): Promise<Person | undefined>
  /** Active people whose e-mail equals this one, ignoring case. */
  peopleByEmail(email: string): Promise<Person[]>
  /** Divisions, queues and languages whose name holds this, or teams whose name starts with it, ignoring case; a few at most. */
  named(kind: 'division' | 'queue' | 'team' | 'language', name: string): Promise<readonly Named[]>
  /** Undefined when Genesys knows of none. */
  manager(id: PersonId): Promise<Person | undefined>
  /** Manager first, then upward. */
  superiors(id: PersonId): Promise<Person[]>
  /** Active people whose manager this is. */
  reports(id: PersonId): Promise<Person[]>
  /** Everybody in a team, whether they still work there or not; undefined when there is no such team, or too many to tell. */
  teamMembers(team: string): Promise<readonly PersonId[] | undefined>
  /** IANA zone of the agent's business unit; undefined without workforce management. */
  zone(agent: PersonId): Promise<string | undefined>
  /** Shifts with their activities between two instants; empty when the agent is off, 'unscheduled' when nobody plans the agent at all. */
  shifts(agent: PersonId, window: Interval): Promise<Shift[] | 'unscheduled'>
  /** Genesys's own suggestions, with staffing difference after booking. */
  suggestSlots(ask: { agent: PersonId; facilitator: PersonId; window: Interval; minutes: number }): Promise<SuggestedSlot[]>
  /** What is predicted for the agent's part of the business unit; `fresh`: as it is now, not a few minutes ago. */
  predicted(agent: PersonId, window: Interval, fresh?: boolean): Promise<Prediction[]>
  /** How the agent's queues are now; undefined when that cannot be told. */
  live(agent: PersonId): Promise<Live | undefined>
  appointments(people: readonly PersonId[], window: Interval): Promise<Appointment[]>
  appointment(id: string): Promise<Appointment | undefined>
  createAppointment(wanted: NewAppointment): Promise<{ readonly id: string } | 'taken'>
  removeAppointment(id: string): Promise<void>
  /** Which blocks for a session stand on the agent's schedule. */
  standing(block: Pick<Block, 'appointment' | 'agent' | 'at'>): Promise<Standing>
  /** From now on Genesys keeps an appointment off the schedule. */
  withhold(appointment: string): Promise<void>
  /** Puts the block where nothing but work on the queue lies, unless it stands; 'genesys' = Genesys's own does. Other planners' changes stay. */
  insert(block: Block, title: string): Promise<'inserted' | 'genesys'>
  /** Takes an inserted block out again, if it is still there. */
  takeOut(block: Block): Promise<void>
  recognise(thanks: Thanks): Promise<{ readonly id: string }>
  /** The same thanks, if they are there: for the conversation, else in the same words. */
  recognitionFor(thanks: Thanks, since: number): Promise<{ readonly id: string } | undefined>
  /** The external metric of that name, which gamification can count. */
  metric(name: string): Promise<{ readonly id: string } | undefined>
  createMetric(name: string): Promise<{ readonly id: string }>
  /** At most a hundred. Replaces what stood for that agent and day, so that repeats are harmless; answers those that were turned down. */
  measure(metric: string, days: readonly Measured[]): Promise<readonly Measured[]>
}

export interface Thanks {
  readonly to: PersonId
  readonly title: string
  readonly note: string
  /** Left out where they are for no conversation in particular. */
  readonly conversation?: ConversationId
}

/** What an agent's day is worth in a metric; the day as 2026-11-24. */
export interface Measured {
  readonly agent: PersonId
  readonly day: string
  readonly value: number
}

export interface Named {
  readonly id: string
  readonly name: string
}

/** A conversation without its scores. */
export type Held = Omit<Interaction, 'customer' | 'agentScore' | 'evaluation'>

export interface NewAppointment {
  readonly agent: PersonId
  readonly facilitator: PersonId
  readonly slot: SuggestedSlot
  readonly name: string
  /** Its last line is our marker. */
  readonly description: string
  readonly conversations: readonly ConversationId[]
}
