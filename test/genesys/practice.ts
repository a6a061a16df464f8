// A fresh simulated world with our Genesys client in front of it, and the few words the tests need to drive and judge it.
import type { CoachingEvent } from '../../src/coaching/event.ts'
import { ConversationId, PersonId } from '../../src/coaching/interaction.ts'
import { type GenesysOptions, genesys } from '../../src/genesys/genesys.ts'
import type { Counts, Log } from '../../src/ports.ts'
import { startSandbox } from '../../src/sandbox/main.ts'

interface Entry {
  readonly n: number
  readonly vendor: string
  readonly effect: string
  readonly body: Record<string, unknown>
}

interface Request {
  readonly n: number
  readonly method: string
  readonly path: string
  readonly template: string
  readonly status: number
}

interface Someone {
  readonly id: string
  readonly name: string
  readonly team?: string
  readonly supervisor?: string
}

export const SCALES = { events: 'auto', metrics: 'auto', aggregates: 'percent', transcripts: 'unit', empathy: 'percent' } as const
export const AUTO = { source: 'auto', minimumPhrases: 1, missing: 'leave' } as const

export function tally(): Counts {
  const counted: Record<string, number> = {}
  return {
    add: (name, by = 1) => {
      counted[name] = (counted[name] ?? 0) + by
    },
    set: (name, value) => void Object.assign(counted, { [name]: value }),
    all: () => counted,
  }
}

/** A client of a Genesys that is none of ours, listening to one queue. */
export const strangersClient = (url: string, counts: Counts) =>
  genesys({
    clientId: 'id',
    clientSecret: 'secret',
    url,
    queues: ['q1'],
    scales: SCALES,
    empathy: false,
    eventsSecret: '',
    now: Date.now,
    log: notebook(),
    counts,
  })

/** Everything logged, to look for what must not be there. */
export function notebook(): Log & { readonly lines: string[] } {
  const lines: string[] = []
  const write = (sentence: string, fields?: object) => void lines.push(`${sentence} ${JSON.stringify(fields ?? {})}`)
  return { lines, info: write, warn: write, error: write }
}

export async function practice(overrides: Partial<GenesysOptions> = {}) {
  const sandbox = await startSandbox({ port: 0, botUrl: 'http://127.0.0.1:1' })
  const log = notebook()
  const counts = tally()
  let offset = 0
  const now = () => Date.now() + offset
  const { GENESYS_URL, GENESYS_CLIENT_ID, GENESYS_CLIENT_SECRET, GENESYS_QUEUES } = sandbox.env as Record<string, string>
  const options: GenesysOptions = {
    url: GENESYS_URL!,
    clientId: GENESYS_CLIENT_ID!,
    clientSecret: GENESYS_CLIENT_SECRET!,
    queues: GENESYS_QUEUES!.split(/[\s,]+/),
    scales: SCALES,
    empathy: true,
    eventsSecret: '',
    now,
    log,
    counts,
    ...overrides,
  }

  async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const init =
      body === undefined ? { method } : { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
    const response = await fetch(`${sandbox.url}/world${path}`, init)
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
    return (await response.json()) as T
  }

  const { people } = await call<{ people: Someone[] }>('GET', '')
  const who = (first: string) => people.find(({ name }) => name.toLowerCase().startsWith(`${first} `))!
  const client = genesys(options)
  const heard: CoachingEvent[] = []

  return {
    ...client,
    now,
    log,
    counts,
    heard,
    call,
    someone: who,
    /** Another client of the same world, differently set. */
    another: (other: Partial<GenesysOptions>) => genesys({ ...options, ...other }),
    id: (first: string) => PersonId.parse(who(first).id),
    async happens(body: object): Promise<ConversationId> {
      const { conversationId } = await call<{ conversationId: string }>('POST', '/interactions', body)
      return ConversationId.parse(conversationId)
    },
    changes: (body: object) => call('POST', '/changes', body),
    faults: (fault: object) => call('POST', '/faults', { vendor: 'genesys', ...fault }),
    ledger: (effect: string) => call<Entry[]>('GET', '/ledger').then((all) => all.filter((entry) => entry.effect === effect)),
    requests: (after = 0) => call<Request[]>('GET', `/requests?after=${after}`),
    violations: () => call<unknown[]>('GET', '/violations'),
    async pass(ms: number): Promise<void> {
      await call('POST', '/clock', { advance: `PT${ms / 1000}S` })
      offset += ms
    },
    listen: () => client.intake(async (event) => void heard.push(event)),
    async close(): Promise<void> {
      await client.close()
      await sandbox.close()
    },
  }
}

export type Practice = Awaited<ReturnType<typeof practice>>
