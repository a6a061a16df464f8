// What a change would have made of the conversations there were, before anybody makes it.
import type { Change } from '../coaching/command.ts'
import { type Both, createComparison, type Effect } from '../coaching/effect.ts'
import type { PersonId } from '../coaching/interaction.ts'
import { unpacked } from '../coaching/kept-score.ts'
import type { RuleChange } from '../coaching/rule-command.ts'
import type { Settings } from '../coaching/settings.ts'
import { DAY } from '../coaching/slot.ts'
import type { Chart, Notice } from '../coaching/told-cards.ts'
import { plain, type Words } from '../coaching/view.ts'
import type { Ports } from '../ports.ts'
import { changesBetween } from './history.ts'
import { supervisorOf } from './identify.ts'
import { keepScores, keptDays } from './keep-scores.ts'
import { changedBy } from './set.ts'
import { currentSettings } from './tune.ts'

interface Question {
  readonly before: Settings
  readonly after: Settings
  readonly days: number
}

/** Judges what was kept of the last days by both settings. One day of one agent is in memory at a time. */
export async function effectOf(
  ports: Pick<Ports, 'store' | 'now' | 'house' | 'centre'>,
  { before, after, days }: Question,
): Promise<Effect> {
  await keepScores(ports)
  const over = { from: ports.now() - days * DAY, to: ports.now() + 1 }
  const { take, effect } = createComparison({ before, after, over, shadow: ports.house.shadow })
  for await (const kept of keptDays(ports, over.from)) for (const score of unpacked(kept)) take(kept, score)
  return effect()
}

type Wish = (Change | RuleChange) & {
  readonly words: Words
  /** The reader's. */
  readonly zone: string
  readonly days: number
}

export async function whatIf(ports: Ports, wish: Wish): Promise<Notice> {
  const { words, zone } = wish
  const { settings: before } = await currentSettings(ports)
  const after = await changedBy(ports, before, wish)
  if ('title' in after) return after
  const changes = await changesBetween(ports, { before, after }, words)
  if (changes.length === 0) return { title: words.say('diff.same') }
  const days = Math.min(wish.days, ports.house.scoreDays)
  const effect = await effectOf(ports, { before, after, days })
  const said = { title: words.say('what-if.title'), lines: [...changes, ...saidEffect(effect, words)] }
  if (effect.conversations === 0) return said
  const weeks = weeksOf(effect, words, zone)
  const facts = [...weekly(weeks, words), ...teams(effect, words), ...(await supervisors(ports, effect, words))]
  return { ...said, facts, ...pictured(weeks, words) }
}

/** In sentences: sessions a week, agents, and how sure that is. */
export function saidEffect(effect: Effect, words: Words): string[] {
  const { conversations, sessions, atMost, thanks, told, agents, newAgents } = effect
  if (conversations === 0) return [words.say('what-if.nothing')]
  const days = Math.max(1, Math.round((effect.over.to - effect.over.from) / DAY))
  const perWeek = ({ before, after }: Both) => ({ before: aWeek(before, days), after: aWeek(after, days) })
  const [before, after] = (['before', 'after'] as const).map((side) => ranged(sessions[side], atMost[side], words))
  return [
    words.say('what-if.sessions', { before: before!, after: after!, count: days }),
    words.say(days > 7 ? 'what-if.weekly' : 'what-if.by', { ...perWeek(atMost), count: conversations }),
    words.say('what-if.agents', { count: newAgents, ...agents }),
    ...(isSure(effect) ? [] : [words.say('what-if.unsure')]),
    ...(thanks.before === thanks.after ? [] : [words.say('what-if.thanks', { ...thanks })]),
    ...(told.before === atMost.before && told.after === atMost.after ? [] : [words.say('what-if.told', { ...told })]),
  ]
}

const isSure = ({ sessions, atMost }: Effect): boolean => sessions.before === atMost.before && sessions.after === atMost.after

/** "9", "9 to 14". */
const ranged = (least: number, most: number, words: Words): string =>
  least === most ? String(most) : words.say('what-if.range', { least, most })

/** Fewer than ten a week are told to the tenth. */
function aWeek(count: number, days: number): number {
  const found = (count * 7) / days
  return found >= 10 ? Math.round(found) : Math.round(found * 10) / 10
}

type Fact = NonNullable<Notice['facts']>[number]

const MOST = 8

interface Week extends Both {
  /** Its first. */
  readonly day: string
}

/** The first is seldom a whole one: what begins on the day of the next belongs to that. */
function weeksOf({ weeks }: Effect, words: Words, zone: string): Week[] {
  const byDay = Map.groupBy(weeks, ({ from }) => words.day(from, zone))
  return [...byDay].map(([day, of]) => ({ day, ...total(of) })).slice(-MOST)
}

const total = (all: readonly Both[]): Both => ({
  before: all.reduce((sum, { before }) => sum + before, 0),
  after: all.reduce((sum, { after }) => sum + after, 0),
})

function weekly(weeks: readonly Week[], words: Words): Fact[] {
  return weeks.map(({ day, before, after }) => ({
    title: words.say('what-if.week', { day }),
    value: words.say('what-if.both', { before, after }),
  }))
}

/** The weeks once more to look at, where there is something to see. */
function pictured(weeks: readonly Week[], words: Words): { readonly chart?: Chart } {
  if (weeks.length < 2 || weeks.every(({ before, after }) => before === 0 && after === 0)) return {}
  const series = (['before', 'after'] as const).map((side) => ({
    name: words.say(`what-if.chart-${side}`),
    points: weeks.map((week) => ({ label: week.day, value: week[side] })),
  }))
  return { chart: { title: words.say('what-if.chart'), series } }
}

const busiest = (a: Both, b: Both): number => b.after - a.after || b.before - a.before

function teams({ teams: all }: Effect, words: Words): Fact[] {
  if (all.length < 2) return []
  return all
    .toSorted(busiest)
    .slice(0, MOST)
    .map(({ name, ...both }) => ({
      title: name === null ? words.say('what-if.no-team') : words.say('what-if.team', { name: plain(name, 60) }),
      value: words.say('what-if.both', both),
    }))
}

/** More agents than these are not asked about: the teams tell enough then. */
const MOST_AGENTS = 200

/** How many sessions each supervisor would be asked for. */
async function supervisors(ports: Ports, { byAgent }: Effect, words: Words): Promise<Fact[]> {
  if (byAgent.size > MOST_AGENTS) return []
  const found = await Promise.all([...byAgent].map(async ([agent, both]) => ({ ...(await nameOf(ports, agent)), both })))
  const all = [...Map.groupBy(found, ({ id }) => id).values()].map((of) => ({
    name: of[0]!.name,
    ...total(of.map(({ both }) => both)),
  }))
  return all
    .toSorted(busiest)
    .slice(0, MOST)
    .map(({ name, ...both }) => ({
      title: name === null ? words.say('what-if.no-supervisor') : words.say('what-if.supervisor', { name: plain(name, 60) }),
      value: words.say('what-if.both', both),
    }))
}

async function nameOf(ports: Ports, agent: PersonId): Promise<{ readonly id: string | null; readonly name: string | null }> {
  const supervisor = await supervisorOf(ports, agent)
  return { id: supervisor?.id ?? null, name: supervisor?.name ?? null }
}
