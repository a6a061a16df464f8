import type { Person, Place } from '../coaching/people.ts'
import type { Proposal } from '../coaching/proposal.ts'
import { noticeCard } from '../coaching/told-cards.ts'
import type { Facts } from '../coaching/view.ts'
import type { Ports, Stored } from '../ports.ts'

/** A pressed button that was looked up, by somebody whose authority was checked just now. */
export interface Chosen {
  readonly stored: Stored<Proposal>
  readonly by: Person
  readonly place: Place
}

/** A sentence for one person's eyes, in their language, where they acted. */
export async function whisper(ports: Ports, place: Place, key: string, facts: Facts = {}): Promise<void> {
  const words = ports.words(place.account.language ?? ports.house.locale)
  const card = noticeCard({ title: words.say(key, facts), practice: ports.house.practice }, words)
  await ports.chats.get(place.account.platform)?.whisper(place, card)
}

/** Says privately why nothing happens. */
export async function refuse(ports: Ports, place: Place, why: string): Promise<void> {
  ports.counts.add(why)
  ports.log.info('a press was refused', { why, platform: place.account.platform })
  await whisper(ports, place, why)
}

/** Whoever decided first stays; everybody later is told who and when. */
export async function tellDecided(ports: Ports, { place, by }: Chosen, proposal: Proposal): Promise<void> {
  const decision = proposal.declined ?? proposal.chosen?.by
  // Their own second click: the first answer stands, and the card shows it.
  if (decision?.by === by.id) return
  const words = ports.words(place.account.language ?? ports.house.locale)
  const time = decision ? words.time(decision.at, place.account.zone ?? ports.house.zone) : ''
  ports.counts.add('too late')
  await whisper(ports, place, `decided.${proposal.state}`, { name: decision?.name ?? '', time })
}
