// Thanks counted in Genesys: how many an agent was given on a day. Our own count, said as a total, so that saying it again is harmless.
import { dateOf } from '../coaching/hours.ts'
import { refOf } from '../coaching/journal.ts'
import type { Recognition } from '../coaching/recognition.ts'
import { DAY, SECOND } from '../coaching/slot.ts'
import { isPassing, VendorError } from '../errors.ts'
import type { Change, Measured, Ports, Stored } from '../ports.ts'
import { orAlarm } from './alarm.ts'
import { idFrom, JOURNAL, TALLY, type Tally } from './kinds.ts'
import { runSteps, type Step } from './steps.ts'
import { forget } from './tidy.ts'
import { settingsAbout } from './tune.ts'

/** What it is called in Genesys, where people choose it for a profile. */
const METRIC = 'Kudos'
const DEFINITION = 'metric-kudos'
/** One run at a time does all the counting, so that nobody else makes the metric meanwhile; Genesys takes a hundred at once. */
const QUEUE = 'count'
const ALL = 'tallies'
const MOST = 100
/** What was made while its answer was lost may not be found yet: so long it is waited for, before another is made. */
const LAG_MS = 30 * SECOND
/** Thanks that Genesys would not take for a while still find their day. */
const KEPT_MS = 30 * DAY

/** The tally that is written together with the last word on a recognition, where thanks are to be counted. */
export async function tallyFor(ports: Ports, { id, agent, interaction, decidedAt }: Recognition): Promise<Change[]> {
  const settings = await settingsAbout(ports, { agent, counted: interaction ? [interaction] : [] })
  if (!settings.thanks.metric) return []
  const day = dateOf(decidedAt, ports.house.zone)
  const tally = idFrom('tally', agent.id, day)
  const stored = await ports.store.get(TALLY, tally)
  const counted = [...new Set([...(stored?.body.counted ?? []), id])]
  const body: Tally = { agent: agent.id, day, counted, state: 'open' }
  return [change({ id: tally, version: stored?.version ?? 0, body }, ports.now())]
}

const change = ({ id, version, body }: Stored<Tally>, due: number): Change => ({
  put: TALLY.name,
  id,
  expect: version,
  body,
  due,
  index: { agent: { key: body.agent, at: due } },
})

/** A tally that fell due is either still to be told, or old enough to be forgotten; both are done for many at once. */
export const countSoon = (ports: Ports): Promise<void> => ports.jobs.add({ queue: QUEUE, id: ALL, at: ports.now() })

/** Tells Genesys every number that changed. Safe to run again after any crash or lost answer. */
export async function recordTallies(ports: Ports): Promise<void> {
  const due = await ports.store.dueOf(TALLY, ports.now(), MOST)
  const open = due.filter(({ body }) => body.state === 'open')
  for (const { id } of due.filter((each) => !open.includes(each))) await forget(ports, TALLY, id)
  if (open.length > 0) await record(ports, open)
  if (due.length === MOST) await countSoon(ports)
}

async function record(ports: Ports, open: readonly Stored<Tally>[]): Promise<void> {
  const refused = await tellGenesys(ports, open.map(measured))
  for (const stored of open) {
    const isRefused = refused.some(({ agent, day }) => agent === stored.body.agent && day === stored.body.day)
    const state = isRefused ? 'refused' : 'recorded'
    // Counted on meanwhile, it stays open and is told again.
    await ports.store.write([change({ ...stored, body: { ...stored.body, state } }, ports.now() + KEPT_MS)])
    ports.counts.add(`kudos ${state}`)
  }
}

const measured = ({ body: { agent, day, counted } }: Stored<Tally>): Measured => ({ agent, day, value: counted.length })

/** Answers what Genesys will not have. */
async function tellGenesys(ports: Ports, days: readonly Measured[]): Promise<readonly Measured[]> {
  const metric = await metricOf(ports)
  if (!metric) return days
  try {
    const refused = await orAlarm(ports, () => ports.centre.measure(metric, days))
    if (refused.length > 0) await lookForMetric(ports, metric)
    return refused
  } catch (error) {
    if (isPassing(error)) throw error
    ports.log.warn('thanks could not be counted in Genesys', { days: days.length })
    return days
  }
}

/** Somebody may have deleted it: then the next run makes another. */
async function lookForMetric(ports: Ports, metric: string): Promise<void> {
  if ((await ports.centre.metric(METRIC))?.id === metric) return
  const journal = await ports.store.get(JOURNAL, DEFINITION)
  if (journal) await ports.store.write([{ drop: JOURNAL.name, id: DEFINITION, expect: journal.version }])
  throw new Error('the metric that was counted in is gone')
}

/** Made when it is first needed, and remembered by the journal of making it; undefined when Genesys does not allow that. */
async function metricOf(ports: Ports): Promise<string | undefined> {
  const made = await runSteps(ports, { id: DEFINITION, steps: [definition(ports)], about: METRIC })
  return made.kind === 'done' ? refOf(made.journal, 'definition') : undefined
}

const definition = (ports: Ports): Step<string> => ({
  name: 'definition',
  async find(name, { lostMs = LAG_MS } = { ms: 0 }) {
    const found = await ports.centre.metric(name)
    if (!found && lostMs < LAG_MS) throw new VendorError({ vendor: 'Genesys', trouble: 'unavailable', code: 'not-seen-yet' })
    return found?.id
  },
  // It may be from an earlier life of this Halftime, or made by hand.
  write: (name) => orAlarm(ports, async () => ((await ports.centre.metric(name)) ?? (await ports.centre.createMetric(name))).id),
})
