import { describe, expect, it } from 'vitest'
import { ConversationId, PersonId } from '../../src/coaching/interaction.ts'
import { DAY, HOUR, merged } from '../../src/coaching/slot.ts'
import { VendorError } from '../../src/errors.ts'
import { createGate } from '../../src/genesys/calls/gate.ts'
import { lanes } from '../../src/genesys/calls/lanes.ts'
import { remember } from '../../src/genesys/calls/remember.ts'
import { genesysError, troubleOf } from '../../src/genesys/calls/trouble.ts'
import { scoreTopic } from '../../src/genesys/events/understand.ts'
import { createAwaited } from '../../src/genesys/live/awaited.ts'
import { upward } from '../../src/genesys/people.ts'
import { spans } from '../../src/genesys/slots.ts'
import { daysOf } from '../../src/genesys/staffing.ts'

const trouble = (run: () => void): Partial<VendorError> => {
  try {
    run()
  } catch (error) {
    if (error instanceof VendorError) return error
  }
  return {}
}
const times = (count: number, run: () => void) => Array.from({ length: count }).forEach(run)
const silence = () => genesysError({ trouble: 'unavailable' })

describe('the budget', () => {
  it('lets 240 ordinary calls a minute through and keeps 60 for bookings', () => {
    const gate = createGate(() => 0)
    times(240, () => gate.pass(false))
    expect(trouble(() => gate.pass(false))).toMatchObject({ trouble: 'rate-limited', retryAfterMs: 60_000 })
    times(60, () => gate.pass(true))
    expect(trouble(() => gate.pass(true))).toMatchObject({ trouble: 'rate-limited' })
  })

  it('has room again a minute after the calls that filled it', () => {
    let now = 0
    const gate = createGate(() => now)
    times(240, () => gate.pass(false))
    now = 60_000
    expect(() => gate.pass(false)).not.toThrow()
  })

  it('makes no call inside the wait that Genesys asked for, not even an urgent one', () => {
    let now = 0
    const gate = createGate(() => now)
    gate.failed(genesysError({ trouble: 'rate-limited', retryAfterMs: 3000 }))
    now = 2999
    expect(trouble(() => gate.pass(true))).toMatchObject({ trouble: 'rate-limited', retryAfterMs: 1 })
    now = 3000
    expect(() => gate.pass(true)).not.toThrow()
  })

  it('keeps the longest of several waits, whichever is asked for last', () => {
    let now = 0
    const gate = createGate(() => now)
    gate.failed(genesysError({ trouble: 'rate-limited', retryAfterMs: 60_000 }))
    gate.failed(genesysError({ trouble: 'rate-limited', retryAfterMs: 1000 }))
    now = 59_999
    expect(trouble(() => gate.pass(true))).toMatchObject({ code: 'resting', retryAfterMs: 1 })
  })
})

describe('the breaker', () => {
  it('opens after five failures in a row, lets one probe through every ten seconds, and closes on success', () => {
    let now = 0
    const gate = createGate(() => now)
    times(5, () => gate.failed(silence()))
    expect(trouble(() => gate.pass(true))).toMatchObject({ trouble: 'unavailable', code: 'breaker-open' })
    now = 10_000
    expect(() => gate.pass(true)).not.toThrow()
    expect(trouble(() => gate.pass(true))).toMatchObject({ code: 'breaker-open' })
    gate.succeeded()
    expect(() => gate.pass(true)).not.toThrow()
  })

  it('takes a refusal for a healthy answer', () => {
    const gate = createGate(() => 0)
    times(4, () => gate.failed(silence()))
    gate.failed(genesysError({ trouble: 'refused' }))
    gate.failed(silence())
    expect(() => gate.pass(true)).not.toThrow()
  })
})

describe('lanes', () => {
  it('let so many in at once, and the next one as soon as one is through, whether it went well or not', async () => {
    const inLane = lanes(2)
    const begun: number[] = []
    const works = Array.from({ length: 4 }, () => Promise.withResolvers<void>())
    const runs = works.map(({ promise }, n) =>
      inLane(() => {
        begun.push(n)
        return promise
      }),
    )
    expect(begun).toEqual([0, 1])
    works[1]!.reject(silence())
    await expect(runs[1]).rejects.toThrow()
    expect(begun).toEqual([0, 1, 2])
    for (const { resolve } of works) resolve()
    await Promise.allSettled(runs)
    expect(begun).toEqual([0, 1, 2, 3])
    await inLane(async () => void begun.push(4))
    expect(begun).toHaveLength(5)
  })
})

describe('what is remembered', () => {
  it('is fetched once for all who ask at the same time, and again after its life', async () => {
    let now = 0
    let fetched = 0
    const ask = remember(
      () => now,
      1000,
      async (key) => `${key}${++fetched}`,
    )
    expect(await Promise.all([ask('a'), ask('a'), ask('b')])).toEqual(['a1', 'a1', 'b2'])
    now = 1000
    expect(await ask('a')).toBe('a3')
  })

  it('is never a failure', async () => {
    let fetched = 0
    const ask = remember(
      () => 0,
      1000,
      async () => (++fetched === 1 ? Promise.reject(silence()) : 'there'),
    )
    await expect(ask('a')).rejects.toThrow()
    expect(await ask('a')).toBe('there')
  })
})

describe('a rejection of the SDK', () => {
  it.each([
    {
      rejection: { status: 400, body: { code: 'bad.request' } },
      is: { trouble: 'refused', code: 'bad.request', inDoubt: false },
    },
    { rejection: { status: 403, body: { code: 'missing.permissions' } }, is: { trouble: 'unauthorised', inDoubt: false } },
    { rejection: { status: 404, body: {} }, is: { trouble: 'not-found' } },
    {
      rejection: { status: 429, headers: { 'retry-after': '7' } },
      is: { trouble: 'rate-limited', retryAfterMs: 7000, inDoubt: false },
    },
    { rejection: { status: 502, body: '<html>' }, is: { trouble: 'unavailable', code: '', inDoubt: true } },
    {
      rejection: { code: 'ECONNABORTED', message: 'timeout' },
      is: { trouble: 'unavailable', code: 'ECONNABORTED', inDoubt: true },
    },
    { rejection: { code: 'ECONNREFUSED' }, is: { trouble: 'unavailable', inDoubt: false } },
    { rejection: 'Missing the required parameter', is: { trouble: 'unavailable', code: 'no-answer' } },
  ])('such as $rejection of a create means $is', ({ rejection, is }) => {
    expect(troubleOf(rejection, true)).toMatchObject(is)
  })

  it('leaves nothing of the request in the error', () => {
    const rejection = {
      status: 500,
      error: { config: { headers: { Authorization: 'Bearer secret' } } },
      body: { message: 'words' },
    }
    const error = troubleOf(rejection, true)
    expect(JSON.stringify([error, error.message, error.cause])).not.toMatch(/secret|words/)
  })
})

describe('the small sums', () => {
  it('merges windows that touch', () => {
    const windows = [
      { from: 5, to: 6 },
      { from: 1, to: 2 },
      { from: 2, to: 4 },
    ]
    expect(merged(windows)).toEqual([
      { from: 1, to: 4 },
      { from: 5, to: 6 },
    ])
  })

  it('cuts a long window into pieces of a week', () => {
    expect(spans({ from: 0, to: 15 * DAY }, 7 * DAY).map(({ from, to }) => (to - from) / DAY)).toEqual([7, 7, 1])
  })

  it('names the local days of a window, also when the clocks change', () => {
    const from = Date.parse('2026-10-24T22:00:00Z')
    expect(daysOf({ from, to: from + 25 * HOUR }, 'Europe/Berlin')).toEqual(['2026-10-25'])
    expect(daysOf({ from, to: from + 25 * HOUR + 1 }, 'Europe/Berlin')).toEqual(['2026-10-25', '2026-10-26'])
  })

  it('lists superiors from the manager upward, whatever order Genesys lists them in', () => {
    const [boss, head, other] = ['boss', 'head', 'other'].map((id) => PersonId.parse(id)) as [PersonId, PersonId, PersonId]
    const listed = [{ id: other }, { id: head }, { id: boss, manager: { id: head } }]
    expect(upward(boss, listed).map(({ id }) => id)).toEqual(['boss', 'head', 'other'])
  })
})

describe('a score that is waited for', () => {
  const conversation = ConversationId.parse('conversation-1')
  const topics = new Set([scoreTopic(conversation)])
  const waiting = (now = 1000) => {
    const awaited = createAwaited(() => now, { expired: () => undefined })
    awaited.add(conversation, undefined)
    return awaited
  }

  it('is asked for when the conversation was over before it was listened for, whichever of the two is heard of first', () => {
    const endFirst = waiting()
    expect(endFirst.over(conversation, 900)).toBe(false)
    expect(endFirst.landed(topics)).toEqual([conversation])
    const landingFirst = waiting()
    expect(landingFirst.landed(topics)).toEqual([])
    expect(landingFirst.over(conversation, 900)).toBe(true)
    expect(landingFirst.over(conversation, 900)).toBe(false)
  })

  it('is left to come by itself when the conversation ends later', () => {
    const awaited = waiting()
    awaited.landed(topics)
    expect(awaited.over(conversation, 1001)).toBe(false)
  })
})
