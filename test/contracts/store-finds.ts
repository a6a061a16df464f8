import { beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '../../src/ports.ts'
import { fine, Line, Note, put, under } from './store-notes.ts'

/** Part of the Store contract: look-ups, what is due, limits, streams and claims. */
export function storeFindsAndCounts(store: () => Store): void {
  describe('a look-up by index', () => {
    beforeEach(async () => {
      const times = { b: 20, a: 20, first: 10, last: 30 }
      await Promise.all(Object.entries(times).map(([id, at]) => store().write([put(id, 0, under('ana', at))])))
      await store().write([put('other', 0, under('ben', 20))])
    })
    const ids = async (where: object) => (await store().find(Note, { index: 'agent', key: 'ana', ...where })).map(({ id }) => id)

    it('answers in order of time, then id', async () => {
      expect(await ids({})).toEqual(['first', 'a', 'b', 'last'])
      expect(await ids({ newest: true })).toEqual(['last', 'b', 'a', 'first'])
    })

    it('includes its bounds and stops at its limit', async () => {
      expect(await ids({ since: 20, until: 30 })).toEqual(['a', 'b', 'last'])
      expect(await ids({ until: 20, limit: 2 })).toEqual(['first', 'a'])
      expect(await ids({ newest: true, limit: 1 })).toEqual(['last'])
    })
  })

  describe('what names somebody', () => {
    it('is found in ids and bodies, ignoring case, page by page, and is gone once it is dropped', async () => {
      await store().write([put('ana', 0), { ...put('b'), body: { words: 'of ANA@example.com' } }, put('c', 0), put('d', 0)])
      const page = await store().mentions(['ana@example.com', 'ana'], { kind: '', id: '' }, 3)
      expect(page.found.map(({ id }) => id)).toEqual(['ana', 'b'])
      expect(page.next).toMatchObject({ kind: 'note', id: 'c' })
      expect(await store().mentions(['ana'], page.next!, 3)).toEqual({ found: [], next: undefined })
      await store().write(page.found.map(({ kind, id, version }) => ({ drop: kind, id, expect: version })))
      await store().scrub()
      expect((await store().mentions(['ana'], { kind: '', id: '' }, 10)).found).toEqual([])
    })
  })

  describe('what is due', () => {
    it('comes earliest first, up to now', async () => {
      await Promise.all([30, 10, 20, 40].map((due) => store().write([put(`at ${due}`, 0, { due })])))
      expect(await store().due(30, 2)).toEqual([
        { kind: 'note', id: 'at 10', due: 10 },
        { kind: 'note', id: 'at 20', due: 20 },
      ])
      expect(await store().due(30, 10)).toHaveLength(3)
    })

    it('can be read of one kind alone, whole records, earliest first', async () => {
      const other = { put: 'other', id: 'x', expect: 0, body: {}, due: 5 }
      await store().write([
        put('late', 0, { due: 20 }),
        put('early', 0, { due: 10 }),
        put('later', 0, { due: 30 }),
        put('never', 0),
        other,
      ])
      const found = await store().dueOf(Note, 20, 10)
      expect(found.map(({ id, due, version }) => ({ id, due, version }))).toEqual([
        { id: 'early', due: 10, version: 1 },
        { id: 'late', due: 20, version: 1 },
      ])
      expect(found[0]?.body).toEqual({ words: 'about early' })
      expect(await store().dueOf(Note, 100, 1)).toHaveLength(1)
    })

    it('is read page by page, to the end, also where many fall due at once', async () => {
      await Promise.all(['a', 'b', 'c', 'd', 'e'].map((id) => store().write([put(id, 0, { due: 7 })])))
      const seen: string[] = []
      for (let page = await store().due(7, 2); page.length > 0; page = await store().due(7, 2, page.at(-1)))
        seen.push(...page.map(({ id }) => id))
      expect(seen).toEqual(['a', 'b', 'c', 'd', 'e'])
    })

    it('wakes every copy of a card, and a writer at work notices', async () => {
      await store().write([
        put('early', 0, { due: 5, ...under('ana', 1) }),
        put('idle', 0, under('ana', 2)),
        put('other', 0, under('ben', 1)),
      ])
      expect(await store().write([{ wake: 'note', index: 'agent', key: 'ana', due: 9 }])).toEqual(fine)
      expect((await store().due(100, 10)).map(({ id, due }) => [id, due])).toEqual([
        ['early', 5],
        ['idle', 9],
      ])
      expect(await store().write([put('idle', 1)])).toEqual({ ok: false, why: 'conflict', id: 'idle' })
      expect((await store().get(Note, 'other'))?.version).toBe(1)
    })
  })

  describe('a limit', () => {
    const limit = { kind: 'note', index: 'agent', key: 'ana', since: 100, most: 2 }

    it('refuses the third permit of a week', async () => {
      await store().write([put('before the week', 0, under('ana', 99))])
      for (const id of ['one', 'two']) expect(await store().write([put(id, 0, under('ana', 100))], limit)).toEqual(fine)
      const third = await store().write([put('three', 0, under('ana', 101))], limit)
      expect(third).toEqual({ ok: false, why: 'limit', id: 'note' })
      expect(await store().get(Note, 'three')).toBeUndefined()
      expect(await store().write([put('of ben', 0, under('ben', 101))], { ...limit, key: 'ben' })).toEqual(fine)
    })

    it('is one of several that must all hold', async () => {
      const none = { ...limit, index: 'pause', most: 0 }
      expect(await store().write([put('free', 0, under('ana', 100))], limit, none)).toEqual(fine)
      await store().write([put('pause', 0, { index: { pause: { key: 'ana', at: 500 } } })])
      expect(await store().write([put('paused', 0, under('ana', 100))], limit, none)).toMatchObject({ why: 'limit' })
      expect(await store().write([put('later', 0, under('ana', 100))], limit, { ...none, since: 501 })).toEqual(fine)
    })

    it('lets as many of a crowd through as it allows, and more when one is returned', async () => {
      const crowd = Array.from({ length: 9 }, (_, n) => store().write([put(`${n}`, 0, under('ana', 100))], limit))
      expect((await Promise.all(crowd)).filter(({ ok }) => ok)).toHaveLength(2)
      const [one] = await store().find(Note, { index: 'agent', key: 'ana' })
      await store().write([put(one?.id ?? '', 1)])
      expect(await store().write([put('next', 0, under('ana', 100))], limit)).toEqual(fine)
    })
  })

  describe('a stream', () => {
    it('numbers its entries from 1 without a gap and is read on from any of them', async () => {
      await store().write([put('taken')])
      const said = (words: string) => ({ append: 'lines', entry: { said: words }, at: 5 })
      await Promise.all([
        store().write([said('one'), said('two')]),
        store().write([said('lost'), put('taken')]),
        store().write([said('three')]),
      ])
      const all = await store().read(Line, 0, 10)
      expect(all.map(({ n, entry }) => [n, entry.said])).toEqual([
        [1, 'one'],
        [2, 'two'],
        [3, 'three'],
      ])
      expect(await store().read(Line, 1, 1)).toEqual([{ n: 2, at: 5, entry: { said: 'two' } }])
    })

    it('is cut at its beginning, never of its last entry, and goes on counting', async () => {
      await store().write(['one', 'two', 'three'].map((said) => ({ append: 'lines', entry: { said }, at: 5 })))
      const said = async () => (await store().read(Line, 0, 10)).map(({ n, entry }) => `${n} ${entry.said}`)
      await store().write([{ append: 'others', entry: { said: 'one' }, at: 5 }])
      await store().write([{ cut: 'lines', through: 1 }])
      expect(await said()).toEqual(['2 two', '3 three'])
      await store().write([{ cut: 'lines', through: 99 }])
      expect(await said()).toEqual(['3 three'])
      await store().write([
        { append: 'lines', entry: { said: 'four' }, at: 5 },
        { cut: 'lines', through: 3 },
      ])
      expect(await said()).toEqual(['4 four'])
      expect(await store().read({ ...Line, name: 'others' }, 0, 10)).toHaveLength(1)
    })

    it('keeps its beginning where the write that cuts it is refused', async () => {
      await store().write(['one', 'two'].map((said) => ({ append: 'lines', entry: { said }, at: 5 })))
      await store().write([{ cut: 'lines', through: 1 }, put('nobody wrote this', 3)])
      expect(await store().read(Line, 0, 10)).toHaveLength(2)
    })
  })

  describe('a claim', () => {
    it('has one owner until it lapses, who may prolong it', async () => {
      const claims = [store().claim('seat', 'ana', { now: 0, until: 10 }), store().claim('seat', 'ben', { now: 0, until: 10 })]
      expect(await Promise.all(claims)).toEqual([true, false])
      expect(await store().claim('seat', 'ana', { now: 5, until: 20 })).toBe(true)
      expect(await store().claim('seat', 'ben', { now: 15, until: 30 })).toBe(false)
      expect(await store().claim('seat', 'ben', { now: 20, until: 30 })).toBe(true)
    })

    it('is released by its owner only', async () => {
      await store().claim('seat', 'ana', { now: 0, until: 10 })
      await store().release('seat', 'ben')
      expect(await store().claim('seat', 'ben', { now: 1, until: 10 })).toBe(false)
      await store().release('seat', 'ana')
      expect(await store().claim('seat', 'ben', { now: 1, until: 10 })).toBe(true)
    })
  })
}
