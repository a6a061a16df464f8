// How a proposal stands, in words: the status on its card, and the sentence for notifications.
import type { Proposal, ProposalState } from './proposal.ts'
import { roughSentence } from './rough.ts'
import { type Facts, momentFor, plain, type Reader, sayMarkdown, spanFor, upperFirst, type Words } from './view.ts'
import { isWished } from './wish.ts'

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

export interface Draft {
  readonly proposal: Proposal
  readonly reader: Reader
  readonly words: Words
  readonly cast: Cast
}

export function castOf({ agent, supervisor }: Proposal, { named }: Reader, words: Words): Cast {
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
  moving: 'Accent',
  undoing: 'Accent',
  undone: 'Default',
  declined: 'Default',
  expired: 'Default',
  superseded: 'Default',
} as const satisfies Record<ProposalState, string>

/** The status in words; its colour only repeats what the words say. An open card has its times instead. */
export function status(draft: Draft): { status: string; statusColor: string; schedule: string } {
  const { proposal, words } = draft
  return {
    status: proposal.state === 'open' ? '' : sayMarkdown(words, `proposal.${told(proposal)}`, happened(draft)),
    statusColor: COLOURS[proposal.state],
    schedule: saysSchedule(proposal) ? afterwards(draft).join(' ') : waiting(draft),
  }
}

/** Once it is taken back, only what still stands there is of interest. */
const saysSchedule = ({ state, appointment }: Proposal): boolean =>
  state === 'booked' || (state === 'undone' && appointment?.scheduled === 'left')

/** The sentence of a settled proposal: its state; for a decline the reason, and for a session whether it was moved. */
function told({ state, declined, moves }: Proposal): string {
  if (state === 'declined') return `declined-${declined?.reason ?? 'other'}`
  return state === 'booked' && moves > 0 ? 'moved' : state
}

function waiting({ proposal: { state, waiting: vendor }, words }: Draft): string {
  const busy = state === 'booking' || state === 'moving'
  return busy && vendor ? sayMarkdown(words, 'proposal.waiting', { vendor }) : ''
}

/** What became of a booked session: on the schedule, seen by the agent, kept although the agent had asked for another time. */
function afterwards(draft: Draft): string[] {
  const { proposal, words, cast } = draft
  const { appointment, seenAt, wish } = proposal
  const say = (key: string) =>
    sayMarkdown(words, key, { agent: cast.agent, Agent: upperFirst(cast.agent), who: wish?.by?.name ?? '' })
  return [
    ...(appointment ? [say(`proposal.schedule-${appointment.scheduled}`)] : []),
    ...(seenAt !== null && !isWished(proposal) ? [say('proposal.seen')] : []),
    ...(wish?.outcome === 'kept' ? [say('proposal.kept')] : []),
    ...(wish?.outcome === 'over' ? [say('proposal.wish-over')] : []),
  ]
}

/** Who did what, when: what the sentences of a settled proposal need. */
export function happened({ proposal, reader, words, cast }: Draft): Facts {
  const { chosen, declined, undone, move, expiresAt, superseded } = proposal
  const slot = move?.slot ?? chosen?.slot
  return {
    who: plain((undone ?? move?.by ?? chosen?.by ?? declined)?.name ?? '') || words.say('supervisor.unnamed'),
    agent: upperFirst(cast.agent),
    supervisor: cast.supervisor,
    moment: slot ? momentFor(slot.start, reader, words) : '',
    instead: superseded ? momentFor(superseded.start, reader, words) : '',
    span: slot ? spanFor(slot, reader, words) : '',
    expiry: momentFor(expiresAt, reader, words),
  }
}

/** One plain sentence for notifications, where others may read along: no scores, no links. */
export function summary(draft: Draft): [string, Facts] {
  const { proposal, reader, words, cast } = draft
  const { slots } = proposal
  const list = words.list(slots.map(({ start }) => `${words.day(start, reader.zone)} ${words.time(start, reader.zone)}`))
  const times = reader.zoneLabel ? words.say('time.zoned', { time: list, zone: words.zone(reader.zone) }) : list
  const why = roughSentence(proposal, words, false)
  return [`summary.${gist(proposal)}`, { ...happened(draft), agent: cast.title, why, times, count: slots.length }]
}

function gist(proposal: Proposal): string {
  const { state, slots, note } = proposal
  if (isWished(proposal)) return slots.length === 0 ? 'wished' : 'wished-times'
  if (state !== 'open') return state === 'booked' ? told(proposal) : state
  if (slots.length === 0) return 'no-time'
  return note ? 'again' : 'open'
}
