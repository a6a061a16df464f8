// A delivery to the bot: posted, timed, answered or not.
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

/** Never rejects. Status 0: not reached, or no answer in time; `body.error` says which. */
export async function deliver({ url, headers, body, patience, trouble }: Parcel): Promise<Delivered> {
  const started = performance.now()
  const ms = () => Math.round(performance.now() - started)
  try {
    const signal = AbortSignal.timeout(patience)
    const response = await fetch(url, { method: 'POST', headers, body, signal, redirect: 'manual' })
    return { status: response.status, body: parsed(await response.text()), ms: ms() }
  } catch (error) {
    const late = error instanceof Error && error.name === 'TimeoutError'
    return { status: 0, ms: ms(), body: { error: late ? trouble.late : trouble.unreachable } }
  }
}
