// One world, and a bot in a process of its own that is killed in the midst of its calls and started again.
import { expect, vi } from 'vitest'
import { type Child, spawnBot } from '../child.ts'
import type { Entry } from '../control.ts'
import { openApart } from '../intake/apart.ts'
import { bookButtons } from '../journeys/acts.ts'
import { type Case, casesIn, type End, endOfCase } from './cases.ts'
import { BOTH_PLATFORMS, type Waiting } from './company.ts'
import { breachesIn, breachesOf, repeatsInTeams } from './invariants.ts'
import { type Call, concerns, nameOf, type Point, whereOf } from './points.ts'
import type { Run } from './row.ts'

/** What is due after a restart must be done within that time. */
const BOUND_MS = 60_000
/** "Tue" in "Book Tue 14:30", "Di" in "Di., 24. Nov. 14:30 buchen". */
const WEEKDAY = /(\p{L}+)\P{L}+(?:\d+\P{L}+\p{L}+\P{L}+)?\d\d:\d\d/u

export type Rig = Awaited<ReturnType<typeof openRig>>

/** How a proposal ended, and how long after the bot's latest start. */
export interface Ended {
  readonly end: End
  readonly ms: number
}

/** Ends the bot and the world whatever happened; without trouble, no vendor's contract may have been broken. */
export async function withRig(work: (rig: Rig) => Promise<void>): Promise<void> {
  const rig = await openRig()
  try {
    await work(rig)
    expect(await rig.world.violations()).toEqual([])
  } finally {
    await rig.close()
  }
}

async function openRig() {
  const { world, env, close } = await openApart()
  const decided = new Set<string>()
  const taken = new Set<string>()
  const ledger: Entry[] = []
  let bot: Child | undefined
  let startedAt = 0

  /** Another life of the bot, with the same memory. */
  async function start(more: Readonly<Record<string, string>> = {}, preload?: string): Promise<Child> {
    startedAt = performance.now()
    bot = spawnBot({ ...env, DELIVER: BOTH_PLATFORMS, LOG_LEVEL: 'warn', ...more }, preload)
    await bot.ready
    return bot
  }

  async function read(): Promise<readonly Entry[]> {
    for (const entry of await world.ledger(ledger.length)) if (entry.n > ledger.length) ledger.push(entry)
    return ledger
  }

  async function caseOf({ proposal }: Waiting): Promise<Case> {
    return casesIn(await read()).find((each) => each.proposal === proposal)!
  }

  /** Clicks one of the card's times, on a day on which this supervisor has no session of ours yet. Nobody waits for the answer: it may never come. */
  function book({ card, supervisor, proposal }: Waiting, run: Run): void {
    const dayOf = (label: string) => `${supervisor.first} ${WEEKDAY.exec(label)?.[1]}`
    const free = bookButtons(card).filter((label) => !taken.has(dayOf(label)))
    const label = free[run.chance(free.length)]!
    taken.add(dayOf(label))
    decided.add(proposal)
    void world.click(supervisor.first, card, label)
  }

  /** Stops that call of that booking, which must be reached by the `nth` time it is made. */
  const hold = (point: Point, waiting: Waiting, nth = 1): Promise<unknown> =>
    world.fault({
      ...whereOf(point.call, waiting),
      plan: [...Array<string>(nth - 1).fill('ok'), point.when === 'before' ? 'hold-request' : 'hold'],
    })

  const isHeld = async (waiting: Waiting, call: Call): Promise<boolean> =>
    (await world.held()).some((each) => !each.gone && concerns(whereOf(call, waiting), each))

  /** Kills the bot for good. What had reached a vendor is done all the same (`late`), or is lost on the way. */
  async function kill(late: () => boolean): Promise<void> {
    await bot?.kill('SIGKILL')
    await vi.waitFor(async () => expect((await world.held()).every(({ gone }) => gone)).toBe(true), { interval: 2 })
    for (const { id } of await world.held()) await world.release(id, late())
    await world.call('DELETE', '/faults')
  }

  /** What is wrong when something is waited for in vain. */
  async function inDetail(error: Error): Promise<never> {
    const held = (await world.held()).map(({ path, committed, gone }) => ({ path, committed, gone }))
    const state = JSON.stringify({ held, breaches: breachesIn(await read(), decided) })
    throw new Error(`${error.message}: ${state}\n${bot?.logged().slice(-2000)}`)
  }

  /** Until all cards agree with each other and with Genesys on how it ended, and the agent knows; answers that end and how long after the latest start. */
  async function ended(waiting: Waiting): Promise<Ended> {
    const look = async () => {
      const one = await caseOf(waiting)
      return breachesOf(one).length === 0 && endOfCase(one)
    }
    const end = await world.until(`the proposal of ${waiting.agent.first} to end`, look).catch(inDetail)
    const ms = Math.round(performance.now() - startedAt)
    expect(ms).toBeLessThan(BOUND_MS)
    return { end, ms }
  }

  return {
    world,
    env,
    start,
    book,
    hold,
    kill,
    caseOf,
    ended,
    /** Until so many calls are stopped. */
    held: (count = 1): Promise<unknown> =>
      soon('calls to be stopped', async () => (await world.held()).filter(({ gone }) => !gone).length === count).catch(inDetail),
    /** Until this booking is stopped there. */
    reached: (waiting: Waiting, point: Point): Promise<unknown> =>
      soon(`${waiting.agent.first} to be stopped ${nameOf(point)}`, () => isHeld(waiting, point.call)).catch(inDetail),
    /** Until it is stopped there, or will not come there any more: at its end, or stopped by a look at the schedule that others share. */
    reachedOrNot: (waiting: Waiting, point: Point): Promise<'held' | 'elsewhere'> =>
      soon(`${waiting.agent.first} to be stopped ${nameOf(point)}, or not to be`, async () => {
        if (await isHeld(waiting, point.call)) return 'held'
        const over = breachesOf(await caseOf(waiting)).length === 0
        return (over || (await isHeld(waiting, 'block'))) && 'elsewhere'
      }).catch(inDetail),
    async expectSound(): Promise<void> {
      expect(breachesIn(await read(), decided)).toEqual([])
    },
    repeats: async () => repeatsInTeams(await read()),
    async close(): Promise<void> {
      await bot?.kill('SIGTERM')
      await close()
    },
  }
}

/** Looks again and again: the moment matters more than the cost, and after ten seconds the bot would no longer wait for a held call. */
const soon = <T>(what: string, look: () => Promise<T | undefined | false>): Promise<T> =>
  vi.waitFor(
    async () => {
      const found = await look()
      if (!found) throw new Error(`waited in vain for ${what}`)
      return found
    },
    { timeout: 9000, interval: 3 },
  )
