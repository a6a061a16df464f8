// How the control interface reads what it is asked: plain records, people by any of their names, sentences when something is off.
import type { Cast, WorldPerson } from '../core/world.ts'

/** What the asker can mend; answered as 400 {message}. */
export class Unclear extends Error {}

export interface Asked {
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  readonly body: Readonly<Record<string, unknown>>
  /** When the body was a list, which only interactions may be. */
  readonly list?: readonly Readonly<Record<string, unknown>>[]
}

export type Ask = (asked: Asked) => unknown | Promise<unknown>

export function unclear(message: string): never {
  throw new Unclear(message)
}

export function personOf(cast: Cast, name: unknown): WorldPerson {
  if (typeof name !== 'string' || name === '') return unclear('Name a person by id, e-mail or lower-case first name.')
  const names = cast.people.map((person) => person.email.split('@')[0]).join(', ')
  return cast.person(name) ?? unclear(`Nobody here is called "${name}". There are: ${names}.`)
}

export function text(body: Asked['body'], key: string): string {
  const value = body[key]
  return typeof value === 'string' && value !== '' ? value : unclear(`"${key}" must be a non-empty string.`)
}

/** A number from a query string such as ?after=12; `otherwise` when absent. */
export function count(query: URLSearchParams, key: string, otherwise = 0): number {
  const value = query.get(key) ?? String(otherwise)
  return /^\d+$/.test(value) ? Number(value) : unclear(`?${key}= must be a whole number, not "${value}".`)
}
