import { describe, expect, it } from 'vitest'
import { type Proposal, ProposalState } from '../../src/coaching/proposal.ts'
import { proposalCard } from '../../src/coaching/proposal-card.ts'
import { DAY, HOUR } from '../../src/coaching/slot.ts'
import type { Reader } from '../../src/coaching/view.ts'
import { words } from '../../src/words.ts'
import { chosen, decision, interaction, person, proposal, READER, ROOM, slot, TUESDAY } from './proposals.ts'

const en = words('en', { strict: true })
const draw = (changed: Partial<Proposal> = {}, reader: Reader = READER) => proposalCard(proposal(changed), reader, en)
const read = (changed?: Partial<Proposal>, reader?: Reader) => JSON.stringify(draw(changed, reader))
const you = { ...READER, you: person('Sam Sato').id }

const DECLINED = { ...decision('Sam Sato'), reason: 'not-now' } as const

describe('the card of an open proposal', () => {
  it('says who, why and when', () => {
    expect(draw().view).toMatchObject({
      title: 'Coaching for Ana Berg',
      why: 'Two rough calls in a row: customer -0.80 and -0.72, agent -0.45 and -0.50.',
      facts: [
        { title: 'Held by', value: 'Sam Sato' },
        { title: 'Open until', value: 'Wed 25 Nov, 14:30' },
      ],
      choose: 'Three good times:',
      slots: [
        { text: 'Tue 24 Nov, 14:30 · quiet: 3 agents to spare; Sam is free' },
        { text: 'Wed 25 Nov, 10:30 · quiet: 1 agent to spare; Sam is free' },
        { text: 'Thu 26 Nov, 14:30 · staffing not known; Sam is free' },
      ],
    })
  })

  it.each([
    { balance: { week: 2, month: 2, suggested: 0, media: ['voice'] }, also: 'Two great calls this week' },
    {
      balance: { week: 1, month: 4, suggested: 1, media: ['chat'] },
      also: 'One great chat this week; four great chats in 30 days; one suggestion before in these 30 days',
    },
    { balance: { week: 0, month: 0, suggested: 2, media: [] }, also: 'Two suggestions before in these 30 days' },
    { balance: { week: 0, month: 0, suggested: 0, media: [] }, also: undefined },
  ])('says what else there was: $also', ({ balance, also }) => {
    const facts = draw({ balance }).view.facts as { title: string; value: string }[]
    expect(facts.find(({ title }) => title === 'Also')?.value).toBe(also)
  })

  it('links both conversations with their local time', () => {
    expect(draw().view.conversations).toEqual([
      { text: expect.stringMatching(/^\[Mon 23 Nov, 14:30\]\(https:.*conversation-0\/admin\) · customer -0.80, agent -0.45$/) },
      { text: expect.stringMatching(/^\[Mon 23 Nov, 15:30\]\(https:.*conversation-1\/admin\)/) },
    ])
  })

  it('offers the times first, then others, then Decline', () => {
    expect(draw().view.buttons).toMatchObject([
      { id: 'k3v9x2m7q1.s0', title: 'Book Tue 14:30', style: 'positive' },
      { id: 'k3v9x2m7q1.s1', title: 'Book Wed 10:30', style: 'default' },
      { id: 'k3v9x2m7q1.s2', title: 'Book Thu 14:30' },
      { id: 'k3v9x2m7q1.o', title: 'Other times' },
      { id: 'k3v9x2m7q1.p', title: 'Pick a time' },
      { id: 'k3v9x2m7q1.d', title: 'Decline' },
    ])
  })

  it('can be undone while it says so, once it is booked', () => {
    const booked = { state: 'booked', chosen } as const
    expect(draw({ ...booked, undoUntil: 1 }).view.buttons).toMatchObject([{ id: 'k3v9x2m7q1.u', title: 'Undo' }])
    expect(draw(booked).view.buttons).toEqual([])
  })

  it.each([
    { round: 'more', said: 'Three other times:' },
    { round: 'again', said: 'There are no others. Three from before:' },
  ] as const)('after others were asked for says "$said"', ({ round, said }) => {
    expect(draw({ round }).view.choose).toBe(said)
  })

  it('says the date where two times share weekday and hour', () => {
    const buttons = draw({ slots: [slot(TUESDAY), slot(TUESDAY + 7 * DAY)] }).view.buttons
    expect(buttons).toMatchObject([
      { title: 'Book Tue 24 Nov 14:30' },
      { title: 'Book Tue 1 Dec 14:30' },
      { title: 'Other times' },
      { title: 'Pick a time' },
      { title: 'Decline' },
    ])
  })

  it('says "you" only to the supervisor', () => {
    expect(read({}, you)).toContain('3 agents to spare; you are free')
    expect(read({}, { ...READER, you: person('Helena Holm').id })).toContain('Sam is free')
    expect(draw({}, you).view.facts).toEqual([{ title: 'Open until', value: 'Wed 25 Nov, 14:30' }])
  })

  it('does not call a supervisor free whose calendar was not seen', () => {
    expect(draw({ slots: [slot(TUESDAY, { supervisorChecked: false })] }, you).view.slots).toEqual([
      { text: 'Tue 24 Nov, 14:30 · quiet: 3 agents to spare; calendar not checked' },
    ])
  })

  it('says how many customers would be answered in time, rounded down', () => {
    expect(read({ slots: [slot(TUESDAY, { level: 94.8 })] })).toContain('3 agents to spare, 94% answered in time; Sam is free')
  })

  it('says when the forecast could not be asked', () => {
    expect(read({ slots: [slot(TUESDAY, { foreseen: false })] })).toContain(
      '3 agents to spare, forecast not checked; Sam is free',
    )
  })

  it('says that nobody plans the agent, and who was found free by calendars', () => {
    const unscheduled = { slots: [slot(TUESDAY, { spare: null, scheduled: false })] }
    expect(read(unscheduled)).toMatch(
      /14:30 · both are free.*Ana Berg has no schedule in Genesys: only calendars and working hours were checked\./s,
    )
    expect(read(unscheduled, you)).toContain('14:30 · you are both free')
    expect(read({ ...unscheduled, asking: 'reason' })).not.toContain('no schedule')
  })

  it.each([
    { spare: 0, said: 'just enough agents' },
    { spare: 0.9, said: 'just enough agents' },
    { spare: 1.9, said: 'quiet: 1 agent to spare' },
    { spare: 12, said: 'quiet: 12 agents to spare' },
    { spare: null, said: 'staffing not known' },
  ])('says of $spare agents to spare: $said', ({ spare, said }) => {
    expect(read({ slots: [slot(TUESDAY, { spare })] })).toContain(`14:30 · ${said};`)
  })

  it.each([
    { kind: 'supervisor-busy', said: 'Sam has another meeting' },
    { kind: 'agent-busy', said: 'Ana Berg has something else then' },
    { kind: 'outside-shift', said: 'Ana Berg does not work then any more' },
    { kind: 'peak', said: 'it will be busy then' },
    { kind: 'appointment', said: 'another session stands there now' },
    { kind: 'too-close', said: 'it is too close to another session' },
    { kind: 'queue-full', said: 'too many customers are waiting right now' },
    { kind: 'outside-hours', said: 'it is outside working hours' },
    { kind: 'blackout', said: 'no sessions are held then' },
    { kind: 'shift-edge', said: 'it is too close to the start or the end of the shift' },
    { kind: 'beside-break', said: 'it is right beside a break' },
    { kind: 'understaffed', said: 'too few agents would be left then' },
    { kind: 'past', said: 'it is too soon now' },
  ] as const)('tells what became of the time chosen before: $kind', ({ kind, said }) => {
    const note = { kind, start: TUESDAY - 2 * HOUR }
    expect(draw({ note }).view.choose).toBe(`Tue 12:30 is no longer free: ${said}. Three fresh times:`)
  })

  it('says "you" in the note, too', () => {
    const note = { kind: 'supervisor-busy', start: TUESDAY } as const
    expect(draw({ note }, you).view.choose).toContain('you have another meeting')
    expect(draw({ note, slots: [] }, you).view.choose).toBe(
      'Tue 14:30 is no longer free: you have another meeting. No good time found yet. Halftime keeps looking.',
    )
  })

  it("can still be given a time of one's own, or be declined, when there is no good time", () => {
    expect(draw({ slots: [] }).view).toMatchObject({
      choose: 'No good time found yet. Halftime keeps looking.',
      buttons: [{ title: 'Pick a time' }, { title: 'Decline' }],
    })
  })

  it('marks practice', () => {
    expect(draw({}, { ...READER, practice: true }).view.practice).toBe('Practice: simulated Genesys')
  })
})

describe('in a room that may not name the agent', () => {
  it('says the team, the times with their zone, and offers Show', () => {
    expect(draw({}, ROOM).view).toMatchObject({
      title: 'Coaching for an agent of Support',
      why: 'Two rough calls in a row.',
      conversations: [],
      buttons: [
        { title: 'Book Tue 14:30' },
        {},
        {},
        { title: 'Other times' },
        { title: 'Pick a time' },
        { title: 'Decline' },
        { title: 'Show', id: 'k3v9x2m7q1.w' },
      ],
    })
    expect(read({}, ROOM)).toContain('Three good times (Berlin time):')
  })

  it.each(ProposalState.options)('keeps name, scores and links out while %s', (state) => {
    const appointment = { id: 'a1', scheduled: 'seen', at: 0, look: null } as const
    const note = { kind: 'agent-busy', start: TUESDAY } as const
    const wish = { times: 1, at: 0, outcome: 'open', by: null } as const
    const ended = { declined: DECLINED, superseded: { at: 0, start: TUESDAY }, move: chosen, wish, seenAt: 1 }
    const text = read({ state, chosen, appointment, note, ...ended }, ROOM)
    expect(text).not.toMatch(/Ana|Berg\b|https?:|-0\.\d|conversation-/)
  })

  it('needs no team', () => {
    expect(draw({ agent: person('Ana Berg') }, ROOM).view.title).toBe('Coaching for an agent')
  })
})

describe('the card by state', () => {
  it.each([
    { state: 'gathering', status: 'Looking for good times.' },
    { state: 'booking', status: 'Sam Sato is booking Tue 24 Nov, 14:30. One moment, please.' },
    { state: 'booked', status: 'Booked: Tue 24 Nov, 14:30–15:00 with Sam Sato. Booked by Sam Sato.' },
    { state: 'declined', status: 'Declined by Sam Sato: not now. Nothing was booked.' },
    { state: 'expired', status: 'Expired: nobody picked a time by Wed 25 Nov, 14:30. Nothing was booked.' },
  ] as const)('$state: $status', ({ state, status }) => {
    const settled = { chosen: state === 'declined' ? null : chosen, declined: state === 'declined' ? DECLINED : null }
    expect(draw({ state, ...settled }).view).toMatchObject({ status, buttons: [], slots: [], choose: '' })
  })

  it.each([
    { reason: 'false-alarm', said: 'Declined by Sam Sato: a false alarm. Nothing was booked.' },
    { reason: 'already-handled', said: 'Declined by Sam Sato: already handled. Nothing was booked.' },
    { reason: 'not-now', said: 'Declined by Sam Sato: not now. Nothing was booked.' },
    { reason: 'other', said: 'Declined by Sam Sato. Nothing was booked.' },
  ] as const)('says why it was declined: $reason', ({ reason, said }) => {
    expect(draw({ state: 'declined', declined: { ...decision('Sam Sato'), reason } }).view.status).toBe(said)
  })

  it.each([
    { scheduled: 'pending', said: "Adding it to Ana Berg's schedule." },
    { scheduled: 'seen', said: "It stands on Ana Berg's schedule." },
    { scheduled: 'inserted', said: "Halftime put it on Ana Berg's schedule." },
    { scheduled: 'none', said: 'It stands on no schedule: Ana Berg has none in Genesys.' },
    {
      scheduled: 'forbidden',
      said: "Halftime lacks a permission for Ana Berg's schedule: please look there in Genesys, and add the session by hand if it is missing.",
    },
    { scheduled: 'absent', said: "Not on Ana Berg's schedule yet: please add it by hand in Genesys." },
  ] as const)('says whether it is on the schedule: $scheduled', ({ scheduled, said }) => {
    expect(draw({ state: 'booked', chosen, appointment: { id: 'a1', scheduled, at: 0, look: null } }).view.schedule).toBe(said)
  })

  it('taken back, it still says what could not be taken off the schedule', () => {
    const schedule = (scheduled: 'inserted' | 'left') =>
      draw({ state: 'undone', chosen, undone: chosen.by, appointment: { id: 'a1', scheduled, at: 0, look: null } }).view.schedule
    expect(schedule('inserted')).toBe('')
    expect(schedule('left')).toBe(
      "Halftime could not take it off Ana Berg's schedule again: please remove it by hand in Genesys.",
    )
  })
})

describe('a booked session', () => {
  const session = {
    state: 'booked',
    chosen,
    appointment: { id: 'a1', scheduled: 'seen', at: 0, look: null },
    undoUntil: 1,
  } as const
  const wish = { times: 1, at: 0, outcome: 'open', by: null } as const

  it('says that the agent has seen it', () => {
    expect(draw({ ...session, seenAt: 1 }).view.schedule).toBe("It stands on Ana Berg's schedule. Ana Berg has seen it.")
    expect(draw({ ...session, seenAt: 1 }, ROOM).view.schedule).toBe("It stands on the agent's schedule. The agent has seen it.")
  })

  it('offers other times when the agent asks for some, and to keep it', () => {
    const card = draw({ ...session, wish, offeredAt: 1, seenAt: 1 })
    expect(card.view).toMatchObject({
      status: 'Booked: Tue 24 Nov, 14:30–15:00 with Sam Sato. Booked by Sam Sato.',
      schedule: "It stands on Ana Berg's schedule.",
      choose: 'Ana Berg asks for another time. Three to choose from:',
      slots: [{}, {}, {}],
      buttons: [
        { title: 'Move to Tue 14:30', id: 'k3v9x2m7q1.m0', style: 'positive' },
        { title: 'Move to Wed 10:30' },
        { title: 'Move to Thu 14:30' },
        { title: 'Keep Tue 14:30', id: 'k3v9x2m7q1.k' },
        { title: 'Undo' },
      ],
    })
    expect(card.summary).toMatch(/on Tue 24 Nov, 14:30–15:00: another time is asked for\. To choose from: Tue 24 Nov 14:30/)
  })

  it.each([
    { offeredAt: null, said: 'Ana Berg asks for another time. Halftime is looking for some.' },
    { offeredAt: 1, said: 'Ana Berg asks for another time, but there is no other good one. Please talk to each other.' },
  ])('says "$said"', ({ offeredAt, said }) => {
    const { view } = draw({ ...session, wish, offeredAt, slots: [] })
    expect(view).toMatchObject({ choose: said, buttons: [{ title: 'Keep Tue 14:30' }, { title: 'Undo' }] })
  })

  it('that could not be moved says why, and where it can be moved now', () => {
    const note = { kind: 'supervisor-busy', start: TUESDAY } as const
    expect(draw({ ...session, wish, offeredAt: 1, note }, you).view.choose).toBe(
      'Tue 14:30 is no longer free: you have another meeting. Three fresh times:',
    )
  })

  it.each([
    { outcome: 'kept', said: 'Ana Berg asked for another time; Sam Sato kept this one.' },
    { outcome: 'over', said: 'Ana Berg had asked for another time.' },
  ] as const)('says what became of the wish: $outcome', ({ outcome, said }) => {
    const { view } = draw({ ...session, wish: { ...wish, outcome, by: decision('Sam Sato') }, slots: [] })
    expect(view.schedule).toBe(`It stands on Ana Berg's schedule. ${said}`)
    expect(view).toMatchObject({ choose: '', slots: [] })
  })

  it('is moved, and says so', () => {
    const move = { slot: slot(TUESDAY + DAY), by: decision('Sam Sato') }
    expect(draw({ ...session, state: 'moving', wish, move }).view).toMatchObject({
      status: 'Sam Sato is moving the session to Wed 25 Nov, 14:30. One moment, please.',
      buttons: [],
    })
    const moved = draw({ ...session, chosen: move, moves: 1, wish: { ...wish, outcome: 'moved' } })
    expect(moved.view.status).toBe('Moved to Wed 25 Nov, 14:30–15:00, with Sam Sato. Moved by Sam Sato.')
    expect(moved.summary).toBe('Coaching for Ana Berg was moved to Wed 25 Nov, 14:30–15:00 with Sam Sato.')
  })
})

describe('the summary', () => {
  it.each([
    {
      state: 'open',
      said: /^Coaching for Ana Berg\. Two rough calls in a row\. Times to choose from: Tue 24 Nov 14:30, Wed .* and Thu/,
    },
    { state: 'booked', said: /^Coaching for Ana Berg is booked: Tue 24 Nov, 14:30–15:00 with Sam Sato\.$/ },
    { state: 'expired', said: /Nothing was booked\.$/ },
  ] as const)('is a full sentence without scores while $state', ({ state, said }) => {
    const { summary } = draw({ state, chosen })
    expect(summary).toMatch(said)
    expect(summary).not.toMatch(/-0\.|https?:/)
  })

  it('stays short however long the names are', () => {
    expect(draw({ agent: person('Ana '.repeat(500)) }).summary.length).toBeLessThanOrEqual(300)
  })
})

describe('why', () => {
  it.each([
    { counted: [interaction(0, -0.8, -0.45)], said: 'One rough call: customer -0.80, agent -0.45.' },
    { counted: [interaction(0, -0.8, -0.4, 'chat'), interaction(1, -0.7, -0.4, 'chat')], said: 'Two rough chats in a row' },
    {
      counted: [interaction(0, -0.8, -0.4, 'voice'), interaction(1, -0.7, -0.4, 'email')],
      said: 'Two rough conversations in a row',
    },
    { counted: [interaction(0, -0.8, null)], said: 'One rough call: customer -0.80.' },
  ])('$said', ({ counted, said }) => {
    expect(draw({ counted }).view.why).toContain(said)
  })
})

it('treats names from Genesys as data', () => {
  const card = draw({ agent: person('[Ana](https://evil.example)\n**Berg**\u202e'), supervisor: person(`\${title}`) })
  expect(card.view).toMatchObject({
    title: 'Coaching for \\[Ana\\](https: //evil.example) \\*\\*Berg\\*\\*',
    facts: [{ value: '$\\{title}' }, {}],
  })
  expect(card.summary).toMatch(/^Coaching for \[Ana\]\(https: \/\/evil\.example\) \*\*Berg\*\*\./)
})
