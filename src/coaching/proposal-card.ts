// The card to those who decide: who, why, which times; drawn anew from the proposal whenever that changes.
import type { Card } from './people.ts'
import { pickInputs, pickSentence } from './pick-card.ts'
import type { OnSchedule, Proposal, ProposalState } from './proposal.ts'
import { type ButtonView, buttonsOf, undoButton } from './proposal-buttons.ts'
import { conversationLines, many, roughSentence } from './rough.ts'
import type { Slot } from './slot.ts'
import {
  escapeMarkdown,
  type Facts,
  frame,
  momentFor,
  plain,
  type Reader,
  sayMarkdown,
  spanFor,
  summaryOf,
  type Words,
} from './view.ts'

/** Somebody's name on this card: the agent's only for readers who may know it. */
interface Cast {
  /** "Ana Berg", or "an agent of Support" */
  readonly title: string
  /** "Ana Berg", or "the agent" */
  readonly agent: string
  readonly supervisor: string
  /** The first name, for short lines. */
  readonly supervisorShort: string
}

interface Draft {
  readonly proposal: Proposal
  readonly reader: Reader
  readonly words: Words
  readonly cast: Cast
}

/**
 * The card of a proposal for one reader; its state picks what is shown, and only an open one has buttons. A reader who must not know the
 * agent (`named: false`) sees the team, the times and a Show button, but no name, no scores and no conversations.
 */
export function proposalCard(proposal: Proposal, reader: Reader, words: Words): Card {
  const draft = { proposal, reader, words, cast: castOf(proposal, reader, words) }
  const open = proposal.state === 'open'
  const view = {
    ...frame(reader.practice, words),
    title: sayMarkdown(words, 'proposal.title', { agent: draft.cast.title }),
    ...status(draft),
    why: roughSentence(proposal.counted, words, reader.named),
    conversations: reader.named ? conversationLines(proposal.counted, reader, words) : [],
    facts: [...heldBy(draft), ...openUntil(draft)],
    choose: open ? asked(draft) : '',
    slots: open && proposal.asking === null ? proposal.slots.map((slot) => ({ text: slotLine(slot, draft) })) : [],
    ...pickInputs(draft),
    hint: open && proposal.asking === null ? hints(draft).join(' ') : '',
    buttons: pressable(draft),
  }
  return { name: 'proposal', view, summary: summaryOf(words.say(...summary(draft))) }
}

function pressable({ proposal, reader, words }: Draft): ButtonView[] {
  if (proposal.state === 'open') return buttonsOf(proposal, reader, words)
  return proposal.state === 'booked' ? undoButton(proposal, words) : []
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

function castOf({ agent, supervisor }: Proposal, { named }: Reader, words: Words): Cast {
  const team = plain(agent.team?.name ?? '')
  const unnamed = team ? words.say('agent.of-team', { team }) : words.say('agent.some')
  const agentName = named ? plain(agent.name) : ''
  const holder = plain(supervisor?.name ?? '') || words.say('supervisor.unnamed')
  return {
    title: agentName || unnamed,
    agent: agentName || words.say('agent.unnamed'),
    supervisor: holder,
    supervisorShort: supervisor ? (holder.split(' ')[0] ?? holder) : holder,
  }
}

const COLOURS = {
  gathering: 'Accent',
  open: 'Default',
  booking: 'Accent',
  booked: 'Good',
  undoing: 'Accent',
  undone: 'Default',
  declined: 'Default',
  expired: 'Default',
  superseded: 'Default',
} as const satisfies Record<ProposalState, string>

/** The status in words; its colour only repeats what the words say. An open card has its times instead. */
function status(draft: Draft): { status: string; statusColor: string; schedule: string } {
  const { state, appointment } = draft.proposal
  return {
    status: state === 'open' ? '' : sayMarkdown(draft.words, `proposal.${told(draft.proposal)}`, happened(draft)),
    statusColor: COLOURS[state],
    schedule: appointment && saysSchedule(draft.proposal) ? scheduled(draft, appointment.scheduled) : kept(draft),
  }
}

/** The sentence of a settled proposal: its state, and for a decline the reason. */
const told = ({ state, declined }: Proposal): string => (state === 'declined' ? `declined-${declined?.reason ?? 'other'}` : state)

const kept = ({ proposal: { state, waiting }, words }: Draft): string =>
  state === 'booking' && waiting ? sayMarkdown(words, 'proposal.waiting', { vendor: waiting }) : ''

/** Once it is taken back, only what still stands there is of interest. */
const saysSchedule = ({ state, appointment }: Proposal): boolean =>
  state === 'booked' || (state === 'undone' && appointment?.scheduled === 'left')

const scheduled = ({ words, cast }: Draft, seen: OnSchedule): string =>
  sayMarkdown(words, `proposal.schedule-${seen}`, { agent: cast.agent })

/** Who did what, when: what the sentences of a settled proposal need. */
function happened({ proposal: { chosen, declined, undone, expiresAt, superseded }, reader, words, cast }: Draft): Facts {
  const slot = chosen?.slot
  return {
    who: plain((undone ?? chosen?.by ?? declined)?.name ?? '') || words.say('supervisor.unnamed'),
    agent: upperFirst(cast.agent),
    supervisor: cast.supervisor,
    moment: slot ? momentFor(slot.start, reader, words) : '',
    instead: superseded ? momentFor(superseded.start, reader, words) : '',
    span: slot ? spanFor(slot, reader, words) : '',
    expiry: momentFor(expiresAt, reader, words),
  }
}

/** What those who choose should know besides. */
function hints({ proposal, reader, words, cast }: Draft): string[] {
  const unscheduled = proposal.slots.some(({ scheduled }) => !scheduled)
  return [
    ...(unscheduled ? [sayMarkdown(words, 'proposal.unscheduled', { agent: upperFirst(cast.agent) })] : []),
    ...(reader.named ? [] : [words.say('proposal.show-hint')]),
  ]
}

const upperFirst = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

function asked(draft: Draft): string {
  const { proposal, reader, words, cast } = draft
  if (proposal.asking === 'reason') return words.say('proposal.why-declined')
  if (proposal.asking === null) return choosing(draft)
  const names = { agent: cast.agent, supervisor: cast.supervisorShort }
  return pickSentence({ proposal, reader, words, names, you: isYou(reader, proposal) })
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

/** One plain sentence for notifications, where others may read along: no scores, no links. */
function summary(draft: Draft): [string, Facts] {
  const { proposal, reader, words, cast } = draft
  const { slots, state } = proposal
  const list = words.list(slots.map(({ start }) => `${words.day(start, reader.zone)} ${words.time(start, reader.zone)}`))
  const times = reader.zoneLabel ? words.say('time.zoned', { time: list, zone: words.zone(reader.zone) }) : list
  const why = roughSentence(proposal.counted, words, false)
  const facts = { ...happened(draft), agent: cast.title, why, times, count: slots.length }
  if (state !== 'open') return [`summary.${state}`, facts]
  if (slots.length === 0) return ['summary.no-time', facts]
  return [proposal.note ? 'summary.again' : 'summary.open', facts]
}
