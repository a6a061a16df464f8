import { HOUR, MINUTE } from '../coaching/slot.ts'
import { isPassing, VendorError } from '../errors.ts'
import type { Ports, Stored } from '../ports.ts'
import { whisper } from './answers.ts'
import { configure } from './configure.ts'
import { readAt } from './identify.ts'
import { INBOX, type Inbox } from './kinds.ts'
import { press } from './press.ts'
import { forget } from './tidy.ts'

/** Chat platforms repeat a delivery for up to a day. */
const KEPT_MS = 24 * HOUR
/** A press that could not be carried out for so long is given up, and the person told: longer than most outages last. */
const PATIENCE_MS = 30 * MINUTE

/** A press or a command that was acknowledged: carried out once, then kept a while so that a repeat is recognised. */
export async function answer(ports: Ports, id: string): Promise<void> {
  const stored = await ports.store.get(INBOX, id)
  if (!stored) return
  if (stored.body.state === 'done') return forget(ports, INBOX, id)
  const what = { ...stored.body.what, place: await readAt(ports, stored.body.what.place) }
  try {
    if (what.kind === 'pressed') await press(ports, what)
    else await configure(ports, { ...what, delivery: id })
  } catch (error) {
    return trouble(ports, { ...stored, body: { ...stored.body, what } }, error)
  }
  await keep(ports, stored, 'done')
}

/** Nobody waits in the dark: the first failure is told, and so is giving up. In between the job tries again. */
async function trouble(ports: Ports, stored: Stored<Inbox>, error: unknown): Promise<void> {
  const { what, at, state } = stored.body
  const vendor = error instanceof VendorError ? error.vendor : 'Halftime'
  if (!isPassing(error) || ports.now() - at > PATIENCE_MS) {
    ports.log.error('a press was given up', {
      inbox: stored.id,
      vendor,
      error: error instanceof Error ? error.message : 'unknown',
    })
    ports.counts.add('given up')
    await keep(ports, stored, 'done')
    return whisper(ports, what.place, 'failure.given-up', { vendor })
  }
  if (state === 'new') {
    await keep(ports, stored, 'told')
    await whisper(ports, what.place, 'failure.delayed', { vendor }).catch(() => undefined)
  }
  throw error
}

async function keep(ports: Ports, stored: Stored<Inbox>, state: Inbox['state']): Promise<void> {
  const due = state === 'done' ? ports.now() + KEPT_MS : stored.due
  const { what } = stored.body
  // What somebody wrote is of no use once it is done.
  const body: Inbox = {
    ...stored.body,
    what: state === 'done' && what.kind === 'commanded' ? { ...what, text: '' } : what,
    state,
  }
  await ports.store.write([
    { put: INBOX.name, id: stored.id, expect: stored.version, body, ...(due === undefined ? {} : { due }) },
  ])
}
