// What the simulated Genesys organisation knows besides its people: fixed ids, what was denied, limits that a test may change.
import { createLater, type Later } from '../core/later.ts'
import type { World } from '../core/world.ts'

export const DIVISION = { id: '00000000-0000-4000-8004-000000000001', name: 'Home' } as const
export const BUSINESS_UNIT = { id: '00000000-0000-4000-8005-000000000001', name: 'Northwind', zone: 'Europe/Berlin' } as const
export const MANAGEMENT_UNIT = { id: '00000000-0000-4000-8005-000000000002', name: 'Northwind agents' } as const
export const CLIENT = { id: '00000000-0000-4000-8007-000000000001', secret: 'sandbox-genesys-secret' } as const

/** All changeable by POST /world/changes {kind: "limits", …}. */
export interface Limits {
  /** Calls per minute and token. */
  callsPerMinute: number
  channels: number
  topicsPerChannel: number
  /** World milliseconds from an appointment to its activity on the schedule. */
  scheduleDelay: number
  /** "never": the schedule silently takes no coaching. */
  placing: 'usual' | 'never'
  /** "accepted": creating answers an empty 202, as Genesys may when WFM is involved. */
  creating: 'created' | 'accepted'
  /** World milliseconds from the end of an interaction to its analysis, unless the interaction says otherwise. */
  scoreDelay: number
  /** The scale of the sentiment event; the query APIs are documented and do not change. */
  eventScale: 'unit' | 'percent'
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
      placing: 'usual',
      creating: 'created',
      scoreDelay: 50,
      eventScale: 'unit',
    },
  }
}

export const iso = (ms: number): string => new Date(ms).toISOString()
export const self = (path: string): string => `/api/v2/${path}`
export const userRef = (id: string) => ({ id, selfUri: self(`users/${id}`) })
