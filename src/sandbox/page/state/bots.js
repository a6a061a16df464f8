// Whether a bot is linked to this world, and what to do when none is.
import { world } from '../api.js'
import { state } from './state.js'

const LOOK_AGAIN_MS = 2000

let looking = false

const start = () => `Start one: SANDBOX_URL=${location.origin} npm start`

/** Looks which bots are linked now. */
export async function look() {
  state.bots = (await world()).bots
  return state.bots.length > 0
}

/** A sentence for the guided line: nobody took what was sent. */
export async function unheard() {
  if (await look()) return `The bot at ${new URL(state.bots[0]).host} does not answer. Its terminal says why.`
  return `No bot is linked to this world. ${start()}`
}

/** Says that no bot is linked, until one is; then calls `onLinked`. */
export function awaitBot(onLinked) {
  state.trouble = `No bot is linked to this world yet. ${start()}`
  if (looking) return
  looking = true
  const again = async () => {
    if (!(await look().catch(() => false))) return setTimeout(again, LOOK_AGAIN_MS)
    looking = false
    state.trouble = undefined
    onLinked()
  }
  setTimeout(again, LOOK_AGAIN_MS)
}
