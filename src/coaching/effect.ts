// What other settings would have made of the same conversations. Pure.
import type { PersonId } from './interaction.ts'
import { dayBegins, type KeptScore } from './kept-score.ts'
import { createReplay } from './replay.ts'
import type { Settings } from './settings.ts'
import { DAY, type Interval } from './slot.ts'

/** By both settings. */
export interface Both {
  readonly before: number
  readonly after: number
}

export interface Effect {
  /** From the day of the first score on. */
  readonly over: Interval
  readonly conversations: number
  /** By what was measured. */
  readonly sessions: Both
  /** Had the agent's own score been low wherever it was not measured: it is asked for only where it mattered. So is everything below but the thanks. */
  readonly atMost: Both
  readonly thanks: Both
  /** Of the sessions, those somebody would be told of: the others are in shadow. */
  readonly told: Both
  /** Who would get a session at all. */
  readonly agents: Both
  /** Who gets one only then. */
  readonly newAgents: number
  readonly weeks: readonly (Both & { readonly from: number })[]
  readonly teams: readonly (Both & { readonly name: string | null })[]
  /** Sessions of each agent who gets any. */
  readonly byAgent: ReadonlyMap<PersonId, Both>
}

interface Compared {
  readonly before: Settings
  readonly after: Settings
  readonly over: Interval
  /** What the house does where the settings leave it open. */
  readonly shadow: boolean
}

type Team = { readonly id: string; readonly name: string } | null

interface Home {
  readonly team: Team
  readonly division?: string | undefined
}

const WEEK = 7 * DAY

/** Fed with scores of any number of agents, each agent's in order of end time. */
export function createComparison({ before, after, over, shadow }: Compared) {
  const sides = [side(before, shadow), side(after, shadow)] as const
  let [conversations, first] = [0, over.to]

  function take({ team, division }: Home, score: KeptScore): void {
    if (score.endedAt < over.from || score.endedAt >= over.to) return
    conversations += 1
    first = Math.min(first, score.endedAt)
    const back = Math.floor((over.to - 1 - score.endedAt) / WEEK)
    for (const each of sides) each.take({ agent: score.agent, team, division, back }, score)
  }

  function effect(): Effect {
    const [now, other] = sides
    const both = (key: 'sessions' | 'atMost' | 'thanks' | 'told') => ({ before: now.counts[key], after: other.counts[key] })
    const from = Math.max(over.from, dayBegins(first))
    const weeks = Array.from({ length: Math.ceil((over.to - from) / WEEK) }, (_, n) => n).toReversed()
    const teams = new Map([...now.teams, ...other.teams].map(([id, { name }]) => [id, name]))
    return {
      over: { from, to: over.to },
      conversations,
      sessions: both('sessions'),
      atMost: both('atMost'),
      thanks: both('thanks'),
      told: both('told'),
      agents: { before: now.agents.size, after: other.agents.size },
      newAgents: new Set(other.agents.keys()).difference(new Set(now.agents.keys())).size,
      weeks: weeks.map((back) => ({
        from: Math.max(from, over.to - (back + 1) * WEEK),
        before: now.weeks.get(back) ?? 0,
        after: other.weeks.get(back) ?? 0,
      })),
      teams: [...teams].map(([id, name]) => ({
        name,
        before: now.teams.get(id)?.count ?? 0,
        after: other.teams.get(id)?.count ?? 0,
      })),
      byAgent: joinedBy(now.agents, other.agents),
    }
  }

  return { take, effect }
}

function joinedBy(first: ReadonlyMap<PersonId, number>, second: ReadonlyMap<PersonId, number>): Map<PersonId, Both> {
  const all = [...first.keys(), ...second.keys()]
  return new Map(all.map((id) => [id, { before: first.get(id) ?? 0, after: second.get(id) ?? 0 }]))
}

interface Place extends Home {
  readonly agent: PersonId
  /** So many weeks before the end. */
  readonly back: number
}

/** One of the two settings at work. */
function side(settings: Settings, shadow: boolean) {
  const replay = createReplay(settings)
  const generous = createReplay(withoutSignal(settings))
  const counts = { sessions: 0, atMost: 0, thanks: 0, told: 0 }
  const agents = new Map<PersonId, number>()
  const weeks = new Map<number, number>()
  const teams = new Map<string | null, { readonly name: string | null; readonly count: number }>()

  function session({ agent, team, back }: Place, isTold: boolean): void {
    counts.atMost += 1
    if (isTold) counts.told += 1
    agents.set(agent, (agents.get(agent) ?? 0) + 1)
    weeks.set(back, (weeks.get(back) ?? 0) + 1)
    teams.set(team?.id ?? null, { name: team?.name ?? null, count: (teams.get(team?.id ?? null)?.count ?? 0) + 1 })
  }

  function take(place: Place, score: KeptScore): void {
    const home = { team: place.team?.id ?? null, division: place.division }
    const found = replay(home, score)
    if (found.outcome === 'thanks') counts.thanks += 1
    if (found.outcome === 'session') counts.sessions += 1
    const possible = generous(home, score)
    if (possible.outcome === 'session') session(place, !(possible.settings.shadow ?? shadow))
  }

  return { counts, agents, weeks, teams, take }
}

/** The same, had the agent's own score passed wherever it was not measured. */
const withoutSignal = (settings: Settings): Settings => ({
  ...settings,
  policy: { ...settings.policy, signal: { ...settings.policy.signal, missing: 'customer-only' } },
  overrides: settings.overrides.map(({ scope, values: { missing: _, ...values } }) => ({ scope, values })),
})
