// What the simulated Genesys organisation knows besides its people: fixed ids, what was denied, limits that a test may change.
import { createLater, type Later } from '../core/later.ts'
import type { Answer, World } from '../core/world.ts'

/** Languages that conversations can be routed by. */
export const LANGUAGES = [
  { id: '00000000-0000-4000-8005-000000000001', name: 'English' },
  { id: '00000000-0000-4000-8005-000000000002', name: 'German' },
  { id: '00000000-0000-4000-8005-000000000003', name: 'French' },
] as const

export const DIVISION = { id: '00000000-0000-4000-8004-000000000001', name: 'Home' } as const
export const BUSINESS_UNIT = { id: '00000000-0000-4000-8005-000000000001', name: 'Northwind', zone: 'Europe/Berlin' } as const
export const MANAGEMENT_UNIT = { id: '00000000-0000-4000-8005-000000000002', name: 'Northwind agents' } as const
/** Which region this world stands for. */
export const REGION = 'mypurecloud.de'
export const CLIENT = { id: '00000000-0000-4000-8007-000000000001', secret: 'sandbox-genesys-secret' } as const
export const ORGANIZATION = '00000000-0000-4000-8006-000000000001'
/** What the API destination shows to be let in. */
export const EVENTS_SECRET = 'sandbox-genesys-events-secret'

/** All changeable by POST /world/changes {kind: "limits", …}. */
export interface Limits {
  /** Calls per minute and token. */
  callsPerMinute: number
  channels: number
  topicsPerChannel: number
  /** World milliseconds from an appointment to its activity on the schedule. */
  scheduleDelay: number
  /** World milliseconds until a new appointment is found by those who list them. */
  listingDelay: number
  /** "never": the schedule silently takes no coaching. "regardless": it takes what was withdrawn meanwhile, too. */
  placing: 'usual' | 'never' | 'regardless'
  /** "accepted": an uploaded schedule is worked on after the answer, and what was wrong with it is told nobody. */
  updating: 'complete' | 'accepted'
  /** World milliseconds an accepted upload is worked on. */
  updateDelay: number
  /** How an upload made from an older version is refused: 409 or 412. */
  conflictStatus: number
  /** So many uploads from now on find that another planner was faster. */
  rivals: number
  /** Where uploads go: "elsewhere" = to a host that is none of Genesys's. */
  uploadsTo: 'here' | 'elsewhere'
  /** "accepted": creating answers an empty 202, as Genesys may when WFM is involved. */
  creating: 'created' | 'accepted'
  /** World milliseconds from the end of an interaction to its analysis, unless the interaction says otherwise. */
  scoreDelay: number
  /** The scale of the sentiment event; the query APIs are documented and do not change. */
  eventScale: 'unit' | 'percent'
  /** Which events EventBridge forwards: `scores` are those of sentiment. */
  pushes: 'all' | 'scores'
  /** How often each pushed event is delivered. */
  pushCopies: number
  /** More groups than that are refused by the aggregates. */
  aggregateRows: number
  /** World milliseconds from an analysis until the aggregates know of it. */
  aggregateDelay: number
  /** The scale of the score in a conversation's metrics. */
  metricsScale: 'unit' | 'percent'
  /** Where the client was created; this world is the region REGION, and no other region knows it. */
  region: string
  /** What carries the sentiment topic, separated by commas: Websocket, EventBridge, ProcessAutomation, All. */
  topicTransports: string
  /** Milliseconds by which Genesys's own clock, in the Date header of its answers, differs from this machine's. */
  dateOff: number
  /** The secret that the client must show now; somebody may have made a new one. */
  clientSecret: string
  /** False: nobody chose an activity code for coaching in the business unit. */
  coachingCode: boolean
}

export interface Org {
  readonly world: World
  readonly later: Later
  readonly limits: Limits
  /** Permissions somebody took away from the client. */
  readonly denied: Set<string>
}

export function createOrg(world: World): Org {
  return {
    world,
    later: createLater(world.clock),
    denied: new Set(),
    limits: {
      callsPerMinute: 300,
      channels: 20,
      topicsPerChannel: 1000,
      scheduleDelay: 150,
      listingDelay: 0,
      placing: 'usual',
      updating: 'complete',
      updateDelay: 150,
      conflictStatus: 409,
      rivals: 0,
      uploadsTo: 'here',
      creating: 'created',
      scoreDelay: 50,
      eventScale: 'unit',
      pushes: 'all',
      pushCopies: 1,
      aggregateRows: 10_000,
      aggregateDelay: 0,
      metricsScale: 'unit',
      region: REGION,
      topicTransports: 'Websocket,EventBridge',
      dateOff: 0,
      clientSecret: CLIENT.secret,
      coachingCode: true,
    },
  }
}

/** An answer with the time that Genesys believes it is. */
export function dated({ limits }: Pick<Org, 'limits'>, answer: Answer): Answer {
  const date = new Date(Date.now() + limits.dateOff).toUTCString()
  return { ...answer, headers: { date, ...answer.headers } }
}

export const iso = (ms: number): string => new Date(ms).toISOString()
export const self = (path: string): string => `/api/v2/${path}`
export const userRef = (id: string) => ({ id, selfUri: self(`users/${id}`) })
