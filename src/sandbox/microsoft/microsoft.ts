// Simulated Entra and Microsoft Graph: tokens for two apps, people, their calendars, and mail that only leaves a trace.
// What it does not do is listed in OMITS below.
import { adminGroup, groupChange } from '../core/groups.ts'
import type { Route, VendorRoom, World } from '../core/world.ts'
import { GRAPH_APP, TENANT } from './apps.ts'
import { changesOf } from './changes.ts'
import { consentChange } from './consent.ts'
import { guarded } from './door.ts'
import { serveEntra } from './entra.ts'
import { serveCalendars } from './events.ts'
import { ADMIN_GROUP, serveGroups } from './groups.ts'
import { mailboxes } from './mailboxes.ts'
import { endingTokens } from './tokens.ts'
import { serveUsers } from './users.ts'

const OMITS = [
  'Entra: client credentials only; no certificates, no users signing in, no discovery document',
  'application permissions: those of apps.ts, by role in the token; no RBAC for Applications, no delegated ones',
  'Graph: users, transitiveMembers of one group, mailboxSettings, getSchedule, events, calendarView and sendMail; no $batch, delta, subscriptions, $expand, $search',
  'events: no series (the meetings seeded for supervisors show in calendarView and getSchedule only), no all-day events, no reminders; invited people answer only when a change says so',
  '$filter: on users by mail, userPrincipalName or id; on events by start, end and subject',
  'throttling and the 4-at-a-time limit per mailbox, unless ordered as faults',
  'a transactionId is remembered as long as its event stands',
  'mail is not delivered to anybody',
]

export function microsoft(world: World, { entra, graph }: { readonly entra: Route; readonly graph: Route }): VendorRoom {
  const boxes = mailboxes(world)
  const withdrawn = new Set<string>()
  const ended = { upTo: 0 }
  const add = guarded(boxes, ended, graph)
  serveEntra(world, withdrawn, entra)
  serveUsers(boxes, add)
  const group = adminGroup(ADMIN_GROUP, world.cast)
  serveGroups(world, group, add)
  serveCalendars(boxes, add)
  return {
    vendor: 'microsoft',
    omits: OMITS,
    changes: {
      ...changesOf(boxes),
      group: groupChange(world, 'microsoft', group),
      permission: consentChange(withdrawn),
      tokens: endingTokens(ended),
    },
    env: {
      GRAPH_CLIENT_ID: GRAPH_APP.id,
      GRAPH_CLIENT_SECRET: GRAPH_APP.secret,
      GRAPH_TENANT_ID: TENANT,
      GRAPH_URL: `${world.url()}/graph/v1.0`,
      GRAPH_LOGIN_URL: `${world.url()}/entra`,
      MAIL_FROM: 'ada@northwind.example',
    },
  }
}
