// Judges kept scores once more by other settings: one after the other, remembering of each agent only what later ones can need. Pure.
import { BALANCE_MS, mostSuggested } from './balance.ts'
import { byEnd, type Interaction, joined, type PersonId } from './interaction.ts'
import type { KeptScore } from './kept-score.ts'
import { policiesOf, settingsFor } from './overrides.ts'
import { completed, type Decided, type Pattern, reachOf } from './pattern.ts'
import { type CoachingPolicy, coachRules, endsAll, praiseFor, rulesAbout, standing } from './policy.ts'
import { type CoachRule, match } from './rule.ts'
import type { Where } from './scope.ts'
import { limitMs, type Settings } from './settings.ts'
import { DAY } from './slot.ts'

export type Outcome = 'session' | 'thanks' | 'nothing'

export interface Replayed {
  readonly outcome: Outcome
  /** What applied there. */
  readonly settings: Settings
}

/** Where an agent works. */
export type Place = Pick<Where, 'division' | 'team'>

/** What is remembered of an agent between two conversations. */
interface Trail {
  readonly agent: PersonId
  /** By rule: decided conversations that no card counted yet, oldest first. */
  readonly decided: Map<string, Decided[]>
  /** The conversation heard of last, which may be heard of again, by an evaluation. */
  last: [] | [Interaction, ...Interaction[]]
  lastCounted: boolean
  sessions: number[]
  thanks: number[]
  /** By queue, for as long as the agent stays in the team and division. */
  settings: Map<string | null, Settings>
  place: Place
}

/**
 * Judges scores of any number of agents, each agent's in order of end time, as `decide` would with all of the agent's earlier ones at hand, and counts the
 * limits of sessions and of thanks from each end time. What it remembers is bounded by agents and by how far patterns reach, not by how many there are.
 */
export function createReplay(settings: Settings): (place: Place, score: KeptScore) => Replayed {
  const trails = new Map<PersonId, Trail>()
  const kept = keeping(settings)

  return (place, score) => {
    const trail = trails.get(score.agent) ?? begun(score.agent, place)
    trails.set(score.agent, trail)
    if (!isSame(trail.place, place)) Object.assign(trail, { place, settings: new Map() })
    const here = settingsAt(trail, score.queue, settings)
    const at = (queue: string | null) => settingsAt(trail, queue, settings).policy
    if (trail.last[0] && trail.last[0].conversation !== score.conversation) remember(trail, at, kept)
    const outcome = judged(trail, score, { settings: here, at })
    trail.last = [...trail.last, score]
    return { outcome, settings: here }
  }
}

const isSame = (a: Place, b: Place): boolean => a.team === b.team && a.division === b.division

const begun = (agent: PersonId, place: Place): Trail => ({
  agent,
  place,
  decided: new Map(),
  last: [],
  lastCounted: false,
  sessions: [],
  thanks: [],
  settings: new Map(),
})

function settingsAt(trail: Trail, queue: string | null, settings: Settings): Settings {
  const known = trail.settings.get(queue)
  if (known) return known
  const found = settingsFor(settings, { ...trail.place, queue, agent: trail.agent })
  trail.settings.set(queue, found)
  return found
}

type PolicyAt = (queue: string | null) => CoachingPolicy

interface Here {
  readonly settings: Settings
  readonly at: PolicyAt
}

function judged(trail: Trail, one: Interaction, { settings, at }: Here): Outcome {
  const { policy, thanks } = settings
  if (praiseFor(one, policy)) {
    if (countIn(trail.thanks, one.endedAt, thanks.days * DAY) >= thanks.times) return 'nothing'
    take(trail.thanks, one.endedAt)
    return 'thanks'
  }
  for (const rule of rulesAbout(policy, one)) {
    const counted = patternOf(trail, one, { rule, policy })
    if (!counted) continue
    if (isHeld(trail, one.endedAt, settings)) return 'nothing'
    take(trail.sessions, one.endedAt)
    trail.lastCounted = true
    for (const each of counted) startAnew(trail, each, at)
    return 'session'
  }
  return 'nothing'
}

/** Those that make a pattern of the rule with it, of all that no card counted. */
function patternOf(trail: Trail, one: Interaction, { rule, policy }: { rule: CoachRule; policy: CoachingPolicy }) {
  if (match(one, rule, policy.signal) !== 'matches' || trail.lastCounted) return undefined
  const before = rule.pattern.kind === 'each' ? [] : (trail.decided.get(rule.id) ?? [])
  return completed(rule.pattern, [...before, { interaction: one, rough: true }], before.length)
}

/** By the limit, or because praise comes first. */
function isHeld({ sessions, thanks }: Trail, at: number, settings: Settings): boolean {
  const { limit, praiseFirst } = settings
  if (countIn(sessions, at, limitMs(settings)) >= limit.sessions) return true
  if (praiseFirst === null) return false
  return countIn(sessions, at, BALANCE_MS) >= mostSuggested(countIn(thanks, at, BALANCE_MS), praiseFirst)
}

/** `taken`: oldest first. */
const countIn = (taken: readonly number[], at: number, ms: number): number =>
  taken.length - 1 - taken.findLastIndex((each) => each <= at - ms)

/** No limit looks further back. */
const LONGEST_MS = 90 * DAY

function take(taken: number[], at: number): void {
  const gone = taken.findIndex((each) => each > at - LONGEST_MS)
  taken.splice(0, gone < 0 ? taken.length : gone)
  taken.push(at)
}

/** No rule that looks at a counted conversation goes back beyond it. */
function startAnew(trail: Trail, counted: Interaction, at: PolicyAt): void {
  const policy = at(counted.queue)
  for (const [rule, all] of trail.decided)
    if (standing(counted, rule, policy) !== 'none')
      trail.decided.set(
        rule,
        all.filter(({ interaction }) => byEnd(interaction, counted) > 0),
      )
}

/** The conversation heard of last is over: what it is to each rule is kept, as far as a later one can need it. */
function remember(trail: Trail, at: PolicyAt, kept: Keeping): void {
  const {
    last: [first, ...others],
    lastCounted,
    decided,
  } = trail
  Object.assign(trail, { last: [], lastCounted: false })
  if (!first) return
  const interaction = joined([first, ...others])
  const policy = at(interaction.queue)
  for (const rule of rulesAbout(policy, interaction)) {
    const found = match(interaction, rule, policy.signal)
    const { breaks, failures, most } = kept.get(rule.id)!
    if (lastCounted || (found === 'fails' && (breaks || endsAll(interaction, policy)))) decided.delete(rule.id)
    else if (found === 'matches' || (found === 'fails' && failures))
      push(decided, rule.id, { entry: { interaction, rough: found === 'matches' }, most })
  }
}

/** Twice as many as are needed at most, so that they are cut off rarely. */
function push(decided: Trail['decided'], rule: string, { entry, most }: { entry: Decided; most: Kept['most'] }): void {
  const all = decided.get(rule) ?? []
  all.push(entry)
  decided.set(rule, all)
  if (all.length < 2 * most.entries) return
  const since = entry.interaction.endedAt - most.reach
  const near = all.filter(({ interaction }) => interaction.endedAt >= since)
  decided.set(rule, most.exact ? near.slice(-most.entries) : near)
}

type Keeping = ReadonlyMap<string, Kept>

interface Kept {
  /** One that fails ends every pattern there is of it. */
  readonly breaks: boolean
  /** One that fails may matter to a pattern. */
  readonly failures: boolean
  /** No pattern goes further back, nor, where that is `exact`, over more. */
  readonly most: { readonly reach: number; readonly entries: number; readonly exact: boolean }
}

/** What has to be kept for each rule: its pattern may be another one somewhere. */
function keeping(settings: Settings): Keeping {
  const patterns = new Map<string, Pattern[]>()
  for (const { id, pattern } of policiesOf(settings).flatMap(coachRules)) patterns.set(id, [...(patterns.get(id) ?? []), pattern])
  return new Map(
    [...patterns].map(([id, all]) => {
      const is = (kind: Pattern['kind']) => all.some((each) => each.kind === kind)
      const breaks = !is('of-last') && !is('within')
      const most = { reach: Math.max(...all.map(reachOf)), entries: Math.max(...all.map(lengthOf)), exact: !is('within') }
      return [id, { breaks, failures: is('of-last') || (is('consecutive') && !breaks), most }]
    }),
  )
}

const SOME = 32

/** So many decided conversations settle whether there is a pattern. */
function lengthOf(pattern: Pattern): number {
  if (pattern.kind === 'of-last') return pattern.m
  return pattern.kind === 'consecutive' ? pattern.n : SOME
}
