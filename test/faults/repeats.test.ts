// The same click again and again, minutes, hours and a week later: the first answer stands, and everybody gets one.

import { rmSync } from 'node:fs'
import { expect } from 'vitest'
import type { Delivered, Entry, Seen, World } from '../control.ts'
import { openApart } from '../intake/apart.ts'
import { anyone, says } from '../said.ts'
import { faultRow } from './row.ts'
import { DIRECTLY, deeds, inScene, isBooked, MINUTE, pressAll, type Turn, type Watch, watch, weeks } from './weeks.ts'

/** Of Slack's retries, and of the hourly ones up to a day. */
const LATER = ['PT1M', 'PT4M', 'PT55M', 'PT5H', 'PT16H'] as const
const ANSWER_MS = 3000

faultRow(
  {
    id: 'A20',
    injected:
      'everybody clicks two or three times, and each click is delivered again ten times: at once, after minutes and up to 22 hours later, by Slack with its retry headers',
    expected: 'one booking, every repeat answered 200, no further message',
    whole: 100,
    sample: 10,
  },
  ({ runs, inRun, saw }) =>
    inScene(DIRECTLY, async (scene) => {
      const { world } = scene
      const seen = watch(world)
      for await (const turns of weeks(scene, { seen, runs })) {
        const effects = seen.entries.length
        const first = await Promise.all(turns.map((turn) => clicks(world, turn)))
        const repeat = (which: (all: readonly Delivered[], n: number) => readonly Delivered[]) =>
          Promise.all(
            first.flatMap((all, n) => which(all, n).map(async (each) => expect((await world.again(each)).status).toBe(200))),
          )
        await repeat((all) => [...all, all[0]!].slice(0, 5))
        await seen.passUntil('all to be booked', { step: 'PT5S', most: 24 }, () =>
          turns.every(({ card }) => isBooked(seen.text(card.id))),
        )
        for (const pause of LATER) {
          await world.advance(pause)
          await seen.read()
          const before = seen.entries.length
          await repeat(([one]) => [one!])
          await seen.read()
          expect(seen.entries.slice(before).filter(({ by }) => by === 'bot')).toEqual([])
        }
        for (const { run, agent } of turns)
          await inRun(run, async () => {
            expect(deeds(seen.entries.slice(effects), 'appointment.created', agent.id)).toHaveLength(1)
            expect(deeds(seen.entries.slice(effects), 'message.posted', agent.id).length).toBe(1)
            saw('one booking, one message to the agent')
          })
        saw(
          'clicks repeated, each answered 200',
          first.length * LATER.length + first.flatMap((all) => [...all, all[0]!].slice(0, 5)).length,
        )
      }
    }),
)

const clicks = (world: World, { run, supervisor, card, button }: Turn): Promise<Delivered[]> =>
  Promise.all(Array.from({ length: 2 + run.chance(2) }, () => world.click(supervisor.first, card, button)))

/** Whatever is not said, but done. */
const isWork = ({ effect, by }: Entry): boolean => by === 'bot' && !effect.startsWith('message.')

const ENDS = ['expired', 'undone', 'declined'] as const
type End = (typeof ENDS)[number]

const SAYS: Readonly<Record<End, RegExp>> = {
  expired: anyone('decided.expired'),
  undone: anyone('decided.undone-you'),
  declined: anyone('decided.declined-you'),
}

/** Brings the cards to their ends, each to its own. */
async function finish(world: World, seen: Watch, turns: readonly Turn[], endOf: (turn: Turn) => End): Promise<void> {
  const those = (end: End) => turns.filter((turn) => endOf(turn) === end)
  const pressed = async (some: readonly Turn[], button: RegExp) => {
    const shown = new Map<Turn, Seen>()
    await world.until(`the button ${button}`, async () => {
      for (const turn of some) {
        const card = (await world.messages({ user: turn.supervisor.first })).find(({ id }) => id === turn.card.id)
        if (card?.buttons.some((each) => button.test(each.label))) shown.set(turn, card)
      }
      return shown.size === some.length
    })
    await Promise.all(some.map((turn) => world.click(turn.supervisor.first, shown.get(turn)!, button)))
  }
  await pressAll(world, those('undone'))
  await pressed(those('declined'), anyone('button.decline'))
  await pressed(those('declined'), anyone('button.reason-not-now'))
  await pressed(those('undone'), anyone('button.undo'))
  await seen.passUntil('the sessions to be taken back', { step: 'PT5S', most: 24 }, () =>
    those('undone').every(({ card }) => says(seen.text(card.id), 'proposal.undone')),
  )
}

/** Every other ten runs a month passes, else a week. */
const isOddWeek = ([turn]: readonly Turn[]): boolean => Math.floor(turn!.run.n / 10) % 2 === 1

faultRow(
  {
    id: 'A35',
    injected: 'a button is pressed a week or a month after its card expired, was declined or its session was taken back',
    expected: 'a clear answer within 3 s, and nothing is done',
    whole: 300,
    sample: 30,
  },
  ({ runs, inRun, saw, waited }) =>
    inScene(DIRECTLY, async (scene) => {
      const { world } = scene
      const seen = watch(world)
      const waits: number[] = []
      for await (const turns of weeks(scene, { seen, runs })) {
        const endOf = ({ run }: Turn) => ENDS[run.n % ENDS.length]!
        await finish(world, seen, turns, endOf)
        await world.advance(isOddWeek(turns) ? 'P30D' : 'P7D')
        await seen.read()
        const before = seen.entries.length
        const answered = new Set<Turn>()
        for (const turn of turns) {
          const [began, from] = [performance.now(), seen.entries.length]
          await world.click(turn.supervisor.first, turn.card, turn.button)
          await seen.until(`an answer about a card that is ${endOf(turn)}`, () =>
            deeds(seen.entries.slice(from), 'message.posted', turn.supervisor.id).some(({ body }) =>
              SAYS[endOf(turn)].test(String(body.text)),
            ),
          )
          waits.push(performance.now() - began)
          answered.add(turn)
        }
        for (const turn of turns)
          await inRun(turn.run, async () => {
            expect(answered.has(turn)).toBe(true)
            saw(`${endOf(turn)}: answered so`)
          })
        expect(seen.entries.slice(before).filter(isWork)).toEqual([])
      }
      waited('answered', waits, ANSWER_MS)
    }),
)

faultRow(
  {
    id: 'A35 unknown card',
    injected: 'a button on a card of an installation whose memory is gone',
    expected: 'a clear answer within 3 s, and nothing is done',
    whole: 10,
    sample: 10,
  },
  async ({ runs, inRun, saw, waited }) => {
    const apart = await openApart()
    const { world } = apart
    const seen = watch(world)
    const before = await apart.startBot(DIRECTLY)
    const turns: Turn[] = []
    for await (const some of weeks({ world }, { seen, runs })) turns.push(...some)
    await before.stop()
    rmSync(apart.env.DATA_DIR!, { recursive: true })
    const after = await apart.startBot(DIRECTLY)
    await world.advance(MINUTE)
    await seen.read()
    const [effects, waits]: [number, number[]] = [seen.entries.length, []]
    for (const { run, supervisor, card, button } of turns)
      await inRun(run, async () => {
        const [began, from] = [performance.now(), seen.entries.length]
        await world.click(supervisor.first, card, button)
        await seen.until('an answer', () =>
          deeds(seen.entries.slice(from), 'message.posted', supervisor.id).some(({ body }) =>
            says(body.text, 'refusal.unknown-button'),
          ),
        )
        waits.push(performance.now() - began)
        saw('answered so')
      })
    expect(seen.entries.slice(effects).filter(isWork)).toEqual([])
    waited('answered', waits, ANSWER_MS)
    await after.stop()
    await apart.close()
  },
)
