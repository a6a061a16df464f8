// Path templates of the vendors' documentation, and reading bodies.
import type { IncomingMessage } from 'node:http'

export interface Template {
  readonly text: string
  readonly pattern: RegExp
  readonly names: readonly string[]
}

const escaped = (text: string): string => text.replace(/[.*+?^$()|[\]\\]/g, '\\$&')

/** `/users/{id}` → matches one path segment per parameter. */
export function template(text: string): Template {
  const names = [...text.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name!)
  const source = text
    .split(/\{[^}]+\}/)
    .map(escaped)
    .join('([^/]+)')
  return { text, pattern: new RegExp(`^${source}$`), names }
}

/** The decoded parameters when the path fits, else undefined. */
export function paramsOf({ pattern, names }: Template, path: string): Record<string, string> | undefined {
  const found = pattern.exec(path)
  if (!found) return undefined
  try {
    return Object.fromEntries(names.map((name, index) => [name, decodeURIComponent(found[index + 1]!)]))
  } catch {
    return undefined
  }
}

export const BODY_LIMIT = 4 * 1024 * 1024

/** The whole body, or undefined when it is larger than the limit (the rest is read and dropped, so that the answer gets through). */
export async function readBody(request: IncomingMessage, limit = BODY_LIMIT): Promise<Buffer | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size <= limit) chunks.push(chunk)
  }
  return size > limit ? undefined : Buffer.concat(chunks)
}

/** JSON or a form as an object; undefined for anything else, an empty body included. */
export function parseBody(raw: Buffer, type = ''): unknown {
  if (raw.length === 0) return undefined
  if (type.includes('application/x-www-form-urlencoded')) return Object.fromEntries(new URLSearchParams(raw.toString()))
  if (!type.includes('json')) return undefined
  try {
    return JSON.parse(raw.toString())
  } catch {
    return undefined
  }
}
