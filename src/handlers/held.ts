// Whether what held an agent's card, or thanks, back still does.
import { limitMs, type Settings } from '../coaching/settings.ts'
import { DAY } from '../coaching/slot.ts'
import type { Ports, RecordKind } from '../ports.ts'
import { thanksAwaited } from './balance.ts'
import { PERMIT, type Permit, SETTLED, type SignalRecord, THANKED } from './kinds.ts'

/** Until a moment (epoch ms), or until so many more thanks. */
export type Held = { readonly until: number } | { readonly thanks: number }

/** By the settings as they are now there; undefined once it is over. */
export async function heldStill(
  ports: Pick<Ports, 'store' | 'now'>,
  { interaction: { agent }, verdict }: SignalRecord,
  settings: Settings,
): Promise<Held | undefined> {
  switch (verdict?.why) {
    case 'limit':
      return untilFree(ports, PERMIT, { agent, most: settings.limit.sessions, ms: limitMs(settings) })
    case 'praise-limit':
      return untilFree(ports, THANKED, { agent, most: settings.thanks.times, ms: settings.thanks.days * DAY })
    case 'settled': {
      const [last] = await ports.store.find(SETTLED, {
        index: 'agent',
        key: agent,
        since: ports.now() + 1,
        newest: true,
        limit: 1,
      })
      return last && { until: last.body.until }
    }
    case 'praise-first': {
      const thanks = await thanksAwaited(ports, agent, settings.praiseFirst)
      return thanks > 0 ? { thanks } : undefined
    }
    default:
      return undefined
  }
}

interface Window {
  readonly agent: string
  readonly most: number
  readonly ms: number
}

/** When the earliest of those that fill the window leaves it. */
async function untilFree(
  { store, now }: Pick<Ports, 'store' | 'now'>,
  kind: RecordKind<Permit>,
  { agent, most, ms }: Window,
): Promise<Held | undefined> {
  const where = { index: 'agent', key: agent, since: now() - ms + 1, newest: true, limit: most }
  const taken = await store.find(kind, where)
  return taken.length < most ? undefined : { until: taken.at(-1)!.body.at + ms }
}
