// Ten thousand interactions of ten agents over three ways at once, each told up to several times: what the bot decides is what the rule says.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openScene, type Scene } from '../world.ts'
import { crowd, isToldToNobody, type Lot, lotOf, type Told, whole } from './crowd.ts'
import { isWhole, seed, TIMEOUT } from './extent.ts'
import { type Decision, oracle } from './oracle.ts'
import { HOUR, halfMinuteFrom, MINUTE, SECOND, stage } from './stage.ts'
import { thankForAll } from './thanks.ts'

const COUNT = isWhole ? 10_000 : 1000
/** Dense enough for a few hundred in flight at a time, thin enough for the budget of 300 calls a minute. */
const SPAN = isWhole ? 30 * MINUTE : 3 * MINUTE
const SETTLE_SECONDS = 120
const SETTLE = SETTLE_SECONDS * SECOND
/** The latest anything is heard after it could be: a question a minute, and half a minute more until it is looked into. */
const HEARD = 105 * SECOND
const CAST = [
  { agent: 'ana', card: 'Ana Alvarez' },
  { agent: 'ben', card: 'Ben Becker' },
  { agent: 'cleo', card: 'Cleo Costa' },
  { agent: 'dario', card: 'Dario Dietz' },
  { agent: 'emil', card: 'an agent of Support' },
  { agent: 'fay', card: 'an agent of Support' },
  { agent: 'gus', card: 'an agent of Returns' },
  { agent: 'hana', card: 'an agent of Returns' },
  { agent: 'ines', card: 'Ines Ibarra' },
  { agent: 'jon', card: 'Jon Jansen' },
]

let scene: Scene
let play: ReturnType<typeof stage>
let lot: Lot
beforeEach(async () => {
  lot = lotOf(seed)
  scene = await openScene({ SETTLE_SECONDS: String(SETTLE_SECONDS) })
  play = stage(scene)
  await thankForAll(scene.bot)
  await scene.world.change({ kind: 'limits', pushCopies: 3 })
})
afterEach(() => scene.close())

/** Milliseconds from the end until it is told; a question in bulk may take a minute and a half more, and all must fit into SETTLE. */
const soon = (ways: readonly string[]): number =>
  isToldToNobody(ways) ? 0 : whole(lot, 0, (ways.includes('live') ? 90 : 60) * SECOND)

describe(`${COUNT} interactions, each told up to five times, seed ${seed}`, () => {
  it('arriving in any order within the time to settle: one decision each, the same as in order', {
    timeout: TIMEOUT,
  }, async () => {
    const begin = halfMinuteFrom(scene.bot.ports.now() + MINUTE)
    const told = crowd(lot, COUNT, (ways) => {
      const endedAt = begin + whole(lot, 0, SPAN)
      return { endedAt, arrivesAt: endedAt + soon(ways) }
    })
    await play.happen(told)
    await play.passTo(begin + SPAN + HEARD)
    await play.passUntilJudged(COUNT)
    const inOrder = told.map((each) => ({ ...each, arrivesAt: each.endedAt }))
    await judgedLike(told, oracle(inOrder, SETTLE))
  })

  it('arriving up to hours late: one decision each, as the rule for late ones says', { timeout: TIMEOUT }, async () => {
    const first = halfMinuteFrom(scene.bot.ports.now() + 3 * MINUTE)
    const waves = [0, 1, 3, 8].map((hours) => halfMinuteFrom(first + hours * HOUR))
    const told = crowd(lot, COUNT, (ways) => {
      const [ended, arrives] = [whole(lot, 0, 2), whole(lot, 0, 3)]
      return timesOf(waves, ways, { ended, arrives: Math.max(ended, arrives) })
    })
    await play.happen(told.filter(isToldByItself))
    for (const [n, wave] of waves.entries()) {
      await play.leapTo(wave)
      await play.happen(told.filter((each) => !isToldByItself(each) && each.arrivesAt === wave))
      await play.passTo(wave + HEARD)
      const by = waves[n + 1] ?? Number.POSITIVE_INFINITY
      await play.passUntilJudged(told.filter(({ arrivesAt }) => arrivesAt < by).length)
    }
    await judgedLike(told, oracle(told, SETTLE))
  })
})

const isToldByItself = ({ ways }: Told): boolean => !isToldToNobody(ways)

/** A wave is over before the next begins; within one, everything arrives in time to be judged in order. */
function timesOf(waves: readonly number[], ways: readonly string[], wave: { readonly ended: number; readonly arrives: number }) {
  const endedAt = waves[wave.ended]! - whole(lot, 0, 2 * MINUTE)
  const arrives = waves[wave.arrives]!
  // Not in the moment of the leap itself: what is told then may be faster at the bot than the news that it is later now.
  return { endedAt, arrivesAt: isToldToNobody(ways) ? arrives : arrives + whole(lot, SECOND, 75 * SECOND) }
}

/** Decisions, cards and thanks are the oracle's, and an hour of repeats changes none of them. */
async function judgedLike(told: readonly Told[], expected: ReadonlyMap<string, Decision>): Promise<void> {
  await play.leapTo(scene.bot.ports.now() + HOUR)
  await play.passUntilJudged(COUNT)
  const found = await play.decisions()
  const others = told.filter(({ conversation }) => !isSame(found.get(conversation), expected.get(conversation)!))
  expect(
    others.map((each) => ({ ...each, found: found.get(each.conversation), expected: expected.get(each.conversation) })),
  ).toEqual([])
  expect(found.size).toBe(COUNT)
  await cardsAndThanksLike(told, expected)
  console.log(`seed ${seed}, ${COUNT} interactions:`, tally(expected))
}

const isSame = (one: Decision | undefined, other: Decision): boolean => JSON.stringify(one) === JSON.stringify(other)

async function cardsAndThanksLike(told: readonly Told[], expected: ReadonlyMap<string, Decision>): Promise<void> {
  const decided = (kind: Decision['kind']) => told.filter(({ conversation }) => expected.get(conversation)!.kind === kind)
  const posted = await scene.world.effects('message.posted')
  const cards = posted.flatMap(({ body }) => /^Coaching for (.+)/.exec(String(body.text))?.[1] ?? [])
  expect(cards.toSorted()).toEqual(
    decided('coach')
      .map(({ agent }) => cardOf(agent))
      .toSorted(),
  )
  const thanks = await scene.world.effects('recognition.created')
  const brilliant = decided('recognise').map(({ conversation }) => conversation)
  expect(thanks.map(({ body }) => body.contextId).toSorted()).toEqual(brilliant.toSorted())
}

const cardOf = (agent: string): string => CAST.find((each) => each.agent === agent)!.card

function tally(decisions: ReadonlyMap<string, Decision>): string {
  const groups = Map.groupBy(
    decisions.values(),
    ({ kind, why, late }) => `${late ? 'late ' : ''}${kind === 'leave' ? why : kind}`,
  )
  return [...groups].map(([name, { length }]) => `${length} ${name}`).join(', ')
}
