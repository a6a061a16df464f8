// A29: the clock of the bot's machine is wrong, is put right, or stood still with the machine.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { Child } from '../child.ts'
import { seed } from '../intake/extent.ts'
import { advanceTo, bookButtons, openUntil } from '../journeys/acts.ts'
import { openScene } from '../world.ts'
import { endOf } from './cases.ts'
import { cardsFor, type Waiting } from './company.ts'
import { type Rig, withRig } from './rig.ts'
import { type Account, faultRow, type Run } from './row.ts'

interface Scene {
  readonly account: Account
  readonly rig: Rig
  readonly run: Run
}

const MINUTE = 60_000
const PRELOAD = new URL('./other-clock.ts', import.meta.url).href

/** A bot on a machine whose clock can be set. */
async function offClock(rig: Rig, ms: number) {
  const folder = mkdtempSync(join(tmpdir(), 'halftime-clock-'))
  const file = join(folder, 'off')
  const write = (off: number) => writeFileSync(file, String(off))
  write(ms)
  const bot = await rig.start({ OTHER_CLOCK: file, LOG_LEVEL: 'info' }, PRELOAD)
  let times = 0
  return {
    bot,
    /** Until the bot noticed. */
    async set(off: number): Promise<void> {
      write(off)
      bot.signal('SIGUSR2')
      times += 1
      await rig.world.until('the bot to notice its clock', async () => bot.logged().split(SET).length > times)
    },
    forget: () => rmSync(folder, { recursive: true }),
  }
}

const SET = 'the clock of this machine was set'

const alarmed = (rig: Rig, bot: Child): Promise<unknown> =>
  rig.world.until('the alarm', async () => bot.logged().includes('the clock of this machine is wrong'))

/** Ten minutes fast or slow from the start: said at once. Clicks from Slack are refused, as they should be, and taken when it is right. */
async function tenMinutesOff({ account, rig, run }: Scene): Promise<void> {
  const off = (run.chance(2) === 1 ? 10 : -10) * MINUTE
  const began = performance.now()
  const clock = await offClock(rig, off)
  await alarmed(rig, clock.bot)
  expect(performance.now() - began).toBeLessThan(MINUTE)
  await clock.set(0)
  const [waiting] = await cardsFor(rig.world, [run.chance(2) === 1 ? 'ana' : 'ben'])
  const { card, supervisor } = waiting!
  await clock.set(off)
  expect((await rig.world.click(supervisor.first, card, bookButtons(card)[0]!)).status).toBe(401)
  await clock.set(0)
  rig.book(waiting!, run)
  expect((await rig.ended(waiting!)).end).toBe('booked')
  expect(await rig.world.effects('appointment.created')).toHaveLength(1)
  await rig.expectSound()
  clock.forget()
  account.saw('ten minutes off: alarm at once, the click refused, and taken when the clock was right')
}

/** How often each copy of a card was drawn as expired. */
async function expiries(rig: Rig, { slack, teams }: Waiting): Promise<number[]> {
  const drawn = await rig.world.effects('message.updated')
  const isExpired = (text: unknown) =>
    endOf({ id: '', vendor: '', chat: '', text: String(text), mentions: new Set() }) === 'expired'
  return [slack, teams].map((copy) => drawn.filter(({ id, body }) => id === copy && isExpired(body.text)).length)
}

const expired = (rig: Rig, cards: readonly Waiting[]): Promise<unknown> =>
  rig.world.until('the cards to expire', async () => {
    const all = await Promise.all(cards.map((each) => expiries(rig, each)))
    return all.flat().every((count) => count > 0)
  })

/** Nothing more happens to them afterwards. */
async function expectOnce({ account, rig }: Scene, cards: readonly Waiting[], what: string): Promise<void> {
  await rig.world.advance('PT10M')
  for (const each of cards) expect(await expiries(rig, each)).toEqual([1, 1])
  account.saw(`expired once on every card, ${what}`, cards.length)
}

/** An hour back shortly before the cards expire: they do so an hour later, once. Then forward again. */
async function backAnHour(scene: Scene): Promise<void> {
  const { rig } = scene
  const clock = await offClock(rig, 0)
  const cards = await cardsFor(rig.world)
  await advanceTo(rig.world, openUntil(cards[0]!.card).subtract({ minutes: 30 }))
  await clock.set(-60 * MINUTE)
  await alarmed(rig, clock.bot)
  await rig.world.advance('PT45M')
  for (const each of cards) expect(await expiries(rig, each)).toEqual([0, 0])
  await rig.world.advance('PT1H')
  await expired(rig, cards)
  await clock.set(0)
  await expectOnce(scene, cards, 'although the clock had jumped back an hour')
  clock.forget()
}

/** The machine stands still for eight hours in which the cards expire. */
async function resumed(scene: Scene): Promise<void> {
  const { rig } = scene
  const bot = await rig.start()
  const cards = await cardsFor(rig.world)
  const until = openUntil(cards[0]!.card)
  await advanceTo(rig.world, until.subtract({ hours: 4 }))
  bot.signal('SIGSTOP')
  const passing = rig.world.advance('PT8H')
  await rig.world.until('the world to have gone on', async () => {
    const { now } = await rig.world.call<{ now: string }>('GET', '')
    return Date.parse(now) > until.epochMilliseconds + 180 * MINUTE
  })
  bot.signal('SIGCONT')
  await passing
  await expired(rig, cards)
  await expectOnce(scene, cards, 'although the machine stood still for eight hours meanwhile')
}

/** Genesys's own clock may be told to differ while the chats agree with ours: then an admin can read it. */
async function shown({ account }: Scene): Promise<void> {
  const { world, bot, close } = await openScene()
  await world.change({ kind: 'limits', dateOff: -10 * MINUTE })
  await world.advance('PT1M')
  expect(bot.ports.counts.all()['clock ahead (minutes)']).toBe(10)
  await world.command('ada', '/coaching status')
  await world.message({ user: 'ada' }, /the clock of Halftime's machine is 10 minutes ahead of Genesys's/)
  await close()
  account.saw('within a minute of world time an admin reads of it')
}

const WAYS = [tenMinutesOff, backAnHour, resumed, shown]

faultRow(
  {
    id: 'A29',
    injected:
      'the machine’s clock 10 min fast or slow, back by an hour shortly before cards expire, and a machine that stood still for 8 h',
    expected: 'alarm within a minute, signatures as strict as ever, cards expire exactly once',
    whole: WAYS.length * 10,
    sample: WAYS.length,
  },
  async (account) => {
    for (const run of account.runs)
      await withRig((rig) => account.inRun(run, () => WAYS[(run.n + seed) % WAYS.length]!({ account, rig, run })))
  },
)
