// A slash command comes with an address (response_url) to answer at, for 30 minutes and five answers, even where we are no member.
// It is a secret: whoever has it can speak there. https://docs.slack.dev/interactivity/handling-user-interaction
import { randomUUID } from 'node:crypto'
import { VendorError } from '../../errors.ts'
import type { Counts, Log } from '../../ports.ts'
import { CALL_TIMEOUT_MS } from './session.ts'

const LIFE_MS = 30 * 60_000
const USES = 5
const MOST = 10_000

interface Kept {
  readonly url: string
  readonly until: number
  uses: number
}

export interface Replies {
  /** Keeps an answering address in memory and names it; only the name travels on. */
  keep(url: string): string
  /** The address once more, or undefined when it is unknown, too old or used up. Counts as one use. */
  take(handle: string): string | undefined
}

/** One per bot, shared by the webhook (keeps) and the client (takes). `now`: epoch milliseconds. */
export function replyHandles(now: () => number): Replies {
  const kept = new Map<string, Kept>()

  function forget(): void {
    // Insertion order is order of age, so the first one still alive ends the search.
    for (const [handle, { until }] of kept) {
      if (until > now() && kept.size < MOST) return
      kept.delete(handle)
    }
  }

  return {
    keep(url) {
      forget()
      const handle = randomUUID()
      kept.set(handle, { url, until: now() + LIFE_MS, uses: USES })
      return handle
    },
    take(handle) {
      const found = kept.get(handle)
      if (!found || found.until <= now() || found.uses === 0) return undefined
      found.uses -= 1
      return found.url
    },
  }
}

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]'])

/** Slack's own hosts over TLS; plain or loopback addresses only where the Web API itself is on loopback. */
export function mayAnswerAt(url: string, apiUrl: string): boolean {
  if (!URL.canParse(url)) return false
  const [target, api] = [new URL(url), new URL(apiUrl)]
  if (LOOPBACK.has(target.hostname)) return LOOPBACK.has(api.hostname) && target.host === api.host
  return target.protocol === 'https:' && (target.host === api.host || target.host === 'hooks.slack.com')
}

/** Slack says so with more than one status, in JSON or as a bare word. */
const REFUSED = 'invalid_blocks'

export interface AnswerOptions {
  readonly apiUrl: string
  readonly log: Log
  readonly counts: Counts
}

/**
 * Answers privately at a kept address. False when it may not or did not work: say it another way. Throws VendorError when Slack
 * refuses what is said, which it would anywhere else.
 */
export async function answerAt(url: string, message: object, { apiUrl, log, counts }: AnswerOptions): Promise<boolean> {
  if (!mayAnswerAt(url, apiUrl)) {
    counts.add('slack reply address refused')
    log.warn('A reply address of Slack is on a foreign host')
    return false
  }
  const body = JSON.stringify({ response_type: 'ephemeral', replace_original: false, ...message })
  const headers = { 'content-type': 'application/json; charset=utf-8' }
  const signal = AbortSignal.timeout(CALL_TIMEOUT_MS)
  const { status, said } = await fetch(url, { method: 'POST', headers, body, signal, redirect: 'error' }).then(
    async (response) => ({ status: response.status, said: await response.text().catch(() => '') }),
    () => ({ status: 0, said: '' }),
  )
  const refused = said.includes(REFUSED)
  if (status === 200 && !refused) return true
  counts.add('slack reply failed')
  log.warn('A reply to a Slack command failed', { status })
  if (refused) throw new VendorError({ vendor: 'Slack', trouble: 'refused', code: REFUSED, status })
  return false
}
