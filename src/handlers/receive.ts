import type { CoachingEvent } from '../coaching/event.ts'
import type { Ports } from '../ports.ts'
import { commit } from './commit.ts'
import { hearEvaluation, hearScore } from './hear.ts'
import { INBOX, type Inbox, idFrom } from './kinds.ts'
import { keepScored } from './signal.ts'

/** More than any command has; what is longer is told so. */
const MOST_TEXT = 2000

/** Stores what reached us, durably, before the doorway acknowledges it. A repeat of something known changes nothing. */
export async function receive(ports: Ports, event: CoachingEvent): Promise<void> {
  ports.counts.add(`received ${event.kind}`)
  switch (event.kind) {
    case 'analysed':
      return hearScore(ports, event)
    case 'evaluated':
      return hearEvaluation(ports, event)
    case 'scored':
      return keepScored(ports, event)
    case 'pressed':
      return keep(ports, event.delivery, pressed(event))
    case 'commanded':
      return keep(ports, event.delivery, { kind: 'commanded', text: event.text.slice(0, MOST_TEXT), place: event.place })
    case 'unsupported':
      return ports.log.info('something unsupported arrived', { what: event.what })
    default:
      return event satisfies never
  }
}

type Pressed = Extract<CoachingEvent, { kind: 'pressed' }>

const pressed = ({ button, inputs = {}, place }: Pressed): Inbox['what'] => ({
  kind: 'pressed',
  button: button.slice(0, 100),
  inputs,
  place,
})

async function keep(ports: Ports, delivery: string, what: Inbox['what']): Promise<void> {
  const body: Inbox = { what, at: ports.now(), state: 'new' }
  const id = idFrom(delivery)
  const written = await commit(ports, [{ put: INBOX.name, id, expect: 0, body, due: ports.now() }])
  if (!written.ok) ports.counts.add('delivered before')
}
