// Several press at the same moment, in Slack and in Teams: one decision, the same everywhere, and everybody knows whose.

import { setTimeout as pause } from 'node:timers/promises'
import { expect } from 'vitest'
import type { Entry, World } from '../control.ts'
import { anyone, MOMENT, says } from '../said.ts'
import type { Scene } from '../world.ts'
import { DECLINED } from './cases.ts'
import { IN_BOTH, type Pair, type Presser, pairsOf, someTime } from './pairs.ts'
import { type Account, faultRow } from './row.ts'
import { deeds, inScene, isBooked, MINUTE, type Watch, watch, weeks } from './weeks.ts'

/** So far apart are two clicks at most. */
const APART_MS = 50
const ANSWER_MS = 3000
const ACKNOWLEDGED_MS = 1000
/** So many races at once: this machine plays the whole world besides. */
const SIDE_BY_SIDE = 3

/** `(Tue 24 Nov, 13:29 …` */
const WHEN = new RegExp(String.raw`\(\p{L}+\.?,? ${MOMENT}`, 'u')
/** Who won, as the card says it; and as whoever lost is told. */
const WON = ['proposal.booked', 'proposal.booking', ...DECLINED]
const LOST = ['decided.booked', 'decided.booking', 'decided.declined']

type Ending = 'booked' | 'declined'

const decisionIn = (text: string): Ending | undefined =>
  isBooked(text) ? 'booked' : DECLINED.some((key) => says(text, key)) ? 'declined' : undefined

const winnerIn = (text: string, { pressers }: Pair): Presser | undefined =>
  pressers.find(({ name }) => WON.some((key) => says(text, key, { who: name })))

/** Whatever somebody was told, privately where they pressed or directly. */
const toldTo = (entries: readonly Entry[], user: string): string[] =>
  entries
    .filter(({ effect, by, body }) => effect === 'message.posted' && by === 'bot' && body.user === user)
    .map(({ body }) => String(body.text))

async function idsOf(world: World): Promise<(first: string) => string> {
  const { people } = await world.people()
  return (first) => people.find(({ email }) => email.startsWith(`${first}@`))!.id
}

/** One press of a button, so many milliseconds after the race began. */
interface Click {
  readonly presser: Presser
  readonly button: string | RegExp
  readonly afterMs: number
}

interface Racing {
  readonly scene: Scene
  readonly seen: Watch
  readonly account: Account
  /** Who presses what in this race. */
  clicks(pair: Pair): Promise<readonly Click[]>
}

/** A week of races: everybody presses, every loser is told, all copies of a card come to agree. Answers the pairs and what was done. */
async function race({ scene: { world }, seen, account, clicks }: Racing, pairs: readonly Pair[], waits: Waits) {
  const effects = seen.entries.length
  const idOf = await idsOf(world)
  const began = new Map<Pair, number>()
  const heard = new Set<Pair>()
  const note = () => {
    for (const pair of pairs) {
      const winner = winnerIn(seen.text(pair.card.id), pair)
      const loser = pair.pressers.find(({ first }) => winner && first !== winner.first)
      const told = loser ? toldTo(seen.entries.slice(effects), idOf(loser.first)) : []
      if (heard.has(pair) || !told.some((text) => LOST.some((key) => says(text, key, { name: winner!.name })) && WHEN.test(text)))
        continue
      heard.add(pair)
      waits.told.push(performance.now() - began.get(pair)!)
    }
    return [...began.keys()].every((pair) => heard.has(pair))
  }
  for (let first = 0; first < pairs.length; first += SIDE_BY_SIDE) {
    if (first > 0) await world.advance(MINUTE)
    const some = pairs.slice(first, first + SIDE_BY_SIDE)
    const planned = await Promise.all(some.map(async (pair) => ({ pair, all: await clicks(pair) })))
    await Promise.all(
      planned.flatMap(({ pair, all }) => {
        began.set(pair, performance.now())
        return all.map(({ presser, button, afterMs }) =>
          pause(afterMs)
            .then(() => world.click(presser.first, presser.card, button))
            .then(({ ms }) => waits.acknowledged.push(ms)),
        )
      }),
    )
    await seen.until('every loser to be told', note)
  }
  await seen.passUntil('all copies to say how it ended', { step: 'PT5S', most: 24 }, () =>
    pairs.every(({ pressers }) => pressers.every(({ card }) => decisionIn(seen.text(card.id)))),
  )
  for (const pair of pairs)
    await account.inRun(pair.run, async () => {
      const [own, copy] = pair.pressers.map(({ card }) => seen.text(card.id))
      expect(decisionIn(own!)).toBe(decisionIn(copy!))
      expect(winnerIn(own!, pair)?.first).toBe(winnerIn(copy!, pair)?.first)
      const created = deeds(seen.entries.slice(effects), 'appointment.created', pair.agent.id)
      expect(created).toHaveLength(decisionIn(own!) === 'booked' ? 1 : 0)
      account.saw(`${decisionIn(own!)} once, the same in Slack and in Teams, the loser told who was faster and when`)
    })
}

interface Playing {
  readonly world: World
  readonly seen: Watch
}

interface Waits {
  readonly acknowledged: number[]
  readonly told: number[]
}

function races(account: Account, clicks: (scene: Playing, pair: Pair) => Promise<readonly Click[]>): Promise<void> {
  return inScene(IN_BOTH, async (scene) => {
    const seen = watch(scene.world)
    const waits: Waits = { acknowledged: [], told: [] }
    for await (const turns of weeks(scene, { seen, runs: account.runs })) {
      const pairs = await pairsOf(scene.world, seen, turns)
      await race({ scene, seen, account, clicks: (pair) => clicks({ world: scene.world, seen }, pair) }, pairs, waits)
    }
    account.waited('acknowledged', waits.acknowledged, ACKNOWLEDGED_MS)
    account.waited('the loser told', waits.told, ANSWER_MS)
  })
}

const inSomeOrder = ({ run, pressers }: Pair): readonly Presser[] => (run.chance(2) === 0 ? pressers : pressers.toReversed())

faultRow(
  {
    id: 'A19',
    injected: 'two supervisors press in Slack and in Teams within 0 to 50 ms; every tenth time both press ten times at once',
    expected: 'exactly one booking; whoever lost is told within 3 s who was faster and when',
    whole: 1000,
    sample: 100,
  },
  (account) =>
    races(account, async (_, pair) => {
      const order = inSomeOrder(pair)
      const press = (n: number, afterMs: number): Click => {
        const presser = order[n % 2]!
        return { presser, button: someTime(pair, presser), afterMs }
      }
      if (pair.run.n % 10 === 9) return Array.from({ length: 20 }, (_, n) => press(n, 0))
      return [press(0, 0), press(1, pair.run.chance(APART_MS + 1))]
    }),
)

faultRow(
  {
    id: 'A21',
    injected: 'one supervisor books while the other declines, within 0 to 50 ms, in Slack and in Teams',
    expected: 'one of the two, the same on every card and in Genesys; the other is told who was faster and when',
    whole: 1000,
    sample: 100,
  },
  (account) =>
    races(account, async ({ world, seen }, pair) => {
      const [declining, booking] = inSomeOrder(pair) as [Presser, Presser]
      await world.click(declining.first, declining.card, anyone('button.decline'))
      await seen.until('the reasons', () => says(seen.text(declining.card.id), 'button.reason-not-now'))
      const reason = (await world.messages({ user: declining.first })).find(({ id }) => id === declining.card.id)!
      const apart = pair.run.chance(APART_MS + 1)
      const [first, second] = pair.run.chance(2) === 0 ? [0, apart] : [apart, 0]
      return [
        { presser: { ...declining, card: reason }, button: anyone('button.reason-not-now'), afterMs: first },
        // The buttons of the times may still be on this screen.
        { presser: booking, button: someTime(pair, booking), afterMs: second },
      ]
    }),
)
