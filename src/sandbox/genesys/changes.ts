// What planners, managers and administrators do in Genesys: POST /world/changes. A string answer says why not.
import { TEAMS } from '../core/cast.ts'
import { wallClock } from '../core/moments.ts'
import { leaveAll } from '../core/rooms.ts'
import type { ChangeHandler, WorldPerson } from '../core/world.ts'
import { appointmentChange } from './coaching/appointment-changes.ts'
import type { Appointments } from './coaching/appointments.ts'
import type { channels } from './conversations/channels.ts'
import { BUSINESS_UNIT, iso, type Limits, type Org } from './org.ts'
import { CODES } from './schedule/codes.ts'
import { editActivity } from './schedule/edits.ts'
import type { Planner } from './schedule/planner.ts'
import type { StaffingCurves } from './schedule/staffing.ts'
import { tellActivity } from './schedule/told.ts'

type Change = Parameters<ChangeHandler>[0]

export interface Changed {
  readonly org: Org
  readonly planner: Planner
  readonly staffing: StaffingCurves
  readonly appointments: Appointments
  readonly channels: ReturnType<typeof channels>
  readonly revokeTokens: () => void
}

/** `from` and `to` as instants, or a sentence. */
export function windowOf({ from, to }: Change): { readonly start: number; readonly end: number } | string {
  const [start, end] = [from, to].map((each) => (typeof each === 'string' ? wallClock(each, BUSINESS_UNIT.zone) : undefined))
  const fits = start !== undefined && end !== undefined && end > start
  return fits
    ? { start, end }
    : '"from" and "to" must be ISO 8601 times such as 2026-11-24T14:30 (in the zone of the business unit) or 2026-11-24T13:30:00Z, "to" after "from".'
}

function agentOf({ world }: Org, change: Change): WorldPerson | string {
  const person = world.cast.person(String(change.agent ?? ''))
  return person?.role === 'agent' ? person : '"agent" must be an agent.'
}

function plan(
  { org, planner, appointments }: Changed,
  change: Change,
  act: (agent: WorldPerson, window: { start: number; end: number }) => unknown,
) {
  const agent = agentOf(org, change)
  const window = windowOf(change)
  if (typeof agent === 'string') return agent
  if (typeof window === 'string') return window
  const outcome = act(agent, window)
  appointments.recheck(agent.id)
  return outcome ?? { agent: agent.id, shifts: planner.shifts(agent, window.start, window.end).length }
}

function moved({ org, planner }: Changed, agent: WorldPerson, window: { start: number; end: number }) {
  const date = planner.move(agent, window)
  const body = { userId: agent.id, startDate: iso(window.start), endDate: iso(window.end) }
  org.world.ledger.commit({ vendor: 'genesys', effect: 'schedule.shift-changed', by: 'other', id: `${date}-${agent.id}`, body })
  return { agent: agent.id, date }
}

function timeOff({ org, planner }: Changed, agent: string, window: { start: number; end: number }): void {
  const mark = { ...window, code: CODES.timeOff, title: 'Time off' }
  planner.add(agent, mark)
  tellActivity(org.world.ledger, 'activity-added', { by: 'other', agent, id: agent }, mark)
}

function peak({ org, staffing }: Changed, change: Change): unknown {
  const window = windowOf(change)
  if (typeof window === 'string') return window
  const agent = change.agent === undefined ? undefined : agentOf(org, change)
  if (typeof agent === 'string') return agent
  const queue = TEAMS.find(
    (team) => team.queue.id === change.queue || team.queue.name === change.queue || team.name === change.queue,
  )
  if (change.queue !== undefined && !queue) return `There is no queue "${String(change.queue)}".`
  const team = agent?.team ?? queue?.id
  staffing.peak({ from: window.start, to: window.end, ...(team ? { team } : {}) })
  return { team: team ?? 'all' }
}

function manager({ org }: Changed, change: Change): unknown {
  const { cast } = org.world
  const agent = cast.person(String(change.agent ?? change.person ?? ''))
  if (!agent) return 'Say who: "agent".'
  const above = change.manager === null ? undefined : cast.person(String(change.manager ?? ''))
  if (!above && change.manager !== null) return '"manager" must be a person, or null for nobody.'
  if (above) agent.supervisor = above.id
  else delete agent.supervisor
  return { agent: agent.id, manager: above?.id ?? null }
}

/** The accounts in every system end with it: users.info says deleted, Entra disabled, the mailbox is gone. */
function leaves({ org, appointments }: Changed, change: Change): unknown {
  const person = org.world.cast.person(String(change.person ?? change.agent ?? ''))
  if (!person) return 'Say who: "person".'
  person.active = false
  leaveAll(org.world, person)
  appointments.recheck(person.id)
  return { person: person.id, active: false }
}

function permission({ org }: Changed, { permission: name, granted }: Change): unknown {
  if (typeof name !== 'string' || typeof granted !== 'boolean')
    return 'Say {"permission": "coaching:appointment:add", "granted": false}.'
  if (granted) org.denied.delete(name)
  else org.denied.add(name)
  return { denied: [...org.denied] }
}

const LOST = ['licence', 'schedule'] as const

/** An agent loses the licence for workforce management, or the place in its schedules; null gives them back. */
function unplanned({ org, planner, appointments }: Changed, change: Change): unknown {
  const agent = agentOf(org, change)
  if (typeof agent === 'string') return agent
  const lost = change.lost === null ? null : LOST.find((each) => each === change.lost)
  if (lost === undefined) return `"lost" must be one of ${LOST.join(', ')}, or null.`
  planner.unplan(agent.id, lost)
  appointments.recheck(agent.id)
  return { agent: agent.id, lost }
}

const SOCKETS = ['closing', 'cut', 'silent', 'expired'] as const

/** Any of the Limits by name; and once: `sockets`, `tokens: "revoked"`, `thief: true`. */
function limits({ org, channels, revokeTokens }: Changed, change: Change): unknown {
  const { kind: _kind, vendor: _vendor, sockets, tokens, thief, ...rest } = change
  const unknown = Object.entries(rest).find(([key, value]) => typeof org.limits[key as keyof Limits] !== typeof value)
  if (unknown)
    return `"${unknown[0]}" is no limit here, or of another type. There are: ${JSON.stringify(org.limits)}, sockets, tokens, thief.`
  const ending = SOCKETS.find((each) => each === sockets)
  if (sockets !== undefined && !ending) return `"sockets" must be one of ${SOCKETS.join(', ')}.`
  Object.assign(org.limits, rest)
  if (tokens === 'revoked') revokeTokens()
  const revoked = tokens === 'revoked' ? channels.befall('revoked') : 0
  if (thief === true) channels.steal()
  return { ...org.limits, disconnected: ending ? channels.befall(ending) : revoked }
}

export function changes(parts: Changed): Readonly<Record<string, ChangeHandler>> {
  const { planner } = parts
  return {
    shift: (change) => plan(parts, change, (agent, window) => moved(parts, agent, window)),
    timeoff: (change) => plan(parts, change, (agent, window) => timeOff(parts, agent.id, window)),
    activity: (change) =>
      plan(parts, change, (agent, window) =>
        editActivity(parts.org, planner, agent, {
          ...window,
          action: String(change.action),
          title: String(change.title ?? 'Team meeting'),
        }),
      ),
    unplanned: (change) => unplanned(parts, change),
    peak: (change) => peak(parts, change),
    manager: (change) => manager(parts, change),
    leaves: (change) => leaves(parts, change),
    permission: (change) => permission(parts, change),
    appointment: (change) => appointmentChange(parts, change),
    limits: (change) => limits(parts, change),
  }
}
