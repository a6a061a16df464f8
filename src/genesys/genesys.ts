// Genesys Cloud as the bot knows it: the contact centre it asks and books in, and the intake it listens to.
import type { Server } from 'restify'
import type { CoachingEvent } from '../coaching/event.ts'
import type { ContactCentre, Counts, Log } from '../ports.ts'
import { paced } from './calls/pace.ts'
import { openSession } from './calls/session.ts'
import { coaching } from './coaching.ts'
import { conversations } from './conversations.ts'
import { insertion } from './insertion.ts'
import { type Intake, listen } from './live/intake.ts'
import { metrics } from './metrics.ts'
import { names } from './names.ts'
import { createRecollection } from './parties.ts'
import { people } from './people.ts'
import { mountEvents } from './pushed/doorway.ts'
import { recognitions } from './recognitions.ts'
import type { Scales } from './scale.ts'
import { schedules } from './schedules.ts'
import { scores } from './scores.ts'
import { signals } from './signals.ts'
import { slots } from './slots.ts'
import { staffing } from './staffing.ts'
import { teams } from './teams.ts'
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
  /** Whether the topic of the agents' empathy is listened to. */
  readonly empathy: boolean
  /** Which scale each source of scores speaks; `auto` takes anything beyond ±1 for percent. */
  readonly scales: Scales
  /** What pushed events must prove they know; empty = none are taken. */
  readonly eventsSecret: string
  /** How long one call may take, in machine time. Default 10 s. */
  readonly timeoutMs?: number
  /** Epoch ms. Lives of tokens and caches and the budget follow it; timeouts follow the machine. */
  now(): number
  readonly log: Log
  readonly counts: Counts
}

type Receive = (event: CoachingEvent) => Promise<void>

export interface Genesys {
  readonly centre: ContactCentre
  /** Starts listening. `receive` resolves once the event is stored; `opened` is told whenever a line opened, so that something may have been missed. */
  intake(receive: Receive, opened?: () => void): Intake
  /** POST /genesys/events: what Genesys pushes. */
  mount(server: Server, receive: Receive): void
  close(): Promise<void>
}

/** Builds the client; nothing is called before it is asked for. Everything it throws is a VendorError. */
export function genesys(options: GenesysOptions): Genesys {
  const { now, queues, scales, counts } = options
  const session = openSession(options)
  const recollection = createRecollection(now)
  const planned = units(session, options, now)
  const { interaction, ended } = conversations({ session, recollection, queues, now })
  const bulk = scores({ session, queues, scales, counts })
  const intakes: Intake[] = []

  const centre: ContactCentre = {
    paced,
    interaction,
    ...bulk,
    ...signals({ session, whereabouts: options, recollection, scales, counts, ended }),
    ...people(session, now),
    ...names(session),
    ...teams(session, now),
    zone: planned.zone,
    ...schedules({ session, units: planned, whereabouts: options }),
    ...insertion({ session, units: planned, whereabouts: options }),
    ...staffing(session, planned, now),
    ...slots(session, planned, now),
    ...coaching(session),
    ...recognitions(session, now),
    ...metrics(session),
  }
  return {
    centre,
    mount: (server, receive) => mountEvents(server, { ...options, recollection, receive }),
    intake(receive, opened = () => undefined) {
      const intake = listen({ ...options, ...bulk, opened, session, hosts: options, recollection }, receive)
      intakes.push(intake)
      return intake
    },
    close: async () => void (await Promise.all(intakes.map((intake) => intake.close()))),
  }
}
