// What a change would have made of the conversations there were, before anybody makes it.
import type { Change } from '../coaching/command.ts'
import { type Both, createComparison, type Effect } from '../coaching/effect.ts'
import type { PersonId } from '../coaching/interaction.ts'
import { unpacked } from '../coaching/kept-score.ts'
import type { RuleChange } from '../coaching/rule-command.ts'
import type { Settings } from '../coaching/settings.ts'
import { DAY } from '../coaching/slot.ts'
import type { Notice } from '../coaching/told-cards.ts'
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
  return {
    title: words.say('what-if.title'),
    lines: [...changes, ...saidEffect(effect, words)],
    facts:
      effect.conversations === 0
        ? []
        : [...weeks(effect, words, zone), ...teams(effect, words), ...(await supervisors(ports, effect, words))],
  }
}

/** In sentences: sessions a week, agents, and how sure that is. */
export function saidEffect(effect: Effect, words: Words): string[] {
  const { conversations, sessions, atMost, thanks, told, agents, newAgents } = effect
  if (conversations === 0) return [words.say('what-if.nothing')]
  const days = Math.max(1, Math.round((effect.over.to - effect.over.from) / DAY))
  const weekly = ({ before, after }: Both) => ({ before: aWeek(before, days), after: aWeek(after, days) })
  const [before, after] = (['before', 'after'] as const).map((side) => ranged(sessions[side], atMost[side], words))
  return [
    words.say('what-if.sessions', { before: before!, after: after!, count: days }),
    words.say(days > 7 ? 'what-if.weekly' : 'what-if.by', { ...weekly(atMost), count: conversations }),
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

function weeks({ weeks: all }: Effect, words: Words, zone: string): Fact[] {
  return all.slice(-MOST).map(({ from, ...both }) => ({
    title: words.say('what-if.week', { day: words.day(from, zone) }),
    value: words.say('what-if.both', both),
  }))
}

const busiest = (a: Both, b: Both): number => b.after - a.after || b.before - a.before

function teams({ teams: all }: Effect, words: Words): Fact[] {
  if (all.length < 2) return []
  return all
    .toSorted(busiest)
    .slice(0, MOST)
    .map(({ name, ...both }) => ({
      title: name === null ? words.say('what-if.no-team') : words.say('scope.team', { name: plain(name, 60) }),
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
    before: of.reduce((sum, { both }) => sum + both.before, 0),
    after: of.reduce((sum, { both }) => sum + both.after, 0),
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
