// User groups: who is in them. https://docs.slack.dev/reference/methods/usergroups.users.list
import * as z from 'zod'
import type { Chat } from '../../ports.ts'
import { remembered } from '../../remembered.ts'
import type { Session } from './session.ts'

/** Whoever is taken out loses what the group gave within this time. Slack lets us ask twenty times a minute. */
const KNOWN_MS = 60_000

const UsersAnswer = z.object({ users: z.array(z.string()) })

/** People who left are not listed, nor is anybody of a group that was disabled. */
export function slackGroups(session: Session, now: () => number): Pick<Chat, 'groupMembers'> {
  const known = remembered<readonly string[]>({ now, lifeOf: () => KNOWN_MS })

  async function ask(usergroup: string): Promise<readonly string[]> {
    return (await session.call('usergroups.users.list', { args: { usergroup }, answer: UsersAnswer })).users
  }

  return {
    async groupMembers(group) {
      const users = await known(group, () => ask(group))
      return users.map((id) => ({ platform: 'slack', id }))
    },
  }
}
