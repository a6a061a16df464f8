// One doorway for calls of Slack's Web API. https://docs.slack.dev/apis/web-api
import { type Logger, LogLevel, webApi } from '@slack/bolt'
import * as z from 'zod'
import { VendorError } from '../../errors.ts'
import type { Counts, Log } from '../../ports.ts'
import { slackTrouble } from './trouble.ts'

export const CALL_TIMEOUT_MS = 10_000

export interface SessionOptions {
  readonly token: string
  /** https://slack.com/api/, or a stand-in on loopback. */
  readonly apiUrl: string
  readonly log: Log
  readonly counts: Counts
}

/** What is asked: `answer` lists the fields we read; `creates` marks calls whose repeat would be seen twice. */
export interface Ask<T> {
  readonly args: Readonly<Record<string, unknown>>
  readonly answer: z.ZodType<T>
  readonly creates?: boolean
}

/** Who we are in this workspace. */
export interface Self {
  readonly team: string
  readonly user: string
}

export interface Session {
  /** Throws VendorError: by Slack's own error name, HTTP status or connection failure; malformed when the answer lacks what we read. */
  call<T>(method: string, ask: Ask<T>): Promise<T>
  /** Asked once, then remembered. */
  self(): Promise<Self>
}

/** The SDKs' log lines carry bodies, addresses and names; what matters is in our errors and counts. */
export const quiet: Logger = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  setName() {},
  getLevel: () => LogLevel.ERROR,
}

const SelfAnswer = z.object({ team_id: z.string(), user_id: z.string() })

function read<T>(method: string, { answer, creates = false }: Ask<T>, reply: unknown): T {
  const parsed = answer.safeParse(reply)
  if (parsed.success) return parsed.data
  throw new VendorError({ vendor: 'Slack', trouble: 'malformed', code: method, inDoubt: creates, cause: parsed.error })
}

/**
 * Opens a session with a bot token. The SDK's own habits are switched off: it would send a timed-out chat.postMessage again
 * (Slack knows no idempotency key), wait without end, and hold back every channel after one 429.
 */
export function openSession({ token, apiUrl, log, counts }: SessionOptions): Session {
  const client = new webApi.WebClient(token, {
    slackApiUrl: apiUrl,
    timeout: CALL_TIMEOUT_MS,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    allowAbsoluteUrls: false,
    logger: quiet,
  })

  async function call<T>(method: string, ask: Ask<T>): Promise<T> {
    counts.add('slack calls')
    try {
      return read(method, ask, await client.apiCall(method, { ...ask.args }))
    } catch (error) {
      const failure = error instanceof VendorError ? error : slackTrouble(error, ask.creates ?? false)
      counts.add('slack calls failed')
      // Nobody of that name: an answer, not a failure.
      if (failure.trouble !== 'not-found')
        log.warn('A call of Slack failed', { method, trouble: failure.trouble, code: failure.code, status: failure.status })
      throw failure
    }
  }

  let known: Promise<Self> | undefined
  async function ask(): Promise<Self> {
    const { team_id, user_id } = await call('auth.test', { args: {}, answer: SelfAnswer })
    return { team: team_id, user: user_id }
  }
  function self(): Promise<Self> {
    known ??= ask().catch((error) => {
      known = undefined
      throw error
    })
    return known
  }
  return { call, self }
}
