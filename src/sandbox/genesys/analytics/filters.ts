// The filters of the analytics queries: `and`/`or` over predicates such as (queueId) (matches) (…), nested at most twice.

export interface Predicate {
  readonly dimension?: string
  readonly operator?: string
  readonly value?: string
}

export interface Clause {
  readonly type: string
  readonly predicates?: readonly Predicate[]
  readonly clauses?: readonly Clause[]
}

/** What a predicate without a dimension (on a metric or a property) is called when it is refused. */
const NAMELESS = 'metrics and properties'

/** Every dimension a filter names. */
export const dimensionsOf = ({ predicates = [], clauses = [] }: Clause): string[] => [
  ...predicates.map(({ dimension = NAMELESS }) => dimension),
  ...clauses.flatMap(dimensionsOf),
]

function holds(actual: string | undefined, { operator = 'matches', value }: Predicate): boolean {
  if (operator === 'exists') return Boolean(actual)
  return operator === 'notExists' ? !actual : actual === value
}

/** `read` answers a dimension's value, undefined where there is none. */
export function passes(
  { type, predicates = [], clauses = [] }: Clause,
  read: (dimension: string) => string | undefined,
): boolean {
  const results = [
    ...predicates.map((each) => holds(read(each.dimension ?? NAMELESS), each)),
    ...clauses.map((each) => passes(each, read)),
  ]
  return type === 'or' ? results.some(Boolean) : results.every(Boolean)
}
