// What every call must pass: the budget of the token, the wait Genesys asked for, the breaker.
import { MINUTE } from '../../coaching/slot.ts'
import type { VendorError } from '../../errors.ts'
import { genesysError } from './trouble.ts'

/** Genesys allows 300 calls a minute per token: https://developer.genesys.cloud/organization/organization/limits#platform-api */
const CALLS_A_MINUTE = 300
/** Kept for bookings, so that a flood of interactions never stops a click. */
const RESERVE = 60
const FAILURES_TO_OPEN = 5
const PROBE_EVERY_MS = 10_000

/**
 * `pass` lets a call through or throws at once (rate-limited with the time to wait, or unavailable while the breaker is open):
 * whoever asked has a due record to come back to, so nobody queues here. Windows follow the injected clock.
 */
export function createGate(now: () => number) {
  const passed: number[] = []
  let restUntil = 0
  let failures = 0
  let probeAt = 0

  function checkBudget(at: number, urgent: boolean): void {
    while (passed.length > 0 && passed[0]! <= at - MINUTE) passed.shift()
    const room = urgent ? CALLS_A_MINUTE : CALLS_A_MINUTE - RESERVE
    if (passed.length < room) return
    const retryAfterMs = passed[passed.length - room]! + MINUTE - at
    throw genesysError({ trouble: 'rate-limited', code: 'own-budget', retryAfterMs })
  }

  function checkBreaker(at: number): void {
    if (failures < FAILURES_TO_OPEN) return
    if (at < probeAt) throw genesysError({ trouble: 'unavailable', code: 'breaker-open', retryAfterMs: probeAt - at })
    probeAt = at + PROBE_EVERY_MS
  }

  return {
    pass(urgent: boolean): void {
      const at = now()
      if (at < restUntil) throw genesysError({ trouble: 'rate-limited', code: 'resting', retryAfterMs: restUntil - at })
      checkBudget(at, urgent)
      checkBreaker(at)
      passed.push(at)
    },
    succeeded(): void {
      failures = 0
    },
    /** Only silence and 5xx count against the breaker; a refusal is a healthy answer. Of several waits asked for, the longest holds. */
    failed(error: VendorError): void {
      if (error.trouble === 'rate-limited') restUntil = Math.max(restUntil, now() + (error.retryAfterMs ?? 0))
      failures = error.trouble === 'unavailable' ? failures + 1 : 0
      if (failures === FAILURES_TO_OPEN) probeAt = now() + PROBE_EVERY_MS
    },
  }
}

export type Gate = ReturnType<typeof createGate>
