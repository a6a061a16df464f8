// The card to those who decide: who, why, which times; drawn anew from the proposal whenever that changes.
import type { Card } from './people.ts'
import { pickInputs, pickSentence } from './pick-card.ts'
import type { Proposal } from './proposal.ts'
import { type ButtonView, buttonsOf, undoButton, wishButtons } from './proposal-buttons.ts'
import { castOf, type Draft, status, summary } from './proposal-status.ts'
import { conversationLines, many, manyMedia, mediaNoun, roughSentence } from './rough.ts'
import { isOfTheRest } from './settings.ts'
import type { Slot } from './slot.ts'
import { escapeMarkdown, frame, momentFor, type Reader, sayMarkdown, summaryOf, upperFirst, type Words } from './view.ts'
import { isWished } from './wish.ts'

/**
 * The card of a proposal for one reader; its state picks what is shown. Only an open one and a booked one have buttons. A reader who must not know the
 * agent (`named: false`) sees the team, the times and a Show button, but no name, no scores and no conversations.
 */
export function proposalCard(proposal: Proposal, reader: Reader, words: Words): Card {
  const draft = { proposal, reader, words, cast: castOf(proposal, reader, words) }
  const open = proposal.state === 'open'
  const choosable = open ? proposal.asking === null : isWished(proposal)
  const view = {
    ...frame(reader.practice, words),
    title: sayMarkdown(words, 'proposal.title', { agent: draft.cast.title }),
    ...status(draft),
    why: why(draft),
    conversations: reader.named ? conversationLines(proposal.counted, reader, words) : [],
    facts: [...also(draft), ...heldBy(draft), ...openUntil(draft)],
    choose: open || choosable ? asked(draft) : '',
    slots: choosable ? proposal.slots.map((slot) => ({ text: slotLine(slot, draft) })) : [],
    hint: choosable ? hints(draft).join(' ') : '',
    ...pickInputs(draft),
    buttons: pressable(draft),
  }
  return { name: 'proposal', view, summary: summaryOf(words.say(...summary(draft))) }
}

function pressable({ proposal, reader, words }: Draft): ButtonView[] {
  if (proposal.state === 'open') return buttonsOf(proposal, reader, words)
  if (proposal.state !== 'booked') return []
  return [...(isWished(proposal) ? wishButtons(proposal, reader, words) : []), ...undoButton(proposal, words)]
}

/** A rule is named where it has a name of its own; to those who may know the scores. */
function why({ proposal, reader, words }: Draft): string {
  const said = roughSentence(proposal, words, reader.named)
  return isOfTheRest(proposal.rule) || !reader.named ? said : words.say('proposal.by-rule', { why: said, rule: proposal.rule })
}

/** "Two great calls this week": nobody is only what went wrong. */
function also({ proposal: { balance, state }, reader, words }: Draft): { title: string; value: string }[] {
  const undecided = state === 'gathering' || state === 'open'
  if (!balance || !undecided || !reader.named) return []
  const { week, month, suggested } = balance
  const held = balance.media.map((media) => ({ media }))
  const great = (key: string, count: number) =>
    words.say(key, { count, many: manyMedia(held, words, count).toLowerCase(), media: mediaNoun(held, words, count) })
  const parts = [
    ...(week > 0 ? [great('proposal.great-week', week)] : []),
    ...(month > week ? [great('proposal.great-month', month)] : []),
    ...(suggested > 0 ? [words.say('proposal.suggested', { count: suggested, many: many(suggested, words).toLowerCase() })] : []),
  ]
  return parts.length === 0 ? [] : [{ title: words.say('proposal.also'), value: upperFirst(parts.join('; ')) }]
}

/** Who would hold the session; left out where that is the reader, and where the status says it. */
function heldBy({ proposal, reader, words, cast }: Draft): { title: string; value: string }[] {
  const undecided = proposal.state === 'gathering' || proposal.state === 'open'
  if (!undecided || !proposal.supervisor || isYou(reader, proposal)) return []
  return [{ title: words.say('proposal.held-by'), value: escapeMarkdown(cast.supervisor) }]
}

/** So that nobody is surprised when it closes. */
function openUntil({ proposal, reader, words }: Draft): { title: string; value: string }[] {
  if (proposal.state !== 'open') return []
  return [{ title: words.say('proposal.open-until'), value: escapeMarkdown(momentFor(proposal.expiresAt, reader, words)) }]
}

/** What those who choose should know besides. */
function hints({ proposal, reader, words, cast }: Draft): string[] {
  const unscheduled = proposal.slots.some(({ scheduled }) => !scheduled)
  return [
    ...(unscheduled ? [sayMarkdown(words, 'proposal.unscheduled', { agent: upperFirst(cast.agent) })] : []),
    ...(reader.named ? [] : [words.say('proposal.show-hint')]),
  ]
}

function asked(draft: Draft): string {
  const { proposal, reader, words, cast } = draft
  if (proposal.asking === 'reason') return words.say('proposal.why-declined')
  const names = { agent: cast.agent, supervisor: cast.supervisorShort }
  if (proposal.asking === 'time') return pickSentence({ proposal, reader, words, names, you: isYou(reader, proposal) })
  return isWished(draft.proposal) && !draft.proposal.note ? wished(draft) : choosing(draft)
}

/** What stands above the times that a booked session can be moved to, as the agent asked. */
function wished({ proposal: { slots, offeredAt }, reader, words, cast }: Draft): string {
  const facts = {
    agent: upperFirst(cast.agent),
    count: slots.length,
    many: many(slots.length, words),
    zone: words.zone(reader.zone),
  }
  if (slots.length > 0) return sayMarkdown(words, `wish.choose${reader.zoneLabel ? '-zoned' : ''}`, facts)
  return sayMarkdown(words, offeredAt === null ? 'wish.looking' : 'wish.no-time', facts)
}

const ROUNDS = { first: '', more: '-more', again: '-again' } as const

/** What stands above the times: how many there are, and what became of the one chosen before. */
function choosing({ proposal, reader, words, cast }: Draft): string {
  const { slots, note } = proposal
  const zoned = reader.zoneLabel ? '-zoned' : ''
  const facts = { count: slots.length, many: many(slots.length, words), zone: words.zone(reader.zone) }
  if (!note)
    return slots.length
      ? sayMarkdown(words, `proposal.choose${ROUNDS[proposal.round]}${zoned}`, facts)
      : words.say('proposal.no-time')
  const you = note.kind === 'supervisor-busy' && isYou(reader, proposal) ? '-you' : ''
  const why = words.say(`note.${note.kind}${you}`, { agent: cast.agent, supervisor: cast.supervisorShort })
  const time = `${words.weekday(note.start, reader.zone)} ${words.time(note.start, reader.zone)}`
  const lead = note.kind === 'refused' || note.kind === 'not-allowed' ? 'note.failed' : 'note.again'
  if (slots.length) return sayMarkdown(words, `${lead}-choose${zoned}`, { ...facts, time, why })
  return `${sayMarkdown(words, lead, { time, why })} ${words.say('proposal.no-time')}`
}

const isYou = ({ you }: Reader, { supervisor }: Proposal): boolean => you !== undefined && you === supervisor?.id

/** "Tue 24 Nov, 14:30 · quiet: 3 agents to spare, 94% answered in time; you are free". The zone, where it must be said, stands once above. */
function slotLine(slot: Slot, { proposal, reader, words, cast }: Draft): string {
  const you = isYou(reader, proposal) ? 'you-' : ''
  const free = slot.scheduled ? `slot.${you}free` : `slot.${you}both-free`
  const moment = momentFor(slot.start, { ...reader, zoneLabel: false }, words)
  const supervisor = words.say(slot.supervisorChecked ? free : 'slot.unchecked', { supervisor: cast.supervisorShort })
  const line = slot.scheduled ? 'slot.line' : 'slot.line-unscheduled'
  return sayMarkdown(words, line, { moment, staffing: quietness(slot, words), supervisor })
}

function quietness({ spare, level, foreseen }: Slot, words: Words): string {
  const said = staffing(spare, words)
  if (!foreseen) return words.say('slot.unforeseen', { staffing: said })
  return level === null ? said : words.say('slot.level', { staffing: said, level: Math.floor(level) })
}

/** Rounded down: never promises more people than there are. */
function staffing(spare: number | null, words: Words): string {
  if (spare === null) return words.say('slot.spare-unknown')
  const count = Math.floor(spare)
  return count >= 1 ? words.say('slot.spare', { count }) : words.say('slot.spare-none')
}
