// The judge of all rows must see each kind of wrong; here it is shown one of each.
import { expect, it } from 'vitest'
import type { Entry } from '../control.ts'
import { breachesIn, repeatsInTeams } from './invariants.ts'

const PROPOSAL = '0123456789abcdef0123'
const TALK = '00000000-0000-4000-8000-00000000aaaa'
const START = '2026-11-25T13:00:00.000Z'

type Told = Omit<Entry, 'n' | 'at' | 'by'>

const ledgerOf = (...told: Told[]): Entry[] => told.map((each, n) => ({ n: n + 1, at: START, by: 'bot', ...each }))

const message = (effect: string, vendor: string, id: string, text: string): Told => ({
  vendor,
  effect: `message.${effect}`,
  id,
  body: { chat: id.slice(0, 2), text, ephemeral: false, native: { button: `${PROPOSAL}.code1` } },
})

const BOOKED = "Coaching for Ana\nBooked: Wed with Sam. Booked by Sam.\nIt stands on Ana's schedule."
const GEBUCHT = 'Coaching für Ana\nGebucht: Mi mit Sam. Gebucht von Sam.\nSteht im Dienstplan für Ana.'
const CARDS = [
  message('posted', 'slack', 'D1', 'Coaching for Ana\nBook Wed'),
  message('posted', 'teams', '19', 'Coaching\nBook Wed'),
]
const AGREED = [message('updated', 'slack', 'D1', BOOKED), message('updated', 'teams', '19', GEBUCHT)]

const appointment = (id: string, dateStart = START): Told => ({
  vendor: 'genesys',
  effect: 'appointment.created',
  id,
  body: {
    description: `Why.\nHalftime ref ${PROPOSAL}`,
    attendees: [{ id: 'ana' }],
    facilitator: { id: 'sam' },
    conversations: [{ id: TALK }],
    dateStart,
  },
})
const event = (id: string, start = START): Told => ({
  vendor: 'microsoft',
  effect: 'event.created',
  id,
  body: { person: 'sam', start },
})
const block = (appointmentId: string): Told => ({
  vendor: 'genesys',
  effect: 'schedule.activity-added',
  id: appointmentId,
  body: { appointmentId },
})
const told = (vendor: string, id: string, text = 'A coaching session with Sam'): Told => ({
  vendor,
  effect: 'message.posted',
  id,
  body: { chat: 'da', text, ephemeral: false, native: { link: `https://example.org/${TALK}` } },
})

const GOOD = [...CARDS, appointment('a1'), event('e1'), block('a1'), ...AGREED, told('slack', 't1')]
const kinds = (...entries: Told[]) => breachesIn(ledgerOf(...entries), new Set([PROPOSAL])).map(({ kind }) => kind)

it('a session that is booked once, and said so everywhere, is sound', () => {
  expect(kinds(...GOOD)).toEqual([])
})

it.each<[string, Told[], string[]]>([
  ['two appointments at one moment', [...GOOD, appointment('a2', '2026-11-29T13:00:00.000Z')], ['double', 'disagreement']],
  ['two calendar events', [...GOOD, event('e2')], ['double']],
  ['a calendar event without an appointment', [...GOOD, event('e2', '2026-11-27T13:00:00.000Z')], ['orphan']],
  [
    'an appointment that went, and left its event and its block',
    [...GOOD, { ...appointment('a1'), effect: 'appointment.deleted' }],
    ['orphan', 'orphan', 'disagreement'],
  ],
  ['a card that still offers times', [...GOOD, message('updated', 'slack', 'D1', 'Coaching for Ana\nBook Wed')], ['unfinished']],
  ['an agent who was not told', GOOD.slice(0, -1), ['told']],
  ['an agent who was told twice in Slack', [...GOOD, told('slack', 't2')], ['told']],
  ['a second card in the same chat of Slack', [...GOOD, message('posted', 'slack', 'D1 again', BOOKED)], ['told']],
])('%s is seen', (_, entries, seen) => {
  expect(kinds(...entries)).toEqual(seen)
})

it('an appointment without a click is seen', () => {
  expect(breachesIn(ledgerOf(...GOOD), new Set()).map(({ kind }) => kind)).toEqual(['unasked'])
})

it('in Teams a second message is counted instead', () => {
  const twice = [...GOOD.slice(0, -1), told('teams', 't1'), told('teams', 't2')]
  expect(kinds(...twice)).toEqual([])
  expect(repeatsInTeams(ledgerOf(...twice))).toBe(1)
})
