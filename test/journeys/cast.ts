/** Who plays in the journeys: the same parts on each platform. */
export const CASTS = [
  {
    platform: 'slack',
    agent: 'ana',
    agentName: 'Ana Alvarez',
    queue: 'Billing',
    colleague: 'ben',
    supervisor: 'sam',
    room: { id: 'C0SUPPORTLEADS', agent: 'emil', agentName: 'Emil', supervisor: 'rita', head: 'helena', without: 'sam' },
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
      agentName: 'Gus',
      supervisor: 'theo',
      head: 'helena',
      without: 'tessa',
    },
  },
] as const

export type Cast = (typeof CASTS)[number]
