import type { Answer } from '../core/world.ts'
import { genesysError } from '../wire/refusals.ts'

export const ok = (body: unknown): Answer => ({ status: 200, body })

/** The ErrorBody of Genesys Cloud with a code of its own. */
export const no = (status: number, code: string, message: string): Answer => ({
  status,
  body: genesysError(status, code, message),
})

export const notFound = (what: string, id = ''): Answer =>
  no(404, 'not.found', `Unable to find the requested ${what} ${id}`.trim())

/** One page of a list, as the listings of the platform carry it: pageSize and pageNumber (1) from the query. */
export function paged<T>(all: readonly T[], query: URLSearchParams, usual = 25): Record<string, unknown> {
  const pageSize = Math.max(1, Number(query.get('pageSize') ?? usual))
  const pageNumber = Math.max(1, Number(query.get('pageNumber') ?? 1))
  const entities = all.slice((pageNumber - 1) * pageSize, pageNumber * pageSize)
  return { entities, pageSize, pageNumber, total: all.length, pageCount: Math.ceil(all.length / pageSize) }
}

/** One page of a list that is read by cursors: `after` names what came before it. `path`: of the list, below the API's own. */
export function pageAfter<T extends { readonly id: string }>(
  all: readonly T[],
  query: URLSearchParams,
  path: string,
): Record<string, unknown> {
  const size = Math.max(1, Number(query.get('pageSize') ?? 25))
  const start = all.findIndex(({ id }) => id === query.get('after')) + 1
  const entities = all.slice(start, start + size)
  const more = new URLSearchParams({ pageSize: String(size), after: entities.at(-1)?.id ?? '' })
  return { entities, ...(start + size < all.length ? { nextUri: `/api/v2/${path}?${more}` } : {}) }
}

/** An ISO 8601 interval `start/end` as epoch milliseconds; undefined when it is none or ends before it starts. */
export function span(interval: string): readonly [from: number, to: number] | undefined {
  const [from, to, ...rest] = interval.split('/').map((each) => Date.parse(each))
  if (from === undefined || to === undefined || rest.length > 0) return undefined
  return Number.isNaN(from) || Number.isNaN(to) || to < from ? undefined : [from, to]
}
