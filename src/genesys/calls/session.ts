// The one doorway to Genesys: token, budget, timeouts, retries, and what may be believed of an answer.
import { setTimeout as pause } from 'node:timers/promises'
import type * as z from 'zod'
import { VendorError } from '../../errors.ts'
import type { Counts, Log } from '../../ports.ts'
import { createGate } from './gate.ts'
import { lanes } from './lanes.ts'
import { isHurried } from './pace.ts'
import { type Apis, openSdk, type Whereabouts } from './sdk.ts'
import { watchSkew } from './skew.ts'
import { createToken, SIGN_IN_REFUSED } from './token.ts'
import { genesysError, troubleOf } from './trouble.ts'

export interface SessionOptions extends Whereabouts {
  readonly clientId: string
  readonly clientSecret: string
  /** How long one call may take, in machine time. Default 10 s. */
  readonly timeoutMs?: number
  now(): number
  readonly log: Log
  readonly counts: Counts
}

export interface Ask<T> {
  /** For the log: the vendor's name of the operation. */
  readonly name: string
  /** What the answer must look like; what does not is an error of kind malformed. */
  readonly schema: z.ZodType<T>
  call(apis: Apis): Promise<unknown>
  /**
   * `read` may be repeated without harm and is, on silence and 5xx. `create` never is: Genesys knows no idempotency key, so an
   * error after which the thing may exist says `inDoubt`. `write` is harmless to repeat for the caller, but not repeated here.
   */
  readonly kind?: 'read' | 'create' | 'write'
  /** May use the part of the budget that is kept for what people wait for. Default: whether this is asked for by such work. */
  readonly urgent?: boolean
  readonly timeoutMs?: number
}

interface Answer {
  readonly status: number
  readonly headers?: Readonly<Record<string, unknown>>
  readonly body?: unknown
}

const REPEATS = 2
const FIRST_PAUSE_MS = 150
/** So many calls are open at once, however slow Genesys is; calm work never takes the lanes of what people wait for. */
const LANES = { calm: 15, hurried: 16 }

/** One session per client id. `ask` throws VendorError only. */
export function openSession({ timeoutMs = 10_000, now, log, counts, ...options }: SessionOptions) {
  const sdk = openSdk(options)
  const gate = createGate(now)
  const token = createToken({ ...options, sdk, gate, timeoutMs, now, log })
  const seeDate = watchSkew({ log, counts })
  const [calm, hurried] = [lanes(LANES.calm), lanes(LANES.hurried)]

  async function send<T>(ask: Ask<T>): Promise<Answer> {
    const value = await token.get()
    gate.pass(ask.urgent ?? isHurried())
    counts.add('genesys calls')
    try {
      // The SDK reads its timeout while a call starts, which happens before this line ends.
      sdk.client.getHttpClient().setTimeout(ask.timeoutMs ?? timeoutMs)
      const answer = fromGenesys(await ask.call(sdk.apis), ask)
      seeDate(answer.headers?.date)
      gate.succeeded()
      return answer
    } catch (rejection) {
      const error = rejection instanceof VendorError ? rejection : troubleOf(rejection, ask.kind === 'create')
      if (error.status === 401) token.forget(value)
      gate.failed(error)
      throw error
    }
  }

  /** A token may end early (revoked, or the other side restarted): once, a new one is fetched. A 401 did nothing, so creates too. */
  async function sendSignedIn<T>(ask: Ask<T>): Promise<Answer> {
    try {
      return await send(ask)
    } catch (error) {
      if (!(error instanceof VendorError && error.status === 401)) throw error
      return send(ask)
    }
  }

  async function sendPatiently<T>(ask: Ask<T>): Promise<Answer> {
    for (let attempt = 0; ; attempt++) {
      try {
        return await ((ask.urgent ?? isHurried()) ? hurried : calm)(() => sendSignedIn(ask))
      } catch (error) {
        if (attempt === REPEATS || !worthRepeating(ask, error)) throw error
        await pause(Math.random() * FIRST_PAUSE_MS * 3 ** attempt + FIRST_PAUSE_MS)
      }
    }
  }

  return {
    /** Calls Genesys and answers the parsed body (see Ask). */
    async ask<T>(ask: Ask<T>): Promise<T> {
      try {
        return believed(ask, await sendPatiently(ask))
      } catch (error) {
        const { trouble, code, status } = error as VendorError
        if (trouble !== 'not-found') log.warn('Genesys call failed', { operation: ask.name, trouble, code, status })
        throw error
      }
    },
    /** Genesys told us that the token ended early. */
    forgetToken: () => token.forget(),
  }
}

export type Session = ReturnType<typeof openSession>

/** Not helped by a second try a moment later. */
const LASTING: ReadonlySet<string> = new Set(['breaker-open', SIGN_IN_REFUSED])

function worthRepeating<T>({ kind = 'read' }: Ask<T>, error: unknown): boolean {
  return kind === 'read' && error instanceof VendorError && error.trouble === 'unavailable' && !LASTING.has(error.code)
}

/** Something in between may answer 200 with a page of its own; Genesys answers JSON or nothing. */
function fromGenesys<T>(answer: unknown, { kind }: Ask<T>): Answer {
  const seen = answer as Answer
  if (typeof seen.body !== 'string' || seen.body === '') return seen
  throw genesysError({ trouble: 'unavailable', code: 'not-json', inDoubt: kind === 'create' })
}

function believed<T>({ schema, kind }: Ask<T>, { status, body }: Answer): T {
  const parsed = schema.safeParse(body === '' ? undefined : body)
  if (parsed.success) return parsed.data
  throw genesysError({ trouble: 'malformed', code: 'unexpected-shape', status, inDoubt: kind === 'create', cause: parsed.error })
}
