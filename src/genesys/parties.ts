// Who took part in a conversation, from either of Genesys's two ways of telling, and what follows from that.
import { type ConversationId, PersonId, type SentimentScore } from '../coaching/interaction.ts'
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
  /** Ids of their communications: a transcript hangs on the customer's. */
  readonly communications: readonly string[]
}

/** What is settled once a conversation ended. */
export interface Ended {
  readonly agent: PersonId | null
  readonly queue: string | null
  readonly media: string
  readonly endedAt: number
  readonly communications: readonly string[]
}

/** An agent who only picked up to hand over did not hold the conversation. */
const TRANSFER_MS = 30_000

/** Colleagues who are consulted, listen in or barge in come as "user": they do not hold the conversation. */
export function sideOf(purpose: string | null | undefined): Party['side'] {
  if (purpose === 'agent') return 'agent'
  return purpose === 'customer' || purpose === 'external' ? 'customer' : 'other'
}

/** Of several agents the one who took part longest, hand-overs of under 30 s left out. */
function holder(parties: readonly Party[]): Party | undefined {
  const agents = parties.filter(({ side, person }) => side === 'agent' && person !== null)
  const total = (person: PersonId | null) =>
    agents.filter((party) => party.person === person).reduce((sum, { talkMs }) => sum + talkMs, 0)
  const stayed = agents.filter(({ person }) => total(person) >= TRANSFER_MS)
  return (stayed.length > 0 ? stayed : agents).toSorted((a, b) => total(b.person) - total(a.person))[0]
}

/** `endedAt` epoch ms. */
export function endedOf(parties: readonly Party[], endedAt: number): Ended {
  const agent = holder(parties)
  const customers = parties.filter(({ side }) => side === 'customer')
  return {
    agent: agent?.person ?? null,
    queue: agent?.queue ?? parties.find(({ queue }) => queue !== null)?.queue ?? null,
    media: agent?.media ?? customers[0]?.media ?? 'unknown',
    endedAt,
    communications: [...new Set(customers.flatMap(({ communications }) => communications))],
  }
}

export const personOf = (id: string | null | undefined): PersonId | null => PersonId.safeParse(id).data ?? null

interface News {
  readonly ended?: Ended
  readonly customer?: SentimentScore
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
