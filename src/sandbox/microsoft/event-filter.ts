// The few $filter clauses on events that Graph supports and a bot may want. transactionId is not among them.
// https://learn.microsoft.com/graph/filter-query-parameter

import { wallClock } from '../core/moments.ts'
import type { CalendarEvent } from './mailboxes.ts'

type Test = (event: CalendarEvent) => boolean

const COMPARE: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  ge: (a, b) => a >= b,
  gt: (a, b) => a > b,
  le: (a, b) => a <= b,
  lt: (a, b) => a < b,
  eq: (a, b) => a === b,
}

function clause(text: string): Test | undefined {
  const [, which, compare, time] = /^(start|end)\/dateTime (ge|gt|le|lt|eq) '([^']+)'$/.exec(text) ?? []
  const at = time === undefined ? undefined : wallClock(time, 'UTC')
  const test = compare && COMPARE[compare]
  if (test && at !== undefined) return (event) => test(which === 'start' ? event.from : event.to, at)
  const subject = /^subject eq '((?:[^']|'')*)'$/.exec(text)?.[1]?.replaceAll("''", "'")
  return subject === undefined ? undefined : (event) => event.subject === subject
}

/** A test for the whole filter, or undefined when one of its clauses is not supported. */
export function eventFilter(filter: string | null): Test | undefined {
  if (filter === null) return () => true
  const clauses = filter.split(' and ').map((each) => clause(each.trim()))
  return clauses.every((each) => each !== undefined) ? (event) => clauses.every((each) => each(event)) : undefined
}
