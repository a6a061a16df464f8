import { afterEach, describe, expect, it } from 'vitest'
import { createCounts } from '../../src/counts.ts'
import { VendorError } from '../../src/errors.ts'
import { runSteps, type Step, undoSteps } from '../../src/handlers/steps.ts'
import type { Log } from '../../src/ports.ts'
import { sqliteStore } from '../../src/store/sqlite.ts'

const log: Log = { info: () => undefined, warn: () => undefined, error: () => undefined }
const counts = createCounts()
const later = { ms: 0 }
const ports = { store: sqliteStore({ file: ':memory:' }), log, counts, now: () => 1_000 + later.ms }
afterEach(() => {
  later.ms = 0
  outside.length = 0
})

/** What stands outside, as `name:id`. */
const outside: string[] = []

type Answer = 'well' | 'lost' | 'unavailable' | 'refused'

/** A step whose calls answer as told, one after another; `lost` = written, but nobody heard. */
function step(name: string, ...answers: Answer[]): Step<string> & { writes: number } {
  return {
    name,
    writes: 0,
    find: async (id) => (outside.includes(`${name}:${id}`) ? `${name}:${id}` : undefined),
    async write(id) {
      this.writes += 1
      const answer = answers.shift() ?? 'well'
      if (answer === 'refused') throw new VendorError({ vendor: 'Genesys', trouble: 'refused', code: 'no' })
      if (answer === 'unavailable') throw new VendorError({ vendor: 'Genesys', trouble: 'unavailable' })
      outside.push(`${name}:${id}`)
      if (answer === 'lost') throw new VendorError({ vendor: 'Genesys', trouble: 'unavailable', inDoubt: true })
      return `${name}:${id}`
    },
    undo: async (_id, ref) => void outside.splice(outside.indexOf(ref), 1),
  }
}

const run = (id: string, ...steps: Step<string>[]) => runSteps(ports, { id, steps, about: id })

describe('a chain of outside writes', () => {
  it('writes each once, in order', async () => {
    const [first, second] = [step('first'), step('second')]
    expect(await run('a', first, second)).toMatchObject({ kind: 'done' })
    expect(await run('a', first, second)).toMatchObject({ kind: 'done' })
    expect(outside).toEqual(['first:a', 'second:a'])
  })

  it('looks for a write whose answer was lost before it writes again', async () => {
    const [first, second] = [step('first', 'lost'), step('second')]
    await expect(run('b', first, second)).rejects.toThrow(VendorError)
    expect(await run('b', first, second)).toMatchObject({ kind: 'done', journal: { steps: { first: { ref: 'first:b' } } } })
    expect(first.writes).toBe(1)
    expect(outside).toEqual(['first:b', 'second:b'])
  })

  it('tells whoever looks how long ago an answer was lost, also when it is taken back', async () => {
    const first = step('first', 'lost')
    const told: (number | undefined)[] = []
    const find = first.find
    first.find = async (id, doubt) => {
      told.push(doubt?.lostMs)
      if (doubt!.lostMs! < 10) throw new VendorError({ vendor: 'Genesys', trouble: 'unavailable' })
      return find(id)
    }
    await expect(run('h', first)).rejects.toThrow(VendorError)
    await expect(run('h', first)).rejects.toThrow(VendorError)
    await expect(undoSteps(ports, { id: 'h', steps: [first], about: 'h' })).rejects.toThrow(VendorError)
    expect(outside).toEqual(['first:h'])
    later.ms = 10
    await undoSteps(ports, { id: 'h', steps: [first], about: 'h' })
    expect(told).toEqual([0, 0, 10])
    expect(outside).toEqual([])
  })

  it('writes again when nothing is found', async () => {
    const first = step('first', 'unavailable')
    await expect(run('c', first)).rejects.toThrow(VendorError)
    expect(await run('c', first)).toMatchObject({ kind: 'done' })
    expect(outside).toEqual(['first:c'])
  })

  it('a refusal takes back what was done, last first, and the chain may start anew', async () => {
    const steps = [step('first'), step('second'), step('third', 'refused')]
    expect(await run('d', ...steps)).toEqual({ kind: 'refused', why: 'no' })
    expect(outside).toEqual([])
    expect(await run('d', ...steps)).toMatchObject({ kind: 'done' })
    expect(outside).toEqual(['first:d', 'second:d', 'third:d'])
  })

  it('what cannot be taken back for good is counted, and the rest is taken back all the same', async () => {
    const [first, second] = [step('first'), step('second')]
    second.undo = async () => Promise.reject(new VendorError({ vendor: 'Genesys', trouble: 'refused' }))
    expect(await run('f', first, second, step('third', 'refused'))).toEqual({ kind: 'refused', why: 'no' })
    expect(outside).toEqual(['second:f'])
    expect(counts.all()['left standing']).toBe(1)
  })

  it('what may not be taken back now is taken back as soon as it may be', async () => {
    const [first, second] = [step('first'), step('second')]
    const { undo } = second
    second.undo = async () => Promise.reject(new VendorError({ vendor: 'Genesys', trouble: 'unauthorised' }))
    const steps = [first, second, step('third', 'refused')]
    await expect(run('e', ...steps)).rejects.toThrow(VendorError)
    expect(outside).toEqual(['first:e', 'second:e'])
    second.undo = undo!
    expect(await run('e', ...steps)).toEqual({ kind: 'refused', why: 'no' })
    expect(outside).toEqual([])
  })

  it('after a taking back it looks before it writes, in case something of ours turned up late', async () => {
    const first = step('first', 'refused')
    await run('g', first)
    outside.push('first:g')
    expect(await run('g', first)).toMatchObject({ kind: 'done', journal: { steps: { first: { ref: 'first:g' } } } })
    expect(first.writes).toBe(1)
  })

  it('an interrupted taking back goes on where it stopped', async () => {
    const first = step('first')
    const undo = first.undo
    first.undo = async () => Promise.reject(new VendorError({ vendor: 'Genesys', trouble: 'unavailable' }))
    await expect(run('e', first, step('second', 'refused'))).rejects.toThrow(VendorError)
    first.undo = undo
    expect(await run('e', first, step('second'))).toEqual({ kind: 'refused', why: 'no' })
    expect(outside).toEqual([])
  })
})
