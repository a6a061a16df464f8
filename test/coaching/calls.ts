// Conversations of one agent, an hour apart, rough unless told otherwise.
import { Interaction } from '../../src/coaching/interaction.ts'
import type { Judged } from '../../src/coaching/policy.ts'
import { HOUR } from '../../src/coaching/slot.ts'

/** A Tuesday. */
export const NOON = Date.UTC(2026, 10, 24, 12)

export const at = (hour: number, signals: object = {}): Interaction =>
  Interaction.parse({
    conversation: `c${hour}`,
    agent: 'ana',
    queue: 'q',
    media: 'voice',
    endedAt: NOON + hour * HOUR,
    customer: -0.8,
    agentScore: -0.5,
    ...signals,
  })

export const judged = (...all: Interaction[]): Judged[] => all.map((interaction) => ({ interaction, proposed: false }))
