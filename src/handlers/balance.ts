import { BALANCE_MS, mostSuggested, thanksMissing } from '../coaching/balance.ts'
import type { PersonId } from '../coaching/interaction.ts'
import type { Balance } from '../coaching/proposal.ts'
import { DAY } from '../coaching/slot.ts'
import type { Limit, Ports, RecordKind } from '../ports.ts'
import { PROPOSAL, SIGNAL, THANKED } from './kinds.ts'

const WEEK_MS = 7 * DAY
const PAGE = 500

/** What else was judged of an agent in the last 30 days, besides what leads to a suggestion now. Read only when there is one. */
export async function balanceOf(ports: Pick<Ports, 'store' | 'now'>, agent: PersonId): Promise<Balance> {
  const since = ports.now() - BALANCE_MS
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

/** Where praise comes first: at most so many suggestions in 30 days as the agent's thanks go with, by hand or not. */
export async function balanceLimits(ports: Looking, agent: PersonId, praiseFirst: number | null): Promise<Limit[]> {
  if (praiseFirst === null) return []
  const since = sinceWhen(ports)
  const most = mostSuggested(await countOf(ports, THANKED, { key: agent, since }), praiseFirst)
  return [{ kind: PROPOSAL.name, index: 'agent', key: agent, since, most }]
}

/** So many thanks the agent's next suggestion waits for; 0 where it does not. */
export async function thanksAwaited(ports: Looking, agent: PersonId, praiseFirst: number | null): Promise<number> {
  if (praiseFirst === null) return 0
  const where = { key: agent, since: sinceWhen(ports) }
  return thanksMissing(await countOf(ports, THANKED, where), await countOf(ports, PROPOSAL, where), praiseFirst)
}

type Looking = Pick<Ports, 'store' | 'now'>

const sinceWhen = ({ now }: Looking): number => now() - BALANCE_MS + 1

/** More than anybody is thanked, or suggested, in a month. */
const MOST = 1000

const countOf = async (
  { store }: Looking,
  kind: RecordKind<unknown>,
  where: { readonly key: string; readonly since: number },
): Promise<number> => (await store.find(kind, { index: 'agent', ...where, limit: MOST })).length
