// Looking at the world again, and showing what is there.
import { dayOf, dialogsOf, messagesOf } from '../api.js'
import { dateIn } from '../day/offers.js'
import { guide } from '../guide.js'
import { sayLine } from '../parts/line.js'
import { keep } from './kept.js'
import { asViewed, follow, known, messagesIn, now, state } from './state.js'

let running
let patience
let again = false

/** Fetches what the shown conversations hold and the day, then draws. Asked while one runs, it runs once more afterwards. */
export function refresh() {
  again = Boolean(running)
  running ??= fetchAll().finally(() => {
    running = undefined
    if (again) refresh()
  })
  return running
}

async function fetchAll() {
  const { seat } = state
  const watched = [seat.decider, seat.own, state.other].map((one) => asViewed(one).viewer)
  const viewers = new Set(watched.map(({ id }) => id))
  try {
    const lists = await Promise.all([...viewers].map(async (id) => [id, await messagesOf(id)]))
    state.seen = new Map(lists)
    await lookForDialog(watched)
    follow(seat)
    if (seat === state.seat) state.day = await dayOf(seat.person.id, state.date ?? dayWorthSeeing(seat))
  } catch {
    state.trouble = 'The simulated world does not answer. Start it with npm start.'
  }
  if (seat === state.seat) show()
}

/** Whoever is looked at last may have one; there is one page for all of them. */
async function lookForDialog(watched) {
  const found = await Promise.all(watched.map(async (viewer) => ({ viewer, dialog: (await dialogsOf(viewer.id))[0] })))
  const { viewer, dialog } = found.findLast((one) => one.dialog) ?? {}
  Object.assign(state, { dialog, dialogViewer: viewer })
}

/** The day of the first time on offer or of the session; else (undefined) today. */
function dayWorthSeeing({ person }) {
  const { times, booking } = known()
  const at = times[0] ?? booking?.start
  return at && dateIn(person.zone, at)
}

/** Draws what is known, without asking anybody. */
export function show() {
  const { seat, panes, day, other } = state
  const facts = known()
  const shown = { decider: seat.decider, agent: seat.own, other }
  for (const [name, conversation] of Object.entries(shown)) panes[name].show(asViewed(conversation), messagesIn(conversation))
  state.dialogs.show(state.dialog, state.dialogViewer)
  state.picker.show(seat)
  state.list.show(other, counts())
  state.composer.show(other)
  sayLine(guide(facts))
  if (day) state.days.show({ agent: seat.person, day, offers: facts.times, now: now() })
  keep()
  clearTimeout(patience)
  // Nothing tells that a card does not come.
  if (facts.patience > 0) patience = setTimeout(show, facts.patience)
}

function counts() {
  const posted = state.effects.filter(({ effect }) => effect === 'message.posted')
  const count = ({ platform, chat }) => posted.filter(({ vendor, body }) => vendor === platform && body?.chat === chat).length
  return new Map(state.conversations.map((one) => [one.key, count(one)]))
}
