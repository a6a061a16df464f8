// Role × command on both platforms, every cell, in one world: what each is answered privately, and what was written.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Command, parseCommand } from '../../src/coaching/command.ts'
import { RIGHTS, type Role } from '../../src/coaching/roles.ts'
import { HALT, SETTINGS } from '../../src/handlers/kinds.ts'
import type { Seen } from '../control.ts'
import { said } from '../said.ts'
import { openScene, type Scene } from '../world.ts'
import { ROUGH } from './acts.ts'

type Platform = 'slack' | 'teams'
const PLATFORMS = ['slack', 'teams'] as const

/** Who plays; `own` and `other` are agents by first name. */
const CAST = {
  slack: { admin: 'ada', lead: 'sam', member: 'ana', unlinked: 'ben', stranger: 'gil', own: 'ana', other: 'cleo' },
  teams: { admin: 'ada', lead: 'tessa', member: 'cleo', unlinked: 'dario', stranger: 'gil', own: 'cleo', other: 'ana' },
} as const
const PLACES = {
  slack: { team: 'Billing', foreign: 'Claims', queue: 'Returns' },
  teams: { team: 'Claims', foreign: 'Billing', queue: 'Returns' },
} as const

const NOT_MEMBERS = /Only Halftime's admins and team leads can do that/
const FOR_EVERYBODY = /Only Halftime's admins can do that for everybody/
const FOR_QUEUE = /Only Halftime's admins can do that for a queue/
const NO_TEAM = /That is not one of your own teams, so nothing was done/
const NO_AGENT = /That is not one of your own people, so nothing was done/
/** What a lead is told to do instead. */
const instead = (refusal: RegExp, command: string) => new RegExp(`${refusal.source}.*: /coaching ${command}`, 's')

interface Row {
  readonly text: string
  /** When it is carried out. */
  readonly done: RegExp
  /** What a lead and a member are told instead. */
  readonly lead?: RegExp
  readonly member?: RegExp | 'done'
}

/** In this order; {team}, {own} and {called} are the lead's, {foreign} and {other} somebody else's. */
const ROWS: readonly Row[] = [
  { text: 'help', done: /What Halftime understands/, member: 'done' },
  { text: 'here', done: /From now on you are reached here/, member: 'done' },
  { text: 'nonsense', done: /I did not understand that/, member: 'done' },
  { text: 'status', done: /How things are/ },
  { text: 'thresholds', done: /How everything is set \(version/ },
  { text: 'thresholds for team {foreign}', done: /How everything is set for the team {foreign}/ },
  { text: 'history', done: /What was changed|Nothing was changed so far/ },
  { text: 'diff 0', done: /What is different now/ },
  { text: 'why {own}', done: /What was decided, and why/ },
  { text: 'why {other}', done: /What was decided, and why/, lead: instead(NO_AGENT, 'why \\w+@northwind') },
  { text: 'why {conversation}', done: /What was decided, and why/ },
  { text: 'why {others}', done: /What was decided, and why/, lead: NO_AGENT },
  { text: 'why {nowhere}', done: /I know nobody and no conversation/ },
  { text: 'set customer 5', done: /That number is out of range/ },
  {
    text: 'set customer -0.71',
    done: /below -0\.71/,
    lead: instead(FOR_EVERYBODY, 'set customer -0\\.71 for team {team}'),
  },
  {
    text: 'set customer -0.72 for queue {queue}',
    done: /Changed for the queue {queue}/,
    lead: instead(FOR_QUEUE, 'set customer -0\\.72 for team {team}'),
  },
  {
    text: 'set lead 61 for division home',
    done: /Changed for the division Home|It was 61 already/,
    lead: instead(/Only Halftime's admins can do that for a division/, 'set lead 61 for team {team}'),
  },
  {
    text: 'set customer -0.73 for team {foreign}',
    done: /Changed for the team {foreign}/,
    lead: instead(NO_TEAM, 'set customer -0\\.73 for team {team}'),
  },
  { text: 'set customer -0.74 for team {team}', done: /Changed for the team {team}|It was -0\.74 already/ },
  { text: 'set customer -0.74 for team Nowhere', done: /There is no team “Nowhere”/ },
  { text: 'set minutes 45 for agent {own}', done: /Changed for {called}|It was 45 already/ },
  { text: 'set minutes 15 for agent {other}', done: /now last 15 minutes/, lead: NO_AGENT },
  { text: 'limit 2 per 14 days for team {team}', done: /at most 2 times in 14 days|It was 2 times/ },
  { text: 'limit 2 per 14 days', done: /at most 2 times in 14 days/, lead: FOR_EVERYBODY },
  { text: 'shadow on for team {team}', done: /Shadow: on|It was on already/ },
  { text: 'shadow off', done: /Shadow: off|It was off already/, lead: instead(FOR_EVERYBODY, 'shadow off for team {team}') },
  { text: 'pause {own} for 2h', done: /Paused for {called}, until/ },
  { text: 'pause {other}', done: /Paused for/, lead: instead(NO_AGENT, 'pause \\w+@northwind') },
  { text: 'pause all', done: /Paused for everybody/, lead: instead(FOR_EVERYBODY, 'pause \\w+@northwind') },
  { text: 'resume {own}', done: /Going on for {called}/ },
  { text: 'resume {other}', done: /Going on for/, lead: NO_AGENT },
  { text: 'resume', done: /Going on for everybody/, lead: instead(FOR_EVERYBODY, 'resume \\w+@northwind') },
  {
    text: 'what-if customer -0.5 over 7 days',
    done: /What that would have meant|No scores have been kept yet/,
    lead: /Only Halftime's admins can do that\..*\/coaching help/s,
  },
  { text: 'form card', done: /The common settings/, lead: /Only Halftime's admins can do that\..*\/coaching help/s },
  { text: 'export', done: /as it came|\/coaching set/, lead: /Only Halftime's admins can do that\..*\/coaching help/s },
  { text: 'kudos off', done: /kudos/i, member: 'done' },
  { text: 'rules', done: /The rules \(version/ },
  { text: 'rule mails media fax', done: /I did not understand that/, member: 'done' },
  {
    text: 'rule mails media email customer -0.7',
    done: /The rule mails now is|like that already/,
    lead: /Only Halftime's admins can do that\..*\/coaching help/s,
  },
  { text: 'erase {other}', done: /records? would be erased/, lead: /Only Halftime's admins can do that\..*\/coaching help/s },
  { text: 'readmit {other}', done: /was erased/, lead: /Only Halftime's admins can do that\..*\/coaching help/s },
  { text: 'rollback 0', done: /Back to version 0/, lead: /Only Halftime's admins can do that\..*\/coaching help/s },
]
/** Teams takes so many messages into one conversation within a moment. */
const ROUND = 7

/** What whoever is none of ours is told, whatever they type; in their own language where they have one here. */
const fixed = (platform: Platform, role: 'unlinked' | 'stranger') => said(CAST[platform][role], `refusal.${role}`)

let scene: Scene
let facts: Record<Platform, Record<string, string>>
const answers = new Map<string, Seen>()
const keyOf = (platform: Platform, role: Role, text: string) => `${platform} ${role} ${text}`
const filled = (platform: Platform, text: string) => text.replace(/\{(\w+)\}/g, (whole, name) => facts[platform][name] ?? whole)

/** Types it and waits for the one new message that answers it. */
async function ask(platform: Platform, role: Role, { text }: Row): Promise<void> {
  const user = CAST[platform][role]
  const seen = async () => (await scene.world.messages({ user })).filter((message) => message.platform === platform)
  const before = new Set((await seen()).map(({ id }) => id))
  await scene.world.command(user, `/coaching ${filled(platform, text)}`, { platform })
  const answer = await scene.world.until(`an answer to ${role}: ${text}`, async () =>
    (await seen()).find(({ id }) => !before.has(id)),
  )
  answers.set(keyOf(platform, role, text), answer)
}

/** All of them type all rows, side by side, each in order. */
async function askAll(rows: readonly Row[], people: readonly (readonly [Platform, Role])[]): Promise<void> {
  for (let from = 0; from < rows.length; from += ROUND) {
    const round = rows.slice(from, from + ROUND)
    const lanes = people.map(async ([platform, role]) => {
      for (const row of round) await ask(platform, role, row)
    })
    await Promise.all(lanes)
    await scene.world.advance('PT31S')
  }
}

const both = (...roles: Role[]) => roles.flatMap((role) => PLATFORMS.map((platform) => [platform, role] as const))
const settings = async () => (await scene.bot.ports.store.get(SETTINGS, 'current'))?.body.settings
const paused = async (id: string) => (await scene.bot.ports.store.get(HALT, id))?.body.on ?? null

/** Everything that was written by one phase, for the tests to look at. */
const after = {} as Record<
  'nobody' | 'leads',
  { settings: Awaited<ReturnType<typeof settings>>; paused: unknown; written: string[] }
>
async function look(phase: 'nobody' | 'leads') {
  const written = (await scene.world.ledger()).filter(({ by, vendor }) => by === 'bot' && !['slack', 'teams'].includes(vendor))
  const halted = await Promise.all(['all', ...PLATFORMS.flatMap((platform) => [facts[platform].ownId!])].map(paused))
  after[phase] = { settings: await settings(), paused: halted, written: written.map(({ effect }) => effect) }
}

beforeAll(async () => {
  scene = await openScene()
  const { people } = await scene.world.people()
  const person = (first: string) => people.find(({ name }) => name.toLowerCase().startsWith(first))!
  const factsOf = async (platform: Platform) => {
    const { own, other } = CAST[platform]
    const [mine, theirs] = [person(own), person(other)]
    const { conversationId: conversation } = await scene.world.interaction({ agent: own, ...ROUGH })
    const { conversationId: others } = await scene.world.interaction({ agent: other, customer: 0.2 })
    const names = { own: mine.email, ownId: mine.id, called: mine.name, other: theirs.email, conversation, others }
    return { ...PLACES[platform], ...names, nowhere: crypto.randomUUID() }
  }
  facts = { slack: await factsOf('slack'), teams: await factsOf('teams') }
  await scene.world.until('four to be judged', async () => scene.bot.ports.counts.all()['judged leave'] === 4)
  for (const platform of PLATFORMS) {
    const about = person(CAST[platform].unlinked).email
    const nobody = { status: 200, body: { results: [] } }
    await scene.world.fault({ vendor: 'genesys', path: '/api/v2/users/search', about, plan: [nobody], times: 999 })
  }
  const kinds = ROWS.filter(({ text }, n) => ROWS.findIndex((row) => row.text.split(' ')[0] === text.split(' ')[0]) === n)
  await askAll(kinds, both('stranger', 'unlinked'))
  await askAll(ROWS, both('member'))
  await look('nobody')
  await askAll(ROWS, both('lead'))
  await look('leads')
  for (const platform of PLATFORMS) await askAll(ROWS, [[platform, 'admin']])
}, 120_000)
afterAll(() => scene?.close())

const ALL = Object.keys(CAST.slack).filter((role) => !['own', 'other'].includes(role)) as Role[]

function expected(role: Exclude<Role, 'stranger' | 'unlinked'>, row: Row): RegExp {
  if (role === 'member') return row.member === 'done' ? row.done : NOT_MEMBERS
  return role === 'lead' ? (row.lead ?? row.done) : row.done
}

describe.each(PLATFORMS)('on %s', (platform) => {
  describe.each(ALL)('%s', (role) => {
    it.each(ROWS.map((row) => [row.text, row] as const))('%s', (text, row) => {
      const answer = answers.get(keyOf(platform, role, text))
      // Whoever is none of ours is not even understood: one of each command will do.
      if (role === 'stranger' || role === 'unlinked') return answer && expect(answer.text).toMatch(fixed(platform, role))
      expect(answer?.text).toMatch(new RegExp(filled(platform, expected(role, row).source), 's'))
    })
  })

  it('everybody’s help names what they may do, and nothing else', () => {
    const help = (role: Role) => answers.get(keyOf(platform, role, 'help'))!.text.replaceAll('\\', '')
    expect(help('admin')).toMatch(/rollback <version>.*set <what> <value> \[for …\]/s)
    expect(help('lead')).toMatch(/pause <e-mail>.*set <what> <value> for team\|agent …/s)
    expect(help('lead')).not.toMatch(/rollback|what-if|\[all|for queue/)
    expect(help('member')).toMatch(/\/coaching help.*\/coaching here/s)
    expect(help('member')).not.toMatch(/status|thresholds|set |pause/)
  })
})

it('no command is left out', () => {
  const typed = new Set(ROWS.map(({ text }) => parseCommand(filled('slack', text)).kind))
  expect(Object.keys(RIGHTS).filter((kind) => !typed.has(kind as Command['kind']))).toEqual([])
})

describe('what was written', () => {
  it('by members, the unlinked and strangers: nothing', () => {
    expect(after.nobody).toEqual({ settings: undefined, paused: [null, null, null], written: [] })
  })

  it('by leads: what is their own, and nothing for everybody', () => {
    const { overrides, ...everybody } = after.leads.settings!
    const said = overrides.map(({ scope, values }) => [scope.name ?? scope.id, values])
    expect(Object.fromEntries(said)).toEqual({
      Billing: { customer: -0.74, limit: '2 per 14 days', shadow: 'on' },
      Claims: { customer: -0.74, limit: '2 per 14 days', shadow: 'on' },
      [facts.slack.ownId!]: { minutes: 45 },
      [facts.teams.ownId!]: { minutes: 45 },
    })
    expect(everybody).toMatchObject({ policy: { coach: { customerBelow: -0.6 } }, limit: { sessions: 1, days: 7 }, shadow: null })
    expect([after.leads.paused, after.leads.written]).toEqual([[null, null, null], []])
  })
})
