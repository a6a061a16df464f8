// A delivery to the bot: posted, timed, answered or not.
import { Agent, request } from 'node:http'
import type { Delivered } from '../core/world.ts'

export interface Parcel {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** After so many milliseconds the vendor gives up. */
  readonly patience: number
  /** How the vendor words that the bot was too slow, or not reached. */
  readonly trouble: { readonly late: string; readonly unreachable: string }
}

function parsed(text: string): unknown {
  if (text === '') return null
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** Connections are kept: with thousands of deliveries in a row, opening each anew would cost more than the bot's work. */
const agent = new Agent({ keepAlive: true })

/** What a connection says that the bot had closed before the request reached it. */
const CLOSED = new Set(['ECONNRESET', 'EPIPE'])

/**
 * A kept connection may be closed by the bot at the very moment it is used again, so that nobody reads the request. Vendors send it
 * once more on another one, and so does this: https://nodejs.org/api/http.html#requestreusedsocket
 */
async function post(parcel: Parcel, signal: AbortSignal): Promise<Answered> {
  for (;;) {
    const answer = await once(parcel, signal)
    if (answer !== 'closed') return answer
  }
}

interface Answered {
  readonly status: number
  readonly text: string
}

function once({ url, headers, body }: Parcel, signal: AbortSignal): Promise<Answered | 'closed'> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', headers, agent, signal }, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (part: string) => {
        text += part
      })
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }))
      response.on('error', reject)
    })
    sent.on('error', (error: NodeJS.ErrnoException) =>
      sent.reusedSocket && CLOSED.has(error.code ?? '') ? resolve('closed') : reject(error),
    )
    sent.end(body)
  })
}

/** Never rejects. Status 0: not reached, or no answer in time; `body.error` says which. */
export async function deliver(parcel: Parcel): Promise<Delivered> {
  const { patience, trouble } = parcel
  const started = performance.now()
  const ms = () => Math.round(performance.now() - started)
  const signal = AbortSignal.timeout(patience)
  try {
    const { status, text } = await post(parcel, signal)
    return { status, body: parsed(text), ms: ms() }
  } catch {
    return { status: 0, ms: ms(), body: { error: signal.aborted ? trouble.late : trouble.unreachable } }
  }
}
