// Genesys Cloud as the bot knows it: the contact centre it asks and books in, and the intake it listens to.
import type { CoachingEvent } from '../coaching/event.ts'
import type { SentimentScale } from '../coaching/interaction.ts'
import type { ContactCentre, Counts, Log } from '../ports.ts'
import { openSession } from './calls/session.ts'
import { coaching } from './coaching.ts'
import { conversations } from './conversations.ts'
import { type Intake, listen } from './live/intake.ts'
import { createRecollection } from './parties.ts'
import { people } from './people.ts'
import { recognitions } from './recognitions.ts'
import { schedules } from './schedules.ts'
import { slots } from './slots.ts'
import { staffing } from './staffing.ts'
import { transcripts } from './transcripts.ts'
import { units } from './units.ts'

export interface GenesysOptions {
  /** Region host such as mypurecloud.de. Default mypurecloud.com. */
  readonly region?: string
  /** Instead of a region: base of a stand-in, with <url>/oauth/token and <url>/api/v2/… */
  readonly url?: string
  readonly clientId: string
  readonly clientSecret: string
  /** Ids of the queues that are listened to. */
  readonly queues: readonly string[]
  /** Hosts the event stream may lead to besides streaming.<region>. */
  readonly allowedStreamHosts?: readonly string[]
  /** Which scale the customer's score comes in; `auto` takes anything beyond ±1 for percent. */
  readonly scale: SentimentScale
  /** How long one call may take, in machine time. Default 10 s. */
  readonly timeoutMs?: number
  /** Epoch ms. Lives of tokens and caches and the budget follow it; timeouts follow the machine. */
  now(): number
  readonly log: Log
  readonly counts: Counts
}

export interface Genesys {
  readonly centre: ContactCentre
  /** Starts listening. `receive` resolves once the event is stored. */
  intake(receive: (event: CoachingEvent) => Promise<void>): Intake
  close(): Promise<void>
}

/** Builds the client; nothing is called before it is asked for. Everything it throws is a VendorError. */
export function genesys(options: GenesysOptions): Genesys {
  const { now, scale, counts } = options
  const session = openSession(options)
  const recollection = createRecollection(now)
  const planned = units(session, options, now)
  const { interaction, ended, customer } = conversations({ session, recollection, scale, counts })
  const intakes: Intake[] = []

  const centre: ContactCentre = {
    interaction,
    ...transcripts({ session, whereabouts: options, counts, ended }),
    ...people(session, now),
    zone: planned.zone,
    ...schedules({ session, units: planned, whereabouts: options }),
    ...staffing(session, planned, now),
    ...slots(session, now),
    ...coaching(session),
    ...recognitions(session, now),
  }
  return {
    centre,
    intake(receive) {
      const intake = listen({ ...options, session, hosts: options, recollection, customer }, receive)
      intakes.push(intake)
      return intake
    },
    close: async () => void (await Promise.all(intakes.map((intake) => intake.close()))),
  }
}
