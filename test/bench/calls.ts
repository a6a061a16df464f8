// What an interaction costs Genesys: calls of the platform API, as the simulated Genesys counted them.

import { worldAt } from '../control.ts'
import { says } from '../said.ts'
import { halftime } from './processes.ts'

const WAYS = ['live', 'push', 'backfill'] as const
export type Way = (typeof WAYS)[number]

const AGENTS = ['ana', 'ben', 'cleo', 'dario', 'emil', 'fay', 'gus', 'hana', 'ines', 'jon'] as const
const A_MINUTE = 200
const MINUTES = 10

export interface Calls {
  readonly way: Way
  /** With every customer's score over the thresholds, the look back of each minute included. */
  readonly perPlain: number
  readonly perFirstHalf: number
  /** From the interaction that completes a pattern until its card stands. */
  readonly perCoached: number
}

async function scene(settleSeconds: string) {
  const bot = await halftime({ SETTLE_SECONDS: settleSeconds })
  const world = worldAt(bot.world)
  const counted = async () => {
    const { genesys = {} } = await world.call<Record<string, Record<string, number>>>('GET', '/calls')
    return Object.entries(genesys).reduce((sum, [template, n]) => sum + (template.includes('/api/v2/') ? n : 0), 0)
  }
  return { bot, world, counted }
}

async function plain(way: Way): Promise<number> {
  const { bot, world, counted } = await scene('120')
  await world.advance('PT1M')
  const before = await counted()
  for (let minute = 0; minute < MINUTES; minute += 1) {
    const crowd = Array.from({ length: A_MINUTE }, (_, n) => ({ agent: AGENTS[n % AGENTS.length], customer: 0.1, via: way }))
    await world.call('POST', '/interactions', crowd)
    await world.advance('PT1M')
  }
  for (let more = 0; more < 4; more += 1) await world.advance('PT1M')
  const calls = (await counted()) - before
  await bot.stop()
  return calls / (A_MINUTE * MINUTES)
}

async function patterns(way: Exclude<Way, 'backfill'>): Promise<Pick<Calls, 'perFirstHalf' | 'perCoached'>> {
  const { bot, world, counted } = await scene('0')
  const rough = { customer: -0.8, agentScore: -0.5, via: way }
  const transcripts = async () =>
    (await world.requests()).filter(({ template, status }) => template === '/transcripts/{ticket}' && status === 200).length
  const start = await counted()
  await world.call(
    'POST',
    '/interactions',
    AGENTS.map((agent) => ({ agent, ...rough })),
  )
  await world.until('the first halves to be looked into', async () => (await transcripts()) === AGENTS.length)
  const half = await counted()
  await world.call(
    'POST',
    '/interactions',
    AGENTS.map((agent) => ({ agent, ...rough })),
  )
  await world.until('all cards', async () => {
    const posted = (await world.effects('message.posted')).filter(({ body }) => says(body.text, 'button.book'))
    return posted.length >= AGENTS.length
  })
  const end = await counted()
  await bot.stop()
  return { perFirstHalf: (half - start) / AGENTS.length, perCoached: (end - half) / AGENTS.length }
}

export async function calls(): Promise<Calls[]> {
  const found: Calls[] = []
  for (const way of WAYS) {
    const more = way === 'backfill' ? { perFirstHalf: Number.NaN, perCoached: Number.NaN } : await patterns(way)
    found.push({ way, perPlain: await plain(way), ...more })
  }
  return found
}
