// A12: Genesys takes longer for every answer than anybody waits, and some answers never come.
import { expect } from 'vitest'
import { bookButtons, ROUGH } from '../journeys/acts.ts'
import { AGENTS, cardsFor } from './company.ts'
import { type Rig, withRig } from './rig.ts'
import { type Account, faultRow, type Run } from './row.ts'

const SLOW_MS = 25_000
const MOST_OPEN = 32
const ACK_MS = 1000
/** What is asked at once needs room; more than this would be a store that grows. */
const MORE_MB = 64

interface Call {
  readonly at: number
  readonly status: number
  readonly ms: number
}

async function callsAfter({ world }: Rig, after: number): Promise<Call[]> {
  const requests = await world.call<(Omit<Call, 'at'> & { vendor: string; at: string })[]>('GET', `/requests?after=${after}`)
  return requests.filter(({ vendor }) => vendor === 'genesys').map(({ at, status, ms }) => ({ at: Date.parse(at), status, ms }))
}

/** Until the first of them is given up: by then as many are open as ever will be. */
async function mostOpen(rig: Rig, after: number): Promise<number> {
  const calls = await rig.world.until('a call to be given up', async () => {
    const all = await callsAfter(rig, after)
    return all.some(({ ms }) => ms > 0) && all
  })
  const over = ({ at, ms }: Call) => (ms === 0 ? Number.POSITIVE_INFINITY : at + ms)
  return Math.max(...calls.map(({ at: then }) => calls.filter((each) => each.at <= then && over(each) > then).length))
}

async function clickedAllTheSame(account: Account, rig: Rig, runs: readonly Run[]): Promise<number[]> {
  const bot = await rig.start()
  const cards = await cardsFor(rig.world)
  const memory = bot.memory()
  const before = (await rig.world.requests()).length
  const plan = Array.from({ length: 400 }, () => (runs[0]!.chance(20) === 0 ? 'timeout' : { delay: SLOW_MS }))
  await rig.world.fault({ vendor: 'genesys', plan, times: 10 })
  const calls = AGENTS.flatMap((agent) => Array.from({ length: 4 }, () => ({ agent, ...ROUGH, agentScore: 0.5 })))
  await rig.world.call('POST', '/interactions', calls)
  const clicks = runs.map(async (run, n) => {
    const { card, supervisor } = cards[n]!
    const labels = bookButtons(card)
    return rig.world.click(supervisor.first, card, labels[run.chance(labels.length)]!)
  })
  const acks = await Promise.all(clicks)
  const open = await mostOpen(rig, before)
  expect(open).toBeLessThanOrEqual(MOST_OPEN)
  expect(acks.map(({ status }) => status)).toEqual(acks.map(() => 200))
  account.measured('calls open at once, at most', open)
  const more = (bot.memory() ?? 0) - (memory ?? 0)
  expect(more).toBeLessThanOrEqual(MORE_MB)
  account.measured('MB of memory more than before', more)
  return acks.map(({ ms }) => ms)
}

faultRow(
  {
    id: 'A12',
    injected: 'Genesys takes 25 s for each answer, and 5 % never come, while ten people click and forty calls end',
    expected: 'every click is acknowledged within 1 s (p99), never more than 32 calls open, memory stays where it was',
    whole: 100,
    sample: AGENTS.length,
  },
  async (account) => {
    const acks: number[] = []
    for (let first = 0; first < account.runs.length; first += AGENTS.length) {
      const runs = account.runs.slice(first, first + AGENTS.length)
      await withRig((rig) =>
        account.inRun(runs[0]!, async () => void acks.push(...(await clickedAllTheSame(account, rig, runs)))),
      )
    }
    const sorted = acks.toSorted((a, b) => a - b)
    const p99 = sorted[Math.ceil(sorted.length * 0.99) - 1]!
    expect(p99).toBeLessThanOrEqual(ACK_MS)
    account.saw('click acknowledged', acks.length)
    account.note(`p99 ${p99} ms`)
  },
)
