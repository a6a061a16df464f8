// Other planners work on the same shift at any moment while a block is put there and taken out again: nothing of theirs is ever lost.
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Block } from '../../src/coaching/block.ts'
import { DAY, type Interval, MINUTE, overlaps } from '../../src/coaching/slot.ts'
import { isWhole, seed, TIMEOUT } from '../intake/extent.ts'
import { type AgentDay, dayOf } from './days.ts'
import { type Practice, practice } from './practice.ts'

const RUNS = isWhole ? 200 : 20
const AGENTS = ['ana', 'ben', 'cleo', 'dario', 'emil', 'fay', 'gus', 'hana', 'ines', 'jon']
const QUARTER = 15 * MINUTE

let world: Practice
beforeAll(async () => {
  world = await practice()
  await world.changes({ kind: 'limits', callsPerMinute: 100_000 })
})
afterAll(async () => {
  expect(await world.violations()).toEqual([])
  await world.close()
})

/** Mulberry32: the same seed, the same run. */
function dice(from: number): (below: number) => number {
  let state = from >>> 0
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) % below
  }
}

/** Quarters of an hour in which nothing but work on the queue stands. */
const freeQuarters = ({ work }: AgentDay): Interval[] =>
  work.flatMap(({ start, end }) => {
    const from = Math.ceil(start / QUARTER) * QUARTER
    const count = Math.max(0, Math.floor((end - from) / QUARTER))
    return Array.from({ length: count }, (_, n) => ({ from: from + n * QUARTER, to: from + (n + 1) * QUARTER }))
  })

const iso = (ms: number) => new Date(ms).toISOString()
const sameTimes = ({ planned }: AgentDay) => planned.map(({ start, end, title }) => `${iso(start)} ${iso(end)} ${title}`)

/** Meetings that planners add one after the other, each after a moment of its own. */
async function meddle(agent: string, meetings: readonly { at: Interval; title: string }[], roll: (below: number) => number) {
  for (const { at, title } of meetings) {
    await new Promise((resolve) => setTimeout(resolve, roll(12)))
    await world.changes({ kind: 'activity', agent, action: 'add', from: iso(at.from), to: iso(at.to), title })
  }
}

async function run(n: number, roll: (below: number) => number): Promise<void> {
  const agent = AGENTS[n % AGENTS.length]!
  const at = world.now() + (2 + (Math.floor(n / AGENTS.length) % 20)) * DAY
  const before = await dayOf(world, world.id(agent), at)
  const free = freeQuarters(before)
  const starts = free.filter(({ to }) => free.some(({ from }) => from === to))
  const start = starts[roll(starts.length)]!.from
  const block: Block = { ...(await referenceFor(agent, start)), at: { from: start, to: start + 2 * QUARTER } }
  const others = free.filter((each) => !overlaps(each, block.at))
  const meetings = Array.from({ length: 1 + roll(3) }, (_, k) => ({
    at: others.splice(roll(others.length), 1)[0]!,
    title: `Meeting ${n}.${k}`,
  }))
  const [first, later] = [meetings.slice(0, 1), meetings.slice(1)]

  await Promise.all([world.centre.insert(block, 'Coaching session'), meddle(agent, first, roll)])
  const between = await dayOf(world, world.id(agent), at)
  const wanted = (more: readonly { at: Interval; title: string }[]) =>
    [...sameTimes(before), ...more.map((each) => `${iso(each.at.from)} ${iso(each.at.to)} ${each.title}`)].toSorted()
  expect(sameTimes(between)).toEqual(wanted([...first, { at: block.at, title: 'Coaching session' }]))

  await Promise.all([world.centre.takeOut(block), meddle(agent, later, roll)])
  const after = await dayOf(world, world.id(agent), at)
  expect(sameTimes(after)).toEqual(wanted(meetings))
  const length = (day: AgentDay) => [...day.work, ...day.planned].reduce((sum, { start: from, end }) => sum + end - from, 0)
  expect(length(after)).toBe(length(before))
}

async function referenceFor(agent: string, at: number): Promise<Omit<Block, 'at'>> {
  const date = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO('Europe/Berlin').toPlainDate()
  const weekDate = date.subtract({ days: date.dayOfWeek - 1 }).toString()
  const businessUnit = '00000000-0000-4000-8005-000000000001'
  return { appointment: 'none', agent: world.id(agent), schedule: { id: 'published anew since', businessUnit, weekDate } }
}

it(`in ${RUNS} runs (seed ${seed}) every planner's meeting stays, and the block is there once, then not at all`, {
  timeout: TIMEOUT,
}, async () => {
  const roll = dice(seed)
  for (let n = 0; n < RUNS; n++) {
    await run(n, roll)
    // Our own budget of calls a minute.
    await world.pass(30_000)
  }
  const refused = (await world.requests()).filter(({ status }) => status === 409)
  console.log(`${RUNS} runs: ${refused.length} uploads met another planner's change`)
  expect(refused.length).toBeGreaterThan(0)
})
