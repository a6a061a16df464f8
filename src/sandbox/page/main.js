// The page: puts the parts together and keeps them current.
import { ledger, listen, roomsOfTeams, world } from './api.js'
import { createDialog } from './chat/dialog.js'
import { createPane } from './chat/pane.js'
import { createDay, daysFrom } from './day/day.js'
import { byId } from './dom.js'
import { createComposer, HELP } from './parts/composer.js'
import { createList } from './parts/everybody.js'
import { sayLine } from './parts/line.js'
import { createPicker } from './parts/picker.js'
import { first, placesOf } from './places.js'
import { awaitBot } from './state/bots.js'
import { CALLS, call, press, send, talk } from './state/deeds.js'
import { recall } from './state/kept.js'
import { refresh } from './state/refresh.js'
import { state } from './state/state.js'

function set(change) {
  Object.assign(state, change)
  if (state.ready) refresh()
}

function hear(effect) {
  if (state.effects.some(({ n }) => n === effect.n)) return
  state.effects.push(effect)
  state.skew = Date.parse(effect.at) - Date.now()
  // A new booking is worth looking at, whatever day was being looked at.
  if (effect.effect.startsWith('appointment.')) state.date = undefined
  refresh()
}

const viewing = (conversation) => (id) => {
  state.viewers.set(conversation().key, id)
  refresh()
}

const EMPTY = {
  decider: () => 'Nothing yet. A pattern of rough calls brings a card here.',
  agent: () => 'Nothing yet. The agent hears about a booked session, and about thanks.',
  other: ({ viewer, platform }) => `Nothing yet. Write “${HELP[platform]}” as ${first(viewer)} to see what Halftime understands.`,
}

function openPanes() {
  const pane = (name, role, more = {}) => createPane(byId(name), { role, empty: EMPTY[name], onPress: press, ...more })
  return {
    decider: pane('decider', 'Who decides', { onViewer: viewing(() => state.seat.decider) }),
    agent: pane('agent', 'The agent'),
    other: pane('other', 'Everybody', { onViewer: viewing(() => state.other), foot: state.composer.element }),
  }
}

function openCalls() {
  for (const kind of Object.keys(CALLS)) {
    byId(kind).disabled = false
    byId(kind).addEventListener('click', ({ currentTarget }) => call(kind, currentTarget))
  }
}

async function open() {
  const [found, deliver, effects] = await Promise.all([world(), roomsOfTeams(), ledger()])
  const { teams, conversations } = placesOf(found, deliver)
  const mates = new Map(teams.flatMap(({ agents }) => agents.map((seat) => [seat.person.id, agents])))
  const other = conversations.find(({ viewers }) => viewers.length === 1 && viewers[0].role === 'admin') ?? conversations[0]
  Object.assign(state, { effects, conversations, mates, other, skew: Date.parse(found.now) - Date.now(), bots: found.bots })
  const chosen = recall(found.started)
  state.composer = createComposer(talk)
  state.panes = openPanes()
  state.dialogs = createDialog(byId('dialog'), send)
  state.days = createDay({ onStep: (days) => set({ date: daysFrom(state.day.date, days) }), onDate: (date) => set({ date }) })
  state.list = createList(conversations, (chosen) => {
    // At once: whoever chose a conversation may already be typing.
    state.composer.show(chosen)
    set({ other: chosen })
  })
  state.picker = createPicker(teams, chosen, (seat) => set({ seat, date: undefined, day: undefined, trouble: undefined }))
  if (found.bots.length === 0) awaitBot(refresh)
  state.ready = true
  await refresh()
  // A world that comes back after a while is usually a new one.
  listen(hear, () => location.reload())
  openCalls()
}

open().catch((error) => sayLine({ step: 0, text: `The simulated world could not be opened: ${error.message}` }))
