// Every card in every language: drawn whole on both platforms, with the sentences put together as they will be read.
import { describe, expect, it } from 'vitest'
import { expand } from '../../src/cards.ts'
import { blocks, LIMITS } from '../../src/chat/slack/blocks.ts'
import { modal } from '../../src/chat/slack/modal.ts'
import { REFUSALS } from '../../src/coaching/against.ts'
import type { Wrong } from '../../src/coaching/form.ts'
import { formCard, offerCard, previewCard } from '../../src/coaching/form-card.ts'
import { lateAnswer } from '../../src/coaching/late.ts'
import type { Card } from '../../src/coaching/people.ts'
import { OnSchedule, type Proposal, ProposalState, Reason } from '../../src/coaching/proposal.ts'
import { proposalCard } from '../../src/coaching/proposal-card.ts'
import { sessionCard } from '../../src/coaching/session-card.ts'
import { DAY, HOUR } from '../../src/coaching/slot.ts'
import { kudosCard, mailOf } from '../../src/coaching/told-cards.ts'
import type { Reader, Words } from '../../src/coaching/view.ts'
import { adaptiveCard } from '../../src/sandbox/contracts/contracts.ts'
import { blockFaults } from '../../src/sandbox/slack/shapes.ts'
import { refusedView } from '../../src/sandbox/slack/view-shapes.ts'
import { languages, words } from '../../src/words.ts'
import { aForm } from './forms.ts'
import { chosen, decision, interaction, person, proposal, READER, ROOM, slot, TUESDAY } from './proposals.ts'

const MEDIA = ['voice', 'chat', 'email', 'message', 'fax']
const wish = (outcome: 'open' | 'kept' | 'over') => ({ at: TUESDAY, times: 1, outcome, by: decision('Sam Sato') })
const attempt = (why: string) => ({ why, start: TUESDAY, wall: '02:30', nearest: TUESDAY + DAY })
const picking = (why?: string) => ({ from: TUESDAY, to: TUESDAY + 14 * DAY, attempt: why ? attempt(why) : null })
const appointment = { id: 'a', attendees: [], scheduled: 'seen' }

const decided = {
  chosen,
  declined: { ...decision('Sam Sato'), reason: 'other' },
  undone: decision('Sam Sato'),
  move: chosen,
  superseded: { start: TUESDAY, at: TUESDAY },
}

/** What a proposal can look like: each state, each reason, each pattern, with few and with many of everything. */
const LOOKS = [
  ...ProposalState.options.map((state) => ({ state, ...decided })),
  ...Reason.options.map((reason) => ({ state: 'declined', declined: { ...decision('Sam Sato'), reason } })),
  ...OnSchedule.options.map((scheduled) => ({ state: 'booked', chosen, appointment: { ...appointment, scheduled } })),
  ...(['open', 'kept', 'over'] as const).map((outcome) => ({ state: 'booked', chosen, wish: wish(outcome) })),
  { state: 'booked', chosen, wish: wish('open'), slots: [], offeredAt: TUESDAY },
  { state: 'booked', chosen, seenAt: TUESDAY, answersUntil: TUESDAY, moves: 1, undoUntil: TUESDAY },
  { state: 'booking', chosen, waiting: 'Genesys' },
  ...[...REFUSALS, 'refused', 'not-allowed'].map((kind) => ({ note: { kind, start: TUESDAY } })),
  ...[undefined, ...REFUSALS, 'gap', 'unclear'].map((why) => ({ asking: 'time', picking: picking(why) })),
  { asking: 'reason' },
  ...[0, 1, 3].flatMap((n) =>
    ['first', 'more', 'again'].map((round) => ({
      round,
      slots: Array.from({ length: n }, (_, at) => slot(TUESDAY + at * HOUR)),
    })),
  ),
  { slots: [slot(TUESDAY, { spare: 0, level: 94, scheduled: false }), slot(TUESDAY + DAY, { spare: 2, foreseen: false })] },
  { balance: { week: 1, month: 3, suggested: 1, media: ['email'] } },
  { balance: { week: 2, month: 2, suggested: 2, media: ['voice'] } },
  ...MEDIA.map((media) => ({ pattern: { kind: 'each' }, counted: [interaction(0, -0.8, null, media)] })),
  ...[
    { kind: 'of-last', n: 2, m: 3 },
    { kind: 'within', n: 2, days: 1 },
    { kind: 'within', n: 2, days: 7 },
  ].map((pattern) => ({ pattern })),
  { supervisor: null, agent: person('') },
  { supervisor: null, agent: person('', 'Support'), state: 'booked', chosen, appointment },
] as unknown as readonly Partial<Proposal>[]

const READERS: readonly Reader[] = [READER, { ...READER, you: person('Sam Sato').id }, ROOM]

/** The form as it is offered, open, with each kind of mistake, and before it is saved. */
function formsIn(language: Words): Card[] {
  const wrongs: readonly Wrong[] = [
    { kind: 'empty' },
    { kind: 'unclear' },
    { kind: 'out-of-range', least: -1, most: 1 },
    { kind: 'refused', why: 'settings.coach-above-praise' },
  ]
  return [null, language.say('scope.queue', { name: 'Billing' })].flatMap((scope) => {
    const drawn = { ...aForm(), scope }
    const change = { what: language.say('thing.customer'), after: language.score(-0.65), before: language.score(-0.6) }
    const said = {
      changes: [language.say('history.change', change)],
      effect: [language.say('what-if.nothing')],
      because: 'new product',
    }
    return [
      offerCard(drawn, language),
      previewCard({ ...drawn, ...said }, language),
      ...wrongs.map((customer) =>
        formCard({ ...drawn, notice: [language.say('form.meanwhile')], wrong: { customer } }, language),
      ),
    ]
  })
}

function cardsIn(language: Words): Card[] {
  const drawn = LOOKS.flatMap((look) =>
    READERS.flatMap((reader) => {
      const one = proposal(look)
      return [proposalCard(one, reader, language), ...(one.chosen ? [sessionCard(one, reader, language)] : [])]
    }),
  )
  const thanks = MEDIA.flatMap((media) =>
    Array.from({ length: 12 }, (_, n) =>
      kudosCard({ agent: person('Ana Berg'), interaction: interaction(n, 0.91, null, media) }, READER, language),
    ),
  )
  const byHand = { agent: person('Ana Berg'), interaction: null, from: 'Sam Sato', line: 'You stayed calm.' }
  return [...drawn, ...thanks, kudosCard(byHand, READER, language), ...formsIn(language)]
}

const textIn = (card: unknown): string[] => {
  if (typeof card === 'string') return [card]
  return card !== null && typeof card === 'object' ? Object.values(card).flatMap(textIn) : []
}

describe.each(languages)('in %s', (language) => {
  const strict = words(language, { strict: true })
  const cards = cardsIn(strict)

  it('every card is valid, and small enough, on both platforms', () => {
    for (const card of cards) {
      const expanded = expand(card)
      const drawn = blocks(expanded)
      expect([...adaptiveCard(expanded), ...blockFaults(drawn)]).toEqual([])
      expect(Buffer.byteLength(JSON.stringify(expanded))).toBeLessThan(25_000)
      expect(JSON.stringify(drawn).length).toBeLessThanOrEqual(LIMITS.total)
      expect(expanded).toMatchObject({ lang: language, fallbackText: expect.stringMatching(/[.!]$/) })
    }
  })

  it('no sentence is cut, left with a gap, or closed twice', () => {
    const texts = new Set(cards.flatMap(({ view, summary }) => [...textIn(view), summary]))
    expect([...texts].filter((text) => /\.\.|[…{}]| {2}|\( ?\)/.test(text))).toEqual([])
  })

  it('the form is one that Slack takes as a modal, with the words around it whole', () => {
    const frame = { title: strict.say('form.dialog'), close: strict.say('form.close') }
    for (const card of formsIn(strict)) {
      const drawn = modal(expand(card), frame)
      expect(refusedView(drawn)).toBeUndefined()
      expect([drawn.title.text, drawn.close.text, drawn.submit?.text].join(' ')).not.toContain('…')
    }
  })

  it('whoever comes late is told how it stands', () => {
    for (const look of LOOKS) {
      for (const by of ['samsato', 'ritarossi'] as const) {
        const late = lateAnswer(proposal(look), { by: by as Proposal['agent']['id'], reader: READER }, strict)
        expect(late).toMatch(/^\p{L}.*\.$/u)
      }
    }
  })

  it('a mail says thank you and what for', () => {
    for (const media of MEDIA) {
      const { subject, text } = mailOf(
        { agent: person('Ana Berg'), interaction: interaction(0, 0.9, null, media) },
        READER,
        strict,
      )
      expect(subject).toContain('Ana')
      expect(text).toContain(strict.say('moment', { day: strict.day(TUESDAY - DAY, 'Europe/Berlin'), time: '14:30' }))
    }
  })
})
