// The real webhook on a restify server of its own, with the real store behind it; what it took in is listed.
import restify from 'restify'
import { openInvokes } from '../../../src/chat/teams/invokes.ts'
import type { TeamsOptions } from '../../../src/chat/teams/options.ts'
import { openTasks } from '../../../src/chat/teams/tasks.ts'
import { mountTeams } from '../../../src/chat/teams/webhook.ts'
import type { CoachingEvent } from '../../../src/coaching/event.ts'
import { createCounts } from '../../../src/counts.ts'
import type { Counts, Log } from '../../../src/ports.ts'
import { sqliteStore } from '../../../src/store/sqlite.ts'

export const WORKING = 'Working on it. The card will show the outcome.'
export const FAILED = 'Something went wrong here. Please press again.'
export const UNKNOWN = 'This button is no longer known.'

export interface Doorway {
  readonly url: string
  readonly options: TeamsOptions
  readonly events: CoachingEvent[]
  readonly lines: string[]
  readonly counts: Counts
  /** What happens on each event; throw to refuse it. */
  onEvent(deed: (event: CoachingEvent) => Promise<void>): void
  close(): Promise<void>
}

type Keys = Pick<
  TeamsOptions,
  'appId' | 'appPassword' | 'tenantId' | 'loginUrl' | 'openIdUrl' | 'serviceUrl' | 'serviceHosts' | 'graphUrl'
>

export const listLog = (lines: string[]): Log => {
  const line = (sentence: string, fields?: object) => void lines.push(`${sentence} ${JSON.stringify(fields ?? {})}`)
  return { info: line, warn: line, error: line }
}

export const mapCounts = (): Counts => createCounts()

export const plainCard: TeamsOptions['draw'] = ({ view, summary }) => ({
  card: { type: 'AdaptiveCard', version: '1.5', body: [{ type: 'TextBlock', text: summary, wrap: true }], ...view },
  text: summary,
})

/** `keys` may come later than the server, since the sandbox wants the bot's address first. */
export async function openDoorway(keysFor: (url: string) => Promise<Keys>): Promise<Doorway> {
  const server = restify.createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${server.address().port}`
  const store = sqliteStore({ file: ':memory:' })
  const events: CoachingEvent[] = []
  const lines: string[] = []
  const counts = mapCounts()
  let deed: (event: CoachingEvent) => Promise<void> = async () => {}
  const options: TeamsOptions = {
    ...(await keysFor(url)),
    store,
    invokes: openInvokes({ working: () => WORKING, failed: () => FAILED }),
    tasks: openTasks({ late: () => WORKING }),
    draw: plainCard,
    now: Date.now,
    log: listLog(lines),
    counts,
  }
  const receive = async (event: CoachingEvent) => {
    events.push(event)
    await deed(event)
  }
  mountTeams(server, { ...options, receive, unknown: () => UNKNOWN, failed: () => FAILED })
  return {
    url,
    options,
    events,
    lines,
    counts,
    onEvent(next) {
      deed = next
    },
    async close() {
      server.server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
      await store.close()
    },
  }
}
