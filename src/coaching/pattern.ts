// How many rough conversations make a pattern. Pure.
import * as z from 'zod'
import type { Interaction } from './interaction.ts'
import { DAY } from './slot.ts'

const COUNT = { least: 2, most: 10 }
const OF = { least: 2, most: 20 }
const DAYS = { least: 1, most: 30 }
const between = ({ least, most }: { least: number; most: number }) => z.number().int().min(least).max(most)

export const Pattern = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('each') }),
    /** Nothing better in between. */
    z.strictObject({ kind: z.literal('consecutive'), n: between(COUNT) }),
    z.strictObject({ kind: z.literal('of-last'), n: between(COUNT), m: between(OF) }),
    z.strictObject({ kind: z.literal('within'), n: between(COUNT), days: between(DAYS) }),
  ])
  .refine((pattern) => pattern.kind !== 'of-last' || pattern.n <= pattern.m, { message: 'settings.pattern-of-fewer' })
export type Pattern = z.infer<typeof Pattern>

/** Nothing further back belongs to one pattern. */
const REACH_MS = 14 * DAY

export const reachOf = (pattern: Pattern): number => (pattern.kind === 'within' ? pattern.days * DAY : REACH_MS)

/** A conversation of which it is known whether it was rough. */
export interface Decided {
  readonly interaction: Interaction
  readonly rough: boolean
}

/**
 * Those that make the pattern, in order of end time, if the one at place `at`, which is rough, stands in it. `all`: in order of end time, with nothing
 * among them that counted for an earlier card. Something late may stand in the midst of it: of several stretches, the earliest that is long enough.
 */
export function completed(pattern: Pattern, all: readonly Decided[], at: number): readonly Interaction[] | undefined {
  const own = all[at]!.interaction
  if (pattern.kind === 'each') return [own]
  const stretches = pattern.kind === 'consecutive' ? [unbroken(pattern, all, at)] : stretchesOver(pattern, all, at)
  const long = stretches.find((stretch) => stretch.length >= pattern.n)
  return long?.map(({ interaction }) => interaction)
}

const isNear = (one: Decided, last: Decided, pattern: Pattern): boolean =>
  one.interaction.endedAt >= last.interaction.endedAt - reachOf(pattern)

/** The rough ones before and after it, as far as there is nothing better among them. */
function unbroken(pattern: Pattern, all: readonly Decided[], at: number): readonly Decided[] {
  const from = all.findLastIndex(({ rough }, place) => place < at && !rough) + 1
  const to = all.findIndex(({ rough }, place) => place > at && !rough)
  const run = all.slice(from, to < 0 ? all.length : to)
  return run.filter((one) => isNear(one, run.at(-1)!, pattern))
}

/** The rough ones of each stretch the pattern looks at that ends with or after it, and holds it. */
function stretchesOver(pattern: Exclude<Pattern, { kind: 'each' | 'consecutive' }>, all: readonly Decided[], at: number) {
  return all.slice(at).map((last, more) => {
    const end = at + more
    const first = pattern.kind === 'of-last' ? Math.max(0, end - pattern.m + 1) : 0
    const stretch = all.slice(first, end + 1).filter((one) => isNear(one, last, pattern))
    return stretch.includes(all[at]!) ? stretch.filter(({ rough }) => rough) : []
  })
}

/** As admins type it: "each", "2 in a row", "3 of 5", "3 in 7 days". */
export function sayPattern(pattern: Pattern): string {
  switch (pattern.kind) {
    case 'each':
      return 'each'
    case 'consecutive':
      return `${pattern.n} in a row`
    case 'of-last':
      return `${pattern.n} of ${pattern.m}`
    case 'within':
      return `${pattern.n} in ${pattern.days} days`
    default:
      return pattern satisfies never
  }
}

const TYPED = /^(\d{1,2}) (?:(in a row)|of (?:the last )?(\d{1,2})|(?:in|within) (\d{1,2}) days?)$/

/** What is meant by it; undefined when nothing sensible. */
export function readPattern(typed: string): Pattern | undefined {
  if (typed === 'each' || typed === '1') return { kind: 'each' }
  const [, n, row, m, days] = TYPED.exec(typed) ?? []
  if (n === undefined) return undefined
  const pattern = row
    ? { kind: 'consecutive', n: Number(n) }
    : m
      ? { kind: 'of-last', n: Number(n), m: Number(m) }
      : { kind: 'within', n: Number(n), days: Number(days) }
  return Pattern.safeParse(pattern).data
}
