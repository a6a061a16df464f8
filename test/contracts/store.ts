import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { Store } from '../../src/ports.ts'
import { type Elsewhere, linesUntilKilled } from './killed.ts'
import { storeFindsAndCounts } from './store-finds.ts'
import { fine, Note, put, under } from './store-notes.ts'
import { storeBehavesLikeAMap } from './store-property.ts'
import { storeKeepsRecords } from './store-records.ts'

export interface StoreUnderTest {
  readonly store: Store
  /** Opens the same again; what was open must be closed before, or dead. */
  reopen(): Promise<Store>
  /** Closes whatever is open and takes everything away. */
  dispose(): Promise<void>
  readonly elsewhere: Elsewhere
}

/** What every engine of the Store port keeps, whatever it runs on. */
export function storeContract(name: string, open: () => Promise<StoreUnderTest>): void {
  describe(`the store on ${name}`, () => {
    let opened: StoreUnderTest
    let store: Store

    beforeEach(async () => {
      opened = await open()
      store = opened.store
    })
    afterEach(() => opened.dispose())

    storeKeepsRecords(() => store)
    storeFindsAndCounts(() => store)

    describe('after the end', () => {
      it('closing loses nothing that was asked for', async () => {
        const written = store.write([put('a', 0, under('ana', 1))])
        await store.close()
        expect(await written).toEqual(fine)
        const again = await opened.reopen()
        expect((await again.get(Note, 'a'))?.version).toBe(1)
      })

      it('keeps what was promised after a kill', async () => {
        await store.close()
        const promised = await linesUntilKilled('store-writer.ts', opened.elsewhere, (lines) => lines.length === 300)
        const again = await opened.reopen()
        const kept = await again.find(Note, { index: 'all', key: 'all', limit: promised.length + 100 })
        const told = await again.read({ name: 'notes', schema: z.object({ id: z.string() }) }, 0, promised.length + 100)
        expect(new Set(kept.map(({ id }) => id)).isSupersetOf(new Set(promised))).toBe(true)
        expect(told.map(({ entry }) => entry.id).toSorted()).toEqual(kept.map(({ id }) => id).toSorted())
      })
    })

    it('behaves like a map, whatever is written', () => storeBehavesLikeAMap(open))
  })
}
