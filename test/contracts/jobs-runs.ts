import { describe, expect, it, vi } from 'vitest'
import { asked, type Bench, HOUR, START } from './jobs-bench.ts'

/** Part of the Jobs contract: when, how often and how many run. */
export function jobsRunWhenDue(bench: () => Bench): void {
  describe('a job', () => {
    it('runs once when it is due, earliest first', async () => {
      await bench().jobs.add(asked('second', START), asked('first', START - 5), asked('tomorrow', START + 24 * HOUR))
      bench().jobs.work('mail', bench().note)
      await bench().jobs.settled()
      expect(bench().ran).toEqual(['first', 'second'])
      await bench().jump(START + 23 * HOUR)
      expect(bench().ran).toHaveLength(2)
      await bench().jump(START + 24 * HOUR)
      expect(bench().ran).toEqual(['first', 'second', 'tomorrow'])
    })

    it('runs by the clock alone, without being woken', async () => {
      bench().now = Date.now
      const run = Promise.withResolvers<number>()
      bench().jobs.work('mail', async () => run.resolve(Date.now()))
      const at = Date.now() + 30
      await bench().jobs.add(asked('soon', at))
      expect(await run.promise).toBeGreaterThanOrEqual(at)
    })

    it('runs when it falls due at the very moment at which the others are looked at', async () => {
      let moment = START
      bench().now = () => moment++
      const ids = Array.from({ length: 20 }, (_, n) => String(n))
      bench().jobs.work('mail', bench().note)
      await bench().jobs.add(...ids.map((id, n) => asked(id, START + 10 * n)))
      await vi.waitFor(() => expect(bench().ran).toHaveLength(ids.length), { timeout: 10_000, interval: 5 })
    })

    it('does not run early when it is further away than a timer can reach', async () => {
      bench().jobs.work('mail', bench().note)
      await bench().jobs.add(asked('next year', START + 365 * 24 * HOUR))
      await bench().jobs.settled()
      expect(bench().ran).toEqual([])
      await bench().jump(START + 365 * 24 * HOUR)
      expect(bench().ran).toEqual(['next year'])
    })

    it('added again while it waits runs once, at the earlier time', async () => {
      bench().jobs.work('mail', bench().note)
      await bench().jobs.add(asked('a', START + HOUR))
      await bench().jobs.add(asked('a', START + 2 * HOUR))
      await bench().jump(START + HOUR)
      expect(bench().ran).toEqual(['a'])
      await bench().jump(START + 3 * HOUR)
      expect(bench().ran).toEqual(['a'])
    })

    it('added while it runs has one more run afterwards', async () => {
      const gate = Promise.withResolvers<void>()
      let side = 0
      bench().jobs.work('mail', async (id) => {
        bench().ran.push(`${id} ${++side}`)
        if (bench().ran.length === 1) await gate.promise
        side--
      })
      await bench().jobs.add(asked('a'))
      await vi.waitFor(() => expect(bench().ran).toHaveLength(1))
      await bench().jobs.add(asked('a'), asked('a'))
      await bench().jobs.add(asked('a', START + HOUR))
      gate.resolve()
      await bench().jobs.settled()
      expect(bench().ran).toEqual(['a 1', 'a 1'])
      await bench().jump(START + 2 * HOUR)
      expect(bench().ran).toHaveLength(2)
    })

    it('may ask for itself later: it starts its own next run', async () => {
      bench().jobs.work('mail', async (id) => {
        bench().ran.push(id)
        if (bench().ran.length < 3) await bench().jobs.add(asked(id, bench().now() + HOUR))
      })
      await bench().jobs.add(asked('every hour'))
      for (let hour = 1; hour < 5; hour++) await bench().jump(START + hour * HOUR)
      expect(bench().ran).toHaveLength(3)
    })
  })

  describe('a queue', () => {
    it('runs so many side by side, not more, and others by themselves', async () => {
      const gate = Promise.withResolvers<void>()
      let most = 0
      let side = 0
      const slow = async (id: string) => {
        most = Math.max(most, ++side)
        await gate.promise
        side--
        bench().ran.push(id)
      }
      bench().jobs.work('mail', slow, { atOnce: 3 })
      bench().jobs.work('cards', bench().note)
      await bench().jobs.add(...Array.from({ length: 10 }, (_, n) => asked(`${n}`)), asked('card', START, 'cards'))
      await vi.waitFor(() => expect([side, bench().ran]).toEqual([3, ['card']]))
      gate.resolve()
      await bench().jobs.settled()
      expect([most, bench().ran.length]).toEqual([3, 11])
    })

    it('keeps equal ids of two queues apart', async () => {
      bench().jobs.work('mail', async (id) => bench().note(`mail ${id}`))
      bench().jobs.work('cards', async (id) => bench().note(`cards ${id}`))
      await bench().jobs.add(asked('a'), asked('a', START, 'cards'))
      await bench().jobs.settled()
      expect(bench().ran.toSorted()).toEqual(['cards a', 'mail a'])
    })

    it('has one worker', () => {
      bench().jobs.work('mail', bench().note)
      expect(() => bench().jobs.work('mail', bench().note)).toThrow('already worked')
    })
  })
}
