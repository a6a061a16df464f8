// How the doctor asks Genesys: once, without patience, and with a look at what the answer says beside its body.
import { type Apis, openSdk } from '../calls/sdk.ts'
import type { Rejection } from '../calls/trouble.ts'
import type { GenesysOptions } from '../genesys.ts'

export interface Seen {
  /** HTTP status; 0 when there was no answer. */
  readonly status: number
  /** Genesys's own code, or why there was no answer. */
  readonly code: string
  /** Genesys's words, for reading permissions out of them; never shown. */
  readonly message: string
  readonly body: unknown
  /** Epoch ms by Genesys's clock, to the second; undefined when it did not say. */
  readonly date: number | undefined
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

/** The SDK resolves and rejects with `{status, headers, body}`; login rejects with axios's own error, which carries its `response`. */
function seenIn(answer: unknown): Seen {
  const { response, ...own } = (typeof answer === 'object' && answer !== null ? answer : {}) as Rejection
  const { status = 0, headers = {}, body } = response ? { ...response, body: response.data } : own
  const said = (typeof body === 'object' && body !== null ? body : {}) as Readonly<Record<string, unknown>>
  const date = Date.parse(text(headers.date))
  return {
    status,
    code: text(said.code) || text(said.error) || text(own.code),
    message: text(said.message) || text(said.error_description),
    body,
    date: Number.isNaN(date) ? undefined : date,
  }
}

const TIMEOUT_MS = 15_000

export type ProbeOptions = Pick<GenesysOptions, 'region' | 'url' | 'clientId' | 'clientSecret'>

/** Asks with a token of its own, so that the budget of a running Halftime is left alone. Nothing here throws: a failure is an answer. */
export function openProbe({ clientId, clientSecret, ...whereabouts }: ProbeOptions) {
  const { client, apis } = openSdk(whereabouts)
  client.getHttpClient().setTimeout(TIMEOUT_MS)

  async function settled(call: () => Promise<unknown>): Promise<Seen> {
    try {
      return seenIn(await call())
    } catch (rejection) {
      return seenIn(rejection)
    }
  }
  return {
    /** A sign-in that succeeds has status 200. */
    signIn: () =>
      settled(async () => {
        await client.loginClientCredentialsGrant(clientId, clientSecret)
        return { status: 200 }
      }),
    ask: (call: (apis: Apis) => Promise<unknown>) => settled(() => call(apis)),
  }
}

export type Probe = ReturnType<typeof openProbe>
export const wentWell = ({ status }: Seen): boolean => status >= 200 && status < 300
