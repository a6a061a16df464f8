// For whom a setting holds, when not for everybody.
import * as z from 'zod'
import type { Interaction } from './interaction.ts'

/** Least specific first. */
export const SCOPE_KINDS = ['queue', 'team', 'agent'] as const

/** `name`: of a queue or team, as Genesys had it; an agent's is never kept here. */
export const Scope = z.strictObject({
  kind: z.enum(SCOPE_KINDS),
  id: z.string().min(1).max(64),
  name: z.string().max(100).nullable(),
})
export type Scope = z.infer<typeof Scope>

/** What is set otherwise there; by the names of settings. */
export const Override = z.strictObject({
  scope: Scope,
  values: z.record(z.string(), z.union([z.number(), z.string(), z.null()])),
})
export type Override = z.infer<typeof Override>

/** Where something happens. */
export interface Where {
  readonly queue: string | null
  readonly team: string | null
  readonly agent: string
}

export const isSameScope = (a: Scope, b: Scope): boolean => a.kind === b.kind && a.id === b.id

export const holdsAt = ({ kind, id }: Scope, where: Where): boolean => where[kind] === id

/** The conversation that completed a pattern says which queue it is about. */
export const whereOf = (agent: { id: string; team: { id: string } | null }, counted: readonly Interaction[]): Where => ({
  queue: counted.at(-1)?.queue ?? null,
  team: agent.team?.id ?? null,
  agent: agent.id,
})
