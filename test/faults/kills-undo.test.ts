// A26, and the second half of A2: what was booked, or half booked, is taken back, and the bot is killed meanwhile.

import { expect } from 'vitest'
import type { Entry } from '../control.ts'
import { seed } from '../intake/extent.ts'
import { bookButtons, cardSays } from '../journeys/acts.ts'
import { anyone, says } from '../said.ts'
import { AGENTS, cardsFor, type Waiting } from './company.ts'
import { removalOf, whereOf } from './points.ts'
import { type Ended, type Rig, withRig } from './rig.ts'
import { type Account, faultRow, type Run } from './row.ts'

interface Act {
  readonly account: Account
  readonly rig: Rig
  readonly run: Run
  readonly waiting: Waiting
}

/** Ten runs share a scene, each with an agent of its own. */
async function inScenes(account: Account, act: (act: Act) => Promise<void>): Promise<void> {
  for (let first = 0; first < account.runs.length; first += AGENTS.length)
    await withRig(async (rig) => {
      await rig.start()
      const cards = await cardsFor(rig.world)
      for (const run of account.runs.slice(first, first + AGENTS.length))
        await account.inRun(run, () => act({ account, rig, run, waiting: cards[run.n % AGENTS.length]! }))
      const repeats = await rig.repeats()
      if (repeats > 0) account.saw('a message that stands twice in Teams, which cannot be asked', repeats)
    })
}

const HOLDS = ['hold-request', 'hold'] as const
const APPOINTMENT = { vendor: 'genesys', method: 'DELETE', path: '/api/v2/coaching/appointments/{appointmentId}' } as const

/** Kills the bot as soon as a call is held, and starts it again. */
async function dieWhileHeld({ rig, run }: Act): Promise<void> {
  await rig.held()
  await rig.kill(() => run.chance(2) === 1)
  await rig.start()
}

faultRow(
  {
    id: 'A2 undone',
    injected: 'SIGKILL while a booking whose calendar event was refused is being taken back, before and after the removal',
    expected: 'taken back, the card offers times again, and the next click books once',
    whole: 40,
    sample: 4,
  },
  (account) =>
    inScenes(account, async (act) => {
      const { rig, run, waiting } = act
      await rig.world.fault({ ...whereOf('event', waiting), plan: ['403'] })
      await rig.world.fault({ ...APPOINTMENT, plan: [HOLDS[run.n % HOLDS.length]!] })
      rig.book(waiting, run)
      await dieWhileHeld(act)
      const where = { user: waiting.supervisor.first }
      const open = await cardSays(rig.world, where, waiting.card, anyone('button.book'))
      expect((await rig.caseOf(waiting)).appointments).toEqual([])
      await rig.world.click(waiting.supervisor.first, open, bookButtons(open)[0]!)
      const { end } = await rig.ended(waiting)
      expect(end).toBe('booked')
      await rig.expectSound()
      account.saw('taken back, then booked')
    }),
)

/** Books, and answers the card with its Undo. */
async function booked({ rig, run, waiting }: Act) {
  rig.book(waiting, run)
  expect((await rig.ended(waiting)).end).toBe('booked')
  return cardSays(rig.world, { user: waiting.supervisor.first }, waiting.card, anyone('button.undo'))
}

async function bookedAt({ rig, waiting }: Act): Promise<number> {
  const ledger = await rig.world.ledger()
  const made = ledger.findLast(
    ({ effect, body }) => effect === 'appointment.created' && String(body.description).includes(waiting.proposal),
  )
  return Date.parse(made!.at)
}

/** Lets the world's clock come to so many seconds after the booking. */
async function wait(act: Act, seconds: number): Promise<void> {
  const { now } = await act.rig.world.call<{ now: string }>('GET', '')
  await act.rig.world.advance(`PT${((await bookedAt(act)) + seconds * 1000 - Date.parse(now)) / 1000}S`)
}

const isRefusal = ({ body }: Entry): boolean => says(body.text, 'refusal.undo-late')

/** The refusal that somebody read since that entry of the ledger. */
const refusedSince = async ({ rig }: Act, n: number): Promise<Entry | undefined> => (await rig.world.ledger(n)).find(isRefusal)

async function undoneAfter(act: Act, seconds: number): Promise<undefined> {
  const { account, rig, waiting } = act
  const card = await booked(act)
  const before = (await rig.world.ledger()).length
  await wait(act, seconds)
  void rig.world.click(waiting.supervisor.first, card, anyone('button.undo'))
  const answer = await rig.world.until('the press to be answered', async () => {
    const refused = await refusedSince(act, before)
    return refused ?? (says((await rig.caseOf(waiting)).cards[0]!.text, 'proposal.undone') && 'undone')
  })
  const { end } = await rig.ended(waiting)
  await rig.expectSound()
  if (answer === 'undone') {
    expect(seconds).toBeLessThan(600)
    expect(end).toBe('undone')
    account.saw('in time: all gone')
  } else {
    expect(end).toBe('booked')
    // On a slow machine the press itself may take the second that was left.
    expect(Date.parse(answer.at)).toBeGreaterThanOrEqual((await bookedAt(act)) + 600_000)
    account.saw(seconds < 600 ? 'void, as this machine was too slow' : 'too late: told so, and the session stands')
  }
}

/** The agent is being told while the session is taken back. */
async function undoneMeanwhile(act: Act, when: 'before' | 'after', kill: boolean): Promise<Ended> {
  const { rig, run, waiting } = act
  await rig.hold({ call: 'message', when }, waiting)
  rig.book(waiting, run)
  await rig.reached(waiting, { call: 'message', when })
  const where = { user: waiting.supervisor.first }
  const card = await cardSays(rig.world, where, waiting.card, anyone('button.undo'))
  void rig.world.click(waiting.supervisor.first, card, anyone('button.undo'))
  await cardSays(rig.world, where, waiting.card, anyone('proposal.undone'))
  if (kill) await dieWhileHeld(act)
  else for (const { id } of await rig.world.held()) await rig.world.release(id)
  return rig.ended(waiting)
}

async function killedWhileUndoing(act: Act, what: 'appointment' | 'event', word: (typeof HOLDS)[number]): Promise<Ended> {
  const { rig, waiting } = act
  const card = await booked(act)
  await rig.world.fault({ ...(what === 'event' ? removalOf(waiting) : APPOINTMENT), plan: [word] })
  void rig.world.click(waiting.supervisor.first, card, anyone('button.undo'))
  await dieWhileHeld(act)
  return rig.ended(waiting)
}

const WAYS: readonly ((act: Act) => Promise<Ended | undefined>)[] = [
  (act) => undoneAfter(act, 599),
  (act) => undoneAfter(act, 601),
  ...(['before', 'after'] as const).flatMap((when) =>
    [false, true].map((kill) => (act: Act) => undoneMeanwhile(act, when, kill)),
  ),
  ...(['appointment', 'event'] as const).flatMap((what) =>
    HOLDS.map((word) => (act: Act) => killedWhileUndoing(act, what, word)),
  ),
]

/** Other agents, and with them other platforms, each time round. */
const wayOf = ({ n }: Run) => WAYS[(n + Math.floor(n / AGENTS.length) + seed) % WAYS.length]!

faultRow(
  {
    id: 'A26',
    injected: 'Undo at 9:59 and at 10:01, while the agent’s message is being sent, and with a SIGKILL then or at a removal',
    expected: 'in time all of it goes, 0 orphan, and the agent reads one clear message; later it is refused with the reason',
    whole: WAYS.length * 10,
    sample: WAYS.length,
  },
  (account) =>
    inScenes(account, async (act) => {
      const ended = await wayOf(act.run)(act)
      await act.rig.expectSound()
      if (!ended) return
      expect(ended.end).toBe('undone')
      account.saw('taken back in the midst of it: all gone')
    }),
)
