import { describe, expect, it } from 'vitest'
import type { Store } from '../../src/ports.ts'
import { fine, Line, Note, put, under } from './store-notes.ts'

/** Part of the Store contract: records and whole writes. */
export function storeKeepsRecords(store: () => Store): void {
  describe('a record', () => {
    it('is there once it is written, as version 1', async () => {
      expect(await store().get(Note, 'a')).toBeUndefined()
      expect(await store().write([put('a', 0, { due: 7 })])).toEqual(fine)
      expect(await store().get(Note, 'a')).toEqual({ id: 'a', version: 1, body: { words: 'about a' }, due: 7 })
    })

    it('lets exactly one of two writers win', async () => {
      const answers = await Promise.all([store().write([put('a')]), store().write([put('a')])])
      expect(answers).toEqual([fine, { ok: false, why: 'conflict', id: 'a' }])
      await store().write([put('a', 1)])
      expect(await store().write([put('a', 1)])).toEqual({ ok: false, why: 'conflict', id: 'a' })
      expect((await store().get(Note, 'a'))?.version).toBe(2)
    })

    it('is replaced with its due time and its index entries', async () => {
      await store().write([put('a', 0, { due: 7, ...under('ana', 1) })])
      await store().write([put('a', 1, { index: { team: { key: 'billing', at: 2 } } })])
      expect(await store().find(Note, { index: 'agent', key: 'ana' })).toEqual([])
      expect(await store().find(Note, { index: 'team', key: 'billing' })).toHaveLength(1)
      expect(await store().due(100, 10)).toEqual([])
    })

    it('of a kind that is kept stays when all others are forgotten, with what they were found by', async () => {
      await store().write([
        put('a', 0, under('ana', 1)),
        { put: 'other', id: 'b', expect: 0, body: {}, due: 1, ...under('ana', 2) },
        { put: 'kept', id: 'c', expect: 0, body: {} },
      ])
      await store().forgetAllBut('note', 'kept')
      expect(await store().find(Note, { index: 'agent', key: 'ana' })).toHaveLength(1)
      expect(await store().due(100, 10)).toEqual([])
      expect(await store().write([{ put: 'other', id: 'b', expect: 0, body: {} }])).toEqual(fine)
      expect(await store().write([{ put: 'kept', id: 'c', expect: 1, body: {} }])).toEqual(fine)
    })

    it('is dropped only by who read it last', async () => {
      await store().write([put('a', 0, { due: 7, ...under('ana', 1) })])
      expect(await store().write([{ drop: 'note', id: 'a', expect: 2 }])).toEqual({ ok: false, why: 'conflict', id: 'a' })
      expect(await store().write([{ drop: 'note', id: 'a', expect: 1 }])).toEqual(fine)
      expect(await store().get(Note, 'a')).toBeUndefined()
      expect(await store().find(Note, { index: 'agent', key: 'ana' })).toEqual([])
      expect(await store().write([put('a')])).toEqual(fine)
    })

    it('is stored as it was when write was called', async () => {
      const body = { words: 'before' }
      const written = store().write([{ put: 'note', id: 'a', expect: 0, body }])
      body.words = 'after'
      await written
      expect((await store().get(Note, 'a'))?.body).toEqual({ words: 'before' })
    })

    it('that does not fit its kind is refused by name, and what JSON cannot hold is not written', async () => {
      await store().write([{ put: 'note', id: 'odd', expect: 0, body: { words: 7 } }])
      await expect(store().get(Note, 'odd')).rejects.toThrow('Stored note odd does not fit its kind')
      await expect(store().write([{ put: 'note', id: 'none', expect: 0, body: undefined }])).rejects.toThrow(TypeError)
      expect(await store().get(Note, 'none')).toBeUndefined()
    })
  })

  describe('a write', () => {
    it('is all or nothing', async () => {
      await store().write([put('taken')])
      const changes = [put('a', 0, under('ana', 1)), { append: 'lines', entry: { said: 'hello' }, at: 1 }, put('taken')]
      expect(await store().write(changes)).toEqual({ ok: false, why: 'conflict', id: 'taken' })
      expect(await store().get(Note, 'a')).toBeUndefined()
      expect(await store().read(Line, 0, 10)).toEqual([])
    })

    it('that is refused leaves the others of its turn alone', async () => {
      const answers = await Promise.all([store().write([put('a')]), store().write([put('a')]), store().write([put('b')])])
      expect(answers.map(({ ok }) => ok)).toEqual([true, false, true])
      expect(await store().get(Note, 'b')).toBeDefined()
    })

    it('is not seen before it is durable', async () => {
      const written = store().write([put('a')])
      expect(await store().get(Note, 'a')).toBeUndefined()
      await written
      expect(await store().get(Note, 'a')).toBeDefined()
    })
  })
}
