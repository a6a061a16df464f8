import { Interaction } from '../coaching/interaction.ts'
import { DAY, MINUTE } from '../coaching/slot.ts'
import type { Ports, Stored } from '../ports.ts'
import { commit } from './commit.ts'
import { HEARD, type Heard } from './kinds.ts'
import { keepSignal } from './receive.ts'
import { forget } from './tidy.ts'

/** Genesys analyses in its own time: ask again after so many minutes, then give up and count it. */
const ASK_AGAIN_MINUTES = [1, 3, 10, 30, 120, 1440]

/** Asks Genesys who the agent of an analysed conversation was and what it scored, and keeps the interaction. */
export async function lookInto(ports: Ports, id: string): Promise<void> {
  const stored = await ports.store.get(HEARD, id)
  if (!stored) return
  if (stored.body.tries < 0) return forget(ports, HEARD, id)
  const found = await ports.centre.interaction(stored.body.conversation)
  if (found === 'unknown') return later(ports, stored)
  if (typeof found === 'object') await keepSignal(ports, Interaction.parse({ ...found, agentScore: null }))
  else ports.counts.add(`left out: ${found}`)
  await done(ports, stored)
}

async function later(ports: Ports, stored: Stored<Heard>): Promise<void> {
  const wait = ASK_AGAIN_MINUTES[stored.body.tries]
  if (wait === undefined) {
    ports.counts.add('left out: never analysed')
    return done(ports, stored)
  }
  const body = { ...stored.body, tries: stored.body.tries + 1 }
  await commit(ports, [{ put: HEARD.name, id: stored.id, expect: stored.version, body, due: ports.now() + wait * MINUTE }])
}

/** Kept a week, so that a repeated event asks nothing. */
async function done(ports: Ports, stored: Stored<Heard>): Promise<void> {
  const body = { ...stored.body, tries: -1 }
  await commit(ports, [{ put: HEARD.name, id: stored.id, expect: stored.version, body, due: ports.now() + 7 * DAY }])
}
