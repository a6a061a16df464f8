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

/** When each of so many writes into one conversation begins, in milliseconds, on a clock of its own. */
async function begun(writes: number): Promise<number[]> {
  vi.useFakeTimers()
  try {
    const pace = createPace({ now: Date.now })
    const from = Date.now()
    const at: number[] = []
    const all = Array.from({ length: writes }, () => pace.run('busy', async () => void at.push(Date.now() - from)))
    expect(await pace.run('quiet', async () => Date.now() - from)).toBe(0)
    await vi.runAllTimersAsync()
    await Promise.all(all)
    return at
  } finally {
    vi.useRealTimers()
  }
}

/** The most writes in any stretch of that length. */
const most = (at: readonly number[], ms: number): number =>
  Math.max(...at.map((end) => at.filter((each) => each <= end && each > end - ms).length))

it('seven at once, then as Teams takes them; another conversation does not wait', async () => {
  expect((await begun(10)).map((ms) => ms / 1000)).toEqual([0, 0, 0, 0, 0, 0, 0, 1, 2, 2])
})

it('no second, two seconds, half minute or hour gets more than Teams takes, nor much less', async () => {
  const at = await begun(2000)
  expect([1, 2, 30, 3600].map((seconds) => most(at, seconds * 1000))).toEqual([7, 8, 60, 1800])
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
