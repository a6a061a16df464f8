// Each permission the bot uses, by the cheapest call that wants it. Permission comes before everything else, so a call about something
// that does not exist tells as much as a real one: 400 and 404 mean "you may, but there is no such thing".

import type { PersonId } from '../../coaching/interaction.ts'
import type { Finding } from '../../findings.ts'
import type { Apis } from '../calls/sdk.ts'
import { fine, unclear, wrong } from './findings.ts'
import type { Probe, Seen } from './probe.ts'

/** Belongs to nobody and nothing. */
export const NOBODY = '00000000-0000-0000-0000-000000000000'
const DAY = 86_400_000

export interface Known {
  /** Somebody whose interactions are listened to. */
  readonly agent: PersonId | undefined
  readonly queue: string | undefined
  readonly businessUnit: string | undefined
  now(): number
}

export interface Check {
  readonly what: string
  /** Any of these will do; the first is the one to ask for. */
  readonly permissions: readonly string[]
  /** All of them are wanted. */
  readonly all?: boolean
  call(apis: Apis, known: Known): Promise<unknown>
}

const iso = (ms: number) => new Date(ms).toISOString()
const around = (now: number) => `${iso(now)}/${iso(now + DAY)}`

/** https://developer.genesys.cloud/platform/api/ names the permissions of each. */
const CHECKS: readonly Check[] = [
  {
    what: 'scores of a conversation, transcripts',
    permissions: ['speechAndTextAnalytics:data:view', 'recording:recording:view'],
    all: true,
    call: ({ speech }) => speech.getSpeechandtextanalyticsConversation(NOBODY),
  },
  {
    what: 'scores in bulk',
    permissions: ['analytics:speechAndTextAnalyticsAggregates:view'],
    call: ({ analytics }, { now }) =>
      analytics.postAnalyticsTranscriptsAggregatesQuery({
        interval: `${iso(now() - 60_000)}/${iso(now())}`,
        metrics: ['oSentimentScore'],
        groupBy: ['queueId'],
      }),
  },
  {
    what: 'who took part in a conversation',
    permissions: ['analytics:conversationDetail:view'],
    call: ({ analytics }, { now }) =>
      analytics.postAnalyticsConversationsDetailsQuery({
        interval: `${iso(now() - 60_000)}/${iso(now())}`,
        paging: { pageSize: 1, pageNumber: 1 },
      }),
  },
  {
    what: 'queues as they are now',
    permissions: ['analytics:queueObservation:view'],
    call: ({ analytics }, { queue }) =>
      analytics.postAnalyticsQueuesObservationsQuery({
        filter: { type: 'or', predicates: [{ type: 'dimension', dimension: 'queueId', value: queue ?? NOBODY }] },
        metrics: ['oWaiting'],
      }),
  },
  {
    what: 'queues',
    permissions: ['routing:queue:view'],
    call: ({ routing }, { queue }) => routing.getRoutingQueue(queue ?? NOBODY),
  },
  {
    what: 'people by e-mail',
    permissions: ['directory:user:view'],
    call: ({ users }) =>
      users.postUsersSearch({ query: [{ type: 'EXACT', fields: ['email'], value: 'nobody@invalid.invalid' }], pageSize: 1 }),
  },
  { what: 'teams', permissions: ['groups:team:view'], call: ({ teams }) => teams.getTeam(NOBODY) },
  {
    what: 'which unit an agent is planned in',
    permissions: ['wfm:agent:view', 'wfm:publishedSchedule:view', 'coaching:appointment:add'],
    call: ({ wfm }, { agent }) => wfm.getWorkforcemanagementAgentManagementunit(agent ?? NOBODY),
  },
  {
    what: 'schedules',
    permissions: ['wfm:publishedSchedule:view'],
    call: ({ wfm }, { businessUnit, agent, now }) =>
      wfm.postWorkforcemanagementBusinessunitAgentschedulesSearch(businessUnit ?? NOBODY, {
        startDate: iso(now()),
        endDate: iso(now() + DAY),
        userIds: [agent ?? NOBODY],
      }),
  },
  {
    what: 'staffing of the day',
    permissions: ['wfm:intraday:view'],
    call: ({ wfm }, { businessUnit, now }) =>
      wfm.getWorkforcemanagementBusinessunitIntradayPlanninggroups(businessUnit ?? NOBODY, iso(now()).slice(0, 10)),
  },
  {
    what: 'activity codes',
    permissions: ['wfm:activityCode:view', 'wfm:publishedSchedule:view', 'wfm:intraday:view'],
    call: ({ wfm }, { businessUnit }) => wfm.getWorkforcemanagementBusinessunitActivitycodes(businessUnit ?? NOBODY),
  },
  {
    what: 'times for coaching',
    permissions: ['coaching:scheduleSlot:view'],
    call: ({ coaching }, { agent, now }) =>
      coaching.postCoachingScheduleslotsQuery({ interval: around(now()), lengthInMinutes: 30, attendeeIds: [agent ?? NOBODY] }),
  },
  {
    what: 'coaching appointments: look',
    permissions: ['coaching:appointment:view'],
    call: ({ coaching }, { agent, now }) => coaching.getCoachingAppointments([agent ?? NOBODY], { interval: around(now()) }),
  },
  {
    what: 'coaching appointments: create',
    permissions: ['coaching:appointment:add'],
    // Nobody, in the past: refused by everybody who may create, so that nothing comes of it.
    call: ({ coaching }) =>
      coaching.postCoachingAppointments({
        name: 'Halftime asks whether it may',
        description: '',
        dateStart: '2000-01-01T00:00:00Z',
        lengthInMinutes: 15,
        attendeeIds: [NOBODY],
      }),
  },
  {
    what: 'coaching appointments: keep off the schedule',
    permissions: ['coaching:appointment:edit'],
    call: ({ coaching }) => coaching.patchCoachingAppointment(NOBODY, { addToSchedule: false }),
  },
  {
    what: 'schedules: put coaching there by hand',
    permissions: ['wfm:schedule:edit'],
    // Only asks for a place to upload to, and for a schedule that does not exist.
    call: ({ wfm }, { businessUnit, now }) =>
      wfm.postWorkforcemanagementBusinessunitWeekScheduleUpdateUploadurl(
        businessUnit ?? NOBODY,
        iso(now()).slice(0, 10),
        NOBODY,
        { contentLengthBytes: 1 },
      ),
  },
  {
    what: 'coaching appointments: delete',
    permissions: ['coaching:appointment:delete'],
    call: ({ coaching }) => coaching.deleteCoachingAppointment(NOBODY),
  },
  {
    what: 'recognitions: look',
    permissions: ['engagement:recognition:view'],
    call: ({ engagement }, { now }) =>
      engagement.getEmployeeengagementRecognitions({
        direction: 'sent',
        dateStart: iso(now() - DAY),
        dateEnd: iso(now()),
        pageSize: 1,
      }),
  },
  {
    what: 'recognitions: create',
    permissions: ['engagement:recognition:add'],
    call: ({ engagement }) =>
      engagement.postEmployeeengagementRecognitions({
        recipientId: NOBODY,
        type: 'ThankYou',
        title: 'Halftime asks whether it may',
      }),
  },
]

const PERMISSION = /\b[\w-]+:[\w-]+:[\w-]+\b/g

/** What Genesys names as missing, or else what its documentation asks for. */
export function missingIn(
  { message }: Pick<Seen, 'message'>,
  { permissions, all }: Pick<Check, 'permissions' | 'all'>,
): string[] {
  const named = [...new Set(message.match(PERMISSION))]
  if (named.length === 0) return all ? [...permissions] : permissions.slice(0, 1)
  if (all) return named
  // Where any one is enough Genesys lists them all; asking for all would be asking too much.
  return [permissions.find((each) => named.includes(each)) ?? named[0]!]
}

export const grant = (permissions: readonly string[]): string =>
  `Add ${permissions.join(' and ')} to the role of the OAuth client (Admin → Roles / Permissions), in the divisions of your agents.`

export const areMissing = (permissions: readonly string[]): string =>
  `${permissions.join(' and ')} ${permissions.length > 1 ? 'are' : 'is'} missing`

/** Undefined when the call is allowed. */
function judged(check: Check, seen: Seen): Finding | undefined {
  const what = `permission: ${check.what}`
  if (seen.status === 403) {
    const missing = missingIn(seen, check)
    return wrong(what, areMissing(missing), grant(missing))
  }
  if (seen.status === 401)
    return wrong(what, 'the token was refused', 'Make a new secret for the OAuth client and run this again.')
  if (seen.status === 0 || seen.status === 429 || seen.status >= 500)
    return unclear(what, `no proper answer (${seen.status || seen.code})`, 'Run this again in a few minutes.')
  return undefined
}

/** One line for all that is allowed, one for each that is not. `more`: what is wanted in some installations only. */
export async function permissions(probe: Probe, known: Known, more: readonly Check[]): Promise<Finding[]> {
  const checks = [...CHECKS, ...more]
  const judgements = checks.map(async (check) => judged(check, await probe.ask((apis) => check.call(apis, known))))
  const troubles = (await Promise.all(judgements)).filter((each) => each !== undefined)
  const allowed = checks.length - troubles.length
  return [...(allowed > 0 ? [fine('permissions', `${allowed} of ${checks.length} kinds of calls are allowed`)] : []), ...troubles]
}
