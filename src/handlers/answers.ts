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

/** Whoever decided first stays; everybody later is told who and when, unless it is only the same click `repeated`. */
export async function tellDecided(ports: Ports, { stored, place, by }: Chosen, repeated: boolean): Promise<void> {
  // The same click once more: the first answer stands, and the card shows it.
  if (repeated) return
  const { declined, undone, chosen, state } = stored.body
  const decision = declined ?? undone ?? chosen?.by
  const words = ports.words(place.account.language ?? ports.house.locale)
  const zone = place.account.zone ?? ports.house.zone
  const time = decision ? words.say('moment', { day: words.day(decision.at, zone), time: words.time(decision.at, zone) }) : ''
  ports.counts.add('too late')
  await whisper(ports, place, decision?.by === by.id ? 'decided.yourself' : `decided.${state}`, {
    name: decision?.name ?? '',
    time,
  })
}
