// Whatever no event told, or told while nobody listened: the scores of a stretch of time, asked for in bulk.
import { DAY, HOUR, type Interval, MINUTE } from '../coaching/slot.ts'
import type { Change, Ports, Stored } from '../ports.ts'
import { hearScore } from './hear.ts'
import { BACKFILL, type Backfill } from './kinds.ts'

const QUEUE = BACKFILL.name
const ID = 'scores'

/** So far back the very first look goes. */
const FIRST_LOOK_MS = HOUR
/** Scores show up with a delay: every look begins so much before the end of the one before. */
const OVERLAP_MS = 5 * MINUTE
/** Scores that come late are met by looking further back from time to time, the further the rarer. */
const LOOKS_BACK = [
  { every: 10 * MINUTE, back: 30 * MINUTE },
  { every: HOUR, back: 3 * HOUR },
  { every: DAY, back: 26 * HOUR },
] as const
/** Longer ago is no longer worth a talk, however long nobody listened. */
const LONGEST_MS = 14 * DAY
/** One question covers so much to begin with, and twice as much after a sparse answer; what was asked for is remembered after each. */
const FIRST_SLICE_MS = 15 * MINUTE
const LONGEST_SLICE_MS = DAY
const SPARSE = 1000
/** Received side by side: one commit takes them all. */
const CROWD = 200

/** Asks at once for what is missing: after every start, and whenever a line of events opened anew. */
export const lookBack = (ports: Pick<Ports, 'jobs' | 'now'>): Promise<void> =>
  ports.jobs.add({ queue: QUEUE, id: ID, at: ports.now() })

/** One run over everything since the last, in slices. Killed at any point it goes on where it was; a repeat meets what it received before. */
export async function backfill(ports: Ports): Promise<void> {
  let stored = (await ports.store.get(BACKFILL, ID)) ?? beginning(ports)
  if (!stored.body.run) stored = await save(ports, stored, begun(ports, stored.body))
  let span = FIRST_SLICE_MS
  for (let run = stored.body.run; run && run.at < run.to; run = stored.body.run) {
    const slice = { from: run.at, to: Math.min(run.to, run.at + span) }
    const found = await receiveAll(ports, slice)
    stored = await save(ports, stored, { ...stored.body, run: { ...run, at: slice.to } })
    if (run.to - run.from > FIRST_SLICE_MS) report(ports, { ...run, at: slice.to })
    span = found < SPARSE ? Math.min(LONGEST_SLICE_MS, span * 2) : FIRST_SLICE_MS
  }
  await finish(ports, stored)
}

function beginning({ now }: Ports): Stored<Backfill> {
  return { id: ID, version: 0, body: { upTo: now() - FIRST_LOOK_MS, looked: LOOKS_BACK.map(now), run: null } }
}

function begun({ now }: Ports, { upTo, looked }: Backfill): Backfill {
  const to = now()
  const dueLooks = LOOKS_BACK.filter(({ every }, n) => to - (looked[n] ?? 0) >= every)
  // A clock that was set back may have asked for times to come, of which nothing is known yet.
  const known = Math.min(upTo, to)
  const from = Math.max(to - LONGEST_MS, Math.min(known - OVERLAP_MS, ...dueLooks.map(({ back }) => to - back)))
  return {
    upTo,
    looked: LOOKS_BACK.map(({ every }, n) => (to - (looked[n] ?? 0) >= every ? to : looked[n]!)),
    run: { from, to, at: from },
  }
}

async function receiveAll(ports: Ports, slice: Interval): Promise<number> {
  const scores = await ports.centre.scores(slice)
  for (let n = 0; n < scores.length; n += CROWD)
    await Promise.all(scores.slice(n, n + CROWD).map((score) => hearScore(ports, score)))
  return scores.length
}

/** A conflict means another run is at work: it goes on, this one ends and comes back. */
async function save(
  ports: Ports,
  { id, version }: Stored<Backfill>,
  body: Backfill,
  due = ports.now(),
): Promise<Stored<Backfill>> {
  const change: Change = { put: BACKFILL.name, id, expect: version, body, due }
  const written = await ports.store.write([change])
  if (!written.ok) throw new Error('another run of the backfill was faster')
  return { id, version: version + 1, body, due }
}

async function finish(ports: Ports, stored: Stored<Backfill>): Promise<void> {
  const { run } = stored.body
  const upTo = run?.to ?? stored.body.upTo
  // From the end of this look, not from now: the clock may have jumped meanwhile.
  const next = upTo + MINUTE
  await save(ports, stored, { ...stored.body, upTo, run: null }, next)
  await ports.jobs.add({ queue: QUEUE, id: ID, at: next })
}

function report({ log, counts }: Ports, { from, to, at }: NonNullable<Backfill['run']>): void {
  counts.set('backfill left minutes', Math.round((to - at) / MINUTE))
  log.info('asking for missed scores', { from: iso(from), to: iso(to), done: iso(at), left: Math.round((to - at) / MINUTE) })
}

const iso = (ms: number): string => new Date(ms).toISOString()
