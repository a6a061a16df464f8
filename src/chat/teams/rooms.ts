import type { ChannelAccount, PagedMembersResult } from 'botbuilder'
import type { Account } from '../../coaching/people.ts'
import type { Connector } from './connector.ts'
import type { Reference } from './references.ts'

/** `teams`: its own team where it is known, else those it may belong to. */
interface WhereRoom extends Pick<Reference, 'serviceUrl'> {
  readonly teams: readonly string[]
}

/**
 * Who is in a channel, and whether it is a private one. Bots learn a channel's kind from its team's list of channels only, and teams
 * from the activities they get; as long as none lists the channel it counts as public, so that nobody is named there.
 */
export async function look(
  connector: Connector,
  channel: string,
  where: WhereRoom,
): Promise<{ private: boolean; members: Account[] }> {
  const [isPrivate, members] = await Promise.all([hasPrivateKind(connector, channel, where), roster(connector, channel, where)])
  return { private: isPrivate, members: members.map(accountOf) }
}

async function hasPrivateKind(connector: Connector, channel: string, { serviceUrl, teams }: WhereRoom): Promise<boolean> {
  for (const team of teams) {
    const list = await connector.call(serviceUrl, 'repeatable', (client) => client.teams.fetchChannelList(team))
    const found = list.conversations?.find(({ id }) => id === channel)
    if (found) return found.type === 'private'
  }
  return false
}

const PAGE_SIZE = 500

async function roster(connector: Connector, channel: string, { serviceUrl }: WhereRoom): Promise<ChannelAccount[]> {
  const found: ChannelAccount[] = []
  let continuationToken: string | undefined
  do {
    // The SDK's type wants a token on the first page too; Teams does not.
    const options = { pageSize: PAGE_SIZE, ...(continuationToken ? { continuationToken } : {}) } as {
      pageSize: number
      continuationToken: string
    }
    const page: PagedMembersResult = await connector.call(serviceUrl, 'repeatable', ({ conversations }) =>
      conversations.getConversationPagedMembers(channel, options),
    )
    found.push(...(page.members ?? []))
    continuationToken = page.continuationToken || undefined
  } while (continuationToken)
  return found
}

/** Rosters name the Entra object id `objectId` or `aadObjectId`. Somebody without one stays in the list under the id nobody may act with. */
function accountOf(member: ChannelAccount & { readonly objectId?: string }): Account {
  return { platform: 'teams', id: member.aadObjectId ?? member.objectId ?? member.id }
}
