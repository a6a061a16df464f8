import { describe, expect, it } from 'vitest'
import { PersonId } from '../../src/coaching/interaction.ts'
import { lateAnswer } from '../../src/coaching/late.ts'
import { type Proposal, ProposalState } from '../../src/coaching/proposal.ts'
import { DAY } from '../../src/coaching/slot.ts'
import { words } from '../../src/words.ts'
import { decision, proposal, READER, slot, TUESDAY } from './proposals.ts'

const en = words('en', { strict: true })
const [SAM, RITA] = [PersonId.parse('samsato'), PersonId.parse('rita')]
// Decided an hour before the session begins; the card expires a day after.
const by = decision('Sam Sato')
const booked = { chosen: { slot: slot(TUESDAY), by } }

interface Row {
  readonly state: ProposalState
  readonly told: Partial<Proposal>
  readonly other: string
  readonly same: string
}

const undecided = (state: ProposalState, told: Partial<Proposal>, answer: string): Row => ({
  state,
  told,
  other: answer,
  same: answer,
})

const ROWS: readonly Row[] = [
  undecided('gathering', {}, 'Halftime is still looking for times. The card will change by itself.'),
  undecided('open', {}, 'It offers something else by now. Please look at it again.'),
  {
    state: 'booking',
    told: booked,
    other: 'Sam Sato was faster (Tue 24 Nov, 13:30) and is booking Tue 24 Nov, 14:30 right now.',
    same: 'You chose Tue 24 Nov, 14:30 (Tue 24 Nov, 13:30). It is being booked right now.',
  },
  {
    state: 'booked',
    told: booked,
    other: 'Sam Sato was faster (Tue 24 Nov, 13:30): the session is booked for Tue 24 Nov, 14:30.',
    same: 'You decided this already (Tue 24 Nov, 13:30): the session is booked for Tue 24 Nov, 14:30.',
  },
  {
    state: 'moving',
    told: { ...booked, move: { slot: slot(TUESDAY + DAY), by } },
    other: 'Sam Sato was faster (Tue 24 Nov, 13:30) and is moving the session to Wed 25 Nov, 14:30 right now.',
    same: 'You are moving the session to Wed 25 Nov, 14:30 right now (Tue 24 Nov, 13:30).',
  },
  {
    state: 'undoing',
    told: { ...booked, undone: by },
    other: 'Sam Sato is taking the session back right now (Tue 24 Nov, 13:30).',
    same: 'You are taking the session back right now (Tue 24 Nov, 13:30).',
  },
  {
    state: 'undone',
    told: { ...booked, undone: by },
    other: 'Sam Sato took the session back (Tue 24 Nov, 13:30). Nothing is booked any more.',
    same: 'You took the session back (Tue 24 Nov, 13:30). Nothing is booked any more.',
  },
  {
    state: 'declined',
    told: { declined: { ...by, reason: 'not-now' } },
    other: 'Sam Sato was faster and declined this (Tue 24 Nov, 13:30). Nothing was booked.',
    same: 'You declined this already (Tue 24 Nov, 13:30). Nothing was booked.',
  },
  undecided('expired', {}, 'This expired on Wed 25 Nov, 14:30: nobody had picked a time. Nothing was booked.'),
  undecided(
    'superseded',
    { superseded: { at: by.at, start: TUESDAY } },
    'This was closed on Tue 24 Nov, 13:30, because another coaching session stands on Tue 24 Nov, 14:30. Nothing more was booked.',
  ),
]

describe('somebody who presses too late is told who decided, and when', () => {
  it.each(ROWS)('while it is $state', ({ state, told, other, same }) => {
    expect(lateAnswer(proposal({ state, ...told }), { by: RITA, reader: READER }, en)).toBe(other)
    expect(lateAnswer(proposal({ state, ...told }), { by: SAM, reader: READER }, en)).toBe(same)
  })

  it('whatever the state', () => {
    expect(ROWS.map(({ state }) => state).toSorted()).toEqual(ProposalState.options.toSorted())
  })
})
