// Who pushes: a shared secret in a header (EventBridge's API destinations can), or a signature over the body and the time.
import { createHmac, hash, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'

export type Proof =
  /** `kept` must be told once the events are stored: only then is the same signature a replay. */
  | { readonly ok: true; kept(): void }
  | { readonly ok: false; readonly status: 401 | 409; readonly why: 'secret' | 'signature' | 'timestamp' | 'replay' }

const SKEW_S = 5 * 60
const REMEMBERED_MS = 2 * SKEW_S * 1000
const MOST_REMEMBERED = 200_000
const VERSION = 'v1'

/** Equally long whatever was sent, so that comparing takes the same time. */
const digest = (text: string): Buffer => hash('sha256', text, 'buffer')
const same = (a: Buffer, b: Buffer): boolean => a.length === b.length && timingSafeEqual(a, b)
const only = (header: string | string[] | undefined): string => (typeof header === 'string' ? header : '')
const no = (status: 401 | 409, why: (Proof & { ok: false })['why']): Proof => ({ ok: false, status, why })

/**
 * Checks `x-halftime-signature: v1=<hex>`, the HMAC-SHA256 of `v1:<x-halftime-timestamp>:<body>` with the timestamp in Unix seconds;
 * without a signature `x-api-key: <secret>` or `authorization: Bearer <secret>`. Times are the machine's: a sender knows no other.
 */
export function createProof(secret: string) {
  const expected = digest(secret)
  const seen = new Map<string, number>()

  function sweep(now: number): void {
    for (const [signature, until] of seen) {
      if (until > now && seen.size <= MOST_REMEMBERED) return
      seen.delete(signature)
    }
  }

  function signed(headers: IncomingHttpHeaders, raw: Buffer): Proof {
    const timestamp = only(headers['x-halftime-timestamp'])
    const sent = /^v1=([0-9a-f]{64})$/.exec(only(headers['x-halftime-signature']))?.[1]
    if (!sent || !/^\d{1,12}$/.test(timestamp)) return no(401, 'signature')
    const wanted = createHmac('sha256', secret).update(`${VERSION}:${timestamp}:`).update(raw).digest()
    if (!same(wanted, Buffer.from(sent, 'hex'))) return no(401, 'signature')
    const now = Date.now()
    if (Math.abs(now / 1000 - Number(timestamp)) > SKEW_S) return no(401, 'timestamp')
    sweep(now)
    if (seen.has(sent)) return no(409, 'replay')
    return { ok: true, kept: () => void seen.set(sent, now + REMEMBERED_MS) }
  }

  return (headers: IncomingHttpHeaders, raw: Buffer): Proof => {
    if (headers['x-halftime-signature'] !== undefined) return signed(headers, raw)
    const given = only(headers['x-api-key']) || only(headers.authorization).replace(/^bearer /i, '')
    return given && same(digest(given), expected) ? { ok: true, kept: () => undefined } : no(401, 'secret')
  }
}
