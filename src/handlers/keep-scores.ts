// Scores at rest: every verdict leaves one in a stream, in its own write; from there they are packed, an agent's day to a record, and kept for so many days.
import type { PersonId } from '../coaching/interaction.ts'
import { dayBegins, type KeptDay, type KeptScore, packed, unpacked } from '../coaching/kept-score.ts'
import { DAY, HOUR } from '../coaching/slot.ts'
import type { Change, Ports, Stored } from '../ports.ts'
import { isErased } from './erased.ts'
import { idFrom, KEEPING, KEPT_DAY, SCORES, type ScoreEntry, type SignalRecord } from './kinds.ts'

const ID = 'scores'

type Keeper = Pick<Ports, 'store' | 'now' | 'house' | 'centre'>
const PAGE = 500
const ALL = 'all'

/** What a verdict leaves behind, in the same write. What was left aside for good leaves nothing. */
export function scoreChanges({ now }: Pick<Ports, 'now'>, { interaction, verdict }: SignalRecord): Change[] {
  if (!verdict || verdict.why === 'paused') return []
  const { shared: _, ...measured } = interaction
  const entry: ScoreEntry = { ...measured, outcome: verdict.why }
  return [{ append: SCORES.name, entry, at: now() }]
}

/** Begins, or goes on after a start. */
export const keepOn = ({ jobs, now }: Pick<Ports, 'jobs' | 'now'>): Promise<void> =>
  jobs.add({ queue: KEEPING.name, id: ID, at: now() })

/** Packs whatever was left behind since the last time. Safe to run again: what is packed already meets itself. */
export async function keepScores(ports: Keeper): Promise<void> {
  let stored = (await ports.store.get(KEEPING, ID)) ?? { id: ID, version: 0, body: { through: 0 } }
  for (let page = await next(ports, stored); page.length > 0; page = await next(ports, stored)) {
    const through = page.at(-1)!.n
    const scores = page.flatMap(({ entry }) => ('gap' in entry ? [] : [entry]))
    const days = await Promise.all(byDay(scores).map((each) => dayChange(ports, each)))
    stored = await save(ports, stored, through, [...days.flat(), { cut: SCORES.name, through }])
  }
  if ((stored.due ?? 0) <= ports.now()) await save(ports, stored, stored.body.through, [])
}

const next = ({ store }: Pick<Ports, 'store'>, { body }: Stored<{ through: number }>) => store.read(SCORES, body.through, PAGE)

async function save(ports: Keeper, { id, version }: Stored<unknown>, through: number, more: readonly Change[]) {
  const [body, due] = [{ through }, ports.now() + HOUR]
  const written = await ports.store.write([{ put: KEEPING.name, id, expect: version, body, due }, ...more])
  if (!written.ok) throw new Error(`another run was faster at ${written.id}`)
  return { id, version: version + 1, body, due }
}

function byDay(entries: readonly ScoreEntry[]): (readonly ScoreEntry[])[] {
  return [...Map.groupBy(entries, ({ agent, endedAt }) => dayId(agent, dayBegins(endedAt))).values()]
}

const dayId = (agent: PersonId, day: number): string => idFrom('day', agent, String(day))

/** The day with these as well. One that is kept no longer stays away. */
async function dayChange(ports: Keeper, scores: readonly ScoreEntry[]): Promise<Change[]> {
  const [{ agent, endedAt }] = scores as [ScoreEntry]
  const day = dayBegins(endedAt)
  if (await isErased(ports, agent)) return []
  const due = day + DAY + ports.house.scoreDays * DAY
  if (due <= ports.now()) return []
  const id = dayId(agent, day)
  const stored = await ports.store.get(KEPT_DAY, id)
  const { team = null, division } = stored?.body ?? (await ports.centre.person(agent)) ?? {}
  const all = merged(stored ? unpacked(stored.body) : [], scores)
  const body: KeptDay = { agent, day, team, ...(division ? { division } : {}), ...packed(all, day) }
  const index = { day: { key: ALL, at: day + spread(agent) }, agent: { key: agent, at: day } }
  return [{ put: KEPT_DAY.name, id, expect: stored?.version ?? 0, body, due, index }]
}

function merged(before: readonly KeptScore[], scores: readonly ScoreEntry[]): KeptScore[] {
  const nameOf = ({ conversation, evaluation }: KeptScore) =>
    evaluation ? `${evaluation.id} ${evaluation.version}` : String(conversation)
  return [...new Map([...before, ...scores].map((one) => [nameOf(one), one])).values()]
}

/** Spread over the day, so that pages of records end between two of them. */
const spread = (agent: PersonId): number => Number.parseInt(idFrom(agent).slice(0, 10), 16) % DAY

/** So many are read in one go: a moment's work. */
const DAYS = 200

/** Every agent's days from then on, in order of days, a page at a time. */
export async function* keptDays({ store }: Pick<Ports, 'store'>, since: number): AsyncGenerator<KeptDay> {
  const seen = new Set<string>()
  for (let from = dayBegins(since), limit = DAYS; ; ) {
    const page = await store.find(KEPT_DAY, { index: 'day', key: ALL, since: from, limit })
    for (const { id, body } of page) if (!seen.has(id)) yield body
    const last = page.at(-1)
    if (!last || page.length < limit) return
    // Whoever presses a button meanwhile is not kept waiting.
    await new Promise((go) => setImmediate(go))
    const at = last.body.day + spread(last.body.agent)
    // So many at the very same place: a longer page gets past them.
    if (at === from) limit *= 2
    seen.clear()
    for (const { id, body } of page) if (body.day + spread(body.agent) === at) seen.add(id)
    from = at
  }
}
