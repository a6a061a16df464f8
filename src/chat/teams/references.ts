import * as z from 'zod'
import type { RecordKind, Store } from '../../ports.ts'

/** Where somebody (by Entra object id) or a channel (by channel id) can be written to. */
export const Reference = z.strictObject({
  conversation: z.string(),
  serviceUrl: z.string(),
  /** The team a channel belongs to, as the Bot Connector names it. */
  team: z.string().optional(),
  at: z.number().int(),
})
export type Reference = z.infer<typeof Reference>

const kind: RecordKind<Reference> = { name: 'teams-conversation', schema: Reference }

export interface References {
  get(key: string): Promise<Reference | undefined>
  /** Remembers what an activity told; serviceUrl may change, the latest one counts. */
  seen(key: string, told: Omit<Reference, 'at'>): Promise<void>
  /** The newest serviceUrl heard from that conversation, thread or not. */
  serviceUrl(conversation: string): Promise<string | undefined>
  /** The teams that some activity came from, newest first. */
  teams(): Promise<string[]>
  /** The conversation is gone: the app was removed, or Teams no longer knows it. */
  forget(key: string): Promise<void>
}

/**
 * Conversation references, kept in the store and not in memory, since any replica may have to write. Losing a race against
 * another writer is fine: that one has learnt the same from a neighbouring activity.
 */
export function references(store: Store, now: () => number): References {
  return {
    get: async (key) => (await store.get(kind, key))?.body,
    async seen(key, told) {
      const known = await store.get(kind, key)
      const body = { ...told, team: told.team ?? known?.body.team, at: now() }
      if (known && same(known.body, body)) return
      const at = now()
      const index = { where: { key: body.conversation, at }, ...(body.team ? { of: { key: 'team', at } } : {}) }
      await store.write([{ put: kind.name, id: key, expect: known?.version ?? 0, body: defined(body), index }])
    },
    async serviceUrl(conversation) {
      const [newest] = await store.find(kind, { index: 'where', key: conversation.split(';', 1)[0]!, newest: true, limit: 1 })
      return newest?.body.serviceUrl
    },
    async teams() {
      const found = await store.find(kind, { index: 'of', key: 'team', newest: true })
      return [...new Set(found.flatMap(({ body }) => body.team ?? []))]
    },
    async forget(key) {
      const known = await store.get(kind, key)
      if (known) await store.write([{ drop: kind.name, id: key, expect: known.version }])
    },
  }
}

const same = (a: Reference, b: Omit<Reference, 'team'> & { team?: string | undefined }): boolean =>
  a.conversation === b.conversation && a.serviceUrl === b.serviceUrl && a.team === b.team

const defined = ({ team, ...rest }: Omit<Reference, 'team'> & { team?: string | undefined }): Reference => ({
  ...rest,
  ...(team ? { team } : {}),
})
