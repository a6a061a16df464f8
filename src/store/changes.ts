import type { StatementSync } from 'node:sqlite'
import type { Change, Limit, Written } from '../ports.ts'
import type { sql } from './statements.ts'

export type Statements = Readonly<Record<keyof typeof sql, StatementSync>>

/** One change, ready to run inside a savepoint; false = the record is not at the expected version. */
export interface Step {
  readonly id: string
  take(): boolean
}

/**
 * Makes a change ready to run later. What it stores is written down now, so that a caller who goes on changing the object does
 * not change what is stored. Throws TypeError for what JSON cannot hold.
 */
export function stepOf(run: Statements, change: Change): Step {
  if ('put' in change) return putStep(run, change)
  if ('drop' in change) return { id: change.id, take: () => touched(run.drop.run(change.drop, change.id, change.expect)) }
  if ('wake' in change) return wakeStep(run, change)
  if ('cut' in change) return cutStep(run, change)
  const row = { name: change.append, at: change.at, entry: json(change.entry) }
  return { id: change.append, take: () => touched(run.append.run(row)) }
}

/** Takes every step, then counts the limits, as the steps left things. Answers who stood in the way; the caller takes back. */
export function takeAll(run: Statements, steps: readonly Step[], limits: readonly Limit[] = []): Written {
  const refused = steps.find((step) => !step.take())
  if (refused) return { ok: false, why: 'conflict', id: refused.id }
  const beyond = limits.find((limit) => isBeyond(run, limit))
  if (beyond) return { ok: false, why: 'limit', id: beyond.kind }
  return { ok: true }
}

function putStep(run: Statements, change: Extract<Change, { put: string }>): Step {
  const { put: kind, id, expect, index = {} } = change
  const row = { kind, id, due: change.due ?? null, body: json(change.body) }
  const entries = Object.entries(index).map(([name, { key, at }]) => [kind, id, name, key, at] as const)
  const take = () => {
    const written = expect === 0 ? run.create.run(row) : run.update.run({ ...row, expect })
    if (!touched(written)) return false
    if (expect > 0) run.unindex.run(kind, id)
    for (const entry of entries) run.index.run(...entry)
    return true
  }
  return { id, take }
}

function wakeStep(run: Statements, change: Extract<Change, { wake: string }>): Step {
  const { wake: kind, index: name, key, due } = change
  const take = () => {
    run.wake.run({ kind, name, key, due })
    return true
  }
  return { id: key, take }
}

function cutStep(run: Statements, { cut: name, through }: Extract<Change, { cut: string }>): Step {
  const take = () => {
    run.cut.run({ name, through })
    return true
  }
  return { id: name, take }
}

function isBeyond(run: Statements, { kind, index: name, key, since, most }: Limit): boolean {
  return run.beyond.get({ kind, name, key, since, most }) !== undefined
}

function json(value: unknown): string {
  const text: string | undefined = JSON.stringify(value)
  if (text === undefined) throw new TypeError('Only what JSON can hold can be stored')
  return text
}

function touched({ changes }: { readonly changes: number | bigint }): boolean {
  return Number(changes) > 0
}
