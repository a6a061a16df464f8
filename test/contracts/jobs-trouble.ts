import { describe, expect, it, vi } from 'vitest'
import { asked, type Bench, HOUR, START } from './jobs-bench.ts'

/** Part of the Jobs contract: failed runs, and when all is done. */
export function jobsRetryAndSettle(bench: () => Bench): void {
  describe('a run that throws', () => {
    it('is told and tried again, later each time', async () => {
      const trouble = new Error('no answer')
      bench().jobs.work('mail', async (id) => {
        bench().ran.push(id)
        if (bench().ran.length < 3) throw trouble
      })
      await bench().jobs.add(asked('a'))
      await bench().jobs.settled()
      expect(bench().failures).toEqual([['mail', 'a', trouble, 1]])
      await bench().jump(START + HOUR)
      await bench().jump(START + 2 * HOUR)
      expect(bench().failures.at(-1)).toEqual(['mail', 'a', trouble, 2])
      expect(bench().ran).toHaveLength(2)
      await bench().jump(START + 3 * HOUR)
      await bench().jump(START + 100 * HOUR)
      expect(bench().ran).toHaveLength(3)
    })

    it('is tried at once when it is added again, also while it was failing', async () => {
      const gate = Promise.withResolvers<void>()
      bench().jobs.work('mail', async (id) => {
        bench().ran.push(id)
        if (bench().ran.length === 1) await gate.promise
        if (bench().ran.length < 3) throw new Error('no answer')
      })
      await bench().jobs.add(asked('a'))
      await vi.waitFor(() => expect(bench().ran).toHaveLength(1))
      await bench().jobs.add(asked('a'))
      gate.resolve()
      await bench().jobs.settled()
      expect(bench().ran).toHaveLength(2)
      await bench().jobs.add(asked('a'))
      await bench().jobs.settled()
      expect(bench().ran).toHaveLength(3)
    })

    it('is not hurried by whoever adds it patiently', async () => {
      bench().jobs.work('mail', async (id) => {
        bench().ran.push(id)
        throw new Error('no answer')
      })
      await bench().jobs.add(asked('a'))
      await bench().jobs.settled()
      await bench().jobs.add({ ...asked('a'), patient: true }, { ...asked('b'), patient: true })
      await bench().jobs.settled()
      expect(bench().ran).toEqual(['a', 'b'])
    })

    it('does not keep the others waiting', async () => {
      bench().jobs.work('mail', (id) => (id === 'bad' ? Promise.reject(new Error('no answer')) : bench().note(id)), { atOnce: 1 })
      await bench().jobs.add(asked('bad', START - 1), asked('good'))
      await bench().jobs.settled()
      expect(bench().ran).toEqual(['good'])
    })
  })

  describe('settled', () => {
    it('is true at once when there is nothing to do', async () => {
      await bench().jobs.settled()
      bench().jobs.work('mail', bench().note)
      await bench().jobs.settled()
    })

    it('counts what was added just before', async () => {
      bench().jobs.work('mail', bench().note)
      void bench().jobs.add(asked('a'))
      await bench().jobs.settled()
      expect(bench().ran).toEqual(['a'])
    })

    it('counts what the runs ask for, as long as that is due by then', async () => {
      bench().jobs.work('mail', async (id) => {
        bench().ran.push(id)
        bench().clock.at += 1000
        void bench().jobs.add(asked('in a second', START + 1000, 'cards'))
        if (bench().ran.length < 5) void bench().jobs.add(asked(`${id}+`))
      })
      bench().jobs.work('cards', bench().note)
      await bench().jobs.add(
        asked('a'),
        asked('in three seconds', START + 3000, 'cards'),
        asked('tomorrow', START + 24 * HOUR, 'cards'),
      )
      await bench().jobs.settled()
      expect(bench().ran).toContain('in three seconds')
      expect(bench().ran).toContain('in a second')
      expect(bench().ran).not.toContain('tomorrow')
    })
  })
}
