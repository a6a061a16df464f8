// Who lives in the simulated world: the company Northwind, its teams, the rooms their supervisors work in, and two strangers.
import { firstName } from './names.ts'
import type { CalendarVendor, Cast, Platform, WorldPerson, WorldQueue, WorldRoom, WorldTeam } from './world.ts'

export const DOMAIN = 'northwind.example'

const user = (nn: string) => `00000000-0000-4000-8000-0000000000${nn}`
const entra = (nn: string) => `00000000-0000-4000-8001-0000000000${nn}`
const team = (n: number) => `00000000-0000-4000-8002-00000000000${n}`
const queue = (n: number) => `00000000-0000-4000-8003-00000000000${n}`

export const TEAMS = [
  { id: team(1), name: 'Billing', queue: { id: queue(1), name: 'Billing questions' } },
  { id: team(2), name: 'Claims', queue: { id: queue(2), name: 'Claims' } },
  { id: team(3), name: 'Support', queue: { id: queue(3), name: 'Technical support' } },
  { id: team(4), name: 'Returns', queue: { id: queue(4), name: 'Returns' } },
  { id: team(5), name: 'Loyalty', queue: { id: queue(5), name: 'Loyalty programme' } },
] as const satisfies readonly (WorldTeam & { queue: WorldQueue })[]

/** Teams whose cards go to a room, and that room. Everyone else's go to the supervisor directly. */
export const ROOM_OF_TEAM = [
  { team: team(3), platform: 'slack', room: 'C0SUPPORTLEADS' },
  { team: team(4), platform: 'teams', room: '19:returns-leads@thread.tacv2' },
] as const

type Role = WorldPerson['role']
type Seed = {
  readonly nn: string
  readonly name: string
  readonly role: Role
  readonly on: readonly [Platform, ...Platform[]]
  readonly boss?: string
  readonly team?: string
  readonly zone?: string
  readonly language?: string
  /** Microsoft unless said otherwise. */
  readonly calendars?: readonly CalendarVendor[]
}

const SEEDS: readonly Seed[] = [
  { nn: 'a1', name: 'Ana Alvarez', role: 'agent', on: ['slack'], boss: 'b1', team: team(1) },
  { nn: 'a2', name: 'Ben Becker', role: 'agent', on: ['slack'], boss: 'b1', team: team(1), zone: 'Europe/London' },
  { nn: 'a3', name: 'Cleo Costa', role: 'agent', on: ['teams'], boss: 'b2', team: team(2) },
  { nn: 'a4', name: 'Dario Dietz', role: 'agent', on: ['teams'], boss: 'b2', team: team(2), language: 'de' },
  { nn: 'a5', name: 'Emil Ekström', role: 'agent', on: ['slack'], boss: 'b3', team: team(3), calendars: ['google'] },
  { nn: 'a6', name: 'Fay Fischer', role: 'agent', on: ['slack'], boss: 'b3', team: team(3), calendars: ['google'] },
  { nn: 'a7', name: 'Gus Grant', role: 'agent', on: ['teams'], boss: 'b4', team: team(4) },
  { nn: 'a8', name: 'Hana Hoang', role: 'agent', on: ['teams'], boss: 'b4', team: team(4), calendars: [] },
  { nn: 'a9', name: 'Ines Ibarra', role: 'agent', on: ['slack'], boss: 'b5', team: team(5) },
  { nn: 'aa', name: 'Jon Jansen', role: 'agent', on: ['teams'], boss: 'b5', team: team(5), zone: 'America/New_York' },
  { nn: 'b1', name: 'Sam Sato', role: 'supervisor', on: ['slack'], boss: 'c1', team: team(1) },
  { nn: 'b2', name: 'Tessa Thiel', role: 'supervisor', on: ['teams'], boss: 'c1', team: team(2) },
  { nn: 'b3', name: 'Rita Rossi', role: 'supervisor', on: ['slack'], boss: 'c1', team: team(3), calendars: ['google'] },
  {
    nn: 'b4',
    name: 'Theo Timm',
    role: 'supervisor',
    on: ['teams'],
    boss: 'c1',
    team: team(4),
    language: 'de',
    calendars: ['microsoft', 'google'],
  },
  { nn: 'b5', name: 'Priya Patel', role: 'supervisor', on: ['slack', 'teams'], boss: 'c1', team: team(5) },
  { nn: 'c1', name: 'Helena Holm', role: 'supervisor', on: ['slack', 'teams'] },
  { nn: 'd1', name: 'Ada Adler', role: 'admin', on: ['slack', 'teams'] },
  { nn: 'e1', name: 'Olga Outside', role: 'outsider', on: ['slack', 'teams'] },
  { nn: 'e2', name: 'Gil Guest', role: 'guest', on: ['slack', 'teams'] },
]

const strangers: Partial<Record<Role, string>> = { outsider: 'contoso.example', guest: 'fabrikam.example' }

function person(seed: Seed): WorldPerson {
  const first = firstName(seed.name)
  const stranger = strangers[seed.role]
  const chatId = { slack: `U0${first.toUpperCase()}${seed.nn.toUpperCase()}`, teams: entra(seed.nn) }
  return {
    id: stranger ? `x-${first}` : user(seed.nn),
    name: seed.name,
    role: seed.role,
    email: `${first}@${stranger ?? DOMAIN}`,
    platform: seed.on[0],
    accounts: seed.on.map((platform) => ({ platform, chatId: chatId[platform] })),
    ...(seed.boss ? { supervisor: user(seed.boss) } : {}),
    calendars: seed.calendars ?? (stranger ? [] : ['microsoft']),
    zone: seed.zone ?? 'Europe/Berlin',
    language: seed.language ?? 'en',
    ...(seed.team ? { team: seed.team } : {}),
    active: true,
  }
}

/** The private rooms of two teams' supervisors; each has one member with authority, Helena above them, and one colleague without. */
function rooms(): WorldRoom[] {
  const [support, returns] = ROOM_OF_TEAM
  return [
    { id: support.room, platform: 'slack', name: 'support-leads', private: true, members: [user('b3'), user('b1'), user('c1')] },
    { id: returns.room, platform: 'teams', name: 'Returns leads', private: true, members: [user('b4'), user('b2'), user('c1')] },
  ]
}

/** A fresh cast. `person` finds by id, e-mail or lower-case first name. */
export function createCast(): Cast {
  const people = SEEDS.map(person)
  const all = rooms()
  const byEmail = (email: string) => people.find((one) => one.email.toLowerCase() === email.toLowerCase())
  return {
    people,
    rooms: all,
    queues: TEAMS.map((each) => each.queue),
    teams: TEAMS.map(({ id, name }) => ({ id, name })),
    byEmail,
    person: (name) => people.find((one) => one.id === name || firstName(one.name) === name.toLowerCase()) ?? byEmail(name),
    byChat: (platform, chatId) =>
      people.find((one) => one.accounts.some((account) => account.platform === platform && account.chatId === chatId)),
    room: (name, platform) =>
      all.find((each) => (each.id === name || each.name === name) && (platform ?? each.platform) === each.platform),
  }
}
