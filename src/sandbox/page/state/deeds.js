// What a visitor does in the world, and how what went wrong is told.
import { click, fill, interact, say } from '../api.js'
import { inTurn, whileBusy } from '../dom.js'
import { isTime } from '../story.js'
import { awaitBot, look, unheard } from './bots.js'
import { remembered } from './facts.js'
import { refresh, show } from './refresh.js'
import { asViewed, mark, now, state } from './state.js'

export const CALLS = { rough: { customer: -0.8, agentScore: -0.5 }, brilliant: { customer: 0.9, agentScore: 0.6 } }

const lastEffect = () => state.effects.at(-1)?.n ?? 0

async function act(work) {
  state.trouble = undefined
  try {
    const delivered = await work()
    if (delivered?.status === 0) state.trouble = await unheard()
    else if (delivered?.status >= 400) state.trouble = `The bot refused this (${delivered.status}). Its log says why.`
  } catch (error) {
    // fetch throws a TypeError when nobody answers at all.
    state.trouble = error instanceof TypeError ? 'The simulated world does not answer. Start it with npm start.' : error.message
  }
  show()
  await refresh()
}

/** A button on a card: travels to the bot as its vendor would send it. */
export async function press(conversation, message, button, { button: element, inputs }) {
  if (!button) return
  if (conversation.key === state.seat.decider.key) remember(button, conversation.viewer)
  show()
  await whileBusy(element, () =>
    act(() => click({ user: conversation.viewer.id, message: message.id, button: button.id, inputs })),
  )
}

/** A button of a dialog, with what was filled in. */
export const send = (dialog, button, element, inputs) =>
  whileBusy(element, () => act(() => fill({ user: state.dialogViewer.id, dialog: dialog.id, button, inputs })))

function remember({ label }, { id }) {
  const press = { label, after: lastEffect(), by: id, picked: isTime(label), left: false }
  Object.assign(mark(), { press, told: undefined })
}

/** A call of the chosen agent. Every press is one, however quickly they follow each other. */
export function call(kind, button) {
  const { person } = state.seat
  return inTurn(button, () => act(() => happen(person, kind)))
}

/** Counted once it was heard; nobody hears it when no bot is linked to the world, which is told. */
async function happen(person, kind) {
  const after = lastEffect()
  await interact({ agent: person.id, ...CALLS[kind] })
  if (!(await look())) return awaitBot(refresh)
  const before = remembered(state.marks, person.id)
  const roughs = kind === 'rough' ? before.roughs + 1 : 0
  Object.assign(before, { last: kind, roughs, after, heardAt: Date.now(), press: undefined, told: undefined })
}

/** A slash command or a message to Halftime, in a conversation as it is viewed; it is shown there as typed. */
export function talk(conversation, text) {
  const { viewer, platform, chat, viewers } = asViewed(conversation)
  // Slash commands are not seen by the others of a room.
  const alone = text.startsWith('/')
  const id = `typed ${state.typed.length}`
  const postedAt = new Date(now()).toISOString()
  state.typed.push({ id, platform, chat, text, by: { id: viewer.id, name: viewer.name }, alone, postedAt, buttons: [] })
  show()
  return act(() => say({ user: viewer.id, text, platform, ...(viewers.length > 1 ? { room: chat } : {}) }))
}
