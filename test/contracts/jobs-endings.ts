import { describe, expect, it, vi } from 'vitest'
import { asked, type Bench, HOUR, START } from './jobs-bench.ts'
import { linesUntilKilled } from './killed.ts'

/** Part of the Jobs contract: what closing and a kill leave behind. */
export function jobsOutliveTheirEngine(bench: () => Bench): void {
  describe('after the end', () => {
    it('what was added is run when it is opened again', async () => {
      await bench().jobs.add(asked('a'), asked('later', START + HOUR))
      await bench().jobs.close()
      bench().jobs = await bench().opened.reopen()
      bench().jobs.work('mail', bench().note)
      await bench().jobs.settled()
      expect(bench().ran).toEqual(['a'])
      await bench().jump(START + HOUR)
      expect(bench().ran).toEqual(['a', 'later'])
    })

    it('closing waits for the running ones and starts no more', async () => {
      const gate = Promise.withResolvers<void>()
      bench().jobs.work(
        'mail',
        async (id) => {
          bench().ran.push(`${id} begins`)
          await gate.promise
          await bench().jobs.add(asked('asked for at the end'))
          bench().ran.push(`${id} ends`)
        },
        { atOnce: 1 },
      )
      await bench().jobs.add(asked('a', START - 1), asked('b'))
      await vi.waitFor(() => expect(bench().ran).toEqual(['a begins']))
      const closed = bench().jobs.close()
      gate.resolve()
      await closed
      expect(bench().ran).toEqual(['a begins', 'a ends'])
      await expect(bench().jobs.add(asked('too late'))).rejects.toThrow()
      bench().jobs = await bench().opened.reopen()
      bench().jobs.work('mail', bench().note)
      await bench().jobs.settled()
      expect(bench().ran.slice(2).toSorted()).toEqual(['asked for at the end', 'b'])
    })

    it('keeps what was promised after a kill, and runs again what that interrupted', async () => {
      await bench().jobs.close()
      const promised = await linesUntilKilled('jobs-writer.ts', bench().opened.elsewhere, (lines) => lines.length === 300)
      bench().jobs = await bench().opened.reopen()
      bench().jobs.work('quick', bench().note, { atOnce: 50 })
      bench().jobs.work('slow', bench().note)
      await bench().jobs.settled()
      expect(bench().ran).toContain('interrupted')
      expect(new Set(bench().ran).isSupersetOf(new Set(promised))).toBe(true)
      expect(new Set(bench().ran).size).toBe(bench().ran.length)
    })
  })
}
