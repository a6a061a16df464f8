// Arguments as methods see them, whatever they came as: query, form (structures as JSON strings) or JSON body.
import type { Json } from '../core/json.ts'
import type { Call } from '../core/world.ts'

export type Arguments = Readonly<Record<string, unknown>>

/** A method's answer; always sent with HTTP status 200, as Slack does. */
export type Reply = { readonly ok: boolean; readonly error?: string } & Json

export const no = (error: string, more: Json = {}): Reply => ({ ok: false, error, ...more })

export const yes = (more: Json = {}): Reply => ({ ok: true, ...more })

export function argumentsOf(call: Call): { readonly token: string; readonly args: Arguments } {
  const body = typeof call.body === 'object' && call.body !== null ? (call.body as Json) : {}
  const { token, ...args } = { ...Object.fromEntries(call.query), ...body } as Record<string, unknown>
  const bearer = String(call.headers.authorization ?? '').replace(/^Bearer\s+/i, '')
  return { token: bearer || String(token ?? ''), args }
}

export const text = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''

export const flag = (value: unknown): boolean => value === true || value === 'true' || value === '1' || value === 1

export const count = (value: unknown, otherwise: number): number => Number.parseInt(text(value), 10) || otherwise

/** A structure that may have come as a JSON string; `undefined` when it cannot be read. */
export function structure(value: unknown): unknown {
  if (typeof value !== 'string') return value
  try {
    return JSON.parse(value)
  } catch {
    return undefined
  }
}
