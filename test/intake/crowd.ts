// A day in a contact centre, drawn by lot: who talked when, how it sounded, and on which ways it is told. The same seed, the same day.
import type { Happened } from './oracle.ts'

const AGENTS = ['ana', 'ben', 'cleo', 'dario', 'emil', 'fay', 'gus', 'hana', 'ines', 'jon'] as const
const WAYS = [['live'], ['push'], ['backfill'], ['live', 'push'], ['push', 'backfill']] as const

/** Numbers from 0 up to 1, reproducible. */
export type Lot = () => number

/** Mulberry32: https://github.com/cprosche/mulberry32 */
export function lotOf(seed: number): Lot {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Both ends included. */
export const whole = (lot: Lot, from: number, to: number): number => from + Math.floor(lot() * (to - from + 1))
const oneOf = <T>(lot: Lot, list: readonly T[]): T => list[whole(lot, 0, list.length - 1)]!
const hundredths = (lot: Lot, from: number, to: number): number => whole(lot, Math.round(from * 100), Math.round(to * 100)) / 100

type Scores = Pick<Happened, 'customer' | 'agentScore'>

/** Of ten rough calls six count, two lack the agent's signal and two break the streak, because the agent stayed friendly. */
function roughScores(lot: Lot): Scores {
  const customer = hundredths(lot, -1, -0.61)
  const which = lot()
  if (which < 0.6) return { customer, agentScore: hundredths(lot, -1, -0.31) }
  return { customer, agentScore: which < 0.8 ? null : hundredths(lot, -0.3, 1) }
}

function usualScores(lot: Lot): Scores {
  const isBrilliant = lot() < 0.01
  return { customer: isBrilliant ? hundredths(lot, 0.81, 1) : hundredths(lot, -0.6, 0.8), agentScore: null }
}

/** The scores of an agent's calls in order. Trouble comes in spells of up to five calls; about one call in twenty is rough. */
function scoresInOrder(lot: Lot, count: number): Scores[] {
  let spell = 0
  return Array.from({ length: count }, () => {
    if (spell === 0 && lot() < 0.02) spell = whole(lot, 1, 5)
    if (spell === 0) return usualScores(lot)
    spell -= 1
    return roughScores(lot)
  })
}

/** When something ends and when it is told, epoch ms. */
type Times = Pick<Happened, 'endedAt' | 'arrivesAt'>

/** One interaction, and the ways on which it is told. */
export interface Told extends Happened {
  readonly ways: readonly string[]
}

/** `times` answers when what is told on these ways ends and arrives. Told in any order; the scores follow the order of the ends. */
export function crowd(lot: Lot, count: number, times: (ways: readonly string[]) => Times): Told[] {
  const all = AGENTS.flatMap((agent) => {
    const own = Array.from({ length: count / AGENTS.length }, () => {
      const ways = oneOf(lot, WAYS)
      return { conversation: uuid(lot), agent, ways, ...times(ways) }
    }).toSorted((a, b) => a.endedAt - b.endedAt)
    const scores = scoresInOrder(lot, own.length)
    return own.map((each, n) => ({ ...each, ...scores[n]! }))
  })
  return all
    .map((each) => ({ each, at: lot() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ each }) => each)
}

function uuid(lot: Lot): string {
  const digits = Array.from({ length: 32 }, () => whole(lot, 0, 15).toString(16)).join('')
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

/** Only the questions in bulk find it. */
export const isToldToNobody = (ways: readonly string[]): boolean => ways.every((way) => way === 'backfill')

/** What the world is told. It must have begun by `now`; what is told to nobody is analysed when it ends, or at once. */
export const asInteraction = ({ conversation, agent, ways, endedAt, arrivesAt, customer, agentScore }: Told, now: number) => ({
  id: conversation,
  agent,
  customer,
  agentScore,
  endedAt: new Date(endedAt).toISOString(),
  seconds: Math.max(60, Math.ceil((endedAt - now) / 1000) + 30),
  via: ways,
  delayScore: arrivesAt - endedAt,
})
