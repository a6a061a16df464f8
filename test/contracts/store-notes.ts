import { z } from 'zod'
import type { IndexEntry, Written } from '../../src/ports.ts'

export const Note = { name: 'note', schema: z.object({ words: z.string() }) }
export const Line = { name: 'lines', schema: z.object({ said: z.string() }) }
export const fine: Written = { ok: true }

export function put(id: string, expect = 0, more: { due?: number; index?: Readonly<Record<string, IndexEntry>> } = {}) {
  return { put: 'note', id, expect, body: { words: `about ${id}` }, ...more }
}

/** Index entry of a note: under that agent, at that time. */
export function under(key: string, at: number) {
  return { index: { agent: { key, at } } }
}
