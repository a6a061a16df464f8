import { expect, it } from 'vitest'
import { createClock } from '../../src/sandbox/core/clock.ts'
import { createLater } from '../../src/sandbox/core/later.ts'

const HOUR = 3_600_000

it('runs what fell due in the order of its times, and among equals in the order it was asked for', () => {
  const clock = createClock()
  const later = createLater(clock)
  const ran: string[] = []
  for (let index = 0; index < 2000; index++) {
    const hours = 1 + ((index * 7919) % 100)
    later.after(hours * HOUR, () => ran.push(`${String(hours).padStart(3, '0')}:${String(index).padStart(4, '0')}`))
  }
  clock.advance(50 * HOUR + 1)
  expect(ran).toHaveLength(1000)
  clock.advance(50 * HOUR)
  expect(ran).toHaveLength(2000)
  expect(ran).toEqual(ran.toSorted())
  later.close()
})

it('runs by itself once the time has come, however far off the rest is', async () => {
  const later = createLater(createClock())
  later.after(400 * 24 * HOUR, () => expect.unreachable())
  const ran: string[] = []
  await new Promise<void>((resolve) => {
    later.after(1, () => void ran.push('first'))
    later.after(2, () => {
      ran.push('second')
      resolve()
    })
  })
  expect(ran).toEqual(['first', 'second'])
  later.close()
})
