import { expect, it, vi } from 'vitest'
import { createPace } from '../../../src/chat/teams/pace.ts'

it('writes into one conversation keep their order and never overlap', async () => {
  const pace = createPace({ now: Date.now })
  const seen: string[] = []
  const write = (name: string, turns: number) =>
    pace.run('chat', async () => {
      seen.push(`${name} begins`)
      for (let turn = 0; turn < turns; turn += 1) await Promise.resolve()
      seen.push(`${name} ends`)
    })
  await Promise.all([write('first', 50), write('second', 1)])
  expect(seen).toEqual(['first begins', 'first ends', 'second begins', 'second ends'])
})

it('a failed write does not stop the next one', async () => {
  const pace = createPace({ now: Date.now })
  const failed = pace.run('chat', async () => Promise.reject(new Error('no')))
  const next = pace.run('chat', async () => 'written')
  await expect(failed).rejects.toThrow('no')
  await expect(next).resolves.toBe('written')
})

it('five at once, then one a second; another conversation does not wait', async () => {
  vi.useFakeTimers()
  try {
    const pace = createPace({ now: Date.now })
    const at: number[] = []
    const begun = Date.now()
    const all = Array.from({ length: 7 }, () => pace.run('busy', async () => void at.push(Date.now() - begun)))
    const other = pace.run('quiet', async () => Date.now() - begun)
    await vi.advanceTimersByTimeAsync(5_000)
    await Promise.all(all)
    expect(at).toEqual([0, 0, 0, 0, 0, 1000, 2000])
    expect(await other).toBe(0)
  } finally {
    vi.useRealTimers()
  }
})

it('after "too many" a conversation rests as long as it was told', async () => {
  vi.useFakeTimers()
  try {
    const pace = createPace({ now: Date.now })
    const begun = Date.now()
    pace.pause('chat', 3_000)
    const written = pace.run('chat', async () => Date.now() - begun)
    await vi.advanceTimersByTimeAsync(5_000)
    expect(await written).toBe(3_000)
  } finally {
    vi.useRealTimers()
  }
})
