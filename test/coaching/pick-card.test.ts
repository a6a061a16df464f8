import { describe, expect, it } from 'vitest'
import { expand } from '../../src/cards.ts'
import { REFUSALS } from '../../src/coaching/against.ts'
import { PersonId } from '../../src/coaching/interaction.ts'
import type { Attempt, Picking, Proposal } from '../../src/coaching/proposal.ts'
import { proposalCard } from '../../src/coaching/proposal-card.ts'
import { DAY, HOUR } from '../../src/coaching/slot.ts'
import type { Reader } from '../../src/coaching/view.ts'
import { words } from '../../src/words.ts'
import { proposal, READER, ROOM, slot, TUESDAY } from './proposals.ts'

const en = words('en', { strict: true })
const PICKING: Picking = { from: TUESDAY - HOUR, to: TUESDAY + 14 * DAY, attempt: null }
const tried = (attempt: Partial<Attempt>): Picking => ({
  ...PICKING,
  attempt: { why: 'agent-busy', start: TUESDAY, wall: null, nearest: null, ...attempt },
})

function draw(picking: Picking, reader: Reader = READER, changed: Partial<Proposal> = {}) {
  return proposalCard(proposal({ asking: 'time', picking, ...changed }), reader, en)
}
const sentence = (attempt: Partial<Attempt>, reader: Reader = READER) => draw(tried(attempt), reader).view.choose

describe('a card that asks for a time', () => {
  it('asks, with the first offered time filled in, in place of the times', () => {
    expect(draw(PICKING).view).toMatchObject({
      choose: 'When should the session be?',
      slots: [],
      days: [{ id: 'day', label: 'Day', value: '2026-11-24', min: '2026-11-24', max: '2026-12-08' }],
      times: [{ id: 'time', label: 'Time (Berlin time)', value: '14:30' }],
      buttons: [
        { title: 'Book this time', style: 'positive', inputs: 'auto' },
        { title: 'Back', inputs: 'none' },
      ],
    })
  })

  it('names the zone of its reader', () => {
    const reader = { ...READER, zone: 'America/New_York' }
    expect(draw(PICKING, reader).view).toMatchObject({
      days: [{ value: '2026-11-24', min: '2026-11-24', max: '2026-12-08' }],
      times: [{ label: 'Time (New York time)', value: '08:30' }],
    })
  })

  it('leaves the inputs empty where no time is on offer', () => {
    const { body } = expand(draw(PICKING, READER, { slots: [] }))
    const inputs = body
      .flatMap((element) => (element.type === 'Container' ? element.items : []))
      .filter(({ type }) => /Input/.test(type))
    expect(inputs).toHaveLength(2)
    expect(inputs.every((input) => !('value' in input))).toBe(true)
  })

  it.each(['gathering', 'booking', 'declined'] as const)('has no inputs once it is %s', (state) => {
    expect(draw(PICKING, READER, { state }).view).toMatchObject({ days: [], times: [] })
  })

  it('has none while it asks for a reason, or for nothing', () => {
    for (const asking of ['reason', null] as const)
      expect(draw(PICKING, READER, { asking }).view).toMatchObject({ days: [], times: [] })
  })
})

describe('after a try that did not do', () => {
  it.each<{ what: string; attempt: Partial<Attempt>; says: string }>([
    { what: 'nothing', attempt: { why: 'unclear', start: null }, says: 'Please choose a day and a time.' },
    {
      what: 'a break, and what would do',
      attempt: { nearest: TUESDAY + HOUR / 2 },
      says: 'Tue 24 Nov, 14:30 does not work: Ana Berg has something else then. 15:00 would.',
    },
    {
      what: 'what would do on another day',
      attempt: { why: 'outside-shift', nearest: TUESDAY + DAY },
      says: 'Tue 24 Nov, 14:30 does not work: Ana Berg is not on shift then. Wed 25 Nov, 14:30 would.',
    },
    {
      what: 'that nothing near would do',
      attempt: { why: 'peak' },
      says: 'Tue 24 Nov, 14:30 does not work: it will be busy then. Please choose another time.',
    },
    {
      what: 'the quarters around it',
      attempt: { why: 'off-grid', start: TUESDAY + 10 * 60_000 },
      says: 'Tue 24 Nov, 14:40 does not work: sessions begin on a quarter of an hour. Try 14:30 or 14:45.',
    },
    {
      what: 'the past',
      attempt: { why: 'past', start: TUESDAY - DAY },
      says: 'Mon 23 Nov, 14:30 does not work: that moment has passed. Please choose another time.',
    },
    {
      what: 'how far ahead is possible',
      attempt: { why: 'too-far', start: TUESDAY + 30 * DAY },
      says: 'Thu 24 Dec, 14:30 does not work: sessions are booked until Tue 8 Dec at the latest. Please choose another time.',
    },
    {
      what: 'a time that does not exist',
      attempt: { why: 'gap', wall: '02:30', start: Date.parse('2027-03-28T01:30Z') },
      says: 'There is no 02:30 on Sun 28 Mar: the clocks go forward then. Please choose another time.',
    },
    {
      what: 'which of two hours is meant',
      attempt: { why: 'outside-shift', start: Date.parse('2027-10-31T00:30Z') },
      says: 'Sun 31 Oct, 02:30 UTC+2 does not work: Ana Berg is not on shift then. Please choose another time.',
    },
    {
      what: 'who is busy',
      attempt: { why: 'supervisor-busy' },
      says: 'Tue 24 Nov, 14:30 does not work: Sam has another meeting then. Please choose another time.',
    },
  ])('it says $what', ({ attempt, says }) => {
    expect(sentence(attempt)).toBe(says)
  })

  it('speaks to the one who would hold the session', () => {
    expect(sentence({ why: 'supervisor-busy' }, { ...READER, you: PersonId.parse('samsato') })).toContain(
      'you have another meeting then',
    )
  })

  it('names nobody in a room that may not know', () => {
    expect(sentence({ why: 'agent-busy' }, ROOM)).toBe(
      'Tue 24 Nov, 14:30 does not work: the agent has something else then. Please choose another time.',
    )
  })

  it.each(REFUSALS)('has words for %s', (why) => {
    expect(sentence({ why })).not.toMatch(/[{}]|undefined/)
  })

  it('has filled in what would do; else what was tried', () => {
    expect(draw(tried({ nearest: TUESDAY + HOUR })).view).toMatchObject({ times: [{ value: '15:30' }] })
    expect(draw(tried({ start: TUESDAY + DAY + HOUR })).view).toMatchObject({
      days: [{ value: '2026-11-25' }],
      times: [{ value: '15:30' }],
    })
    expect(draw(tried({ start: null, why: 'unclear' }), READER, { slots: [slot(TUESDAY + DAY)] }).view).toMatchObject({
      days: [{ value: '2026-11-25' }],
    })
  })
})
