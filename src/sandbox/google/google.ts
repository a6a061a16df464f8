// Simulated Google: the token endpoint for one service account with domain-wide delegation, and the Calendar API on everybody's own calendar.
// What it does not do is listed in OMITS below.
import type { Route, VendorRoom, World } from '../core/world.ts'
import { CLIENT_EMAIL, DELEGATED, type Key } from './account.ts'
import { calendars } from './calendars.ts'
import { changesOf } from './changes.ts'
import { guarded, PER_MINUTE } from './door.ts'
import { serveEvents } from './events.ts'
import { serveFreeBusy } from './freebusy.ts'
import { serveTokens } from './oauth.ts'

const OMITS = [
  'OAuth: service accounts with a signed assertion only; no users signing in, no self-signed tokens, no revoking; the key changes with every start',
  'one service account, one Workspace domain; everybody sees the free and busy times of their colleagues',
  'Calendar API: freeBusy, and insert, get and delete of events; no list, patch, watch, import, batch or calendars beside the primary one',
  'events: no series (the meetings seeded for supervisors show in freeBusy only), no all-day events, no reminders; nobody is sent a mail; invited people answer only when a change says so',
  'an event is found by its id in its organiser’s calendar only',
  'quotas: calls a minute for each user; no daily ones, none for the project',
]

export function google(world: World, key: Key, route: Route): VendorRoom {
  const delegated = new Set(DELEGATED)
  const door = { world, tokens: serveTokens({ world, key, delegated }, route), limits: { perMinute: PER_MINUTE, meet: true } }
  const add = guarded(door, route)
  const all = calendars(world)
  serveFreeBusy(all, add)
  serveEvents(all, door, add)
  return {
    vendor: 'google',
    omits: OMITS,
    changes: changesOf(all, door, delegated),
    env: {
      GOOGLE_CLIENT_EMAIL: CLIENT_EMAIL,
      GOOGLE_PRIVATE_KEY: key.privateKey,
      GOOGLE_URL: `${world.url()}/google`,
      GOOGLE_TOKEN_URL: `${world.url()}/google/token`,
    },
  }
}
