// The buttons of a proposal. An open one: times first, then Other times and Decline, then Show where the agent is not named.
import { type Button, buttonId, type Proposal, Reason } from './proposal.ts'
import type { Slot } from './slot.ts'
import { type Facts, type Reader, timeFor, type Words } from './view.ts'
import { mayAcknowledge, mayWish } from './wish.ts'

/** A button as a template shows it: plain text, not Markdown. */
export interface ButtonView {
  readonly id: string
  readonly title: string
  readonly tip: string
  readonly style: 'default' | 'positive'
  /** Whether what was filled in on the card is checked and sent with it. */
  readonly inputs: 'auto' | 'none'
}

/** What can be pressed on an open proposal. */
export function buttonsOf(proposal: Proposal, reader: Reader, words: Words): ButtonView[] {
  if (proposal.asking === 'reason') return reasonButtons(proposal, words)
  if (proposal.asking === 'time') return pickButtons(proposal, words)
  const kinds = [
    ...(proposal.slots.length > 0 ? (['other'] as const) : []),
    'pick' as const,
    'decline' as const,
    ...(reader.named ? [] : (['show'] as const)),
  ]
  const times = timeButtons(proposal, 'slot', { reader, words, key: 'button.book' })
  const others = kinds.flatMap((kind) => plainButton(proposal, (does) => does.kind === kind, { words, key: `button.${kind}` }))
  return [...times, ...others]
}

function pickButtons(proposal: Proposal, words: Words): ButtonView[] {
  const picked = plainButton(proposal, ({ kind }) => kind === 'picked', { words, key: 'button.picked' })
  return [...picked.map((button) => ({ ...button, style: 'positive', inputs: 'auto' }) as const), ...backButton(proposal, words)]
}

const backButton = (proposal: Proposal, words: Words): ButtonView[] =>
  plainButton(proposal, ({ kind }) => kind === 'back', { words, key: 'button.back' })

/** The times that a booked session can be moved to, and to leave it where it is. */
export function wishButtons(proposal: Proposal, reader: Reader, words: Words): ButtonView[] {
  const facts = { time: proposal.chosen ? shortTime(proposal.chosen.slot, reader, words) : '' }
  return [
    ...timeButtons(proposal, 'move', { reader, words, key: 'button.move' }),
    ...plainButton(proposal, ({ kind }) => kind === 'keep', { words, key: 'button.keep', facts }),
  ]
}

/** What the agent can answer. */
export function answerButtons(proposal: Proposal, words: Words): ButtonView[] {
  const seen = mayAcknowledge(proposal) ? plainButton(proposal, ({ kind }) => kind === 'seen', { words, key: 'button.seen' }) : []
  const another = mayWish(proposal) ? plainButton(proposal, ({ kind }) => kind === 'wish', { words, key: 'button.wish' }) : []
  return [...seen.map((button) => ({ ...button, style: 'positive' }) as const), ...another]
}

interface Said {
  readonly reader: Reader
  readonly words: Words
  readonly key: string
}

/** A time whose button is missing from the record is left out: nothing could be looked up for it. The first is the best. */
function timeButtons(proposal: Proposal, kind: 'slot' | 'move', said: Said): ButtonView[] {
  const found = proposal.slots.flatMap((slot) => {
    const button = proposal.buttons.findLast(({ does }) => does.kind === kind && does.slot.start === slot.start)
    return button ? [timeButton({ proposal, button, slot }, said)] : []
  })
  return found.map((button, n) => ({ ...button, style: n === 0 ? 'positive' : 'default' }) as const)
}

/** "Tue 14:30" */
const shortTime = ({ start }: Slot, { zone }: Reader, words: Words): string =>
  `${words.weekday(start, zone)} ${words.time(start, zone)}`

function reasonButtons(proposal: Proposal, words: Words): ButtonView[] {
  const reasons = Reason.options.flatMap((reason) =>
    plainButton(proposal, (does) => does.kind === 'reason' && does.reason === reason, { words, key: `button.reason-${reason}` }),
  )
  return [...reasons, ...backButton(proposal, words)]
}

/** None when the record has no such button: nothing could be looked up for it. */
function plainButton(
  { id, buttons }: Proposal,
  wanted: (does: Button['does']) => boolean,
  { words, key, facts = {} }: { readonly words: Words; readonly key: string; readonly facts?: Facts },
): ButtonView[] {
  const button = buttons.findLast(({ does }) => wanted(does))
  if (!button) return []
  const said = { title: words.say(key, facts), tip: words.say(`${key}-tip`, facts) }
  return [{ id: buttonId(id, button), ...said, style: 'default', inputs: 'none' }]
}

/** What can be pressed on a booked session, for as long as it can be taken back. */
export function undoButton(proposal: Proposal, words: Words): ButtonView[] {
  return proposal.undoUntil === null ? [] : plainButton(proposal, ({ kind }) => kind === 'undo', { words, key: 'button.undo' })
}

interface Timed {
  readonly proposal: Proposal
  readonly button: Button
  readonly slot: Slot
}

/** "Book Tue 14:30"; with the date as well when two of the times fall on the same weekday and hour. */
function timeButton({ proposal, button, slot }: Timed, { reader, words, key }: Said): Omit<ButtonView, 'style'> {
  const short = shortTime(slot, reader, words)
  const twice = proposal.slots.filter((other) => shortTime(other, reader, words) === short).length > 1
  const day = twice ? words.day(slot.start, reader.zone) : words.weekday(slot.start, reader.zone)
  const title = words.say(key, { day, time: words.time(slot.start, reader.zone) })
  // Begins with what is seen, so that somebody who speaks to their computer is understood (WCAG 2.5.3).
  const tip = words.say(`${key}-tip`, {
    title,
    day: words.day(slot.start, reader.zone),
    time: timeFor(slot.start, reader, words),
  })
  return { id: buttonId(proposal.id, button), title, tip, inputs: 'none' }
}
