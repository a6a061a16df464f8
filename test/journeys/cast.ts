import type { Where } from '../control.ts'

/** Who plays in the journeys: the same parts on each platform. */
export const CASTS = [
  {
    platform: 'slack',
    agent: 'ana',
    agentName: 'Ana Alvarez',
    queue: 'Billing',
    colleague: 'ben',
    supervisor: 'sam',
    room: {
      id: 'C0SUPPORTLEADS',
      agent: 'emil',
      agentName: 'Emil Ekström',
      colleague: 'fay',
      supervisor: 'rita',
      head: 'helena',
      without: 'sam',
    },
  },
  {
    platform: 'teams',
    agent: 'cleo',
    agentName: 'Cleo Costa',
    queue: 'Claims',
    colleague: 'dario',
    supervisor: 'tessa',
    room: {
      id: '19:returns-leads@thread.tacv2',
      agent: 'gus',
      agentName: 'Gus Grant',
      colleague: 'hana',
      supervisor: 'theo',
      head: 'helena',
      without: 'tessa',
    },
  },
] as const

export type Cast = (typeof CASTS)[number]

/** Where a card is decided: on each platform, directly and in a room. */
export interface Stage {
  readonly platform: Cast['platform']
  readonly way: 'directly' | 'in a room'
  /** Where the card stands. */
  readonly where: Where
  readonly agent: string
  readonly agentName: string
  /** Of the same team and supervisor. */
  readonly colleague: string
  /** Whoever decides, and holds the session. */
  readonly decider: string
  /** Above the decider, and as entitled. */
  readonly head: string
  /** Whether the card names the agent. */
  readonly named: boolean
}

export const STAGES: readonly Stage[] = CASTS.flatMap(({ platform, agent, agentName, colleague, supervisor, room }): Stage[] => [
  {
    platform,
    way: 'directly',
    where: { user: supervisor },
    agent,
    agentName,
    colleague,
    decider: supervisor,
    head: 'helena',
    named: true,
  },
  {
    platform,
    way: 'in a room',
    where: { room: room.id },
    agent: room.agent,
    agentName: room.agentName,
    colleague: room.colleague,
    decider: room.supervisor,
    head: room.head,
    named: false,
  },
])
