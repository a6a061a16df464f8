import type { PersonId } from '../coaching/interaction.ts'
import type { Balance } from '../coaching/proposal.ts'
import { DAY } from '../coaching/slot.ts'
import type { Ports } from '../ports.ts'
import { PROPOSAL, SIGNAL } from './kinds.ts'

const MONTH_MS = 30 * DAY
const WEEK_MS = 7 * DAY
const PAGE = 500

/** What else was judged of an agent in the last 30 days, besides what leads to a suggestion now. Read only when there is one. */
export async function balanceOf(ports: Pick<Ports, 'store' | 'now'>, agent: PersonId): Promise<Balance> {
  const since = ports.now() - MONTH_MS
  const [great, suggested] = await Promise.all([
    brilliant(ports, agent, since),
    ports.store.find(PROPOSAL, { index: 'agent', key: agent, since, limit: PAGE }),
  ])
  const week = great.filter(({ endedAt }) => endedAt > ports.now() - WEEK_MS).length
  return { week, month: great.length, suggested: suggested.length, media: [...new Set(great.map(({ media }) => media))] }
}

/** Page by page, so that a busy agent's month is never in memory as a whole. */
async function brilliant({ store }: Pick<Ports, 'store'>, agent: PersonId, since: number) {
  const found = new Map<string, { readonly endedAt: number; readonly media: string }>()
  for (let from = since, limit = PAGE; ; ) {
    const page = await store.find(SIGNAL, { index: 'agent', key: agent, since: from, limit })
    for (const { body } of page)
      if (body.verdict?.kind === 'recognise') found.set(body.interaction.conversation, body.interaction)
    const last = page.at(-1)?.body.interaction.endedAt
    if (page.length < limit || last === undefined) return [...found.values()]
    // So many at the very same instant: a longer page gets past them.
    if (last === from) limit *= 2
    from = last
  }
}
