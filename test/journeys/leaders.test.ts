// Who becomes an admin or a lead, and for how long: by groups of Slack and Entra, and by the operator's TEAM_LEADS.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { adminIds } from '../../src/handlers/admins.ts'
import { superiorsOf } from '../../src/handlers/identify.ts'
import { SETTINGS } from '../../src/handlers/kinds.ts'
import { openScene, type Scene } from '../world.ts'
import { bookButtons, cardSays, roughPattern } from './acts.ts'

const GROUPS = { slack: 'S0COACHING', teams: '00000000-0000-4000-8012-000000000001' } as const
const PERMISSIONS = { slack: 'usergroups:read', teams: 'GroupMember.Read.All' } as const
const VENDORS = { slack: 'slack', teams: 'microsoft' } as const
/** As long as members of a group are remembered. */
const A_MINUTE = 'PT61S'
const REFUSED = /Only Halftime's admins and team leads can do that/

let scene: Scene
beforeAll(async () => {
  scene = await openScene({
    ADMIN_GROUPS: `slack:${GROUPS.slack}, entra:${GROUPS.teams.toUpperCase()}`,
    TEAM_LEADS: 'billing = rita@northwind.example, 00000000-0000-4000-8002-000000000002=rita@northwind.example',
  })
})
afterAll(() => scene?.close())

type Platform = keyof typeof GROUPS
const say = (user: string, text: string, platform: Platform) => scene.world.command(user, `/coaching ${text}`, { platform })
const told = (user: string, text: RegExp) => scene.world.message({ user }, text)
const version = async () => (await scene.bot.ports.store.get(SETTINGS, 'current'))?.version ?? 0
const idOf = async (first: string) =>
  (await scene.world.people()).people.find(({ name }) => name.toLowerCase().startsWith(first))!.id as never
const refusals = () => scene.bot.ports.counts.all()['refusal.not-admin'] ?? 0

async function isRefused(user: string, platform: Platform): Promise<void> {
  const [before, was] = [refusals(), await version()]
  await say(user, 'set lead 90', platform)
  await scene.world.until('a refusal', async () => refusals() > before)
  expect(await version()).toBe(was)
}

async function sets(user: string, platform: Platform, minutes: number): Promise<void> {
  const was = await version()
  await say(user, `set lead ${minutes}`, platform)
  await told(user, new RegExp(`at least ${minutes} minutes ahead`))
  expect(await version()).toBe(was + 1)
}

describe.each([
  { platform: 'slack', agent: 'ana', minutes: 100 },
  { platform: 'teams', agent: 'cleo', minutes: 200 },
] as const)('a group of admins on $platform', ({ platform, agent, minutes }) => {
  const change = async (person: string, action: 'join' | 'leave') => {
    await scene.world.change({ kind: 'group', vendor: VENDORS[platform], group: GROUPS[platform], person, action })
    await scene.world.advance(A_MINUTE)
  }
  const permit = async (granted: boolean) => {
    const permission = PERMISSIONS[platform]
    await scene.world.change({ kind: 'permission', vendor: VENDORS[platform], permission, granted })
    // In Entra a consent shows in new tokens only.
    if (platform === 'teams') await scene.world.change({ kind: 'tokens' })
    await scene.world.advance(A_MINUTE)
  }

  it('makes whoever joins it an admin, tells them what admins are told, and ends with it within a minute', async () => {
    await isRefused(agent, platform)
    await told(agent, REFUSED)
    expect(await adminIds(scene.bot.ports)).toEqual([await idOf('ada')])
    await change(agent, 'join')
    await sets(agent, platform, minutes)
    expect(await adminIds(scene.bot.ports)).toEqual([await idOf('ada'), await idOf(agent)])
    await change(agent, 'leave')
    await isRefused(agent, platform)
  })

  it('that cannot be asked admits nobody, is counted, and leaves the listed admins what they are', async () => {
    await change(agent, 'join')
    await permit(false)
    await isRefused(agent, platform)
    expect(scene.bot.ports.counts.all()['admin group not asked']).toBeGreaterThan(0)
    await sets('ada', platform, minutes + 5)
    expect(await adminIds(scene.bot.ports)).toEqual([await idOf('ada')])
    await permit(true)
    await sets(agent, platform, minutes + 10)
    await change(agent, 'leave')
  })

  it('never admits a guest', async () => {
    await change('gil', 'join')
    await say('gil', 'set lead 30', platform)
    await told('gil', /only works for people of your own organisation/)
    await change('gil', 'leave')
  })
})

it('somebody in a group of one platform is an admin on the other, too', async () => {
  await scene.world.change({ kind: 'group', vendor: 'slack', group: GROUPS.slack, person: 'priya', action: 'join' })
  await scene.world.advance(A_MINUTE)
  await sets('priya', 'teams', 300)
})

describe('whoever is named for a team', () => {
  it('may change things for it, whoever its superior is in Genesys, and for nobody else', async () => {
    const { overrides: before } = (await scene.bot.ports.store.get(SETTINGS, 'current'))!.body.settings
    for (const team of ['Billing', 'Claims']) {
      await say('rita', `set minutes 45 for team ${team}`, 'slack')
      await told('rita', new RegExp(`Changed for the team ${team}`))
    }
    await say('rita', `pause dario@northwind.example for 1h`, 'slack')
    await told('rita', /Paused for Dario Dietz, until/)
    await say('rita', 'set minutes 45 for team Returns', 'slack')
    await told('rita', /not one of your own teams.*: \/coaching set minutes 45 for team billing/s)
    await say('helena', 'set edge 30 for team Returns', 'slack')
    await told('helena', /Changed for the team Returns/)
    const { overrides } = (await scene.bot.ports.store.get(SETTINGS, 'current'))!.body.settings
    expect(before).toEqual([])
    expect(overrides.map(({ scope, values }) => [scope.name, values])).toEqual([
      ['Billing', { minutes: 45 }],
      ['Claims', { minutes: 45 }],
      ['Returns', { edge: 30 }],
    ])
  })

  it('gets the cards of its agents, and books, where Genesys knows nobody above them', async () => {
    const names = async () => (await superiorsOf(scene.bot.ports, await idOf('ana'))).map(({ name }) => name)
    expect(await names()).toEqual(['Sam Sato', 'Helena Holm', 'Rita Rossi'])
    await scene.world.change({ kind: 'manager', agent: 'ana', manager: null })
    await scene.world.advance('PT10S')
    expect(await names()).toEqual(['Rita Rossi'])
    const card = await roughPattern(scene.world, 'ana', { user: 'rita' })
    await scene.world.click('rita', card, bookButtons(card)[0]!)
    await cardSays(scene.world, { user: 'rita' }, card, /Booked:/)
    const [made] = await scene.world.effects('appointment.created')
    expect(made!.body).toMatchObject({ facilitator: { id: await idOf('rita') }, lengthInMinutes: 45 })
  })
})
