// A proposal to draw cards from: two rough calls of Ana Berg's, three times, Sam Sato to decide.
import { ConversationId, type Interaction, PersonId, SentimentScore } from '../../src/coaching/interaction.ts'
import type { Person } from '../../src/coaching/people.ts'
import { type Button, type Decision, type Proposal, ProposalId } from '../../src/coaching/proposal.ts'
import { DAY, HOUR, type Slot } from '../../src/coaching/slot.ts'
import type { Reader } from '../../src/coaching/view.ts'

/** Tue 24 Nov 2026, 14:30 in Berlin. */
export const TUESDAY = Date.parse('2026-11-24T13:30:00Z')

export const score = (value: number) => SentimentScore.parse(value)

export function person(name: string, team: string | null = null): Person {
  const id = PersonId.parse(
    name
      .toLowerCase()
      .replaceAll(/[^a-z]/g, '')
      .slice(0, 64) || 'nobody',
  )
  return { id, name, email: `${id}@northwind.example`, active: true, team: team === null ? null : { id: 'team-1', name: team } }
}

export function slot(start: number, changed: Partial<Slot> = {}): Slot {
  return {
    start,
    minutes: 30,
    spare: 3,
    rating: 'good',
    schedule: null,
    supervisorChecked: true,
    level: null,
    foreseen: true,
    scheduled: true,
    ...changed,
  }
}

export function interaction(n: number, customer: number | null, agentScore: number | null, media = 'voice'): Interaction {
  const scores = {
    customer: customer === null ? null : score(customer),
    agentScore: agentScore === null ? null : score(agentScore),
  }
  return {
    conversation: ConversationId.parse(`conversation-${n}`),
    agent: PersonId.parse('anaberg'),
    queue: null,
    media,
    endedAt: TUESDAY - DAY + n * HOUR,
    ...scores,
  }
}

export const decision = (name: string): Decision => ({
  by: PersonId.parse('samsato'),
  name,
  at: TUESDAY - HOUR,
  account: { platform: 'slack', id: 'U0SAM' },
})

export function proposal(changed: Partial<Proposal> = {}): Proposal {
  const slots = changed.slots ?? [
    slot(TUESDAY),
    slot(TUESDAY + DAY - 4 * HOUR, { spare: 1 }),
    slot(TUESDAY + 2 * DAY, { spare: null }),
  ]
  const buttons = slots.flatMap((one, n): Button[] => [
    { code: `s${n}`, does: { kind: 'slot', slot: one } },
    { code: `m${n}`, does: { kind: 'move', slot: one } },
  ])
  return {
    id: ProposalId.parse('k3v9x2m7q1'),
    state: 'open',
    agent: person('Ana Berg', 'Support'),
    supervisor: person('Sam Sato'),
    rule: 'rough-in-a-row',
    pattern: { kind: 'consecutive', n: 2 },
    balance: null,
    settingsVersion: 0,
    counted: [interaction(0, -0.8, -0.45), interaction(1, -0.72, -0.5)],
    proposedAt: TUESDAY - DAY,
    expiresAt: TUESDAY + DAY,
    slots,
    offeredAt: null,
    passed: [],
    asking: null,
    picking: null,
    round: 'first',
    buttons: [
      ...buttons,
      { code: 'o', does: { kind: 'other' } },
      { code: 'p', does: { kind: 'pick' } },
      { code: 'b', does: { kind: 'picked' } },
      { code: 'k', does: { kind: 'back' } },
      { code: 'd', does: { kind: 'decline' } },
      { code: 'w', does: { kind: 'show' } },
      { code: 'u', does: { kind: 'undo' } },
      { code: 'k', does: { kind: 'keep' } },
      { code: 'g', does: { kind: 'seen' } },
      { code: 'a', does: { kind: 'wish' } },
    ],
    note: null,
    chosen: null,
    declined: null,
    superseded: null,
    undone: null,
    undoUntil: null,
    appointment: null,
    seenAt: null,
    answersUntil: null,
    wish: null,
    move: null,
    moves: 0,
    waiting: null,
    ...changed,
  }
}

export const chosen = { slot: slot(TUESDAY), by: decision('Sam Sato') }

export const READER: Reader = {
  zone: 'Europe/Berlin',
  named: true,
  practice: false,
  link: (conversation) => `https://apps.mypurecloud.de/directory/#/analytics/interactions/${conversation}/admin`,
}

/** Someone in a room that may not name agents. */
export const ROOM: Reader = { ...READER, named: false, zoneLabel: true }
