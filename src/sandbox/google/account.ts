// The service account that reads and writes calendars, and what the admin of the Workspace delegated to it.
import { generateKeyPair } from 'node:crypto'
import { promisify } from 'node:util'

export const CLIENT_EMAIL = 'halftime@northwind-sandbox.iam.gserviceaccount.com'

const PREFIX = 'https://www.googleapis.com/auth/'

/** https://developers.google.com/workspace/calendar/api/auth; the ones that let a bot do something here. */
export const SCOPES = [
  'calendar',
  'calendar.events',
  'calendar.events.owned',
  'calendar.freebusy',
  'calendar.events.freebusy',
].map((name) => PREFIX + name)

export const fullScope = (name: string): string => (name.startsWith('https:') ? name : PREFIX + name)

/** What the admin entered under "Domain-wide delegation". */
export const DELEGATED: readonly string[] = ['calendar.freebusy', 'calendar.events.owned'].map(fullScope)

export interface Key {
  readonly publicKey: string
  readonly privateKey: string
}

let made: Promise<Key> | undefined

/** Good for nothing else; one for all worlds of a process, because making one takes a while. */
export function ownKey(): Promise<Key> {
  const encoding = {
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  } as const
  made ??= promisify(generateKeyPair)('rsa', { modulusLength: 2048, ...encoding })
  return made
}
