import { describe, expect, it } from 'vitest'
import type { Proposal } from '../../src/coaching/proposal.ts'
import { sessionCard } from '../../src/coaching/session-card.ts'
import { words } from '../../src/words.ts'
import { chosen, decision, interaction, proposal, READER, TUESDAY } from './proposals.ts'

const en = words('en', { strict: true })
const booked = { state: 'booked', chosen, answersUntil: TUESDAY } as const
const draw = (changed: Partial<Proposal> = {}, practice = false) =>
  sessionCard(proposal({ ...booked, ...changed }), { ...READER, practice }, en)
const labels = (changed: Partial<Proposal>) => (draw(changed).view.buttons as { title: string }[]).map(({ title }) => title)
const wish = (changed: Partial<NonNullable<Proposal['wish']>> = {}) =>
  ({ times: 1, at: 0, outcome: 'open', by: null, ...changed }) as const
const by = decision('Sam Sato')

describe('the agent', () => {
  it('hears with whom, when and what about, and can answer', () => {
    expect(draw({}, true)).toMatchObject({
      view: {
        practice: 'Practice: simulated Genesys',
        title: 'A coaching session with Sam Sato',
        status: '',
        facts: [
          { title: 'When', value: 'Tue 24 Nov, 14:30–15:00' },
          { title: 'With', value: 'Sam Sato' },
          { title: 'About', value: 'Two calls that were not easy' },
        ],
        hint: 'Until it begins, you can ask for another time, twice at most.',
        buttons: [{ title: 'Got it', style: 'positive' }, { title: 'Ask for another time' }],
      },
      summary: 'You have a coaching session with Sam Sato on Tue 24 Nov, 14:30–15:00.',
    })
  })

  it('reads no scores and no judgement, whatever happened', () => {
    expect(JSON.stringify(draw({ counted: [interaction(0, -0.9, -0.8)] }))).not.toMatch(/-0\.\d|rough|poor|bad/i)
    expect(draw().view.conversations).toEqual([
      { text: expect.stringMatching(/^\[Mon 23 Nov, 14:30\]\(https:[^ ]+conversation-0\/admin\)$/) },
      { text: expect.stringMatching(/^\[Mon 23 Nov, 15:30\]\(https:[^ ]+conversation-1\/admin\)$/) },
    ])
  })

  it('is not told of a session nobody chose', () => {
    expect(() => sessionCard(proposal(), READER, en)).toThrow('chosen time')
  })
})

describe('what the agent answered', () => {
  const seen = { seenAt: 1 }
  it.each([
    { when: 'seen', is: seen, said: 'Thank you. Sam Sato knows that you have seen it.', can: ['Ask for another time'] },
    {
      when: 'asked for another time',
      is: { ...seen, wish: wish() },
      said: 'You asked for another time. Until Sam Sato has answered, this one stands.',
      can: [],
    },
    {
      when: 'being moved',
      is: { ...seen, state: 'moving', wish: wish(), move: chosen },
      said: 'It is being moved. One moment, please.',
      can: [],
    },
    {
      when: 'moved',
      is: { moves: 1, wish: wish({ outcome: 'moved', by }) },
      said: 'Moved to Tue 24 Nov, 14:30–15:00.',
      can: ['Got it', 'Ask for another time'],
    },
    {
      when: 'moved and seen',
      is: { moves: 1, ...seen, wish: wish({ outcome: 'moved', by }) },
      said: 'Moved to Tue 24 Nov, 14:30–15:00. Thank you. Sam Sato knows that you have seen it.',
      can: ['Ask for another time'],
    },
    {
      when: 'moved twice',
      is: { moves: 2, ...seen, wish: wish({ times: 2, outcome: 'moved', by }) },
      said: 'Moved to Tue 24 Nov, 14:30–15:00. Thank you. Sam Sato knows that you have seen it.',
      can: [],
    },
    {
      when: 'kept',
      is: { ...seen, wish: wish({ outcome: 'kept', by }) },
      said: 'Sam Sato found no other time: this one stays.',
      can: ['Ask for another time'],
    },
    { when: 'begun', is: { ...seen, answersUntil: null }, said: '', can: [] },
    { when: 'taken back', is: { state: 'undone', undone: by, answersUntil: null }, said: '', can: [] },
  ] as const)('is on the card while it is $when', ({ is, said, can }) => {
    expect(draw(is).view.status).toBe(said)
    expect(labels(is)).toEqual(can)
  })

  it('says how often another time can still be asked for', () => {
    const hint = 'Until it begins, you can ask for another time once more. After that, please talk to each other.'
    expect(draw({ wish: wish({ outcome: 'kept', by }) }).view.hint).toBe(hint)
    expect(draw({ wish: wish({ times: 2, outcome: 'kept', by }) }).view.hint).toBe('')
  })

  it('is summed up without scores', () => {
    expect(draw({ moves: 1 }).summary).toBe('Your coaching session with Sam Sato was moved to Tue 24 Nov, 14:30–15:00.')
    expect(draw({ state: 'undone', undone: by }).summary).toBe(
      'The coaching session with Sam Sato on Tue 24 Nov, 14:30–15:00 was cancelled.',
    )
  })
})
