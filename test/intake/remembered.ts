// Many interactions in the simulated world, and what the bot and Genesys remember of them.
import { expect } from 'vitest'
import type { PersonId } from '../../src/coaching/interaction.ts'
import { SIGNAL, type SignalRecord } from '../../src/handlers/kinds.ts'
import type { Store } from '../../src/ports.ts'
import type { Entry, World } from '../control.ts'

/** Everybody who takes calls in the simulated world. */
export const AGENTS = ['ana', 'ben', 'cleo', 'dario', 'emil', 'fay', 'gus', 'hana', 'ines', 'jon'] as const

export interface Happening {
  readonly agent: string
  readonly customer: number
  readonly agentScore?: number
  readonly via?: string
}

/** So many from all agents in turn, nothing to be said about them; every `bright`th is brilliant and thanked for. */
export function calls(many: number, { via = 'live', bright = 0 }: { via?: string; bright?: number } = {}): Happening[] {
  return Array.from({ length: many }, (_, n) => {
    const customer = bright > 0 && n % bright === bright - 1 ? 0.95 : 0.2
    return { agent: AGENTS[(n + Math.floor(n / AGENTS.length)) % AGENTS.length]!, customer, via }
  })
}

/** They happen, in order; answers their ids. */
export async function happen(world: World, all: readonly Happening[]): Promise<string[]> {
  return (await world.call<{ conversationIds: string[] }>('POST', '/interactions', all)).conversationIds
}

/** The same, with so much time after each part that their analyses lie apart as well. */
export async function happenOverTime(world: World, parts: readonly (readonly Happening[])[], apart: string): Promise<string[]> {
  const told: string[] = []
  for (const part of parts) {
    told.push(...(await happen(world, part)))
    await world.advance(apart)
  }
  return told
}

/** Every interaction that the bot remembers. */
export async function remembered(world: World, store: Store): Promise<SignalRecord[]> {
  const { people } = await world.people()
  const found = await Promise.all(
    people.map(({ id }) => store.find(SIGNAL, { index: 'agent', key: id as PersonId, limit: 100_000 })),
  )
  return found.flat().map(({ body }) => body)
}

/** Of all that happened each has one record with a verdict, and nothing else has any. */
export async function expectOneVerdictEach(world: World, store: Store, told: readonly string[]): Promise<void> {
  const records = await remembered(world, store)
  const conversations = records.map(({ interaction }): string => interaction.conversation)
  expect(conversations.toSorted()).toEqual(told.toSorted())
  expect(records.filter(({ verdict }) => verdict === null)).toEqual([])
}

/** Whatever stands there more than once. */
export const repeated = (values: readonly string[]): string[] => values.filter((value, index) => values.indexOf(value) !== index)

/** The conversations that were thanked for in Genesys, as often as they were. */
export const thankedFor = (ledger: readonly Entry[]): string[] =>
  ledger.filter(({ effect }) => effect === 'recognition.created').map(({ body }) => String(body.contextId))

export interface Asked {
  /** World time, epoch ms. */
  readonly at: number
  readonly ms: number
  readonly template: string
  readonly status: number
}

/** The calls of Genesys's API after so many requests, in order: those that count against the budget of a token. */
export async function asked(world: World, after = 0): Promise<Asked[]> {
  type Request = Omit<Asked, 'at'> & { readonly at: string; readonly vendor: string; readonly path: string }
  const all = await world.call<Request[]>('GET', `/requests?after=${after}`)
  return all
    .filter(({ vendor, path }) => vendor === 'genesys' && path.startsWith('/api/'))
    .map(({ at, ms, template, status }) => ({ at: Date.parse(at), ms, template, status }))
}
