import { type Form, standing, type Wrongs } from '../../src/coaching/form.ts'
import type { Drawn } from '../../src/coaching/form-card.ts'
import { PersonId } from '../../src/coaching/interaction.ts'
import type { Scope } from '../../src/coaching/scope.ts'
import { DEFAULTS } from '../../src/coaching/settings.ts'

export const NOWHERE = { queue: null, team: null, agent: '' } as const
export const BILLING: Scope = { kind: 'queue', id: 'q1', name: 'Billing' }
export const EVERYBODY = { settings: DEFAULTS, scope: null, where: NOWHERE } as const
export const NONE: Wrongs = {}

const STEPS = ['fetch', 'here', 'preview', 'back', 'save'] as const

/** A form for everybody that nobody typed into. */
export function aForm(more: Partial<Form> = {}): Drawn {
  const stood = standing(EVERYBODY)
  const form: Form = {
    by: PersonId.parse('ada'),
    scope: null,
    version: 0,
    stood,
    typed: stood,
    state: 'open',
    saved: null,
    buttons: STEPS.map((does) => ({ code: does, does })),
    ...more,
  }
  return { id: 'f3v9x2m7q1', form, scope: null, practice: false }
}
