// What the page knows right now. Everything in the world is looked up again; only what was pressed here is remembered here.
import { direct, within } from '../places.js'
import { offersOf } from '../story.js'
import { factsOf, remembered } from './facts.js'

export const state = {
  /** Every committed effect so far, oldest first. */
  effects: [],
  /** What was pressed here, per agent; see facts.js. */
  marks: new Map(),
  /** What was typed here, as messages of the people who typed it, oldest first. */
  typed: [],
  /** Messages by the person who sees them. */
  seen: new Map(),
  /** The dialog that stands before one of them, and who that is. */
  dialog: undefined,
  dialogViewer: undefined,
  /** Who the visitor chose to be, by conversation. */
  viewers: new Map(),
  /** URLs of the bots that were linked to the world when the page opened, or last. */
  bots: [],
  /** A sentence for the guided line when something went wrong. */
  trouble: undefined,
  /** A day chosen by hand. */
  date: undefined,
  /** The world's clock minus this machine's. */
  skew: 0,
}

export const now = () => Date.now() + state.skew

export const mark = () => remembered(state.marks, state.seat.person.id)

/** The conversation with whoever the visitor chose to be in it. */
export function asViewed(conversation) {
  const viewer = conversation.viewers.find(({ id }) => id === state.viewers.get(conversation.key)) ?? conversation.viewer
  return { ...conversation, viewer }
}

/** What the viewer sees there, what was typed here among it. */
export function messagesIn(conversation) {
  const { viewer } = asViewed(conversation)
  const typed = state.typed.filter(({ by, alone }) => by.id === viewer.id || !alone)
  const all = [...within(conversation, state.seen.get(viewer.id) ?? []), ...within(conversation, typed)]
  return all.sort((a, b) => Date.parse(a.postedAt) - Date.parse(b.postedAt))
}

/** Somebody on both platforms gets cards where they last were: the newest one about this agent says where that is. */
export function follow(seat) {
  const { supervisor, decider, person } = seat
  if (decider.viewers.length > 1 || supervisor.accounts.length === 1) return
  const about = (state.seen.get(supervisor.id) ?? []).filter(
    ({ chat, text }) => chat === decider.chat && text.includes(person.name),
  )
  const platform = about.at(-1)?.platform ?? supervisor.platform
  if (platform !== decider.platform) seat.decider = direct(supervisor, platform)
}

/** Everything the guided line and the day are drawn from; see guide.js. `times`: the instants on offer. */
export function known() {
  const { seat, effects } = state
  const messages = messagesIn(seat.decider)
  const facts = factsOf({ seat, mates: state.mates.get(seat.person.id), effects, messages, mark: mark() })
  const zone = seat.decider.viewers.length > 1 ? seat.person.zone : seat.supervisor.zone
  const times = offersOf(facts.card, { zone, now: now() })
  return { ...facts, times, offers: times.length, trouble: state.trouble }
}
