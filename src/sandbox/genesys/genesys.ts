// Genesys Cloud, simulated from its contract: OAuth, notifications, conversations and their analysis, users, workforce management,
// coaching, recognitions, external metrics. What it does not do is listed in OMITS and shown by GET /world/limits.

import type { Route, VendorRoom, World, WorldPerson } from '../core/world.ts'
import type { Upgrade } from '../wire/doors.ts'
import { aggregates } from './analytics/aggregates.ts'
import { detailsQuery } from './analytics/details-query.ts'
import { observations } from './analytics/observations.ts'
import { changes } from './changes.ts'
import { appointmentShape } from './coaching/appointment-shape.ts'
import { createAppointments } from './coaching/appointments.ts'
import { coaching } from './coaching/coaching.ts'
import { slots } from './coaching/slots.ts'
import { analysis } from './conversations/analysis.ts'
import { channels } from './conversations/channels.ts'
import type { Interaction } from './conversations/interaction.ts'
import { interactions } from './conversations/interactions.ts'
import type { Body } from './conversations/reading.ts'
import { createRecords } from './conversations/records.ts'
import { bridge } from './events/bridge.ts'
import { evaluations } from './events/evaluations.ts'
import { teller } from './events/telling.ts'
import { guard } from './guard.ts'
import { metrics } from './metrics.ts'
import { createTokens, oauth } from './oauth.ts'
import { CLIENT, createOrg, EVENTS_SECRET } from './org.ts'
import { people, teams } from './people.ts'
import { queues } from './queues.ts'
import { recognitions } from './recognitions.ts'
import { agentDay } from './schedule/agent-day.ts'
import { intraday } from './schedule/intraday.ts'
import { createPlanner } from './schedule/planner.ts'
import { createStaffing } from './schedule/staffing.ts'
import { uploads } from './schedule/uploads.ts'
import { weeks } from './schedule/weeks.ts'
import { schedules, units } from './schedule/wfm.ts'

const OMITS = [
  'Every calendar day is a working day; shifts, breaks and the staffing curve are made up from the agent and the date, the teams being larger than the cast.',
  'One business unit, one management unit, one division; schedules exist eight weeks back and six ahead; no time-off requests, no full-day markers.',
  'All WFM queries answer at once (status Complete); no forceAsync, no downloadUrl, no headcount forecast.',
  'An uploaded schedule only rewrites activities of shifts that are there: no new shifts, no deleting, no day markers; a shift that is not in the upload stays as it is.',
  'Every change makes the whole schedule and the agent’s part newer; both versions of an upload must be the newest. Which status refuses an older one (409, limits conflictStatus) is a guess.',
  'With limits updating: accepted an upload is worked on after the answer; what became of it shows in the schedule and its version only, for there is no topic of schedules.',
  'Genesys’s own block over a coaching block that somebody uploaded stands beside it; what the real one does there is not documented.',
  'Topics: conversations of queues, an agent’s end, sentiment, empathy, evaluations; no combined topics, no triggers.',
  'EventBridge forwards what was asked to be pushed, by an API destination of a made-up account; it gives up after 20 tries (and at once after 401, 407 and 409), knows no filters and no dead-letter queue, and ignores Retry-After.',
  'The query of conversation details filters by conversationId, queueId, userId and purpose, sorts by the start, and has no facets.',
  'Interactions that are over already are told all at once; agents follow one another without waiting in between; no conferences, no consultations, no ringing.',
  'An expired channel goes on hearing events until the next call about a channel; limits sockets: expired ends it at once.',
  'A token that is revoked disconnects its channels but does not end them; the reasons of system messages are the contract’s, their moments and words are ours.',
  'Evaluations are only events: no forms, no questions, no API to read them; event types, media and contexts are left out.',
  'Queues are observed calm (nobody waits, three agents idle) unless a change says otherwise; only oWaiting and oOnQueueUsers, no details.',
  'More groups than aggregateRows are refused by the aggregates; the number and the code analytics.too.many.groups are ours.',
  'Sentiment is -1 to 1 in metrics, transcripts and events (limits eventScale: percent for events), -100 to 100 in aggregates; of the six classes of a trend there are three; transcripts have no words.',
  'Aggregates ignore granularity, views and topN; searches know EXACT, TERM, TERMS, STARTS_WITH and CONTAINS.',
  'Coaching: no documents, annotations, notifications, slot jobs; the ids of conversations are not looked up; createdBy is empty for the client.',
  'External metrics: definitions are made and listed, never changed or deleted; their names need not be unique, nothing is ever in use, and an item that is left out says so with a code of ours.',
  'Error codes that the contract does not name (conflict of an appointment, bad request) are invented; the statuses are the documented ones.',
  'The rate window is a fixed minute of world time per token; there are no other quotas.',
]

export interface GenesysRoom extends VendorRoom {
  readonly upgrade: Upgrade
  /** POST /world/interactions. Throws an Error that says what to mend. */
  interact(body: Body): { readonly conversationId: string }
  /** The same for a list, in its order; nothing happened when one of them is refused. */
  interactAll(bodies: readonly Body[]): { readonly conversationIds: readonly string[] }
  /** What is known about a conversation; the page shows it where a card's link leads. */
  conversation(id: string): Interaction | undefined
  /** GET /world/agents/{id}/day. */
  day(person: WorldPerson, date?: string): unknown
}

export function genesys(world: World, route: Route): GenesysRoom {
  const org = createOrg(world)
  const planner = createPlanner(world)
  const staffing = createStaffing(world, planner)
  const appointments = createAppointments(org, planner, (each) => appointmentShape(each, world.clock.now()))
  const tokens = createTokens(org)
  const on = guard(org, tokens, route)
  const notified = channels(on, org)
  const pushed = bridge(org)
  const records = createRecords()
  const tell = teller(notified.publish, pushed.forward)
  const happened = interactions({ org, records, tell })

  oauth(tokens, org, route)
  people(on, org)
  teams(on, org)
  queues(on, org)
  analysis({ on, route, records, org })
  aggregates(on, org, records)
  detailsQuery(on, org, records)
  const watched = observations(on, org)
  units(on, org, planner)
  schedules(on, org, planner)
  weeks(on, org, planner)
  uploads(on, route, org, planner)
  intraday(on, planner, staffing)
  coaching(on, org, appointments)
  slots(on, org, { planner, staffing, appointments })
  recognitions(on, org)
  metrics(on, org)

  return {
    vendor: 'genesys',
    omits: OMITS,
    env: {
      GENESYS_CLIENT_ID: CLIENT.id,
      GENESYS_CLIENT_SECRET: CLIENT.secret,
      GENESYS_URL: `${world.url()}/genesys`,
      GENESYS_CONVERSATION_LINK: `${world.url()}/conversations/{conversationId}`,
      GENESYS_EVENTS_SECRET: EVENTS_SECRET,
      GENESYS_QUEUES: world.cast.queues.map(({ id }) => id).join(','),
    },
    changes: {
      ...changes({ org, planner, staffing, appointments, channels: notified, revokeTokens: tokens.revokeAll }),
      queue: watched.change,
      evaluation: evaluations({ org, records, tell }),
    },
    upgrade: notified.upgrade,
    interact: happened.interact,
    interactAll: happened.interactAll,
    conversation: (id) => records.get(id),
    day: agentDay(org, { planner, staffing, appointments }),
    close() {
      org.later.close()
      pushed.close()
      notified.close()
    },
  }
}
