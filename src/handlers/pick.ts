import { GRID_MS, ownRefusal, chosen as rulesOnceChosen } from '../coaching/against.ts'
import type { Inputs } from '../coaching/inputs.ts'
import { nearestSlot, ownSlot } from '../coaching/own-time.ts'
import { type Read, readPick } from '../coaching/pick.ts'
import type { Attempt, Proposal } from '../coaching/proposal.ts'
import { DAY, MINUTE, type Slot, type SuggestedSlot, spanOf } from '../coaching/slot.ts'
import type { Ports, Stored } from '../ports.ts'
import { type Chosen, tellDecided, whisper } from './answers.ts'
import { newPicking } from './ask.ts'
import { take } from './book.ts'
import { changeProposal } from './change.ts'
import { heldElsewhere } from './holds.ts'
import { PROPOSAL } from './kinds.ts'
import { zoneAt } from './show.ts'
import { lookAgain, lookInto, rulesFor, type Session } from './surroundings.ts'
import { settingsAbout } from './tune.ts'

/**
 * A time of one's own: read in the zone its card speaks of, judged by the rules that judge an offered time when it is chosen, and booked like
 * one. One that does not do is answered on the card, with why and with the nearest that would.
 */
export async function pick(ports: Ports, chosen: Chosen, inputs: Inputs): Promise<void> {
  const { stored, place } = chosen
  const { state, chosen: before } = stored.body
  const read = readPick(inputs, await zoneAt(ports, place, stored.body))
  const same = (state === 'booking' || state === 'booked') && read.kind === 'start' && before?.slot.start === read.start
  if (state !== 'open') return tellDecided(ports, chosen, same)
  const judged = await judge(ports, await sessionOf(ports, stored.body), read)
  const written = 'why' in judged ? await answer(ports, chosen, judged) : await take(ports, chosen, judged)
  if (!written) await pickAgain(ports, chosen, inputs)
}

/** Somebody wrote in between: judge the press by what is there now. */
async function pickAgain(ports: Ports, chosen: Chosen, inputs: Inputs): Promise<void> {
  const stored = await ports.store.get(PROPOSAL, chosen.stored.id)
  if (stored) await pick(ports, { ...chosen, stored }, inputs)
}

async function sessionOf(ports: Ports, proposal: Proposal): Promise<Session> {
  const { supervisor } = proposal
  if (!supervisor) throw new Error('an open card without a supervisor')
  return { proposal, supervisor, settings: await settingsAbout(ports, proposal) }
}

async function judge(ports: Ports, session: Session, read: Read): Promise<Slot | Attempt> {
  if (read.kind === 'unclear') return { why: 'unclear', start: null, wall: null, nearest: null }
  const { start } = read
  if (read.kind === 'gap') return { why: 'gap', start, wall: read.wall, nearest: null }
  const { minutes } = session.settings.session
  const quarter = Math.round(start / GRID_MS) * GRID_MS
  const own = ownRefusal({ start: quarter, minutes, spare: null }, rulesOnceChosen(await rulesFor(ports, session)))
  if (own) return { why: own, start, wall: null, nearest: await nearestTo(ports, session, start) }
  if (start !== quarter) return { why: 'off-grid', start, wall: null, nearest: quarter }
  const slot = await suggestedOr(ports, session, { start, minutes, spare: null, rating: null, schedule: null })
  const { around, why } = await lookAgain(ports, session, slot)
  if (why) return { why, start, wall: null, nearest: await nearestTo(ports, session, start) }
  return ownSlot(slot, around)
}

/** What Genesys says about that very time, if it would suggest it. */
async function suggestedOr(ports: Ports, { proposal, supervisor }: Session, slot: SuggestedSlot): Promise<SuggestedSlot> {
  const { minutes } = slot
  const ask = { agent: proposal.agent.id, facilitator: supervisor.id, window: spanOf(slot), minutes }
  const suggested = await ports.centre.suggestSlots(ask)
  return suggested.find((each) => each.start === slot.start && each.minutes === minutes) ?? slot
}

/** So far from the time that was meant, on either side, another one is looked for. */
const AROUND_MS = 3 * DAY

/** The nearest time that could have been offered; none when there is none within a few days. */
async function nearestTo(ports: Ports, session: Session, start: number): Promise<number | null> {
  const { leadMinutes, horizonDays, minutes } = session.settings.session
  const earliest = ports.now() + leadMinutes * MINUTE
  const latest = ports.now() + horizonDays * DAY
  const middle = Math.min(Math.max(start, earliest), latest)
  const window = {
    from: Math.max(middle - AROUND_MS, earliest),
    to: Math.min(middle + AROUND_MS, latest) + minutes * MINUTE,
  }
  const [find, { held }] = await Promise.all([
    lookInto(ports, session, window, (...known) => nearestSlot(start, ...known)),
    heldElsewhere(ports, session),
  ])
  const [slot] = await find(held, [])
  return slot?.start ?? null
}

/** The card says why, and asks again. Whoever insists on the same time is told that nothing has changed. */
async function answer(ports: Ports, { stored, by, place }: Chosen, attempt: Attempt): Promise<boolean> {
  ports.counts.add(`own time: ${attempt.why}`)
  ports.log.info('a time of their own does not do', { proposal: stored.id, by: by.id, why: attempt.why })
  if (isShown(stored, attempt)) {
    await whisper(ports, place, 'pick.same')
    return true
  }
  const body: Proposal = { ...stored.body, asking: 'time', picking: await newPicking(ports, stored.body, attempt) }
  return changeProposal(ports, stored, { body, ...(stored.due === undefined ? {} : { due: stored.due }) })
}

const isShown = ({ body: { asking, picking } }: Stored<Proposal>, attempt: Attempt): boolean =>
  asking === 'time' && JSON.stringify(picking?.attempt) === JSON.stringify(attempt)
