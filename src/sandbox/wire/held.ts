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

/** `stop` keeps a call until somebody releases it. `gone` tells whether the caller still listens. */
export function createHeld() {
  const waiting = new Map<string, { readonly call: Omit<Held, 'id' | 'gone'>; gone(): boolean; release(): void }>()
  let count = 0
  return {
    stop(call: Omit<Held, 'id' | 'gone'>, gone: () => boolean): Promise<void> {
      return new Promise((release) => waiting.set(`held-${++count}`, { call, gone, release }))
    },
    list: (): Held[] => [...waiting].map(([id, { call, gone }]) => ({ id, ...call, gone: gone() })),
    /** False when there is no such call. */
    release(id: string): boolean {
      waiting.get(id)?.release()
      return waiting.delete(id)
    },
  }
}

export type HeldCalls = ReturnType<typeof createHeld>
