// Who took part in a conversation, from either of Genesys's two ways of telling, and what follows from that.
import { type ConversationId, PersonId, type SentimentScore, type Shared } from '../coaching/interaction.ts'
import { DAY } from '../coaching/slot.ts'

export interface Party {
  readonly side: 'agent' | 'customer' | 'other'
  readonly person: PersonId | null
  readonly queue: string | null
  /** Epoch ms; null while they are still there. */
  readonly left: number | null
  /** How long they really took part, ms. */
  readonly talkMs: number
  readonly media: string | null
  /** Id of the language they were found by; null where none was asked for. */
  readonly language: string | null
  /** Ids of their communications: a transcript hangs on the customer's. */
  readonly communications: readonly string[]
}

/** What is settled once a conversation ended. */
export interface Ended {
  readonly agent: PersonId | null
  readonly queue: string | null
  /** Every queue it went through. */
  readonly queues: readonly string[]
  readonly media: string
  /** Id of the language it was routed by. */
  readonly language?: string
  readonly endedAt: number
  readonly communications: readonly string[]
  /** How long the agent took part; undefined where that was not told. */
  readonly seconds?: number
  /** Set when several agents held it. */
  readonly shared?: Shared
}

/** An agent who only picked up to hand over did not hold the conversation. */
const TRANSFER_MS = 30_000

/** Colleagues who are consulted, listen in or barge in come as "user": they do not hold the conversation. */
export function sideOf(purpose: string | null | undefined): Party['side'] {
  if (purpose === 'agent') return 'agent'
  return purpose === 'customer' || purpose === 'external' ? 'customer' : 'other'
}

/** Of several agents the one who took part longest, hand-overs of under 30 s left out. */
function holder(parties: readonly Party[]): { readonly party?: Party; readonly shared?: Shared } {
  const agents = parties.filter(({ side, person }) => side === 'agent' && person !== null)
  const talk = new Map<PersonId, number>()
  for (const { person, talkMs } of agents) talk.set(person!, (talk.get(person!) ?? 0) + talkMs)
  const ranked = [...talk].toSorted(([, a], [, b]) => b - a)
  const stayed = ranked.filter(([, ms]) => ms >= TRANSFER_MS)
  const [first] = stayed.length > 0 ? stayed : ranked
  const party = agents.find(({ person }) => person === first?.[0])
  if (!first || !party || stayed.length < 2) return party ? { party } : {}
  const total = stayed.reduce((sum, [, ms]) => sum + ms, 0)
  return { party, shared: { agents: stayed.length, share: Math.round((first[1] / total) * 100) / 100 } }
}

/** `endedAt` epoch ms. */
export function endedOf(parties: readonly Party[], endedAt: number): Ended {
  const { party: agent, shared } = holder(parties)
  const customers = parties.filter(({ side }) => side === 'customer')
  const queues = [...new Set(parties.flatMap(({ queue }) => queue ?? []))]
  const own = parties.filter(({ side, person }) => side === 'agent' && person === agent?.person)
  const talkMs = own.reduce((sum, each) => sum + each.talkMs, 0)
  return {
    agent: agent?.person ?? null,
    queue: agent?.queue ?? queues[0] ?? null,
    queues,
    ...languageOf(agent ? [agent, ...parties] : parties),
    media: agent?.media ?? customers[0]?.media ?? 'unknown',
    endedAt,
    communications: [...new Set(customers.flatMap(({ communications }) => communications))],
    ...(talkMs > 0 ? { seconds: Math.round(talkMs / 1000) } : {}),
    ...(shared ? { shared } : {}),
  }
}

function languageOf(parties: readonly Party[]): { readonly language?: string } {
  const language = parties.find((party) => party.language !== null)?.language
  return language ? { language } : {}
}

export const personOf = (id: string | null | undefined): PersonId | null => PersonId.safeParse(id).data ?? null

interface News {
  readonly ended?: Ended
  readonly customer?: SentimentScore
  /** Per agent, as Genesys sends it. */
  readonly empathy?: ReadonlyMap<string, unknown>
}

const MOST = 20_000

/** What was heard about conversations lately, so that it need not be asked again: bounded, 24 h. */
export function createRecollection(now: () => number) {
  const heard = new Map<string, News & { readonly until: number }>()

  function sweep(): void {
    for (const [id, { until }] of heard) {
      if (until > now() && heard.size <= MOST) return
      heard.delete(id)
    }
  }

  return {
    note(id: ConversationId, news: News): void {
      sweep()
      const known = heard.get(id) ?? { until: now() + DAY }
      heard.set(id, { ...known, ...news })
    },
    recall: (id: ConversationId): News => heard.get(id) ?? {},
  }
}

export type Recollection = ReturnType<typeof createRecollection>
