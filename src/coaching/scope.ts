// For whom a setting holds, when not for everybody.
import * as z from 'zod'
import type { Interaction } from './interaction.ts'

/** Least specific first. */
export const SCOPE_KINDS = ['division', 'queue', 'team', 'agent'] as const

/** `name`: of a division, queue or team, as Genesys had it; an agent's is never kept here. */
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
  /** The agent's. */
  readonly division?: string | null | undefined
  readonly queue: string | null
  readonly team: string | null
  readonly agent: string
}

export const isSameScope = (a: Scope, b: Scope): boolean => a.kind === b.kind && a.id === b.id

export const holdsAt = ({ kind, id }: Scope, where: Where): boolean => where[kind] === id

type Agent = { readonly id: string; readonly team: { readonly id: string } | null; readonly division?: string | undefined }

/** The conversation that completed a pattern says which queue it is about. */
export const whereOf = (agent: Agent, counted: readonly Interaction[]): Where => ({
  division: agent.division,
  queue: counted.at(-1)?.queue ?? null,
  team: agent.team?.id ?? null,
  agent: agent.id,
})
