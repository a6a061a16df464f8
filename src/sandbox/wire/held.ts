// Calls stopped on purpose: a test looks at the list, kills or keeps the caller, and lets the call go on.
import type { Vendor } from '../core/world.ts'

export interface Held {
  readonly id: string
  readonly vendor: Vendor
  readonly method: string
  readonly path: string
  /** Whether the vendor had already done what was asked. */
  readonly committed: boolean
  /** What the caller sent. */
  readonly body: unknown
  /** The caller hung up meanwhile. */
  readonly gone: boolean
}

/** `stop` keeps a call until somebody releases it, and answers whether it is done even when nobody listens any more. `gone` tells whether somebody does. */
export function createHeld() {
  const waiting = new Map<string, { readonly call: Omit<Held, 'id' | 'gone'>; gone(): boolean; release(anyway: boolean): void }>()
  let count = 0
  return {
    stop(call: Omit<Held, 'id' | 'gone'>, gone: () => boolean): Promise<boolean> {
      return new Promise((release) => waiting.set(`held-${++count}`, { call, gone, release }))
    },
    list: (): Held[] => [...waiting].map(([id, { call, gone }]) => ({ id, ...call, gone: gone() })),
    /** False when there is no such call. */
    release(id: string, anyway: boolean): boolean {
      waiting.get(id)?.release(anyway)
      return waiting.delete(id)
    },
  }
}

export type HeldCalls = ReturnType<typeof createHeld>
