// Where an answer is shown to somebody who acted.
import type { Card, Place } from '../coaching/people.ts'
import { type Notice, noticeCard } from '../coaching/told-cards.ts'
import type { Ports } from '../ports.ts'

export interface Shown {
  readonly card: Card
  /** What is said beside the inputs of these ids. */
  readonly errors?: Readonly<Record<string, string>>
  /** Travels with a new message. */
  readonly marker: string
}

/** In the dialog that stands before them; else in place of the card they pressed; else as a message to them alone. */
export async function showAt(ports: Ports, place: Place, { card, errors = {}, marker }: Shown): Promise<void> {
  const chat = ports.chats.get(place.account.platform)
  if (!chat || (await inDialog(ports, place, { card, errors }))) return
  const pressed = chat.stray(place, [])
  if (pressed) await chat.redraw(pressed, card)
  else await chat.post({ account: place.account }, card, marker)
}

/** A plain answer for one person's eyes, where they acted. */
export async function tell(ports: Ports, place: Place, notice: Notice): Promise<void> {
  const words = ports.words(place.account.language ?? ports.house.locale)
  const card = noticeCard({ ...notice, practice: ports.house.practice }, words)
  if (await inDialog(ports, place, { card })) return
  await ports.chats.get(place.account.platform)?.whisper(place, card)
}

async function inDialog(ports: Ports, place: Place, shown: Omit<Shown, 'marker'>): Promise<boolean> {
  if (place.dialog === undefined) return false
  const words = ports.words(place.account.language ?? ports.house.locale)
  const frame = { title: words.say('form.dialog'), close: words.say('form.close') }
  return (await ports.chats.get(place.account.platform)?.dialog(place, { ...frame, ...shown })) ?? false
}
