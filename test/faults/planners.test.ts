// A15: whoever plans in Genesys is faster than we are, again and again. Neither their change nor ours is lost.
import { expect } from 'vitest'
import type { Block } from '../../src/coaching/block.ts'
import { DAY, MINUTE, type SuggestedSlot, spanOf } from '../../src/coaching/slot.ts'
import { type AgentDay, dayOf } from '../genesys/days.ts'
import { type Practice, practice } from '../genesys/practice.ts'
import { type Account, faultRow, type Run } from './row.ts'

const AGENTS = ['ana', 'cleo', 'emil', 'gus', 'ines'] as const
/** How often somebody else is faster: a few times, and for ever. */
const RIVALS = [1, 2, 3, 3, 4, 1000] as const
const TRIES = 5

const TITLE = 'Coaching session'
/** Whoever is faster renames lunch. */
const renamed = (day: AgentDay, times: number): AgentDay['planned'] =>
  day.planned.map((piece) =>
    piece.title.startsWith('Lunch') ? { ...piece, title: `${piece.title}${', on time'.repeat(times)}` } : piece,
  )
const inOrder = (pieces: AgentDay['planned']): AgentDay['planned'] => pieces.toSorted((a, b) => a.start - b.start)

interface Act {
  readonly account: Account
  readonly world: Practice
  readonly run: Run
  readonly slots: readonly SuggestedSlot[]
}

async function outrun({ account, world, run, slots }: Act): Promise<void> {
  const agent = world.id(AGENTS[run.n % AGENTS.length]!)
  const slot = slots[run.chance(slots.length)]!
  const block: Block = { appointment: crypto.randomUUID(), agent, at: spanOf(slot), schedule: slot.schedule! }
  const rivals = RIVALS[run.n % RIVALS.length]!
  const faster = Math.min(rivals, TRIES)
  const day = () => dayOf(world, agent, block.at.from)
  const before = await day()
  await world.changes({ kind: 'limits', conflictStatus: run.chance(2) === 0 ? 409 : 412, rivals })
  const outcome = await world.centre.insert(block, TITLE).catch(({ code }) => code)
  await world.changes({ kind: 'limits', rivals: 0 })
  const ours = { start: block.at.from, end: block.at.to, kind: 'Coaching', title: TITLE }
  const theirs = renamed(before, faster)
  if (rivals > TRIES) {
    expect(outcome).toBe('schedule-conflict')
    expect((await day()).planned).toEqual(theirs)
    account.saw('given up after five tries: every change of theirs is there, nothing of ours')
  } else {
    expect(outcome).toBe('inserted')
    expect((await day()).planned).toEqual(inOrder([...theirs, ours]))
    account.saw('every change of theirs and ours are there')
  }
  await world.centre.takeOut(block)
  expect((await day()).planned).toEqual(theirs)
}

faultRow(
  {
    id: 'A15',
    injected:
      'while coaching is put on a schedule, another planner is faster (409 or 412) up to four times in a row, or for ever',
    expected: 'read again and tried again, five times at most, then given up: no change of anybody is lost',
    whole: 200,
    sample: 20,
  },
  async (account) => {
    const world = await practice()
    try {
      const slots = new Map<string, readonly SuggestedSlot[]>()
      for (const first of AGENTS) {
        const window = { from: world.now() + DAY, to: world.now() + 15 * DAY }
        const asked = { agent: world.id(first), facilitator: world.id('sam'), window, minutes: 30 }
        slots.set(first, await world.centre.suggestSlots(asked))
      }
      for (const run of account.runs) {
        // The budget of calls is a minute's.
        await world.pass(MINUTE)
        const own = slots.get(AGENTS[run.n % AGENTS.length]!)!
        await account.inRun(run, () => outrun({ account, world, run, slots: own }))
      }
      expect(await world.violations()).toEqual([])
    } finally {
      await world.close()
    }
  },
)
