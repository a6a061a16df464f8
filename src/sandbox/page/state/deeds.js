// What a visitor does in the world, and how what went wrong is told.
import { click, interact, say, world } from '../api.js'
import { whileBusy } from '../dom.js'
import { isTime } from '../story.js'
import { refresh, show } from './refresh.js'
import { asViewed, mark, state } from './state.js'

export const CALLS = { rough: { customer: -0.8, agentScore: -0.5 }, brilliant: { customer: 0.9, agentScore: 0.6 } }

const UNREACHED = { status: 0 }

function unreachable() {
  const port = state.bots[0] ? new URL(state.bots[0]).port : '3978'
  return `The bot does not answer on port ${port}. Start it with npm start.`
}

async function act(work) {
  state.trouble = undefined
  try {
    const delivered = await work()
    if (delivered?.status === 0) state.trouble = unreachable()
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
  if (conversation.key === state.seat.decider.key) remember(button)
  show()
  await whileBusy(element, () =>
    act(() => click({ user: conversation.viewer.id, message: message.id, button: button.id, inputs })),
  )
}

function remember({ label }) {
  const after = state.effects.at(-1)?.n ?? 0
  if (isTime(label)) Object.assign(mark(), { picked: label, pickedAfter: after, left: false, told: false })
  else mark().declining = true
}

/** A call of the chosen agent. Nobody hears it when no bot is linked to the world, which is told. */
export async function call(kind, button) {
  const { person } = state.seat
  const before = mark()
  const after = state.effects.at(-1)?.n ?? 0
  Object.assign(before, {
    last: kind,
    roughs: kind === 'rough' ? before.roughs + 1 : 0,
    picked: undefined,
    told: false,
    declining: false,
    after,
  })
  await whileBusy(button, () => act(() => happen({ agent: person.id, ...CALLS[kind] })))
}

async function happen(interaction) {
  await interact(interaction)
  const { bots } = await world()
  if (bots.length === 0) return UNREACHED
  state.bots = bots
}

/** A slash command or a message to Halftime, in the conversation that is open at "everybody". */
export function talk(text) {
  const { viewer, platform, chat, viewers } = asViewed(state.other)
  return act(() => say({ user: viewer.id, text, platform, ...(viewers.length > 1 ? { room: chat } : {}) }))
}
