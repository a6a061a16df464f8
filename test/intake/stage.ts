// The real bot and a crowd of interactions, driven through world time; what became of each is read from the bot's own records.
import { expect, vi } from 'vitest'
import { ConversationId } from '../../src/coaching/interaction.ts'
import { HEARD, PROPOSAL, SIGNAL, type SignalRecord } from '../../src/handlers/kinds.ts'
import type { Scene } from '../world.ts'
import { asInteraction, isToldToNobody, type Told } from './crowd.ts'
import type { Decision } from './oracle.ts'

export const SECOND = 1000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
/** So small that whatever is asked for once a minute is there well before anything settles. */
const STEP = 15 * SECOND
/** So many minutes after everything was heard it must have been judged. */
const PATIENCE = 20

/** The bot looks into what can wait at every half minute of a settling time of two. */
export const halfMinuteFrom = (instant: number): number => Math.ceil(instant / (30 * SECOND)) * 30 * SECOND

export function stage({ world, bot }: Scene) {
  const { store, now } = bot.ports
  let coming: readonly Told[] = []

  const isHeard = async ({ conversation }: Told): Promise<boolean> =>
    (await store.get(HEARD, ConversationId.parse(conversation))) !== undefined

  /** Events travel while the clock stands still: nothing told by now is on its way any more when this resolves. */
  async function heard(): Promise<void> {
    let travelling = coming.filter(({ arrivesAt }) => arrivesAt <= now())
    coming = coming.filter((each) => !travelling.includes(each))
    const look = async () => {
      const known = await Promise.all(travelling.map(isHeard))
      travelling = travelling.filter((_, n) => !known[n])
      expect(travelling).toEqual([])
    }
    await vi.waitFor(look, { timeout: 30_000, interval: 5 })
  }

  /** The list happens at once, whatever the order of its ends. */
  async function happen(list: readonly Told[]): Promise<void> {
    const bodies = list.map((each) => asInteraction(each, now()))
    await world.call('POST', '/interactions', bodies)
    coming = [...coming, ...list.filter(({ ways }) => !isToldToNobody(ways))]
    await heard()
  }

  /** Until that instant in one leap. */
  async function leapTo(instant: number): Promise<void> {
    const ms = instant - now()
    if (ms > 0) await world.advance(`PT${ms / SECOND}S`)
    await heard()
  }

  /** Until that instant step by step. */
  async function passTo(instant: number): Promise<void> {
    while (now() < instant) await leapTo(Math.min(instant, now() + STEP))
  }

  const judged = (): number =>
    Object.entries(bot.ports.counts.all()).reduce((sum, [name, count]) => sum + (name.startsWith('judged ') ? count : 0), 0)

  /** Until so many verdicts have fallen and not one more. Everything must have been heard: the minutes pass in leaps. */
  async function passUntilJudged(count: number): Promise<void> {
    for (let minute = 0; minute < PATIENCE && judged() < count; minute += 1) await leapTo(now() + MINUTE)
    expect(judged()).toBe(count)
  }

  /** The bot's decisions in the oracle's words, by conversation; fails when there are two of one. */
  async function decisions(): Promise<ReadonlyMap<string, Decision>> {
    const { people } = await world.people()
    const limit = judged() + 1
    const found = await Promise.all(people.map(({ id }) => store.find(SIGNAL, { index: 'agent', key: id, limit })))
    const all = await Promise.all(found.flat().map(({ body }) => decisionOf(body)))
    const byConversation = new Map(all.map((decision) => [decision.conversation, decision]))
    expect(byConversation.size).toBe(all.length)
    return byConversation
  }

  async function decisionOf({ interaction, verdict, proposal }: SignalRecord): Promise<Decision> {
    if (!verdict) throw new Error(`no verdict on ${interaction.conversation}`)
    const { late, kind, why } = verdict
    const card = kind === 'coach' ? await store.get(PROPOSAL, proposal!) : undefined
    const counted = (card?.body.counted ?? []).map(({ conversation }) => conversation)
    return { conversation: interaction.conversation, late, kind, why, counted }
  }

  return { happen, passTo, leapTo, passUntilJudged, decisions }
}
