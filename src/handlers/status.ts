import { Reason } from '../coaching/proposal.ts'
import { patternWords } from '../coaching/rough.ts'
import type { Settings } from '../coaching/settings.ts'
import { MINUTE } from '../coaching/slot.ts'
import type { Notice } from '../coaching/told-cards.ts'
import type { Facts, Words } from '../coaching/view.ts'
import type { Ports } from '../ports.ts'
import { BACKFILL, DECLINES, SETTINGS } from './kinds.ts'
import { pausedOnes, pausedSince } from './pause.ts'
import { saidScope } from './scopes.ts'
import { currentSupply, isGone } from './supply.ts'
import { currentSettings } from './tune.ts'

type Fact = { readonly title: string; readonly value: string }

/** How things are set, who set them so, and what happened since the start. `zone`: the reader's. */
export async function status(ports: Ports, words: Words, zone: string): Promise<Notice> {
  const { settings } = await currentSettings(ports)
  const paused = await pausedSince(ports)
  const facts: Fact[] = [
    ...(paused ? [pausedFact(paused.until, words, zone)] : []),
    ...(await restingFacts(ports, words, zone)),
    ...((settings.shadow ?? ports.house.shadow)
      ? [{ title: words.say('command.status.shadow'), value: words.say('command.status.shadow-on') }]
      : []),
    ...rules(settings, words),
    ...(await different(ports, settings, words)),
    ...(await changedBy(ports, words, zone)),
    ...(await intake(ports, words, zone)),
    ...happenings(ports, words),
    ...(await declines(ports, words, { rule: settings.policy.coach.id, zone })),
  ]
  return { title: words.say('command.status.title'), facts }
}

async function restingFacts(ports: Ports, words: Words, zone: string): Promise<Fact[]> {
  const some = await pausedOnes(ports)
  if (some.length === 0) return []
  const said = some.slice(0, MOST_NAMED).map(async ({ scope, until }) => {
    const name = await saidScope(ports, scope, words)
    return until === null ? name : words.say('command.status.paused-until-moment', { name, moment: momentOf(until, words, zone) })
  })
  const more = some.length > MOST_NAMED ? [`+${some.length - MOST_NAMED}`] : []
  return [{ title: words.say('command.status.paused-some'), value: words.list([...(await Promise.all(said)), ...more]) }]
}

const momentOf = (at: number, words: Words, zone: string): string =>
  words.say('moment', { day: words.day(at, zone), time: words.time(at, zone) })

/** Whoever looks at the rule should know where it is another one. */
async function different(ports: Ports, { overrides }: Settings, words: Words): Promise<Fact[]> {
  if (overrides.length === 0) return []
  const scopes = await Promise.all(overrides.slice(0, MOST_NAMED).map(({ scope }) => saidScope(ports, scope, words)))
  const more = overrides.length - scopes.length
  return [{ title: words.say('command.status.different'), value: words.list([...scopes, ...(more > 0 ? [`+${more}`] : [])]) }]
}

const MOST_NAMED = 5

function pausedFact(until: number | null, words: Words, zone: string): Fact {
  const moment = until === null ? '' : words.say('moment', { day: words.day(until, zone), time: words.time(until, zone) })
  return {
    title: words.say('command.status.paused'),
    value: words.say(until === null ? 'command.status.paused-open' : 'command.status.paused-until', { moment }),
  }
}

function rules({ policy, limit }: Settings, words: Words): Fact[] {
  const { coach, praise, signal } = policy
  const rule = {
    customer: words.score(coach.customerBelow),
    agentScore: words.score(coach.agentBelow),
    pattern: patternWords(coach.pattern, words),
  }
  const alone = signal.source === 'off'
  const source = words.say(`signal.${signal.source}`)
  const said = (title: string, key: string, facts: Facts): Fact => ({
    title: words.say(`command.status.${title}`),
    value: words.say(`command.status.${key}`, facts),
  })
  return [
    said('coach', alone ? 'coach-alone' : 'coach-rule', rule),
    ...(coach.evaluationBelow === null ? [] : [said('evaluation', 'evaluation-rule', { value: coach.evaluationBelow })]),
    ...(alone ? [] : [said('signal', 'signal-rule', { source, missing: words.say(`missing.${signal.missing}`) })]),
    said('praise', 'praise-rule', { praise: words.score(praise.customerAbove) }),
    said('limit', 'limit-rule', { count: limit.sessions, days: limit.days }),
  ]
}

/** How far Genesys was listened to, what that cost, and what stands in the way of the rule. */
async function intake(ports: Ports, words: Words, zone: string): Promise<Fact[]> {
  const supply = await currentSupply(ports)
  const progress = (await ports.store.get(BACKFILL, 'scores'))?.body
  const gone =
    supply && isGone(supply) ? [{ title: words.say('command.status.attention'), value: words.say('signal-gone.short') }] : []
  const upTo = progress?.run?.at ?? progress?.upTo
  const left = words.say('command.status.minutes', {
    count: progress?.run ? Math.round((progress.run.to - progress.run.at) / MINUTE) : 0,
  })
  const moment = upTo === undefined ? '' : words.say('moment', { day: words.day(upTo, zone), time: words.time(upTo, zone) })
  const { judged, calls } = tallies(ports)
  return [
    ...clock(ports, words),
    ...gone,
    ...(moment
      ? [
          {
            title: words.say('command.status.intake'),
            value: progress?.run ? words.say('command.status.intake-left', { moment, left }) : moment,
          },
        ]
      : []),
    ...(judged > 0 ? [{ title: words.say('command.status.calls'), value: words.score(calls / judged) }] : []),
  ]
}

/** Only when it is wrong: then clicks may be refused, and somebody must know why. */
function clock({ counts }: Ports, words: Words): Fact[] {
  const minutes = counts.all()['clock ahead (minutes)'] ?? 0
  if (minutes === 0) return []
  const facts = { count: Math.abs(minutes) }
  const value = words.say(`command.status.clock-${minutes > 0 ? 'ahead' : 'behind'}`, facts)
  return [{ title: words.say('command.status.attention'), value }]
}

async function changedBy(ports: Ports, words: Words, zone: string): Promise<Fact[]> {
  const stored = await ports.store.get(SETTINGS, 'current')
  if (!stored) return []
  const who = (await ports.centre.person(stored.body.by))?.name ?? stored.body.by
  const moment = words.say('moment', { day: words.day(stored.body.at, zone), time: words.time(stored.body.at, zone) })
  return [{ title: words.say('command.status.changed'), value: words.say('command.status.changed-by', { who, moment }) }]
}

function tallies({ counts }: Ports): { readonly judged: number; readonly calls: number } {
  const all = counts.all()
  const judged = ['coach', 'recognise', 'leave'].reduce((sum, kind) => sum + (all[`judged ${kind}`] ?? 0), 0)
  return { judged, calls: all['genesys calls'] ?? 0 }
}

function happenings(ports: Ports, words: Words): Fact[] {
  const counts = ports.counts.all()
  const { judged } = tallies(ports)
  const shadowed = counts['proposed in shadow'] ?? 0
  const shown = {
    judged,
    ...(shadowed > 0 ? { shadowed } : {}),
    proposed: counts.proposed ?? 0,
    booked: counts.booked ?? 0,
    praised: counts.recognised ?? 0,
  }
  return Object.entries(shown).map(([key, value]) => ({ title: words.say(`command.status.${key}`), value: String(value) }))
}

interface Asked {
  readonly rule: string
  readonly zone: string
}

/** How often the rule's proposals were declined, since the first time, and what it was for. */
async function declines(ports: Ports, words: Words, { rule, zone }: Asked): Promise<Fact[]> {
  const stored = await ports.store.get(DECLINES, rule)
  if (!stored) return []
  const { since, times } = stored.body
  const said = Reason.options.flatMap((reason) =>
    times[reason] ? [words.say(`command.status.declined-${reason}`, { count: times[reason] })] : [],
  )
  const count = Object.values(times).reduce((sum, one) => sum + one, 0)
  const value = words.say('command.status.declined-times', { times: count, reasons: said.join(', ') })
  return [{ title: words.say('command.status.declined', { day: words.day(since, zone) }), value }]
}
