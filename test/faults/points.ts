// The outside writes of a booking, before and after each of which the bot can be killed: the call is held, nothing in the bot helps.
import type { Waiting } from './company.ts'

export const CALLS = ['claim', 'appointment', 'event', 'block', 'slack card', 'teams card', 'message'] as const
export type Call = (typeof CALLS)[number]

/** `before`: nothing is done yet; `after`: it is done, and the bot did not hear of it. */
export interface Point {
  readonly call: Call
  readonly when: 'before' | 'after'
}

export const POINTS: readonly Point[] = CALLS.flatMap((call) => [
  { call, when: 'before' },
  { call, when: 'after' },
])

export const nameOf = ({ call, when }: Point): string => `${when} ${call}`

interface Where {
  readonly vendor: string
  readonly method: string
  readonly path: string
  /** What tells this booking's call from everybody else's. */
  readonly about: string
}

/** Taking the event out of the calendar it is in. */
export const removalOf = ({ supervisor }: Waiting): Omit<Where, 'about'> =>
  hasGoogle(supervisor.first)
    ? { vendor: 'google', method: 'DELETE', path: '/calendar/v3/calendars/{calendarId}/events/{eventId}' }
    : { vendor: 'microsoft', method: 'DELETE', path: '/v1.0/users/{id}/events/{eventId}' }

/** A claim is on the disk as soon as the chosen time is looked at again; a block is looked for, since Genesys writes it itself. */
export function whereOf(call: Call, { agent, supervisor, slack, teams, conversation }: Waiting): Where {
  switch (call) {
    case 'claim':
      // Google is asked in the name of whose calendar it is, which is not to be read in the call.
      return hasGoogle(supervisor.first)
        ? { ...POST, vendor: 'google', path: '/calendar/v3/freeBusy', about: '' }
        : { ...POST, vendor: 'microsoft', path: '/v1.0/users/{id}/calendar/getSchedule', about: supervisor.email }
    case 'appointment':
      return { ...POST, vendor: 'genesys', path: '/api/v2/coaching/appointments', about: agent.id }
    case 'event':
      return hasGoogle(supervisor.first)
        ? { ...POST, vendor: 'google', path: '/calendar/v3/calendars/{calendarId}/events', about: agent.email }
        : { ...POST, vendor: 'microsoft', path: '/v1.0/users/{id}/events', about: agent.email }
    case 'block':
      return { ...POST, vendor: 'genesys', path: BLOCK, about: agent.id }
    case 'slack card':
      return { ...POST, vendor: 'slack', path: 'chat.update', about: slack.slice(slack.indexOf(':') + 1) }
    case 'teams card':
      return { vendor: 'teams', method: 'PUT', path: `${ACTIVITIES}/{activityId}`, about: teams }
    case 'message':
      return agentOn(agent.first) === 'slack'
        ? { ...POST, vendor: 'slack', path: 'chat.postMessage', about: conversation }
        : { ...POST, vendor: 'teams', path: ACTIVITIES, about: conversation }
    default:
      return call satisfies never
  }
}

/** Whether a call that was made is the one that is looked for. */
export function concerns(
  { vendor, method, path, about }: Where,
  call: Omit<Where, 'about'> & { readonly body: unknown },
): boolean {
  const there = path.includes('/') ? new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`) : new RegExp(`/${path}$`)
  const sent = `${call.path} ${JSON.stringify(call.body)}`
  return (
    call.vendor === vendor &&
    call.method === method &&
    there.test(call.path) &&
    (sent.includes(about) || sent.includes(encodeURIComponent(about)))
  )
}

const POST = { method: 'POST' } as const
const BLOCK = '/api/v2/workforcemanagement/businessunits/{businessUnitId}/agentschedules/search'
const ACTIVITIES = '/v3/conversations/{conversationId}/activities'

/** Everybody else's calendar is Microsoft's, or in both. */
export const hasGoogle = (supervisor: string): boolean => supervisor === 'rita'

const ON_TEAMS = new Set(['cleo', 'dario', 'gus', 'hana', 'jon'])
const agentOn = (first: string): 'slack' | 'teams' => (ON_TEAMS.has(first) ? 'teams' : 'slack')
