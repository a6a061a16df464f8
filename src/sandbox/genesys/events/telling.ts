// How events leave this Genesys: over WebSockets, over EventBridge, over both, or not at all.
import { genesysEvent } from '../../contracts/contracts.ts'

export interface Ways {
  /** To every connected channel that asked for the topic. */
  readonly live: boolean
  /** To the bot's address. */
  readonly pushed: boolean
}

export interface Happening {
  /** The topic's template, e.g. `v2.routing.queues.{id}.conversations`. */
  readonly topic: string
  /** What stands in the place of `{id}`; not used by a topic without one. */
  readonly id: string
  readonly eventBody: unknown
}

export type Tell = (ways: Ways, happening: Happening) => void

export const nameOf = ({ topic, id }: Happening): string => topic.replace('{id}', id)

/** What goes into an event's envelope, on every way. */
export const envelopeOf = (topicName: string, eventBody: unknown) => ({
  topicName,
  version: '2',
  eventBody,
  metadata: { CorrelationId: crypto.randomUUID() },
})

/** Throws when an event breaks the contract: that is a fault of the sandbox. */
export function teller(publish: (happening: Happening) => void, forward: (happening: Happening) => void): Tell {
  return ({ live, pushed }, happening) => {
    const complaints = genesysEvent(happening.topic, happening.eventBody)
    if (complaints.length > 0) throw new Error(`The simulated Genesys broke its own contract: ${complaints.join('; ')}`)
    if (live) publish(happening)
    if (pushed) forward(happening)
  }
}
