import { MINUTE } from '../../coaching/slot.ts'
import type { Counts, Log } from '../../ports.ts'

/** Slack and pushed events are refused when signed more than five minutes away from our clock, so two are the last quiet ones. */
export const MOST_SKEW_MS = 2 * MINUTE

const isWrong = (ms: number): boolean => Math.abs(ms) > MOST_SKEW_MS

/**
 * Compares the Date header of every answer with this machine's clock, which is the one that signatures are judged by. Says once that
 * they differ, and once that they agree again; a late answer's few seconds do not matter.
 */
export function watchSkew({ log, counts }: { readonly log: Log; readonly counts: Counts }) {
  let wrong = false
  return (date: unknown): void => {
    const told = typeof date === 'string' ? Date.parse(date) : Number.NaN
    if (Number.isNaN(told)) return
    const ahead = Date.now() - told
    const minutes = isWrong(ahead) ? Math.round(ahead / MINUTE) : 0
    counts.set('clock ahead (minutes)', minutes)
    if (isWrong(ahead) === wrong) return
    wrong = !wrong
    if (wrong)
      log.error('the clock of this machine is wrong; signed requests are refused until it follows a time server', { minutes })
    else log.info('the clock of this machine agrees with Genesys again')
  }
}
