import type { Inputs } from '../coaching/inputs.ts'
import type { Person, Place } from '../coaching/people.ts'
import { type Button, type Proposal, parseButtonId } from '../coaching/proposal.ts'
import { proposalCard } from '../coaching/proposal-card.ts'
import type { Ports, Stored } from '../ports.ts'
import { isAdmin } from './admins.ts'
import { adopt } from './adopt.ts'
import { type Chosen, refuse } from './answers.ts'
import { pressApproval } from './approve.ts'
import { ask } from './ask.ts'
import { claim } from './book.ts'
import { decline } from './decline.ts'
import { pressForm } from './form.ts'
import { tend } from './gather.ts'
import { personOf, rememberHabit, superiorsOf } from './identify.ts'
import { PROPOSAL } from './kinds.ts'
import { claimMove, keepTime } from './move.ts'
import { otherTimes } from './other-times.ts'
import { pick } from './pick.ts'
import { readerFor } from './show.ts'
import { undo } from './undo.ts'
import { acknowledge, wishForAnother } from './wish.ts'

export interface Press {
  readonly button: string
  readonly inputs: Inputs
  readonly place: Place
}

/** A press becomes an action only after its button was looked up and its presser identified; otherwise a private answer says why not. */
export async function press(ports: Ports, { button, inputs, place }: Press): Promise<void> {
  const found = await lookUp(ports, button)
  if (!found) {
    if (await pressForm(ports, { button, inputs, place })) return
    if (await pressApproval(ports, { button, place })) return
    return refuse(ports, { place, by: 'unknown' }, 'refusal.unknown-button')
  }
  const { stored } = found
  const by = await personOf(ports, place.account)
  if (by === 'stranger' || by === 'unlinked') return refuse(ports, { place, by, stored }, `refusal.${by}`)
  const { does } = found.button
  const refused = await refusalOf(ports, { by, agent: stored.body.agent.id, kind: does.kind })
  if (refused) return refuse(ports, { place, by, stored, uninvited: true }, refused)
  await rememberHabit(ports, by, place.account)
  await adopt(ports, { subject: stored.id, shows: answering.has(does.kind) ? 'session' : 'proposal', place })
  return act(ports, { stored: await inTime(ports, stored), by, place }, { does, inputs })
}

/** What should have expired by now expires first, however busy the jobs are: nobody may decide on it any more. */
async function inTime(ports: Ports, stored: Stored<Proposal>): Promise<Stored<Proposal>> {
  const { state, expiresAt } = stored.body
  const overdue = (state === 'open' || state === 'gathering') && ports.now() >= expiresAt
  if (!overdue) return stored
  await tend(ports, stored)
  return (await ports.store.get(PROPOSAL, stored.id)) ?? stored
}

type Kind = Button['does']['kind']

/** What admins may do, too. */
const declining: ReadonlySet<Kind> = new Set(['decline', 'reason', 'back'])
/** What only the agent may say. */
const answering: ReadonlySet<Kind> = new Set(['seen', 'wish'])

interface Asking {
  readonly by: Person
  readonly agent: Person['id']
  readonly kind: Kind
}

async function refusalOf(ports: Ports, { by, agent, kind }: Asking): Promise<string | undefined> {
  if (answering.has(kind)) return by.id === agent ? undefined : 'refusal.not-your-session'
  const superior = (await superiorsOf(ports, agent)).some(({ id }) => id === by.id)
  const may = superior || (declining.has(kind) && by.id !== agent && (await isAdmin(ports, by)))
  return may ? undefined : 'refusal.no-authority'
}

interface Pressed {
  readonly does: Button['does']
  readonly inputs: Inputs
}

function act(ports: Ports, chosen: Chosen, { does, inputs }: Pressed): Promise<void> {
  switch (does.kind) {
    case 'slot':
      return claim(ports, chosen, does.slot)
    case 'other':
      return otherTimes(ports, chosen)
    case 'pick':
      return ask(ports, chosen, 'time')
    case 'picked':
      return pick(ports, chosen, inputs)
    case 'decline':
      return ask(ports, chosen, 'reason')
    case 'reason':
      return decline(ports, chosen, does.reason)
    case 'back':
      return ask(ports, chosen, null)
    case 'undo':
      return undo(ports, chosen)
    case 'show':
      return show(ports, chosen)
    case 'seen':
      return acknowledge(ports, chosen)
    case 'wish':
      return wishForAnother(ports, chosen)
    case 'move':
      return claimMove(ports, chosen, does.slot)
    case 'keep':
      return keepTime(ports, chosen)
    default:
      return does satisfies never
  }
}

async function lookUp(ports: Ports, id: string): Promise<{ stored: Stored<Proposal>; button: Button } | undefined> {
  const parsed = parseButtonId(id)
  const stored = parsed && (await ports.store.get(PROPOSAL, parsed.proposal))
  const button = stored?.body.buttons.find(({ code }) => code === parsed?.code)
  return stored && button ? { stored, button } : undefined
}

/** In a room that may not name the agent: the details, for the presser's eyes alone. */
async function show(ports: Ports, { stored, by, place }: Chosen): Promise<void> {
  const words = ports.words(place.account.language ?? ports.house.locale)
  const reader = { ...readerFor(ports, place.account), you: by.id }
  // Without buttons: what is whispered cannot be redrawn, so it must not offer what may be gone by then.
  const card = proposalCard({ ...stored.body, buttons: [] }, reader, words)
  await ports.chats.get(place.account.platform)?.whisper(place, card)
}
