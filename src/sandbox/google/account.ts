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

/** Made anew with every start, and good for nothing else. */
export const newKey = () =>
  promisify(generateKeyPair)('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })

export type Key = Awaited<ReturnType<typeof newKey>>
