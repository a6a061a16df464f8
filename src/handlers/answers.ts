import { decisionOf, lateAnswer } from '../coaching/late.ts'
import type { Person, Place } from '../coaching/people.ts'
import type { Proposal } from '../coaching/proposal.ts'
import { MINUTE } from '../coaching/slot.ts'
import type { Facts } from '../coaching/view.ts'
import type { Ports, Stored } from '../ports.ts'
import { note } from './audit.ts'
import { tell } from './screen.ts'
import { readerFor } from './show.ts'

/** A pressed button that was looked up, by somebody whose authority was checked just now. */
export interface Chosen {
  readonly stored: Stored<Proposal>
  readonly by: Person
  readonly place: Place
}

/** A sentence for one person's eyes, in their language, where they acted; `more` is a line below it. */
export async function whisper(ports: Ports, place: Place, key: string, facts: Facts = {}, more?: string): Promise<void> {
  const words = ports.words(place.account.language ?? ports.house.locale)
  const notice = { title: words.say(key, facts), lines: more === undefined ? [] : [more] }
  await tell(ports, place, notice)
}

/** Somebody whose press comes to nothing, as far as is known who that is and what it was about. */
type Refused = Pick<Chosen, 'place'> & {
  readonly by: Person | 'stranger' | 'unlinked' | 'unknown'
  readonly stored?: Stored<Proposal>
  /** Without authority. */
  readonly uninvited?: boolean
}

/** Says privately why nothing happens. */
export async function refuse(ports: Ports, refused: Refused, why: string): Promise<void> {
  const { place } = refused
  ports.counts.add(why)
  await noteRefusal(ports, refused, why)
  ports.log.info('a press was refused', { why, platform: place.account.platform })
  await whisper(ports, place, why)
}

async function noteRefusal(ports: Ports, { by, stored, uninvited = false }: Refused, outcome: string): Promise<void> {
  await note(ports, {
    what: 'press-refused',
    by: typeof by === 'string' ? by : by.id,
    uninvited,
    ...(stored ? { agent: stored.body.agent.id, about: { proposal: stored.id } } : {}),
    outcome,
  })
}

/** Pressed again by the same person so soon, it is only the same press. */
const DOUBLE_MS = MINUTE

/** Whoever decided first stays; everybody later is told who and when, unless it is only the same click `repeated`. */
export async function tellDecided(ports: Ports, chosen: Chosen, repeated: boolean): Promise<void> {
  const { stored, place, by } = chosen
  const decision = decisionOf(stored.body)
  // The first answer stands, and the card shows it.
  if (repeated && decision?.by === by.id && ports.now() - decision.at < DOUBLE_MS) return
  ports.counts.add('too late')
  await noteRefusal(ports, chosen, 'too-late')
  const words = ports.words(place.account.language ?? ports.house.locale)
  const answer = lateAnswer(stored.body, { by: by.id, reader: readerFor(ports, place.account) }, words)
  await whisper(ports, place, 'decided.title', {}, answer)
}
