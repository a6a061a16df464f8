import { describe, expect, it } from 'vitest'
import type { Connector } from '../../../src/chat/teams/connector.ts'
import { look } from '../../../src/chat/teams/rooms.ts'

const LEADS = '19:leads@thread.tacv2'
const where = (...teams: string[]) => ({ serviceUrl: 'https://smba.trafficmanager.net/emea/', teams })

/** Stands in for Microsoft's answers that depend on how a tenant is set up. */
function answering(channels: Record<string, object[]>, pages: object[] = [{ members: [] }]): Connector {
  const left = [...pages]
  const clients = {
    teams: { fetchChannelList: async (team: string) => ({ conversations: channels[team] ?? [] }) },
    conversations: { getConversationPagedMembers: async () => left.shift() },
  }
  return { call: (_, __, run) => run(clients as unknown as Parameters<typeof run>[0]) }
}

describe('A channel', () => {
  it.each([
    ['private', true],
    ['shared', false],
    ['standard', false],
    [undefined, false],
  ])('of the kind %s is private: %s', async (type, isPrivate) => {
    const seen = await look(answering({ team: [{ id: LEADS, type }] }), LEADS, where('team'))
    expect(seen.private).toBe(isPrivate)
  })

  it('is looked for in every team we have heard of, and counts as public in none', async () => {
    const connector = () => answering({ one: [{ id: '19:other' }], two: [{ id: LEADS, type: 'private' }] })
    expect((await look(connector(), LEADS, where('one', 'two'))).private).toBe(true)
    expect((await look(connector(), LEADS, where('one'))).private).toBe(false)
    expect((await look(connector(), LEADS, where())).private).toBe(false)
  })

  it('shows everybody on every page, also whoever has no Entra id', async () => {
    const pages = [
      {
        members: [
          { id: '29:a', aadObjectId: 'A' },
          { id: '29:b', objectId: 'B' },
        ],
        continuationToken: 'next',
      },
      { members: [{ id: '29:c' }], continuationToken: '' },
    ]
    const { members } = await look(answering({}, pages), LEADS, where())
    expect(members.map(({ id }) => id)).toEqual(['A', 'B', '29:c'])
  })
})
