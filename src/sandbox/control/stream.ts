import type { ServerResponse } from 'node:http'
import type { Ledger } from '../core/world.ts'

/** So often a comment shows both sides that the other is still there; whoever waits for what leaves no entry looks again then. */
const PULSE_MS = 1000

/**
 * Server-sent events: every ledger entry from now on, as `id: <n>` and `data: <entry as JSON>`; a browser that reconnects
 * says the last id it saw and gets what it missed. See https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export function stream(ledger: Ledger, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
  const send = (entry: { readonly n: number }) => response.write(`id: ${entry.n}\ndata: ${JSON.stringify(entry)}\n\n`)
  const last = response.req.headers['last-event-id']
  if (typeof last === 'string' && /^\d+$/.test(last)) ledger.after(Number(last)).forEach(send)
  else response.write(': the ledger follows\n\n')
  const unwatch = ledger.watch(send)
  const pulse = setInterval(() => response.write(':\n\n'), PULSE_MS)
  response.on('close', () => {
    unwatch()
    clearInterval(pulse)
  })
}
