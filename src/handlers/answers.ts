import { decisionOf, lateAnswer } from '../coaching/late.ts'
import type { Person, Place } from '../coaching/people.ts'
import type { Proposal } from '../coaching/proposal.ts'
import { MINUTE } from '../coaching/slot.ts'
import type { Facts } from '../coaching/view.ts'
import type { Ports, Stored } from '../ports.ts'
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

/** Says privately why nothing happens. */
export async function refuse(ports: Ports, place: Place, why: string): Promise<void> {
  ports.counts.add(why)
  ports.log.info('a press was refused', { why, platform: place.account.platform })
  await whisper(ports, place, why)
}

/** Pressed again by the same person so soon, it is only the same press. */
const DOUBLE_MS = MINUTE

/** Whoever decided first stays; everybody later is told who and when, unless it is only the same click `repeated`. */
export async function tellDecided(ports: Ports, { stored, place, by }: Chosen, repeated: boolean): Promise<void> {
  const decision = decisionOf(stored.body)
  // The first answer stands, and the card shows it.
  if (repeated && decision?.by === by.id && ports.now() - decision.at < DOUBLE_MS) return
  ports.counts.add('too late')
  const words = ports.words(place.account.language ?? ports.house.locale)
  const answer = lateAnswer(stored.body, { by: by.id, reader: readerFor(ports, place.account) }, words)
  await whisper(ports, place, 'decided.title', {}, answer)
}
