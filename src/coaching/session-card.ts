// The card to the agent: when, with whom and what about, in words that judge nobody; and what became of their answer.
import type { Card } from './people.ts'
import type { Proposal } from './proposal.ts'
import { answerButtons } from './proposal-buttons.ts'
import { conversationLinks, manyMedia, mediaNoun } from './rough.ts'
import { escapeMarkdown, type Facts, frame, plain, type Reader, sayMarkdown, spanFor, summaryOf, type Words } from './view.ts'
import { isWished, mayWish, wishesLeft } from './wish.ts'

/** Tells the agent of a booked session, of a move, or that it was taken back. Throws when nothing was chosen yet. */
export function sessionCard(proposal: Proposal, reader: Reader, words: Words): Card {
  if (!proposal.chosen) throw new Error('A session card needs a proposal with a chosen time.')
  const { chosen, counted, state } = proposal
  const supervisor = plain(proposal.supervisor?.name ?? chosen.by.name)
  const span = spanFor(chosen.slot, reader, words)
  const cancelled = state === 'undoing' || state === 'undone'
  const kind = cancelled ? '-cancelled' : proposal.moves > 0 ? '-moved' : ''
  const about = { count: counted.length, many: manyMedia(counted, words), media: mediaNoun(counted, words) }
  const facts = { when: span, with: supervisor, about: words.say('session.about-value', about) }
  const view = {
    ...frame(reader.practice, words),
    title: sayMarkdown(words, `session.title${cancelled ? kind : ''}`, { supervisor }),
    status: cancelled ? '' : standing(proposal, { supervisor, span }, words),
    facts: Object.entries(facts).map(([name, value]) => ({ title: words.say(`session.${name}`), value: escapeMarkdown(value) })),
    conversations: conversationLinks(counted, reader, words),
    warm: words.say(`session.warm${cancelled ? kind : ''}`),
    hint: mayWish(proposal) ? words.say('session.hint', { count: wishesLeft(proposal) }) : '',
    buttons: answerButtons(proposal, words),
  }
  return { name: 'session', view, summary: summaryOf(words.say(`session.summary${kind}`, { supervisor, span })) }
}

/** What became of what the agent said: the newest first. */
function standing(proposal: Proposal, facts: Facts, words: Words): string {
  const { state, wish, moves, seenAt, answersUntil } = proposal
  const say = (key: string) => sayMarkdown(words, key, { ...facts, who: wish?.by?.name ?? '' })
  if (state === 'moving') return say('session.moving')
  if (isWished(proposal)) return say('session.wished')
  return [
    ...(moves > 0 ? [say('session.moved')] : []),
    ...(wish?.outcome === 'kept' ? [say('session.kept')] : []),
    ...(seenAt !== null && answersUntil !== null && wish?.outcome !== 'kept' ? [say('session.seen')] : []),
  ].join(' ')
}
